"""Rules about supplier invoices: sums as EN 16931 reckons them, and what the city asks beyond it."""

import copy
import datetime
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gateway.findings import Finding
from gateway.formats.base import HEAD_SIZE, ReadingContext
from gateway.formats.ubl import FORMAT
from gateway.messages.invoice import Identifier, Invoice
from gateway.registers import Registers, load_registers
from gateway.rules import invoice_arithmetic, invoice_city
from gateway.rules.base import RuleSet, Surroundings
from gateway.schemas import SchemaStore

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).parents[2]
SAMPLES = REPOSITORY / "samples" / "efaktura"
EINVOICES = REPOSITORY.parent / "shared" / "conformance" / "einvoice"
STORE = SchemaStore(REPOSITORY / "xsd")
CONTEXT = ReadingContext(schemas=STORE)

if any("ubl" in document for document in STORE.missing()):
    pytest.skip("run: gateway schemas install", allow_module_level=True)

GOOD = (
    "faktura-kontorsvaror",
    "faktura-inkopsorder-gln",
    "faktura-med-bilaga-i-kuvert",
    "kreditfaktura-kontorsvaror",
)


class Delivered:
    """A history that knows the business keys it is given."""

    def __init__(self, *keys: tuple[str, str]) -> None:
        self.keys = keys

    def first_holder(self, kind: str, key: str) -> tuple[str, str] | None:
        return ("F1", "first.xml") if (kind, key) in self.keys else None


@pytest.fixture(scope="module")
def registers() -> Registers:
    return load_registers(REPOSITORY / "mappings" / "registers")


def invoice_in(path: Path) -> Invoice:
    [invoice] = [part for part in FORMAT.read(path, CONTEXT) if isinstance(part, Invoice)]
    return invoice


@pytest.fixture
def invoice() -> Invoice:
    return invoice_in(SAMPLES / "faktura-kontorsvaror.xml")


def surroundings(
    registers: Registers, history: Delivered | None = None, claimed: list[Any] | None = None, **options: Any
) -> Surroundings:
    keys: list[Any] = [] if claimed is None else claimed
    return Surroundings(
        registers=registers,
        history=history or Delivered(),
        today=datetime.date(2026, 11, 1),
        ancestors={},
        claim_key=lambda kind, key: keys.append((kind, key)),
        options=options,
    )


def findings_of(rule_set: RuleSet, invoice: Invoice, around: Surroundings) -> list[Finding]:
    return [found for _, check in rule_set.checks for found in check(invoice, around)]


@pytest.mark.parametrize("name", GOOD)
def test_the_good_samples_pass_every_rule(name: str, registers: Registers) -> None:
    invoice = invoice_in(SAMPLES / f"{name}.xml")
    for rule_set in (invoice_arithmetic.RULE_SET, invoice_city.RULE_SET):
        assert findings_of(rule_set, invoice, surroundings(registers)) == []


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("fel-summa-och-mottagare", {"INVOICE-SUM-PAYABLE", "INVOICE-RECEIVER-UNKNOWN"}),
        ("fel-ny-leverantor-utan-referens", {"INVOICE-SUPPLIER-NEW", "INVOICE-REFERENCE-MISSING"}),
    ],
)
def test_the_bad_samples_give_what_their_names_say(name: str, codes: set[str], registers: Registers) -> None:
    invoice = invoice_in(SAMPLES / f"{name}.xml")
    found = [
        finding
        for rule_set in (invoice_arithmetic.RULE_SET, invoice_city.RULE_SET)
        for finding in findings_of(rule_set, invoice, surroundings(registers))
    ]
    assert {finding.code for finding in found} == codes
    assert all(finding.text() != "–" and "{" not in finding.text() + finding.action() for finding in found)


def _set(name: str, value: object) -> Callable[[Invoice], None]:
    return lambda invoice: setattr(invoice, name, value)


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (lambda i: setattr(i.lines[0], "net_amount", Decimal("3790.02")), ["INVOICE-SUM-LINES"]),
        (
            lambda i: setattr(i.lines[0], "net_amount", Decimal("3790.03")),
            ["INVOICE-SUM-LINE", "INVOICE-SUM-LINES"],
        ),
        (_set("allowance_total", Decimal(1)), ["INVOICE-SUM-ALLOWANCES", "INVOICE-SUM-WITHOUT-VAT"]),
        (_set("charge_total", Decimal(1)), ["INVOICE-SUM-CHARGES", "INVOICE-SUM-WITHOUT-VAT"]),
        (_set("vat_total", Decimal("1025.37")), ["INVOICE-SUM-WITH-VAT", "INVOICE-SUM-VAT"]),
        (_set("total_with_vat", Decimal("5464.39")), ["INVOICE-SUM-WITH-VAT", "INVOICE-SUM-PAYABLE"]),
        (_set("rounding_amount", Decimal("-0.38")), ["INVOICE-SUM-PAYABLE"]),
        (
            lambda i: setattr(i.vat_breakdown[0], "taxable_amount", Decimal(3780)),
            ["INVOICE-SUM-VAT-BASE", "INVOICE-SUM-VAT-AMOUNT"],
        ),
        (lambda i: setattr(i.vat_breakdown[0], "rate", Decimal(6)), ["INVOICE-SUM-VAT-BASE"] * 2),
        (lambda i: i.vat_breakdown.pop(), ["INVOICE-SUM-VAT", "INVOICE-SUM-VAT-BASE"]),
    ],
)
def test_a_changed_amount_is_found(
    change: Callable[[Invoice], None], codes: list[str], invoice: Invoice, registers: Registers
) -> None:
    changed = copy.deepcopy(invoice)
    change(changed)
    found = findings_of(invoice_arithmetic.RULE_SET, changed, surroundings(registers))
    assert set(codes) <= {finding.code for finding in found}
    assert len(found) >= len(codes)


