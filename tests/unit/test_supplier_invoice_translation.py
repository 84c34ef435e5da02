"""Whom a feeder system's supplier invoice pays: a supplier of the register, a one-time supplier, a hidden person."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from gateway.formats.layouts.layout import load_layouts
from gateway.mapping import Run, load_mapping
from gateway.mapping.translation import Translation
from gateway.messages.ledger_invoices import LedgerInvoiceLine, SupplierInvoice, SupplierInvoiceBatch
from gateway.messages.ledger_parties import LedgerParty
from gateway.registers import load_registers
from gateway.specification import read_yaml
from tests.ledger_positions import GL07, sliced

pytestmark = pytest.mark.unit

MAPPINGS = Path(__file__).parents[2] / "mappings"
LAYOUTS = load_layouts(MAPPINGS / "layouts")
REGISTERS = load_registers(MAPPINGS / "registers")
VALUES: dict[str, str] = read_yaml(MAPPINGS / "routes" / "leverantorsfakturor.yaml").values["values"]
RUN = Run(
    file_id="20261123-00000001",
    batch_id="LEV-00000001",
    now=datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC),
)
PERSON = LedgerParty(
    identity_number="189001029819",
    name="Cesar Exempel",
    address="Exempelvägen 5",
    zip_code="123 45",
    city="Exempelstad",
    clearing_number="5000",
    bank_account="58398257466",
)


def translated(supplier: LedgerParty, stage: str = "", **values: str) -> Translation:
    path = MAPPINGS / "translations" / "supplier_invoices_gl07.yaml"
    translator = load_mapping(path, LAYOUTS, REGISTERS, {**VALUES, **values}).translator(RUN)
    translator.start()
    translator.translate(SupplierInvoiceBatch(system="Utbetalningar"))
    line = LedgerInvoiceLine(account="6460", amount=Decimal(500), vat_code="0", number=1)
    invoice = SupplierInvoice(
        number="U-1",
        stage=stage,
        supplier=supplier,
        date=datetime.date(2026, 11, 3),
        arrival_number="7001" if stage == "cancellation" else "",
        lines=[line],
    )
    return translator.translate(invoice)


def payable(translation: Translation) -> dict[str, str]:
    assert translation.findings == []
    return sliced(translation.lines[0], GL07)


def test_a_supplier_of_the_register_is_paid_to_what_the_ledger_knows() -> None:
    row = payable(translated(LedgerParty(identity_number="5569001208", name="Exempel Kontorsvaror AB", bankgiro="1")))
    assert row["apar_id"] == "100120"
    assert not {"apar_name", "address", "bank_account", "clearing_code"} & row.keys()


def test_whoever_has_no_number_is_paid_as_a_one_time_supplier_with_name_and_account() -> None:
    row = payable(translated(PERSON, one_time_supplier="77"))
    told = ("apar_id", "apar_name", "address", "zip_code", "place", "clearing_code", "bank_account")
    assert [row[name] for name in told] == [
        "77",
        "Cesar Exempel",
        "Exempelvägen 5",
        "12345",
        "Exempelstad",
        "5000",
        "58398257466",
    ]


def test_without_a_one_time_supplier_an_unknown_one_stops_the_invoice() -> None:
    translation = translated(PERSON)
    assert translation.lines == []
    assert {found.code for found in translation.findings} == {"MAPPING-REGISTER-ROW-MISSING"}


def test_a_person_with_protected_identity_is_paid_in_another_company_and_named_in_no_text() -> None:
    hidden = LedgerParty(identity_number="189001059808", name="Skyddad Person", is_protected=True)
    translation = translated(hidden, one_time_supplier="77")
    rows = [sliced(line, GL07) for line in translation.lines]
    assert {row["client"] for row in rows} == {"90"}
    assert {row["description"] for row in rows} == {"Skyddad identitet"}


@pytest.mark.parametrize(("stage", "amounts"), [("arrival", (-50000, 50000)), ("cancellation", (50000, -50000))])
def test_what_an_arrival_books_its_cancellation_takes_back(stage: str, amounts: tuple[int, int]) -> None:
    supplier = LedgerParty(party_number="100120", identity_number="5569001208", name="Exempel Kontorsvaror AB")
    rows = [sliced(line, GL07) for line in translated(supplier, stage).lines]
    assert tuple(int(row["amount"]) for row in rows) == amounts
    assert [row.get("account", "") for row in rows] == ["", VALUES["arrival_account"]]
