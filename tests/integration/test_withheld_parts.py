"""A route may call a finding a warning, but what could not be read or written is not let through by that."""

from pathlib import Path

import pytest

from gateway.journal import FileState
from tests.integration.conftest import House

pytestmark = pytest.mark.integration

HEADINGS = (
    "Verifikationsnummer;Verifikationsdatum;Verifikationstext;Konto;Kostnadsställe;Projekt;Momskod;Debet;Kredit;Radtext"
)
GOOD = ["2;2026-11-02;El;1510;;;;7,00;;", "2;2026-11-02;El;1930;;;;;7,00;"]


def with_severities(house: House, route: str, text: str) -> None:
    path: Path = house.home / "mappings" / "routes" / f"{route}.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"severities: {{{text}}}\n", encoding="utf-8")


def dropped(house: House, *rows: str) -> FileState:
    house.drop("forsystem-csv", "\r\n".join([HEADINGS, *rows, *GOOD, ""]).encode(), "fil.csv")
    return house.run()["fil.csv"].state


@pytest.mark.parametrize(
    ("severities", "row"),
    [
        ("LAYOUT-DATE: warning, LAYOUT-DATE-FORM: warning", "1;2026-13-45;Hyra;1510;;;;7,00;;"),
        ("LAYOUT-AMOUNT-MISSING: information", "1;2026-11-02;Hyra;1510;;;;;;"),
        (
            "MAPPING-VALUE-UNWRITABLE: warning, VOUCHER-UNBALANCED: warning",
            f"{'1' * 15};2026-11-02;Hy\u0142ra;1510;;;;0,00;;",
        ),
    ],
)
def test_a_voucher_that_was_not_made_stays_rejected_whatever_the_route_says(
    house: House, severities: str, row: str
) -> None:
    with_severities(house, "forsystem-csv", severities)
    assert dropped(house, row) is FileState.PARTLY_DELIVERED


def test_a_rule_that_is_a_warning_lets_the_voucher_through(house: House) -> None:
    with_severities(house, "forsystem-csv", "VOUCHER-UNBALANCED: warning")
    assert dropped(house, "1;2026-11-02;Hyra;1510;;;;7,00;;") is FileState.DELIVERED
