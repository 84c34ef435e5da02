"""The city's rules on supplier invoices: what each finds, what it lets through, and what its parameters change."""

import datetime
from decimal import Decimal

import pytest
from pydantic import ValidationError

from gateway.catalogue import CATALOGUE, Severity
from gateway.formats import svefaktura
from gateway.messages.invoice import Identifier, Invoice, InvoiceReference, Party, PaymentInstruction, Period
from gateway.rules.base import Surroundings
from gateway.rules.city_model import InvoiceRules
from tests.city_rules import LACKS_SCHEMAS, Change, Delivered, autumn, changed, codes, found, only, sample, shipped

pytestmark = pytest.mark.unit

if LACKS_SCHEMAS:
    pytest.skip("run: gateway schemas install", allow_module_level=True)

ARITHMETIC, CITY = shipped("invoice-arithmetic"), shipped("invoice-city")

GOOD = (
    "faktura-factoring",
    "faktura-inkopsorder-gln",
    "faktura-kontorsvaror",
    "faktura-med-bilaga-i-kuvert",
    "kreditfaktura-kontorsvaror",
)
FIRST_INVOICE = ("invoice", "5569001208/20261001")
FACTORING = Party(name="Exempel Factoring AB", organisation_number="556900-9102")
TO_FACTORING = PaymentInstruction(account="900-0209", service_provider="SE:BANKGIRO")


@pytest.fixture
def around() -> Surroundings:
    return autumn()


@pytest.fixture
def invoice() -> Invoice:
    return sample("faktura-kontorsvaror")


@pytest.fixture
def credit_note() -> Invoice:
    return sample("kreditfaktura-kontorsvaror")


@pytest.mark.parametrize("name", GOOD)
def test_the_good_samples_pass_every_rule(name: str, around: Surroundings) -> None:
    around.history = Delivered(FIRST_INVOICE) if name.startswith("kredit") else Delivered()
    invoice = sample(name)
    assert codes(ARITHMETIC, invoice, around) + codes(CITY, invoice, around) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("fel-summa-och-mottagare", {"INVOICE-SUM-PAYABLE", "INVOICE-RECEIVER-UNKNOWN"}),
        ("fel-ny-leverantor-utan-referens", {"INVOICE-SUPPLIER-NEW", "INVOICE-REFERENCE-MISSING"}),
        ("fel-okand-betalningsmottagare", {"INVOICE-PAYEE-UNKNOWN"}),
        ("fel-kreditfaktura-utan-referens", {"INVOICE-CREDIT-NOTE-REFERENCE"}),
    ],
)
def test_the_bad_samples_give_what_their_names_say(name: str, expected: set[str], around: Surroundings) -> None:
    invoice = sample(name)
    findings = [*found(ARITHMETIC, invoice, around), *found(CITY, invoice, around)]
    assert {each.code for each in findings} == expected
    for each in findings:
        texts = [each.text("sv"), each.text("en"), each.action("sv"), each.action("en")]
        assert not any("{" in text or "–" in text.split() for text in texts)


def test_the_shipped_sets_use_every_rule_that_there_is() -> None:
    known = {str(field.alias) for field in InvoiceRules.model_fields.values()}
    assert {*ARITHMETIC.codes, *CITY.codes, *shipped("proposed-coding").codes} == known
    assert known <= set(CATALOGUE)


# Duplicates


def test_an_invoice_delivered_before_is_a_duplicate(invoice: Invoice, around: Surroundings) -> None:
    around.history = Delivered(FIRST_INVOICE)
    [each] = found(CITY, invoice, around)
    assert (each.code, each.details["first_id"]) == ("INVOICE-DUPLICATE", "F1")


def test_a_new_invoice_claims_its_supplier_and_number(invoice: Invoice, around: Surroundings) -> None:
    claimed = []
    around.claim_key = lambda kind, key: claimed.append((kind, key))
    assert codes(CITY, invoice, around) == []
    assert claimed == [FIRST_INVOICE]


def test_staff_choose_what_makes_two_invoices_the_same(invoice: Invoice, around: Surroundings) -> None:
    rule_set = only("INVOICE-DUPLICATE", key=["supplier", "number", "issue_date", "payable_amount"])
    claimed: list[tuple[str, str]] = []
    around.claim_key = lambda kind, key: claimed.append((kind, key))
    around.history = Delivered(FIRST_INVOICE)
    assert codes(rule_set, invoice, around) == [], "the number alone is not the key any more"
    kind, key = claimed[1]
    assert (claimed[0], key) == (FIRST_INVOICE, "5569001208/20261001/2026-10-01/5464.38")
    around.history = Delivered((kind, key))
    assert codes(rule_set, invoice, around) == ["INVOICE-DUPLICATE"]
    invoice.payable_amount += 1
    assert codes(rule_set, invoice, around) == []


