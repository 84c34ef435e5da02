"""pain.002: what became of an order, at whatever level the bank says it."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.findings import Finding
from gateway.formats import pain002
from gateway.formats.base import HEAD_SIZE, ReadingContext
from gateway.formats.pain002 import outcome_of
from gateway.messages import PaymentStatus, PaymentStatusReport
from gateway.schemas import SchemaStore
from tests.payment_files import MadeStatus, status_xml

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).resolve().parents[3]
CONTEXT = ReadingContext(schemas=SchemaStore(REPOSITORY / "xsd"))
VERSIONS = [3, 12, 14, 15]

if any("pain.002" in name for name in CONTEXT.schemas.missing()):
    pytest.skip("schemas are not installed: gateway schemas install", allow_module_level=True)


def read_file(path: Path) -> tuple[list[Any], list[Finding]]:
    (form,) = [form for form in pain002.FORMATS if form.recognise(path.read_bytes()[:HEAD_SIZE])]
    items = list(form.read(path, CONTEXT))
    return (
        [item for item in items if not isinstance(item, Finding)],
        [item for item in items if isinstance(item, Finding)],
    )


@pytest.fixture
def read(tmp_path):
    """Reads a report as it stands in a text."""

    def reading(text: str) -> tuple[list[Any], list[Finding]]:
        path = tmp_path / "report.xml"
        path.write_text(text, encoding="utf-8")
        return read_file(path)

    return reading


def codes(findings: list[Finding]) -> list[str]:
    return [found.code for found in findings]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_says_the_same(read, version):
    rejected = MadeStatus(identity="E2", reasons=("AC04", "NARR"), text="Stängt", amount="50.00", payee="Exempel AB")
    parts, findings = read(status_xml(MadeStatus(status="ACSP"), rejected, group="PART", version=version))
    assert findings == []
    report, order, accepted, refused = parts
    assert isinstance(report, PaymentStatusReport)
    assert (report.identifier, report.source, report.original_message) == ("S1", "pain.002", "U1")
    assert report.original_format == "pain.001.001.09"
    assert [(part.level, part.status, part.outcome) for part in (order, accepted, refused)] == [
        ("order", "PART", "pending"),
        ("payment", "ACSP", "accepted"),
        ("payment", "RJCT", "rejected"),
    ]
    assert (refused.reasons, refused.texts) == (["AC04", "NARR"], ["Stängt"])
    assert (refused.original_message, refused.original_instruction) == ("U1", "D1")
    assert (refused.original_end_to_end, refused.counterparty_name) == ("E2", "Exempel AB")
    assert (refused.amount, refused.currency) == (Decimal("50.00"), "SEK")
    assert (accepted.amount, accepted.counterparty_name, accepted.reasons) == (None, "", [])


def test_an_order_may_be_answered_as_a_whole(read):
    parts, findings = read(status_xml(group="RJCT", group_reasons=("AM10",)))
    assert findings == []
    (status,) = parts[1:]
    assert (status.level, status.outcome, status.reasons, status.original_message) == (
        "order",
        "rejected",
        ["AM10"],
        "U1",
    )


def test_an_instruction_may_be_answered_as_a_whole(read):
    parts, findings = read(status_xml(instruction_status="RJCT"))
    assert findings == []
    (status,) = parts[1:]
    assert (status.level, status.outcome, status.original_instruction) == ("instruction", "rejected", "D1")


@pytest.mark.parametrize(
    ("levels", "status", "outcome"),
    [
        ({"group": "RJCT"}, "RJCT", "rejected"),
        ({"group": "PART", "instruction_status": "RJCT"}, "RJCT", "rejected"),
        ({"group": "ACCP", "instruction_status": "PDNG"}, "PDNG", "pending"),
    ],
)
def test_a_payment_without_a_status_has_that_of_what_it_stands_in(read, levels, status, outcome):
    parts, findings = read(status_xml(MadeStatus(status=""), **levels))
    assert (findings, parts[-1].level) == ([], "payment")
    assert (parts[-1].status, parts[-1].outcome) == (status, outcome)


@pytest.mark.parametrize(
    ("outcome", "statuses"),
    [
        ("accepted", "ACTC ACCP ACSP ACSC ACCC ACWC ACWP"),
        ("rejected", "RJCT CANC"),
        ("pending", "PDNG RCVD PATC PART"),
    ],
)
def test_each_status_has_its_outcome(outcome, statuses):
    assert {outcome_of(status) for status in statuses.split()} == {outcome}


def test_an_unknown_status_waits_for_somebody_to_look_at_it(read):
    parts, findings = read(status_xml(MadeStatus(status="XXXX"), version=12))
    assert (codes(findings), parts[-1].outcome) == (["PAIN-STATUS-UNKNOWN"], "pending")


def test_an_order_that_is_partly_rejected_must_say_what(read):
    _, findings = read(status_xml(group="PART"))
    assert codes(findings) == ["PAIN-STATUS-PART-ALONE"]
    _, findings = read(status_xml(group="PART", instruction_status="RJCT"))
    assert findings == []


def test_payments_that_are_stated_but_not_listed_are_missed(read):
    listed = [MadeStatus(identity="E1"), MadeStatus(identity="E2", status="ACSP")]
    _, findings = read(status_xml(*listed, group="PART", counts=(("RJCT", 2), ("ACSP", 1), ("PDNG", 7))))
    assert [(found.code, found.value, found.expected) for found in findings] == [("PAIN-STATUS-COUNT", "2", "1")]


def test_a_collection_is_told_by_the_format_of_what_was_sent(read):
    parts, _ = read(status_xml(MadeStatus(), original="pain.008.001.02"))
    assert parts[-1].kind == "collection"


@pytest.mark.parametrize(("old", "new"), [("</TxInfAndSts>", ""), ("<TxSts>RJCT", "<TxSts>REJECTED")])
def test_a_report_that_is_damaged_is_refused(read, old, new):
    _, findings = read(status_xml(MadeStatus()).replace(old, new))
    assert any(found.rejects_file for found in findings)


STATUSES = st.lists(
    st.builds(
        MadeStatus,
        identity=st.from_regex(r"[A-Z0-9]{1,35}", fullmatch=True),
        status=st.sampled_from(["ACTC", "ACCP", "ACSP", "ACSC", "ACWC", "RJCT", "PDNG"]),
        reasons=st.lists(st.sampled_from(["AC01", "AM04", "DT01"]), max_size=2).map(tuple),
        amount=st.integers(1, 10**11).map(lambda number: f"{Decimal(number) / 100:.2f}"),
    ),
    min_size=1,
    max_size=6,
)


@given(made=STATUSES, version=st.sampled_from(VERSIONS))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_given_any_statuses_each_payment_has_its_own_in_order(read, made, version):
    parts, findings = read(status_xml(*made, version=version))
    assert findings == []
    assert [
        (part.original_end_to_end, part.status, part.amount, tuple(part.reasons))
        for part in parts
        if isinstance(part, PaymentStatus)
    ] == [(one.identity, one.status, Decimal(one.amount), one.reasons) for one in made]


@given(position=st.floats(0, 1, exclude_max=True), byte=st.binary(max_size=3), length=st.integers(0, 3))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_damaged_bytes_never_raise(tmp_path, position, byte, length):
    whole = status_xml(MadeStatus(reasons=("AC04",), text="x", amount="1.00", payee="Y"), group="PART").encode()
    at = int(position * len(whole))
    path = tmp_path / "damaged.xml"
    path.write_bytes(whole[:at] + byte + whole[at + length :])
    if any(form.recognise(path.read_bytes()) for form in pain002.FORMATS):
        read_file(path)
