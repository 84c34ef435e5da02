"""Employer declarations: what a form gives, which sums are compared, and what is refused and why."""

import datetime
import tracemalloc
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from gateway.catalogue import Scope
from gateway.findings import Finding
from gateway.formats import agi
from gateway.formats.base import ReadingContext
from gateway.messages import EmployerDeclaration, EmployerReport, Part, PayeeStatement

pytestmark = pytest.mark.unit

PROJECT = Path(__file__).parents[3]
SAMPLES = PROJECT / "samples" / "agi"
CONFORMANCE = PROJECT.parent / "shared" / "conformance" / "agi"
CONTEXT = ReadingContext(schemas=None)  # type: ignore[arg-type]
GOOD = (SAMPLES / "deklarationer-2026-10.xml").read_text(encoding="utf-8-sig")


def read(folder: Path, text: str) -> list[Part | Finding]:
    path = folder / "file.xml"
    path.write_text(text, encoding="utf-8")
    return list(agi.FORMAT.read(path, CONTEXT))


def statements(items: Iterable[Part | Finding]) -> list[PayeeStatement]:
    return [item for item in items if isinstance(item, PayeeStatement)]


def findings(items: Iterable[Part | Finding]) -> list[Finding]:
    return [item for item in items if isinstance(item, Finding)]


