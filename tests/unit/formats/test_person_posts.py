"""Posts of population registers: what they give, and that nothing about a protected person leaves in a finding."""

import datetime
import json
import tracemalloc
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from gateway.findings import Finding
from gateway.formats import navet, spar
from gateway.formats.base import Format, ReadingContext
from gateway.messages import Part, Person, PersonReport

pytestmark = pytest.mark.unit

SAMPLES = Path(__file__).parents[3] / "samples"
NAVET = (SAMPLES / "navet" / "personposter-2026-11.xml").read_text(encoding="utf-8")
SPAR = (SAMPLES / "spar" / "aviseringar-2026-11.xml").read_text(encoding="utf-8")
CONTEXT = ReadingContext(schemas=None)  # type: ignore[arg-type]


def read(form: Format, folder: Path, text: str) -> list[Part | Finding]:
    path = folder / "file.xml"
    path.write_text(text, encoding="utf-8")
    return list(form.read(path, CONTEXT))


def persons(items: Iterable[Part | Finding]) -> list[Person]:
    return [item for item in items if isinstance(item, Person)]


def findings(items: Iterable[Part | Finding]) -> list[Finding]:
    return [item for item in items if isinstance(item, Finding)]


def test_navet_posts_give_persons(tmp_path: Path) -> None:
    report, *rest = read(navet.FORMAT, tmp_path, NAVET)
    assert isinstance(report, PersonReport)
    assert report.sender == "Navet"
    registered, protected, emigrated, coordinated = persons(rest)
    assert (registered.identity_number, registered.identity_kind) == ("189001019802", "personnummer")
    assert (registered.first_name, registered.middle_name, registered.last_name) == ("Exempla", "Prov", "Exempelsson")
    assert (registered.care_of, registered.address) == ("EXEMPEL", "EXEMPELGATAN 3 LGH 1101")
    assert (registered.zip_code, registered.city, registered.country) == ("12021", "EXEMPELSTADEN", "")
    assert (registered.county, registered.municipality) == ("01", "80")
    assert (registered.registered, registered.event_date) == (datetime.date(2024, 3, 1), datetime.date(2026, 11, 4))
    assert (emigrated.address, emigrated.address_2) == ("Exempelstrasse 7", "10115 BERLIN")
    assert (emigrated.country, emigrated.deregistration_reason) == ("TYSKLAND", "UV")
    assert emigrated.deregistered == datetime.date(2026, 10, 1)
    assert coordinated.identity_kind == "samordningsnummer"
    assert [person.is_protected for person in persons(rest)] == [False, True, False, False]
    assert [person.number for person in persons(rest)] == [1, 2, 3, 4]
    assert protected.place.line == 29


def test_the_answer_of_the_service_is_read_in_its_envelope(tmp_path: Path) -> None:
    posts = NAVET.split("?>\n", 1)[1]
    answer = (
        '<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><n:PersonpostXMLResponse '
        'xmlns:n="http://xmls.skatteverket.se/se/skatteverket/folkbokforing/na/epersondata/V1">'
        f"<n:BestallningsId>00000079</n:BestallningsId>{posts}</n:PersonpostXMLResponse></S:Body></S:Envelope>"
    )
    assert navet.FORMAT.recognise(answer.encode())
    report, *rest = read(navet.FORMAT, tmp_path, answer)
    assert isinstance(report, PersonReport)
    assert report.order_number == "00000079"
    assert len(persons(rest)) == 4


def test_spar_notifications_give_the_present_name_and_the_income(tmp_path: Path) -> None:
    report, *rest = read(spar.FORMAT, tmp_path, SPAR)
    assert isinstance(report, PersonReport)
    assert (report.sender, report.order_number, report.created) == ("SPAR", "4711", datetime.date(2026, 11, 10))
    married, marked, protected, coordinated = persons(rest)
    assert (married.first_name, married.last_name) == ("Exempla", "Exempelsson")
    assert (married.income, married.income_year) == (Decimal(413250), 2024)
    assert married.monthly_income == 34437
    assert (married.address, married.city) == ("EXEMPELGATAN 3 LGH 1101", "EXEMPELSTADEN")
    assert (married.county, married.municipality) == ("01", "80")
    assert (protected.income, protected.monthly_income) == (None, None)
    assert coordinated.identity_kind == "samordningsnummer"
    assert [person.is_protected for person in (married, marked, protected, coordinated)] == [False, True, True, False]
    assert findings(rest) == []


def test_the_latest_of_several_times_holds_where_none_is_open(tmp_path: Path) -> None:
    text = SPAR.replace("<t:DatumTill>9999-12-31</t:DatumTill>", "<t:DatumTill>2026-11-01</t:DatumTill>")
    assert persons(read(spar.FORMAT, tmp_path, text))[0].last_name == "Exempelsson"


@pytest.mark.parametrize("value", ["J", "JA", "ja", " J "])
@pytest.mark.parametrize("flag", ["Sekretessmarkering", "SkyddadFolkbokforing"])
def test_either_flag_protects(tmp_path: Path, flag: str, value: str) -> None:
    text = NAVET.replace("    <Arendeuppgift", f"    <{flag}>{value}</{flag}>\n    <Arendeuppgift", 1)
    items = read(navet.FORMAT, tmp_path, text)
    assert persons(items)[0].is_protected
    assert findings(items) == []


