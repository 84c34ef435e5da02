"""The readable picture of an invoice: what it writes of each kind of value, and of an invoice that has little."""

import datetime
import re
from decimal import Decimal
from pathlib import Path

import pytest

from gateway.messages.invoice import (
    AllowanceCharge,
    Invoice,
    InvoiceLine,
    Party,
    PaymentInstruction,
    Period,
    VatBreakdown,
)
from gateway.messages.invoice_parties import PostalAddress
from gateway.receipts.invoice_picture import (
    PictureFacts,
    number_text,
    size_text,
    text_lines,
    unit_text,
    vat_text,
    write_picture,
)

pytestmark = pytest.mark.unit

FACTS = PictureFacts(original_name="f.xml", file_id="20261123-00000001", sha256="ab" * 32, batch_id="E-1", voucher=7)


def picture(tmp_path: Path, **fields: object) -> str:
    given = {
        "number": "1001",
        "issue_date": datetime.date(2026, 11, 2),
        "type_code": "380",
        "currency": "SEK",
        "seller": Party(name="Exempel AB"),
        "buyer": Party(name="Exempelstaden"),
        "payable_amount": Decimal("1234.5"),
        **fields,
    }
    write_picture(tmp_path / "p.html", Invoice(**given), FACTS)  # type: ignore[arg-type]
    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    shown = re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)
    return " ".join(shown.replace("\u00a0", " ").replace("&nbsp;", " ").split())


@pytest.mark.parametrize(
    ("number", "text"),
    [("12.500", "12,5"), ("1000", "1\u00a0000"), ("-3.10", "\u22123,1"), ("0.000", "0"), ("1E+3", "1\u00a0000")],
)
def test_a_quantity_has_no_decimals_that_say_nothing(number: str, text: str) -> None:
    assert number_text(Decimal(number)) == text


def test_units_rates_and_sizes_are_written_as_in_sweden() -> None:
    assert [unit_text(code) for code in ("C62", "HUR", "XYZ")] == ["st", "tim", "XYZ"]
    assert vat_text("S", Decimal("25.00")) == "25\u00a0%"
    assert vat_text("AE", Decimal(0)) == "0\u00a0% omvänd betalningsskyldighet"
    assert vat_text("O", None) == "utanför moms"
    assert [size_text(size) for size in (812, 34_400, 1_260_000)] == ["812 byte", "34 kB", "1,2 MB"]


def test_text_keeps_its_lines_and_shows_what_cannot_be_printed() -> None:
    assert text_lines("ett\r\ntvå\x00\u202e") == "ett\ntvå\\x00\\x202e"


def test_an_invoice_that_has_very_little_gives_a_page_without_empty_headings(tmp_path: Path) -> None:
    text = picture(tmp_path)
    assert "Faktura 1001" in text
    assert "Att betala 1 234,50 SEK" in text
    for heading in ("Betalning ", "Bilagor", "Meddelande", "Period"):
        assert heading not in text
    assert text.endswith("Bunt E-1, verifikation 7.")


def test_amounts_that_the_invoice_does_not_state_are_left_out(tmp_path: Path) -> None:
    assert "Med moms" not in picture(tmp_path)
    assert "Med moms 1 234,50" in picture(tmp_path, total_with_vat=Decimal("1234.50"))


def test_what_a_line_has_is_shown_with_it(tmp_path: Path) -> None:
    line = InvoiceLine(
        identifier="1",
        name="Städning",
        description="Trapphus\nA och B",
        note="Enligt avtal",
        quantity=Decimal("2.50"),
        unit_code="HUR",
        net_price=Decimal("400"),
        net_amount=Decimal("900"),
        vat_rate=Decimal("25"),
        seller_item="ST-1",
        period=Period(start=datetime.date(2026, 10, 1), end=datetime.date(2026, 10, 31)),
        allowances_and_charges=[AllowanceCharge(is_charge=False, amount=Decimal(100), percentage=Decimal(10))],
    )
    text = picture(tmp_path, lines=[line])
    assert (
        "1 Städning Trapphus A och B Artikel ST-1 Enligt avtal Period 2026-10-01 – 2026-10-31 "
        "Rabatt (10 %) −100,00 2,5 tim 400,00 25 % 900,00" in text
    )


def test_discounts_of_the_whole_invoice_and_their_sums_are_negative(tmp_path: Path) -> None:
    discount = AllowanceCharge(is_charge=False, amount=Decimal(50), reason="Kampanj", vat_rate=Decimal(25))
    text = picture(tmp_path, allowances_and_charges=[discount], allowance_total=Decimal(50))
    assert "Rabatt: Kampanj 25 % −50,00" in text
    assert "Rabatter −50,00" in text


def test_why_there_is_no_vat_is_told(tmp_path: Path) -> None:
    breakdown = VatBreakdown(
        category="AE",
        rate=Decimal(0),
        taxable_amount=Decimal(100),
        vat_amount=Decimal(0),
        exemption_reason="Omvänd betalningsskyldighet för byggtjänster",
    )
    text = picture(tmp_path, vat_breakdown=[breakdown])
    assert "0 % omvänd betalningsskyldighet Omvänd betalningsskyldighet för byggtjänster 100,00 0,00" in text


def test_foreign_addresses_tell_their_country_and_ibans_stand_in_fours(tmp_path: Path) -> None:
    seller = Party(name="Beispiel", address=PostalAddress(city="Berlin", post_code="10115", country="DE"))
    payment = PaymentInstruction(account="SE4550000000058398257466", service_provider="ESSESESS")
    text = picture(tmp_path, seller=seller, payment_instructions=[payment])
    assert "10115 Berlin DE" in text
    assert "IBAN SE45 5000 0000 0583 9825 7466" in text