def test_forms_give_declarations_with_their_statements_and_every_field_by_its_code(tmp_path: Path) -> None:
    report, *rest = read(tmp_path, GOOD)
    assert isinstance(report, EmployerReport)
    assert (report.program, report.sender_number) == ("Lönesystem Exempel 12.4", "162129990004")
    assert report.created == datetime.datetime(2026, 11, 5, 8, 15)  # noqa: DTZ001 - the file states no zone
    assert [type(item).__name__[0] for item in rest] == list("EPPPEPEP")
    first, _, _, _, second, _, removed, _ = rest
    assert isinstance(first, EmployerDeclaration)
    assert (first.is_main_form, first.contributions, first.deducted_tax) == (True, 24271, 19870)
    assert [(value.code, value.value) for value in first.values][:2] == [("201", "162129990004"), ("006", "202610")]
    assert isinstance(second, EmployerDeclaration)
    assert (second.employer_number, second.number) == ("162129990012", 2)
    assert isinstance(removed, EmployerDeclaration)
    assert (removed.is_main_form, removed.period, removed.number) == (False, 202609, 0)
    payees = statements(rest)
    assert [payee.number for payee in payees] == [1, 2, 3, 4, 5]
    assert [payee.tax for payee in payees] == [10300, 7600, 1970, 4600, 0]
    assert (payees[1].car_benefit, payees[2].other_cash, payees[2].abroad_tax) == (3000, 7880, 1970)
    assert (payees[2].payee_number, payees[2].birth_time) == ("", "18900101003")
    assert [payee.is_removal for payee in payees] == [False, False, False, False, True]
    assert [(value.code, value.name, value.value) for value in payees[2].values][2:4] == [
        ("006", "RedovisningsPeriod", "202610"),
        ("570", "Specifikationsnummer", "003"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "position"),
    [
        (">189001019802<", ">189001019803<", "AGI-PAYEE-INVALID", "215"),
        (">189001019802<", "><", "AGI-PAYEE-MISSING", "215"),
        (">41265<", ">41 265<", "AGI-AMOUNT-INVALID", "011"),
        (">41265<", ">1e5<", "AGI-AMOUNT-INVALID", "011"),
        ('faltkod="570">001<', 'faltkod="570"><', "AGI-FIELD-MISSING", "570"),
        ('faltkod="570">001<', 'faltkod="571">001<', "AGI-FIELD-MISSING", "570"),
    ],
)
def test_a_bad_field_rejects_its_statement_and_no_other(
    tmp_path: Path, old: str, new: str, code: str, position: str
) -> None:
    assert old in GOOD
    items = read(tmp_path, GOOD.replace(old, new, 1))
    problem = next(item for item in findings(items) if item.rejects)
    assert (problem.code, problem.scope, problem.about) == (code, Scope.PART, "individuppgift nr 1")
    assert (problem.place.record, problem.place.position) == ("IU", position)
    assert "18900101980" not in str(problem.as_dict())
    assert [item.number for item in statements(items)] == [2, 3, 4, 5]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('faltkod="201">162129990004<', 'faltkod="201">162129990005<', "AGI-EMPLOYER-INVALID"),
        ('faltkod="201">162129990004<', 'faltkod="201">2129990004<', "AGI-EMPLOYER-INVALID"),
        ('faltkod="201">162129990004<', 'faltkod="201"><', "AGI-FIELD-MISSING"),
        ('faltkod="006">202610<', 'faltkod="006">202613<', "AGI-PERIOD-INVALID"),
        ("<agd:Period>202610<", "<agd:Period>202609<", "AGI-CASE-DIFFERS"),
        ("<agd:Arendeagare>162129990004<", "<agd:Arendeagare>162129990012<", "AGI-CASE-DIFFERS"),
    ],
)
def test_a_main_form_needs_its_employer_and_period_as_the_case_has_them(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    assert old in GOOD
    items = read(tmp_path, GOOD.replace(old, new, 1))
    problem = findings(items)[0]
    assert (problem.code, problem.about, problem.place.record) == (code, "huvuduppgift nr 1", "HU")
    assert len(statements(items)) == 5


@pytest.mark.parametrize("old", [">10300<", ">19870<", ">7600<", ">1970<"])
def test_tax_that_does_not_add_up_to_the_main_form_is_told_of(tmp_path: Path, old: str) -> None:
    items = read(tmp_path, GOOD.replace(old, f">{int(old[1:-1]) + 1}<", 1))
    (warning,) = findings(items)
    assert (warning.code, warning.rejects, warning.about) == ("AGI-TAX-SUM", False, "huvuduppgift nr 1")
    assert {Decimal(warning.value), Decimal(warning.expected)} in ({Decimal(19870), Decimal(19871)},)


def test_a_main_form_alone_or_statements_alone_have_nothing_to_be_compared_with(tmp_path: Path) -> None:
    blanketter = GOOD.split("  <agd:Blankett>")
    head, main, payees, end = blanketter[0], blanketter[1], blanketter[2:5], "</Skatteverket>"
    alone = read(tmp_path, "  <agd:Blankett>".join([head, main]) + end)
    assert [type(item) for item in alone] == [EmployerReport, EmployerDeclaration]
    without = read(tmp_path, "  <agd:Blankett>".join([head, *payees]) + end)
    assert [type(item) for item in without] == [EmployerReport, EmployerDeclaration, *[PayeeStatement] * 3]


def test_a_main_form_after_its_statements_is_compared_all_the_same(tmp_path: Path) -> None:
    head, main, *payees = GOOD.split("  <agd:Blankett>")[:5]
    text = "  <agd:Blankett>".join([head, *payees, main.replace(">19870<", ">1<")]) + "</Skatteverket>"
    assert [item.code for item in findings(read(tmp_path, text))] == ["AGI-TAX-SUM"]


def test_the_main_forms_own_deductions_count(tmp_path: Path) -> None:
    own = '<agd:SkatteavdrPensFors faltkod="495">100</agd:SkatteavdrPensFors>'
    text = GOOD.replace(">19870<", ">19970<").replace("<agd:SummaArbAvgSlf", own + "<agd:SummaArbAvgSlf", 1)
    assert findings(read(tmp_path, text)) == []


@pytest.mark.parametrize("area", ['omrade="Kontrolluppgifter"', ""])
def test_another_area_is_refused_by_name(tmp_path: Path, area: str) -> None:
    items = read(tmp_path, GOOD.replace('omrade="Arbetsgivardeklaration"', area))
    (refusal,) = items
    assert isinstance(refusal, Finding)
    assert (refusal.code, refusal.rejects_file) == ("AGI-AREA", True)


def test_forms_of_other_kinds_are_skipped_with_a_warning(tmp_path: Path) -> None:
    text = GOOD.replace("agd:HU>", "agd:FU>", 2)
    (warning,) = findings(read(tmp_path, text))
    assert (warning.code, warning.value) == ("AGI-FORM-NOT-READ", "FU")


@pytest.mark.parametrize("kept", range(200, len(GOOD) - 20, 997))
def test_a_cut_off_file_is_refused(tmp_path: Path, kept: int) -> None:
    items = read(tmp_path, GOOD[:kept])
    assert findings(items)[-1].code == "XML-MALFORMED"
    assert findings(items)[-1].rejects_file


@pytest.mark.parametrize(
    "head",
    [b"<Skatteverket/>", b"<a/>", b"", b'<Folkbokforingsposter xmlns="http://xmls.skatteverket.se/x"/>', b"#FLAGGA 0"],
)
def test_other_content_is_not_recognised(head: bytes) -> None:
    assert not agi.FORMAT.recognise(head)


def test_memory_does_not_grow_with_the_number_of_payees(tmp_path: Path) -> None:
    head, main, payee = GOOD.split("  <agd:Blankett>")[:3]
    peaks = []
    for count in (2000, 8000):
        path = tmp_path / f"{count}.xml"
        forms = "  <agd:Blankett>".join([head, main, *[payee] * count])
        path.write_text(forms + "</Skatteverket>", encoding="utf-8")
        tracemalloc.start()
        assert sum(isinstance(item, PayeeStatement) for item in agi.FORMAT.read(path, CONTEXT)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5


@pytest.mark.skipif(not CONFORMANCE.is_dir(), reason="the shared conformance files are not here")
def test_every_published_example_is_read_without_a_finding() -> None:
    counts = []
    for path in sorted(CONFORMANCE.glob("xml/*.xml")):
        items = list(agi.FORMAT.read(path, CONTEXT))
        assert findings(items) == [], path.name
        forms = sum(isinstance(item, EmployerDeclaration) and item.is_main_form for item in items)
        counts.append((forms, len(statements(items))))
    assert counts == [
        *[(1, 3), (0, 1), (0, 1), (0, 1), (0, 2), (0, 2), (1, 8)],
        *[(2, 7), (1, 3), (0, 3), (1, 0), (1, 3), (1, 3), (1, 1)],
    ]
