"""camt: however a file is written and wherever it is cut, the same parts; and no bytes that raise."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from gateway.findings import Finding
from gateway.formats import camt, camt_batches, camt_entry, camt_shapes
from gateway.messages import Deposit, Payment, Statement
from tests.camt_documents import KINDS, VERSIONS, Detail, Entry, Stated, document
from tests.camt_files import CONTEXT, REPOSITORY, codes, needs_schemas, read_file, read_text

pytestmark = [pytest.mark.unit, needs_schemas]

CONFORMANCE = REPOSITORY.parent / "shared" / "conformance" / "camt"
NAMES = [f"{kind}.{version}" for kind in KINDS for version in VERSIONS]
IN_A_FOLDER = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

OERE = st.integers(0, 10**9).map(lambda number: Decimal(number) / 100)
SIGNED = st.integers(-(10**9), 10**9).map(lambda number: Decimal(number) / 100)
TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=40).filter(
    str.strip
)
DETAIL = st.builds(
    Detail,
    amount=SIGNED,
    reference=st.from_regex(r"[0-9]{2,25}", fullmatch=True),
    text=st.just("") | TEXT,
    payer=TEXT,
)


@st.composite
def entries(draw: Any) -> Entry:
    details = draw(st.lists(DETAIL, max_size=4))
    # In 001.01 and 001.02 a payment has no direction but that of its entry.
    sign = draw(st.sampled_from((1, -1)))
    for detail in details:
        detail.amount = sign * abs(detail.amount)
    amount = sum((one.amount for one in details), Decimal(0)) if details else draw(SIGNED)
    wrong = draw(st.sampled_from((0, 0, 0, 0, 0, 1)))
    return Entry(
        amount=amount + wrong,
        details=details,
        status=draw(st.sampled_from(("BOOK", "BOOK", "BOOK", "PDNG"))),
        count=draw(st.sampled_from((None, len(details) or 9))),
        total=draw(st.sampled_from((None, abs(amount)))) if details or not wrong else None,
        text=draw(st.just("") | TEXT),
    )


@given(
    name=st.sampled_from(NAMES), made=st.lists(entries(), max_size=6), opening=SIGNED, off=st.sampled_from((0, 0, 1))
)
@IN_A_FOLDER
def test_money_in_the_file_is_money_in_the_parts_or_the_file_is_rejected(
    tmp_path: Path, name: str, made: list[Entry], opening: Decimal, off: int
) -> None:
    booked = sum((entry.amount for entry in made if entry.status == "BOOK"), Decimal(0))
    has_balances = not name.startswith("camt.054")
    stated = Stated(
        entries=made,
        opening=opening if has_balances else None,
        closing=opening + booked + off if has_balances else None,
    )
    parts, findings = read_text(document(name, [stated]), tmp_path)
    # The first version of statements knows booked entries only.
    is_unknown = name == "camt.053.001.01" and any(entry.status != "BOOK" for entry in made)
    is_wrong = (
        is_unknown
        or (off and name.startswith("camt.053"))
        or any(
            entry.status == "BOOK"
            and len(entry.details) > 0
            and entry.amount != sum(one.amount for one in entry.details)
            and not _is_told_by_the_entry(entry)
            for entry in made
        )
    )
    assert any(found.rejects_file for found in findings) == bool(is_wrong)
    if is_wrong:
        return
    (statement,) = (part for part in parts if isinstance(part, Statement))
    deposits = [part for part in parts if isinstance(part, Deposit)]
    payments = [part for part in parts if isinstance(part, Payment)]
    assert sum(one.amount for one in payments) == sum(one.amount for one in deposits) == booked
    assert [one.number for one in payments] == list(range(1, len(payments) + 1))
    if statement.closing is not None and statement.opening is not None:
        assert statement.closing - statement.opening == booked


def _is_told_by_the_entry(entry: Entry) -> bool:
    """A lone payment of zero has the amount of its entry."""
    return len(entry.details) == 1 and entry.details[0].amount == 0


def _many(count: int, *, in_one: bool) -> str:
    details = [
        Detail(amount=Decimal(number), reference=f"71{number:06d}", text=f"Rad {number} å" * (number % 3))
        for number in range(1, count + 1)
    ]
    total = sum((one.amount for one in details), Decimal(0))
    made = (
        [Entry(amount=total, details=details)]
        if in_one
        else [Entry(amount=one.amount, details=[one]) for one in details]
    )
    # More entries and another statement follow, so that cuts come between all kinds of parts.
    last = [Entry(amount=Decimal(-3)), Entry(amount=Decimal(3), details=details[2:3], text="Slut")]
    return document(
        "camt.053.001.08",
        [
            Stated(entries=[*made, *last], opening=Decimal(0), closing=total),
            Stated(entries=last, opening=Decimal(0), closing=Decimal(0)),
        ],
    )


@pytest.mark.parametrize("in_one", [True, False])
@pytest.mark.parametrize("size", [1_000, 3_333, 10_000])
def test_a_file_says_the_same_wherever_it_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_one: bool, size: int
) -> None:
    text = _many(60, in_one=in_one)
    whole = read_text(text, tmp_path)
    assert whole[1] == []
    monkeypatch.setattr(camt_batches, "BATCH_SIZE", size)
    assert read_text(text, tmp_path) == whole


@pytest.mark.parametrize("in_one", [True, False])
def test_a_fault_in_any_batch_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_one: bool) -> None:
    monkeypatch.setattr(camt_batches, "BATCH_SIZE", 1_000)
    text = _many(60, in_one=in_one)
    for number in (1, 30, 60):
        wrong = text.replace(f"<Ref>71{number:06d}</Ref>", f"<Rfe>71{number:06d}</Rfe>", 1)
        assert wrong != text
        _, findings = read_text(wrong, tmp_path)
        assert codes(findings)[0].startswith("XML-SCHEMA")
        assert findings[0].place.line is not None


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(lambda text: text.replace("<Ntry>", "<!-- <Ntry> --><Ntry>"), id="comments"),
        pytest.param(lambda text: text.replace("<Ntry>", "<?bank note?><Ntry>"), id="instructions"),
        pytest.param(lambda text: text.replace("<Ustrd>Rad", "<Ustrd><![CDATA[Rad]]>"), id="cdata"),
        pytest.param(
            lambda text: text.replace("</Ntry>", "</Ntry >").replace("</TxDtls>", "</TxDtls >"), id="blanks in end tags"
        ),
        pytest.param(
            lambda text: text.replace("<Ntry>", "<Ntry >").replace("<TxDtls>", "<TxDtls >"), id="blanks in start tags"
        ),
        pytest.param(lambda text: text.replace("Kalles", "&#75;&#x61;lles"), id="character references"),
        pytest.param(
            lambda text: text.replace(
                "</BkToCstmrStmt>",
                "<SplmtryData><Envlp><Ntry xmlns=''><Amt>9</Amt></Ntry></Envlp></SplmtryData></BkToCstmrStmt>",
            ),
            id="supplementary data",
        ),
        pytest.param(
            lambda text: text.replace(
                "<Document",
                '<Document xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x y.xsd"',
            ),
            id="schema location",
        ),
        pytest.param(
            lambda text: text.replace(
                "<Ntry>", '<Ntry xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:type="ReportEntry10">'
            ),
            id="a type and a namespace on each entry",
        ),
        pytest.param(lambda text: text.replace("</", "</c:").replace("</c:", "</").replace("\n", ""), id="one line"),
        pytest.param(lambda text: etree.tostring(etree.fromstring(text.encode()), encoding="UTF-16"), id="UTF-16"),
        pytest.param(lambda text: text.replace("UTF-8", "ISO-8859-1").encode("latin-1"), id="ISO-8859-1"),
        pytest.param(lambda text: text.replace("UTF-8", "windows-1252").encode("cp1252"), id="windows-1252"),
        pytest.param(lambda text: b"\xef\xbb\xbf" + text.encode(), id="byte order mark"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda text: _with_prefix(text, "ns2"), id="prefix"),
        pytest.param(lambda text: text.replace("><", ">\n  <"), id="indented"),
        pytest.param(lambda text: text.replace("<Nm>Kalles Plåt AB</Nm>", "<Nm> Kalles Plåt AB\n</Nm>"), id="padded"),
    ],
)
def test_the_same_content_written_otherwise_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: Any
) -> None:
    monkeypatch.setattr(camt_batches, "BATCH_SIZE", 4_000)
    text = _many(40, in_one=True).replace("<AcctSvcrRef>B1</AcctSvcrRef>", "<TxId>T</TxId>", 3)
    expected = read_text(text, tmp_path)[0]
    parts, findings = read_text(written(text), tmp_path)
    assert codes(findings) == []
    assert [_without_place(part) for part in parts] == [_without_place(part) for part in expected]


def _with_prefix(text: str, prefix: str) -> str:
    root = etree.fromstring(text.encode())
    namespace = etree.QName(root).namespace
    renamed = etree.Element(f"{{{namespace}}}Document", nsmap={prefix: namespace})
    renamed.extend(list(root))
    etree.cleanup_namespaces(renamed)
    return etree.tostring(renamed, encoding="unicode")


def _without_place(part: Any) -> dict[str, Any]:
    return {name: getattr(part, name) for name in part.__slots__ if name != "place"}


@pytest.mark.parametrize("is_plain", [True, False])
def test_places_are_lines_of_the_file(tmp_path: Path, is_plain: bool) -> None:
    text = _many(5, in_one=False).replace("<Nm>Kalles Plåt AB</Nm>", "<Nm>Kalles\nPlåt</Nm>", 2)
    if not is_plain:
        text = text.replace("<Ntry>", "<!-- one\ntwo --><Ntry>", 1)
    parts, _ = read_text(text, tmp_path)
    lines = text.split("\n")
    for part in parts:
        assert f"<{part.place.record}>" in lines[part.place.line - 1]


def test_an_entry_of_more_payments_than_are_held_goes_out_before_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = _many(60, in_one=True)
    whole = read_text(text, tmp_path)[0]
    monkeypatch.setattr(camt_entry, "MOST_HELD", 7)
    assert read_text(text, tmp_path)[0] == whole
    amountless = text.replace('<Amt Ccy="SEK">60</Amt><CdtDbtInd>', '<Amt Ccy="EUR">60</Amt><CdtDbtInd>', 1)
    _, findings = read_text(amountless, tmp_path)
    assert [(found.code, found.rejects_file) for found in findings] == [("CAMT-DETAIL-AMOUNT", True)]


def test_shapes_are_forgotten_when_there_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = _many(60, in_one=False)
    whole = read_text(text, tmp_path)[0]
    monkeypatch.setattr(camt_shapes, "_MOST_SHAPES", 2)
    assert read_text(text, tmp_path)[0] == whole


def test_a_part_that_is_too_large_to_check_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camt_batches, "BATCH_SIZE", 100)
    monkeypatch.setattr(camt_batches, "LARGEST_BATCH", 300)
    _, findings = read_text(_many(3, in_one=True), tmp_path)
    assert [(found.code, found.rejects_file) for found in findings] == [("CAMT-PART-TOO-LARGE", True)]


def test_what_libxml2_lets_pass_and_expat_does_not_is_a_finding(tmp_path: Path) -> None:
    envelope = "<SplmtryData><Envlp><x:Any>9</x:Any></Envlp></SplmtryData></BkToCstmrStmt>"
    _, findings = read_text(_many(3, in_one=True).replace("</BkToCstmrStmt>", envelope), tmp_path)
    assert any(found.rejects_file for found in findings)


FORM = next(form for form in camt.FORMATS if form.name == "camt.053.001.08")
WHOLE = _many(3, in_one=True).encode()


@given(cut=st.integers(0, len(WHOLE) - 1))
@IN_A_FOLDER
def test_a_file_that_is_cut_off_is_rejected(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "cut.xml"
    path.write_bytes(WHOLE[:cut].rstrip())
    if WHOLE[:cut].rstrip().endswith(b"</Document>"):
        return
    assert any(isinstance(item, Finding) and item.rejects_file for item in FORM.read(path, CONTEXT))


@given(content=st.binary(max_size=300), at=st.integers(0, len(WHOLE)))
@IN_A_FOLDER
def test_no_bytes_raise(tmp_path: Path, content: bytes, at: int) -> None:
    path = tmp_path / "bytes.xml"
    for damaged in (content, WHOLE[:at] + content + WHOLE[at:], WHOLE[:at] + content + WHOLE[at + len(content) :]):
        path.write_bytes(damaged)
        if FORM.recognise(damaged):
            list(FORM.read(path, CONTEXT))


REFUSED = {
    "camt052.v2.other-account.xml": {"CAMT-BATCH-COUNT"},
    "camt052.v2.xml": {"CAMT-BATCH-COUNT"},
    "camt053.v2.all-balance-types.xml": {"CAMT-BALANCE"},
    "camt053.v2.five.decimals.xml": {"CAMT-BALANCE"},
    "camt053.v2.wrong.xml": {"XML-SCHEMA-ELEMENT-MISSING"},
    "camt053.v3.xml": {"CAMT-ENTRY-SUM"},
    "camt054.v4.xml": {"CAMT-BATCH-COUNT"},
    "camt054.v8.xml": {"CAMT-BATCH-COUNT"},
    "camt053_handelsbanken_swish.xml": {"CAMT-SUMMARY", "CAMT-BALANCE"},
    "camt053_dk_example.xml": {"CAMT-BALANCE"},
    "statement_ac04.xml": {
        "XML-SCHEMA-ELEMENT-MISSING",
        "XML-SCHEMA-ELEMENT-UNEXPECTED",
        "XML-SCHEMA-STRUCTURE",
    },
}
"""Published files with a fault, and what the fault is."""


def test_published_files_are_read_or_refused_for_what_is_wrong_with_them() -> None:
    if not CONFORMANCE.exists():
        pytest.skip("the conformance files are not here")
    outcomes = {}
    for path in sorted(CONFORMANCE.rglob("*.xml")):
        parts, findings = read_file(path)
        if refused := {found.code for found in findings if found.rejects_file}:
            outcomes[path.name] = refused
        else:
            assert any(isinstance(part, Statement) for part in parts)
    assert outcomes == REFUSED