# Receiver, supplier, payee


def test_a_receiver_is_known_by_gln_too(invoice: Invoice, around: Surroundings) -> None:
    invoice.buyer.electronic_address = "5590001185"
    invoice.buyer.organisation_number = ""
    invoice.buyer.identifiers = [Identifier(value="7350000001020", scheme="0088")]
    assert codes(CITY, invoice, around) == []
    only_by_number = only("INVOICE-RECEIVER-UNKNOWN", identifiers=["peppol_id", "organisation_number"])
    assert codes(only_by_number, invoice, around) == ["INVOICE-RECEIVER-UNKNOWN"]


def test_the_register_of_a_rule_is_the_one_that_it_names(invoice: Invoice, around: Surroundings) -> None:
    assert codes(only("INVOICE-SUPPLIER-NEW"), invoice, around) == []
    other = only("INVOICE-SUPPLIER-NEW", register="factoring_companies")
    assert codes(other, invoice, around) == ["INVOICE-SUPPLIER-NEW"]


def test_accounts_are_compared_with_the_columns_that_the_rule_names(invoice: Invoice, around: Surroundings) -> None:
    invoice.payment_instructions[0].account = "5910088"
    assert codes(only("INVOICE-ACCOUNT-CHANGED"), invoice, around) == ["INVOICE-ACCOUNT-CHANGED"]
    assert codes(only("INVOICE-ACCOUNT-CHANGED", columns=["plusgiro"]), invoice, around) == [], "the register has none"


@pytest.mark.parametrize(
    ("payee", "instruction", "expected"),
    [
        (FACTORING, TO_FACTORING, []),
        (Party(name="exempel factoring ab"), TO_FACTORING, []),
        (Party(name="Kort", identifiers=[Identifier(value="5569009102", scheme="0007")]), TO_FACTORING, []),
        (FACTORING, PaymentInstruction(account="9000126"), ["INVOICE-PAYEE-ACCOUNT"]),
        (Party(name="Annan AB", organisation_number="5569009300"), TO_FACTORING, ["INVOICE-PAYEE-UNKNOWN"]),
        (Party(name="Annan AB"), TO_FACTORING, ["INVOICE-PAYEE-UNKNOWN"]),
        (Party(name="Exempel Kontorsvaror AB"), PaymentInstruction(account="9000126"), []),
        (Party(name="Kontor", organisation_number="5569001208"), PaymentInstruction(account="9000126"), []),
        (Party(name="Kontor", organisation_number="5569001208"), TO_FACTORING, ["INVOICE-ACCOUNT-CHANGED"]),
        (None, TO_FACTORING, ["INVOICE-ACCOUNT-CHANGED"]),
    ],
    ids=[
        "a factoring company by number",
        "by name",
        "by identifier",
        "with the seller's account",
        "an unknown company",
        "an unknown name",
        "the seller by name",
        "the seller by number",
        "the seller with another's account",
        "nobody, with another's account",
    ],
)
def test_a_payee_is_the_seller_or_a_registered_factoring_company(
    payee: Party | None,
    instruction: PaymentInstruction,
    expected: list[str],
    invoice: Invoice,
    around: Surroundings,
) -> None:
    invoice.payee = payee
    invoice.payment_instructions = [instruction]
    assert codes(CITY, invoice, around) == expected


def test_a_payee_is_sought_in_the_register_that_the_rule_names(invoice: Invoice, around: Surroundings) -> None:
    invoice.payee = Party(name="Fastighet", organisation_number="5569002313")
    assert codes(only("INVOICE-PAYEE-UNKNOWN"), invoice, around) == ["INVOICE-PAYEE-UNKNOWN"]
    assert codes(only("INVOICE-PAYEE-UNKNOWN", register="suppliers"), invoice, around) == []


# Credit notes


def test_a_credit_note_names_the_invoice_that_it_credits(credit_note: Invoice, around: Surroundings) -> None:
    credit_note.preceding_invoices = [InvoiceReference(number="")]
    assert codes(CITY, credit_note, around) == ["INVOICE-CREDIT-NOTE-REFERENCE"]


def test_a_period_will_do_instead_where_the_rule_says_so(credit_note: Invoice, around: Surroundings) -> None:
    credit_note.preceding_invoices = []
    lenient = only("INVOICE-CREDIT-NOTE-REFERENCE", period_is_enough=True)
    assert codes(lenient, credit_note, around) == ["INVOICE-CREDIT-NOTE-REFERENCE"]
    credit_note.period = Period(start=datetime.date(2026, 9, 1), end=datetime.date(2026, 9, 30))
    assert codes(lenient, credit_note, around) == []
    assert codes(only("INVOICE-CREDIT-NOTE-REFERENCE"), credit_note, around) == ["INVOICE-CREDIT-NOTE-REFERENCE"]


