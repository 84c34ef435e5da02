"""A route that seals: what goes to Bankgirot has a right seal, whoever put it there, or does not go."""

from pathlib import Path
from typing import Any

import pytest

from gateway.app.installation import Installation
from gateway.doctor import examine
from gateway.formats.hmac_seal import verify
from gateway.journal import FileState
from gateway.settings import Settings

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "autogiro-ut"
ORDER = SAMPLES / "betalningar-2026-11.txt"
SEALED = SAMPLES / "forseglade-betalningar-2026-12.txt"
DIGITS = "1234567890ABCDEF1234567890ABCDEF"
"""Bankgirot's published test key."""


@pytest.fixture
def sealing(house: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A house whose orders are sealed, with the key that it is sealed with."""
    route = house.home / "mappings" / "routes" / "autogiro-ut.yaml"
    route.write_text(route.read_text(encoding="utf-8") + "seal: true\n", encoding="utf-8")
    (house.home / "seal.key").write_text(DIGITS + "\n")
    monkeypatch.setenv("GATEWAY_SEAL_KEY_FILE", "seal.key")
    return house


def delivered(house: Any) -> list[Path]:
    return sorted((house.home / "outbox" / "bankgirot").glob("*"))


def test_an_order_without_seal_is_delivered_with_one(sealing: Any) -> None:
    sealing.drop("autogiro-ut", ORDER.read_bytes(), "order")
    sealing.assert_delivered(sealing.run()["order"])
    (made,) = delivered(sealing)
    assert verify(made, bytes.fromhex(DIGITS)) is None
    assert ORDER.read_bytes() in made.read_bytes()


def test_an_order_that_is_sealed_already_is_delivered_as_it_came(sealing: Any) -> None:
    sealing.drop("autogiro-ut", SEALED.read_bytes(), "order")
    sealing.assert_delivered(sealing.run()["order"])
    (made,) = delivered(sealing)
    assert made.read_bytes() == SEALED.read_bytes()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"000000125000", b"000000925000", "SEAL-BROKEN"),
        (b"FF365893", b"FF365894", "SEAL-WRONG-KEY"),
    ],
)
def test_an_order_whose_seal_is_not_right_is_not_sent(sealing: Any, old: bytes, new: bytes, code: str) -> None:
    content = SEALED.read_bytes()
    assert old in content
    sealing.drop("autogiro-ut", content.replace(old, new, 1), "order")
    record = sealing.run()["order"]
    assert record.state is FileState.REJECTED
    assert delivered(sealing) == []
    receipt = sealing.home / "outbox" / "kvittens" / "forsystem-autogiro" / f"{record.id}.xml"
    assert code in receipt.read_text(encoding="utf-8")


def test_without_a_usable_key_orders_wait_until_there_is_one(sealing: Any) -> None:
    key = sealing.home / "seal.key"
    key.write_text("no key")
    sealing.drop("autogiro-ut", ORDER.read_bytes(), "order")
    waiting = sealing.run()["order"]
    assert waiting.state is FileState.WAITING
    assert "seal.key" in waiting.message
    assert "no key" not in waiting.message.replace("no key to seal", "")
    key.write_text(DIGITS)
    sealing.assert_delivered(sealing.run()["order"])


def test_the_key_is_in_nothing_that_is_kept_or_delivered(sealing: Any) -> None:
    sealing.drop("autogiro-ut", ORDER.read_bytes(), "order")
    sealing.run()
    for path in sealing.home.rglob("*"):
        if path.is_file() and path.name != "seal.key" and "xsd" not in path.parts:
            assert DIGITS.encode() not in path.read_bytes(), path


def test_a_route_that_makes_rows_cannot_seal_them(house: Any) -> None:
    route = house.home / "mappings" / "routes" / "bank.yaml"
    route.write_text(route.read_text(encoding="utf-8") + "seal: true\n", encoding="utf-8")
    problems = [str(problem) for problem in Installation(Settings(home=house.home)).problems()]
    assert len(problems) == 1
    assert "bank.yaml" in problems[0]
    assert "seal" in problems[0]


def test_doctor_tells_of_a_key_that_is_not_there_or_that_others_can_read(sealing: Any) -> None:
    key = sealing.home / "seal.key"

    def told() -> tuple[bool, str]:
        (check,) = (each for each in examine(Installation(Settings(home=sealing.home))) if each.name == "seal key")
        return check.is_ok, check.message

    key.chmod(0o600)
    assert told()[0]
    key.chmod(0o644)
    is_ok, message = told()
    assert not is_ok
    assert "chmod 600" in message
    key.unlink()
    is_ok, message = told()
    assert not is_ok
    assert "seal.key" in message
