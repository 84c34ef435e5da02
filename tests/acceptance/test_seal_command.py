"""The command that seals files to Bankgirot and checks seals, as its users meet it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gateway.cli import main

pytestmark = pytest.mark.acceptance

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "autogiro-ut"
ORDER = SAMPLES / "betalningar-2026-11.txt"
SEALED = SAMPLES / "forseglade-betalningar-2026-12.txt"
DIGITS = "1234567890ABCDEF1234567890ABCDEF"
"""Bankgirot's published test key."""

Command = Callable[..., Result]


@pytest.fixture
def gateway(home: Path) -> Command:
    """Runs a command in the home folder; whatever happens, it ends by an exit code and shows no key."""

    def command(*arguments: object) -> Result:
        result = CliRunner().invoke(main, ["--home", str(home), *map(str, arguments)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        assert DIGITS not in result.output
        return result

    return command


@pytest.fixture
def key(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file with the key, named by the environment."""
    monkeypatch.setenv("GATEWAY_SEAL_KEY_FILE", "seal.key")
    path = home / "seal.key"
    path.write_text(DIGITS)
    return path


@pytest.mark.usefixtures("key")
def test_a_file_is_sealed_and_its_seal_checked(gateway: Command, tmp_path: Path) -> None:
    out = tmp_path / "sealed.txt"
    assert gateway("seal", ORDER, "--output", out).exit_code == 0
    right = gateway("seal", "--check", out)
    assert (right.exit_code, "the seal is right" in right.output) == (0, True)
    out.write_bytes(out.read_bytes().replace(b"000000125000", b"000000925000"))
    broken = gateway("seal", "--check", out)
    assert (broken.exit_code, "SEAL-BROKEN" in broken.output) == (1, True)
    missing = gateway("seal", "--check", ORDER)
    assert (missing.exit_code, "SEAL-MISSING" in missing.output) == (1, True)


def test_without_a_key_nothing_is_sealed_and_the_setting_is_named(gateway: Command, tmp_path: Path) -> None:
    out = tmp_path / "sealed.txt"
    refused = gateway("seal", ORDER, "--output", out)
    assert (refused.exit_code, "seal_key_file" in refused.output) == (1, True)
    assert not out.exists()
    unknown = gateway("seal", "--check", SEALED)
    assert (unknown.exit_code, "SEAL-NO-KEY" in unknown.output) == (1, True)


@pytest.mark.usefixtures("key")
def test_nothing_is_overwritten_and_nothing_sealed_twice(gateway: Command, tmp_path: Path) -> None:
    before = SEALED.read_bytes()
    assert gateway("seal", SEALED, "--output", tmp_path / "again.txt").exit_code == 1
    assert gateway("seal", SEALED, "--output", SEALED).exit_code == 2
    assert gateway("seal", SEALED).exit_code == 2
    assert list(tmp_path.glob("*.txt")) == []
    assert SEALED.read_bytes() == before
