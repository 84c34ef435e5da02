"""pain.001: the same order whichever version it is written in, and none whose counts and sums are wrong."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.findings import Finding
from gateway.formats import pain001
from gateway.formats.base import HEAD_SIZE, ReadingContext
from gateway.messages import CreditTransfer, PaymentInstruction, PaymentOrder
from gateway.schemas import SchemaStore
from tests.payment_files import CITY_IBAN, MadeInstruction, MadeTransfer, document_xml, order_xml

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).resolve().parents[3]
CONFORMANCE = REPOSITORY.parent / "shared" / "conformance" / "pain"
CONTEXT = ReadingContext(schemas=SchemaStore(REPOSITORY / "xsd"))
VERSIONS = range(3, 14)

if any("pain.001" in name for name in CONTEXT.schemas.missing()):
    pytest.skip("schemas are not installed: gateway schemas install", allow_module_level=True)


def read_file(path: Path) -> tuple[list[Any], list[Finding]]:
    (form,) = [form for form in pain001.FORMATS if form.recognise(path.read_bytes()[:HEAD_SIZE])]
    items = list(form.read(path, CONTEXT))
    return (
        [item for item in items if not isinstance(item, Finding)],
        [item for item in items if isinstance(item, Finding)],
    )


@pytest.fixture
def read(tmp_path):
    """Reads an order as it stands in a text."""

    def reading(text: str) -> tuple[list[Any], list[Finding]]:
        path = tmp_path / "order.xml"
        path.write_text(text, encoding="utf-8")
        return read_file(path)

    return reading


def transfers_of(parts: list[Any]) -> list[CreditTransfer]:
    return [part for part in parts if isinstance(part, CreditTransfer)]


def codes(findings: list[Finding]) -> list[str]:
    return [found.code for found in findings]


RICH = MadeInstruction(
    transfers=[
        MadeTransfer(amount="18450.00", clearing="9900", reference="7100000129", organisation="5569001208"),
        MadeTransfer(
            amount="2450.00",
            currency="EUR",
            identity="E2",
            name="Beispiel GmbH",
            account=("IBAN", "DE89370400440532013000"),
            bic="COBADEFFXXX",
            country="DE",
            text="Rechnung 4711",
        ),
    ],
    category="SUPP",
)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_says_the_same(read, version):
    parts, findings = read(order_xml(RICH, version=version))
    assert findings == []
    order, instruction, giro, foreign = parts
    assert isinstance(order, PaymentOrder)
    assert (order.identifier, order.stated_count, order.stated_sum) == ("U1", 2, Decimal("20900.00"))
    assert (order.initiating_party, order.initiating_party_identifier) == ("Exempelstaden", "5569003428")
    assert isinstance(instruction, PaymentInstruction)
    assert (instruction.debtor_account, instruction.debtor_account_kind) == (CITY_IBAN, "IBAN")
    assert (instruction.execution_date, instruction.category) == (date(2027, 6, 30), "SUPP")
    assert instruction.debtor_agent == "ESSESESS"
    assert (giro.amount, giro.currency, giro.kind) == (Decimal("18450.00"), "SEK", "payment")
    assert (giro.creditor_account, giro.creditor_account_kind) == ("9000126", "BGNR")
    assert (giro.creditor_name, giro.creditor_identifier) == ("Exempel Kontorsvaror AB", "5569001208")
    assert (giro.reference, giro.reference_kind, giro.message) == ("7100000129", "ocr", "")
    assert (foreign.currency, foreign.creditor_account_kind) == ("EUR", "IBAN")
    assert (foreign.creditor_agent, foreign.creditor_country) == ("COBADEFFXXX", "DE")
    assert (foreign.reference_kind, foreign.message) == ("none", "Rechnung 4711")
    assert [part.number for part in (giro, foreign)] == [1, 2]


def test_a_day_with_a_time_is_a_day_in_sweden(read):
    text = order_xml(MadeInstruction()).replace("<Dt>2027-06-30</Dt>", "<DtTm>2027-06-30T23:30:00Z</DtTm>")
    parts, findings = read(text)
    assert (findings, parts[1].execution_date) == ([], date(2027, 7, 1))


@pytest.mark.parametrize(
    ("account", "clearing", "kind"),
    [
        (("BGNR", "9000126"), "9900", "BGNR"),
        (("BGNR", "9000126"), "", "BGNR"),
        (("BBAN", "9000126"), "9900", "BGNR"),
        (("PGNR", "480012"), "", "PGNR"),
        (("BBAN", "480012"), "9960", "PGNR"),
        (("BBAN", "000000018"), "6000", "BBAN"),
        (("IBAN", "SE3550000000054910000003"), "", "IBAN"),
    ],
)
def test_a_giro_number_is_told_by_its_scheme_or_by_its_clearing_number(read, account, clearing, kind):
    parts, findings = read(order_xml(MadeInstruction(transfers=[MadeTransfer(account=account, clearing=clearing)])))
    assert findings == []
    (made,) = transfers_of(parts)
    assert (made.creditor_account, made.creditor_account_kind, made.creditor_clearing) == (account[1], kind, clearing)


@pytest.mark.parametrize(("method", "category", "kind"), [("CHK", "", "cheque"), ("TRF", "SALA", "salary")])
def test_cheques_and_salaries_are_of_their_own_kind(read, method, category, kind):
    parts, _ = read(order_xml(MadeInstruction(method=method, category=category)))
    assert transfers_of(parts)[0].kind == kind


def test_an_amount_may_be_the_worth_of_what_is_paid_in_another_currency(read):
    parts, findings = read(order_xml(MadeInstruction(transfers=[MadeTransfer(equivalent="GBP")])))
    (made,) = transfers_of(parts)
    assert (findings, made.amount, made.currency, made.equivalent_currency) == ([], Decimal("100.00"), "SEK", "GBP")


@pytest.mark.parametrize("version", [3, 9, 11, 12, 13])
def test_a_credit_note_is_told_of_and_what_is_paid_is_held_against_the_documents(read, version):
    documents = document_xml("F-1", "150.00", version=version) + document_xml(
        "K-1", "50.00", code="CREN", version=version
    )
    parts, findings = read(order_xml(MadeInstruction(transfers=[MadeTransfer(documents=documents)]), version=version))
    (made,) = transfers_of(parts)
    assert (made.reference, made.other_references) == ("F-1", ["K-1"])
    assert [(found.code, found.value, found.details["number"]) for found in findings] == [
        ("PAIN-CREDIT-NOTE", "50.00 SEK", "K-1")
    ]
    short = MadeTransfer(amount="99.00", documents=documents)
    _, findings = read(order_xml(MadeInstruction(transfers=[short]), version=version))
    assert codes(findings) == ["PAIN-REMITTANCE-SUM", "PAIN-CREDIT-NOTE"]
    assert not any(found.rejects for found in findings)


def test_every_reference_of_a_payment_is_read(read):
    transfer = MadeTransfer(reference="7100000129", documents=document_xml("F-7", "60.00"), text="Tack")
    parts, findings = read(order_xml(MadeInstruction(transfers=[transfer])))
    (made,) = transfers_of(parts)
    assert (made.reference, made.reference_kind, made.other_references) == ("7100000129", "ocr", ["F-7"])
    assert (made.message, findings) == ("Tack", [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (order_xml(MadeInstruction(), count="2"), ["PAIN-COUNT"]),
        (order_xml(MadeInstruction(), total="100.01"), ["PAIN-SUM"]),
        (order_xml(MadeInstruction(count="3", total="99"), count="1"), ["PAIN-COUNT", "PAIN-SUM"]),
        (order_xml(MadeInstruction(transfers=[MadeTransfer(currency="SKR")])), ["PAIN-CURRENCY"]),
        (order_xml(MadeInstruction(transfers=[MadeTransfer(equivalent="EUX")])), ["PAIN-CURRENCY"]),
        (order_xml(MadeInstruction(transfers=[MadeTransfer(amount="1.005")])), ["PAIN-DECIMALS"]),
        (order_xml(MadeInstruction(transfers=[MadeTransfer(amount="1.50", currency="JPY")])), ["PAIN-DECIMALS"]),
    ],
)
def test_what_touches_money_rejects_the_file_for_a_named_reason(read, text, expected):
    _, findings = read(text)
    assert codes(findings) == expected
    assert all(found.rejects_file for found in findings)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('Ccy="SEK">100.00<', 'Ccy="SEK">1 00,00<', "XML-SCHEMA-VALUE"),
        ("2027-06-30", "2027-06-31", "XML-SCHEMA-VALUE"),
        ("<MsgId>U1</MsgId>", "", "XML-SCHEMA-ELEMENT-MISSING"),
        ("</Document>", "", "XML-MALFORMED"),
    ],
)
def test_what_the_schema_does_not_take_rejects_the_file(read, old, new, code):
    text = order_xml(MadeInstruction())
    assert old in text
    _, findings = read(text.replace(old, new))
    assert code in {found.code for found in findings if found.rejects_file}


def test_counts_and_sums_may_be_left_out_of_an_instruction(read):
    parts, findings = read(order_xml(MadeInstruction(count="", total=""), total=""))
    assert findings == []
    assert (parts[1].stated_count, parts[1].stated_sum, parts[0].stated_sum) == (None, None, None)


def test_a_transfer_in_a_banks_own_addition_is_no_transfer(read):
    addition = (
        "<SplmtryData><Envlp><PmtInf><CdtTrfTxInf><Amt><InstdAmt Ccy='SEK'>5</InstdAmt></Amt></CdtTrfTxInf></PmtInf>"
        "</Envlp></SplmtryData></CstmrCdtTrfInitn>"
    )
    parts, findings = read(order_xml(MadeInstruction()).replace("</CstmrCdtTrfInitn>", addition))
    assert (findings, len(transfers_of(parts))) == ([], 1)


AMOUNTS = st.integers(1, 10**13).map(lambda number: f"{Decimal(number) / 100:.2f}")
TRANSFERS = st.builds(
    MadeTransfer,
    amount=AMOUNTS,
    currency=st.sampled_from(["SEK", "EUR", "NOK"]),
    identity=st.from_regex(r"[A-Z0-9]{1,35}", fullmatch=True),
    reference=st.from_regex(r"(|[0-9]{2,25})", fullmatch=True),
    text=st.text("abcåäöÅÄÖ 0123456789<&", max_size=100).map(str.strip),
)
ORDERS = st.lists(
    st.lists(TRANSFERS, min_size=1, max_size=4).map(lambda made: MadeInstruction(transfers=made)),
    min_size=1,
    max_size=3,
)


@given(made=ORDERS, version=st.sampled_from(VERSIONS))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_given_any_order_money_in_is_money_out(read, made, version):
    parts, findings = read(order_xml(*made, version=version))
    assert findings == []
    wanted = [transfer for instruction in made for transfer in instruction.transfers]
    assert [(part.amount, part.currency, part.end_to_end_identifier) for part in transfers_of(parts)] == [
        (Decimal(one.amount), one.currency, one.identity) for one in wanted
    ]
    assert parts[0].stated_sum == sum(part.amount for part in transfers_of(parts))


@given(made=ORDERS, change=st.integers(1, 10**6), where=st.sampled_from(["order", "instruction"]))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_given_any_order_a_sum_that_is_not_that_of_the_transfers_is_refused(read, made, change, where):
    right = sum(Decimal(one.amount) for each in made for one in each.transfers)
    if where == "order":
        text = order_xml(*made, total=f"{right + Decimal(change) / 100:f}")
    else:
        own = sum(Decimal(one.amount) for one in made[0].transfers)
        text = order_xml(replace(made[0], total=f"{own + Decimal(change) / 100:f}"), *made[1:])
    _, findings = read(text)
    assert [(found.code, found.rejects_file) for found in findings] == [("PAIN-SUM", True)]


@given(
    position=st.floats(0, 1, exclude_max=True),
    byte=st.binary(min_size=0, max_size=3),
    length=st.integers(0, 3),
    version=st.sampled_from([3, 9, 13]),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_damaged_bytes_never_raise_and_never_change_money_unnoticed(tmp_path, position, byte, length, version):
    whole = order_xml(RICH, version=version).encode()
    at = int(position * len(whole))
    path = tmp_path / "damaged.xml"
    path.write_bytes(whole[:at] + byte + whole[at + length :])
    if not any(form.recognise(path.read_bytes()) for form in pain001.FORMATS):
        return
    parts, findings = read_file(path)
    paid = sum(part.amount for part in transfers_of(parts))
    assert any(found.rejects_file for found in findings) or paid == Decimal("20900.00")


def test_published_files_are_read_or_refused_for_a_named_reason() -> None:
    if not CONFORMANCE.exists():
        pytest.skip("the conformance files are not here")
    outcomes = {}
    for path in sorted(CONFORMANCE.rglob("*.xml")):
        parts, findings = read_file(path)
        outcomes[path.relative_to(CONFORMANCE / "corpus").as_posix()] = codes(findings)
        assert len(transfers_of(parts)) == parts[0].stated_count
    assert len(outcomes) == 29
    told = {name: found for name, found in outcomes.items() if found}
    # Two documents with every element of the schema: their one document is paid and credited with the same amount.
    assert told == {
        f"coverage/pain.001.001.{version}/01-transfer-every-element.xml": ["PAIN-REMITTANCE-SUM", "PAIN-CREDIT-NOTE"]
        for version in ("03", "09")
    }