def test_a_wrong_sum_shows_both_sides_and_the_difference(invoice: Invoice, registers: Registers) -> None:
    invoice.payable_amount = Decimal("5500.00")
    [found] = findings_of(invoice_arithmetic.RULE_SET, invoice, surroundings(registers))
    assert (found.value, found.expected, found.details["difference"]) == ("5500.00", "5464.38", "+35.62")
    assert found.place.path == "/Invoice/cac:LegalMonetaryTotal"


def test_base_quantity_and_line_allowances_count(invoice: Invoice, registers: Registers) -> None:
    invoice.lines[0].net_price = Decimal(1895)
    invoice.lines[0].base_quantity = Decimal(10)
    assert findings_of(invoice_arithmetic.RULE_SET, invoice, surroundings(registers)) == []


def test_huge_numbers_are_compared_without_fault(invoice: Invoice, registers: Registers) -> None:
    invoice.lines[0].quantity = Decimal("9" * 24)
    invoice.lines[0].net_price = Decimal("9" * 24)
    found = findings_of(invoice_arithmetic.RULE_SET, invoice, surroundings(registers))
    assert [finding.code for finding in found] == ["INVOICE-SUM-LINE"]


def test_an_invoice_delivered_before_is_a_duplicate(invoice: Invoice, registers: Registers) -> None:
    history = Delivered(("invoice", "5569001208/20261001"))
    [found] = findings_of(invoice_city.RULE_SET, invoice, surroundings(registers, history))
    assert (found.code, found.details["first_id"]) == ("INVOICE-DUPLICATE", "F1")


def test_a_new_invoice_claims_its_supplier_and_number(invoice: Invoice, registers: Registers) -> None:
    claimed: list[Any] = []
    findings_of(invoice_city.RULE_SET, invoice, surroundings(registers, claimed=claimed))
    assert claimed == [("invoice", "5569001208/20261001")]


def test_a_receiver_is_known_by_gln_too(invoice: Invoice, registers: Registers) -> None:
    invoice.buyer.electronic_address = "5590001185"
    invoice.buyer.organisation_number = ""
    invoice.buyer.identifiers = [Identifier(value="7350000001020", scheme="0088")]
    assert findings_of(invoice_city.RULE_SET, invoice, surroundings(registers)) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_set("buyer_reference", ""), "INVOICE-REFERENCE-MISSING"),
        (_set("buyer_reference", "Anna"), "INVOICE-REFERENCE-UNKNOWN"),
        (_set("buyer_reference", "KST9999"), "INVOICE-REFERENCE-UNKNOWN"),
        (_set("order_reference", "INK9999000001"), "INVOICE-REFERENCE-UNKNOWN"),
        (_set("currency", "EUR"), "INVOICE-CURRENCY"),
        (_set("due_date", None), "INVOICE-DUE-DATE-MISSING"),
        (_set("due_date", datetime.date(2026, 9, 30)), "INVOICE-DUE-DATE-EARLY"),
        (_set("vat_total", Decimal("44.39")), "INVOICE-VAT-SHARE"),
        (_set("vat_total", Decimal("1200.00")), "INVOICE-VAT-SHARE"),
        (lambda i: setattr(i.payment_instructions[0], "account", "5910088"), "INVOICE-ACCOUNT-CHANGED"),
        (lambda i: setattr(i.seller, "organisation_number", "5590001185"), "INVOICE-SUPPLIER-NEW"),
    ],
)
def test_each_demand_of_the_city_is_checked(
    change: Callable[[Invoice], None], code: str, invoice: Invoice, registers: Registers
) -> None:
    change(invoice)
    found = findings_of(invoice_city.RULE_SET, invoice, surroundings(registers))
    assert [finding.code for finding in found] == [code]
    assert code in invoice_city.RULE_SET.codes


def test_a_route_may_take_other_currencies(invoice: Invoice, registers: Registers) -> None:
    invoice.currency = "EUR"
    assert findings_of(invoice_city.RULE_SET, invoice, surroundings(registers, currencies="SEK EUR")) == []


def test_a_register_row_counts_only_while_it_is_valid(invoice: Invoice, registers: Registers) -> None:
    around = surroundings(registers)
    around.today = datetime.date(2023, 12, 31)
    codes = {finding.code for finding in findings_of(invoice_city.RULE_SET, invoice, around)}
    assert codes == {"INVOICE-RECEIVER-UNKNOWN", "INVOICE-SUPPLIER-NEW", "INVOICE-REFERENCE-UNKNOWN"}


@pytest.mark.skipif(not EINVOICES.is_dir(), reason="conformance documents are not here")
def test_documents_that_the_official_rules_pass_add_up_here_too(registers: Registers) -> None:
    entries = json.loads((EINVOICES / "documents.json").read_text(encoding="utf-8"))
    read = wrong = 0
    for entry in entries:
        path = EINVOICES / entry["file"]
        if entry["fatal"] or not entry["xsd"] or not FORMAT.recognise(path.read_bytes()[:HEAD_SIZE]):
            continue
        for part in FORMAT.read(path, CONTEXT):
            if isinstance(part, Invoice):
                read += 1
                wrong += bool(findings_of(invoice_arithmetic.RULE_SET, part, surroundings(registers)))
    assert read > 10
    assert wrong == 0