@pytest.mark.parametrize("content", ["?", "", "KANSKE", "NEJ</Sekretessmarkering><Sekretessmarkering>"])
def test_a_flag_that_cannot_be_read_protects(tmp_path: Path, content: str) -> None:
    flag = f"<Sekretessmarkering>{content}</Sekretessmarkering>"
    text = NAVET.replace("    <Arendeuppgift", f"    {flag}<Arendeuppgift", 1)
    items = read(navet.FORMAT, tmp_path, text)
    assert persons(items)[0].is_protected
    (warning,) = findings(items)
    assert (warning.code, warning.rejects, warning.about) == ("PERSON-POST-PROTECTION", False, "••••••")
    assert "Sekretessmarkering" in warning.text()


@pytest.mark.parametrize("flag", ["Sekretessmarkering", "SkyddadFolkbokforing"])
def test_spar_always_states_both_flags_so_one_that_is_missing_protects(tmp_path: Path, flag: str) -> None:
    text = SPAR.replace(f"<s:{flag}>NEJ</s:{flag}>", "", 1)
    items = read(spar.FORMAT, tmp_path, text)
    assert persons(items)[0].is_protected
    assert [item.code for item in findings(items)] == ["PERSON-POST-PROTECTION"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<p:IdNummer>189001019802</p:IdNummer>", "<p:IdNummer/>", "PERSON-POST-NUMBER"),
        (">413250<", ">413 250<", "PERSON-POST-INCOME"),
        (">413250<", ">123456789012<", "PERSON-POST-INCOME"),
        ("<i:InkomstAr>2024</i:InkomstAr>", "", "PERSON-POST-INCOME"),
        ("<i:InkomstAr>2024</i:InkomstAr>", "<i:InkomstAr>24</i:InkomstAr>", "PERSON-POST-INCOME"),
    ],
)
def test_a_post_that_cannot_be_used_is_rejected_and_no_other(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in SPAR
    items = read(spar.FORMAT, tmp_path, SPAR.replace(old, new, 1))
    rejection = next(item for item in findings(items) if item.rejects)
    assert (rejection.code, rejection.about) == (code, "post nr 1")
    assert [person.number for person in persons(items)] == [2, 3, 4]


def test_a_day_that_the_register_does_not_know_is_left_out_with_a_warning(tmp_path: Path) -> None:
    items = read(navet.FORMAT, tmp_path, NAVET.replace(">20240301<", ">20240000<", 1))
    assert persons(items)[0].registered is None
    (warning,) = findings(items)
    assert (warning.code, warning.rejects) == ("PERSON-POST-DATE", False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p:IdNummer>189001039800</p:IdNummer>", "<p:IdNummer> </p:IdNummer>"),
        ("<f:Folkbokforingsdatum>2024-03-01<", "<f:Folkbokforingsdatum>HEMLIGA VÄGEN 2<"),
        ("<p:SenasteAndringSPAR>2026-11-09<", "<p:SenasteAndringSPAR>Skyddad Folkbokföring<"),
        ("<s:SkyddadFolkbokforing>JA<", "<s:SkyddadFolkbokforing>Folkbokföring HEMLIGA<"),
    ],
)
def test_no_finding_about_a_protected_person_tells_who_it_is(tmp_path: Path, old: str, new: str) -> None:
    start = SPAR.index("  <AviseringsPost>\n    <p:PersonId>\n      <p:IdNummer>189001039800")
    items = read(spar.FORMAT, tmp_path, SPAR[:start] + SPAR[start:].replace(old, new, 1))
    (problem,) = findings(items)
    assert problem.about == "••••••"
    told = json.dumps([problem.as_dict(language) for language in ("sv", "en")], ensure_ascii=False)
    secrets = ("Skyddad Folkbokföring", "HEMLIGA", "189001039800")
    assert not [secret for secret in secrets if secret in told]


@pytest.mark.parametrize("text", [NAVET, SPAR], ids=["navet", "spar"])
def test_a_cut_off_file_is_refused(tmp_path: Path, text: str) -> None:
    form = navet.FORMAT if text is NAVET else spar.FORMAT
    for kept in range(400, len(text) - 30, 611):
        assert findings(read(form, tmp_path, text[:kept]))[-1].code == "XML-MALFORMED"


def test_each_is_recognised_and_the_other_is_not() -> None:
    assert navet.FORMAT.recognise(NAVET.encode())
    assert spar.FORMAT.recognise(SPAR.encode())
    assert not navet.FORMAT.recognise(SPAR.encode())
    assert not spar.FORMAT.recognise(NAVET.encode())
    envelope = b'<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body/></S:Envelope>'
    assert not navet.FORMAT.recognise(envelope)
    assert not spar.FORMAT.recognise(envelope)


def test_memory_does_not_grow_with_the_number_of_posts(tmp_path: Path) -> None:
    head, *posts = NAVET.partition("</Folkbokforingspost>\n")[0].partition("  <Folkbokforingspost>")
    post = "".join(posts) + "</Folkbokforingspost>\n"
    peaks = []
    for count in (2000, 8000):
        path = tmp_path / f"{count}.xml"
        path.write_text(head + post * count + "</Folkbokforingsposter>", encoding="utf-8")
        tracemalloc.start()
        assert sum(isinstance(item, Person) for item in navet.FORMAT.read(path, CONTEXT)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5