def test_an_invoice_need_not_name_another(invoice: Invoice, around: Surroundings) -> None:
    invoice.preceding_invoices = []
    assert codes(only("INVOICE-CREDIT-NOTE-REFERENCE"), invoice, around) == []
    invoice.preceding_invoices = [InvoiceReference(number="finns inte")]
    assert codes(only("INVOICE-CREDITED-UNKNOWN"), invoice, around) == []


def test_each_credited_invoice_that_did_not_come_is_told(credit_note: Invoice, around: Surroundings) -> None:
    credit_note.preceding_invoices.append(InvoiceReference(number="20260901"))
    around.history = Delivered(FIRST_INVOICE)
    [each] = found(CITY, credit_note, around)
    assert (each.code, each.value, each.severity) == ("INVOICE-CREDITED-UNKNOWN", "20260901", Severity.INFORMATION)


# References, currency, dates, VAT


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (changed("buyer_reference", ""), "INVOICE-REFERENCE-MISSING"),
        (changed("buyer_reference", "Anna"), "INVOICE-REFERENCE-UNKNOWN"),
        (changed("buyer_reference", "KST9999"), "INVOICE-REFERENCE-UNKNOWN"),
        (changed("buyer_reference", "KST" + "1" * 200), "INVOICE-REFERENCE-UNKNOWN"),
        (changed("order_reference", "INK9999000001"), "INVOICE-REFERENCE-UNKNOWN"),
        (changed("currency", "EUR"), "INVOICE-CURRENCY"),
        (changed("due_date", None), "INVOICE-DUE-DATE-MISSING"),
        (changed("due_date", datetime.date(2026, 9, 30)), "INVOICE-DUE-DATE-EARLY"),
        (changed("vat_total", Decimal("44.39")), "INVOICE-VAT-SHARE"),
        (changed("vat_total", Decimal("1200.00")), "INVOICE-VAT-SHARE"),
        (lambda i: setattr(i.payment_instructions[0], "account", "5910088"), "INVOICE-ACCOUNT-CHANGED"),
        (lambda i: setattr(i.seller, "organisation_number", "5590001185"), "INVOICE-SUPPLIER-NEW"),
    ],
)
def test_each_demand_of_the_city_is_checked(change: Change, code: str, invoice: Invoice, around: Surroundings) -> None:
    change(invoice)
    assert codes(CITY, invoice, around) == [code]


def test_a_finding_stands_on_the_line_of_its_element_if_there_is_one_such_element(
    invoice: Invoice, around: Surroundings
) -> None:
    invoice.seller.organisation_number = "5590001185"
    [each] = found(CITY, invoice, around)
    assert (each.place.line, each.place.path) == (13, "/Invoice/cac:AccountingSupplierParty")
    supplier = invoice.document.root.all("cac:AccountingSupplierParty")  # type: ignore[union-attr]
    supplier.append(supplier[0])
    [each] = found(CITY, invoice, around)
    assert (each.place.line, each.place.path) == (4, "/Invoice/cac:AccountingSupplierParty")


def test_a_finding_in_an_invoice_without_the_elements_of_ubl_is_about_the_whole_invoice(around: Surroundings) -> None:
    invoice = sample("svefaktura-kontorsvaror", svefaktura.FORMAT)
    invoice.seller.organisation_number = "5590001185"
    [each] = found(CITY, invoice, around)
    assert each.place == invoice.place


PROJECTS = {
    "fields": ["project_reference", "buyer_reference"],
    "kinds": [{"name": "P + fyra siffror", "pattern": r"P\d{4}", "register": "buyer_references"}],
}


def test_references_stand_in_the_fields_and_are_of_the_kinds_that_staff_name(
    invoice: Invoice, around: Surroundings
) -> None:
    rule_set = only("INVOICE-REFERENCE-UNKNOWN", PROJECTS)
    [each] = found(rule_set, invoice, around)
    assert (each.value, each.expected) == ("KST1001", "P + fyra siffror")
    invoice.project_reference = "P1234"
    [each] = found(rule_set, invoice, around)
    assert (each.value, each.place.record) == ("P1234", "cac:ProjectReference"), "the first field that is filled counts"


def test_a_number_of_a_series_is_known_by_its_beginning(invoice: Invoice, around: Surroundings) -> None:
    kind = {"name": "KST", "pattern": r"KST\d{2,10}", "register": "buyer_references"}
    invoice.buyer_reference = "KST100155"
    for series, expected in ((0, ["INVOICE-REFERENCE-UNKNOWN"]), (7, [])):
        references = {"kinds": [{**kind, "series": series}]}
        assert codes(only("INVOICE-REFERENCE-UNKNOWN", references), invoice, around) == expected


def test_a_register_row_counts_only_while_it_is_valid(invoice: Invoice, around: Surroundings) -> None:
    around.today = datetime.date(2023, 12, 31)
    assert set(codes(CITY, invoice, around)) == {
        "INVOICE-RECEIVER-UNKNOWN",
        "INVOICE-SUPPLIER-NEW",
        "INVOICE-REFERENCE-UNKNOWN",
    }


def test_the_day_that_counts_may_be_the_issue_date(invoice: Invoice, around: Surroundings) -> None:
    around.today = datetime.date(2023, 12, 31)
    kind = {"name": "KST", "pattern": r"KST\d{2,10}", "register": "buyer_references", "valid_on": "issue_date"}
    assert codes(only("INVOICE-REFERENCE-UNKNOWN", {"kinds": [kind]}), invoice, around) == []
    for code in ("INVOICE-SUPPLIER-NEW", "INVOICE-RECEIVER-UNKNOWN"):
        assert codes(only(code, valid_on="issue_date"), invoice, around) == []
        assert codes(only(code), invoice, around) == [code]


def test_currencies_are_those_that_the_rule_names(invoice: Invoice, around: Surroundings) -> None:
    invoice.currency = "EUR"
    assert codes(only("INVOICE-CURRENCY", currencies=["SEK", "EUR"]), invoice, around) == []
    [each] = found(only("INVOICE-CURRENCY", currencies=["SEK", "NOK"]), invoice, around)
    assert each.expected == "SEK, NOK"


def test_the_days_to_pay_are_those_that_the_rule_names(invoice: Invoice, around: Surroundings) -> None:
    assert codes(only("INVOICE-DUE-DATE-EARLY", least_days=30), invoice, around) == []
    [each] = found(only("INVOICE-DUE-DATE-EARLY", least_days=31), invoice, around)
    assert (each.value, each.expected) == ("2026-10-31", "2026-11-01")


def test_the_last_day_of_all_is_no_trouble(invoice: Invoice, around: Surroundings) -> None:
    invoice.issue_date = invoice.due_date = datetime.date.max
    [each] = found(only("INVOICE-DUE-DATE-EARLY", least_days=30), invoice, around)
    assert each.value == "9999-12-31"


def test_a_credit_note_needs_no_due_date(credit_note: Invoice, around: Surroundings) -> None:
    credit_note.due_date = None
    assert codes(only("INVOICE-DUE-DATE-MISSING"), credit_note, around) == []


@pytest.mark.parametrize(
    ("lowest", "highest", "expected"), [(5, 25, []), (23.1, 23.1, []), (23.2, 25, ["INVOICE-VAT-SHARE"]), (0, 23, [1])]
)
def test_the_usual_share_of_vat_is_what_the_rule_says(
    lowest: float, highest: float, expected: list[object], invoice: Invoice, around: Surroundings
) -> None:
    rule_set = only("INVOICE-VAT-SHARE", lowest=lowest, highest=highest)
    assert len(codes(rule_set, invoice, around)) == len(expected), "VAT is 23.1 % here"


# What every rule may say


def test_a_rule_that_is_not_enabled_is_not_checked(invoice: Invoice, around: Surroundings) -> None:
    invoice.currency = "EUR"
    rule_set = only("INVOICE-CURRENCY", enabled=False)
    assert (rule_set.codes, codes(rule_set, invoice, around)) == ((), [])


@pytest.mark.parametrize("severity", list(Severity))
def test_a_rule_may_be_as_severe_as_staff_want(severity: Severity, invoice: Invoice, around: Surroundings) -> None:
    invoice.currency = "EUR"
    [each] = found(only("INVOICE-CURRENCY", severity=severity), invoice, around)
    assert (each.severity, each.rejects) == (severity, severity in (Severity.FATAL, Severity.ERROR))


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+b", "a*", "a+", "a|b", r"\w", "", "[a-", "a{3,2}", "a{2,}", "^a$", r"\d?" * 4, "a{1,2}{3,4}"],
)
def test_a_pattern_that_could_hang_or_means_nothing_is_refused(pattern: str) -> None:
    kind = {"name": "?", "pattern": pattern, "register": "buyer_references"}
    with pytest.raises(ValidationError):
        only("INVOICE-REFERENCE-UNKNOWN", {"kinds": [kind]})
