"""Fields of layouts in all their forms: what is written is read back, and what is wrong is told by what it shows."""

import datetime
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.catalogue import CATALOGUE
from gateway.findings import MASK, Finding
from gateway.formats.layouts.faults import value_faults
from gateway.formats.layouts.identifiers import CHECKS, check_code
from gateway.formats.layouts.layout import Field, Layout
from gateway.formats.layouts.lines import CompiledRecord
from gateway.formats.layouts.records import read_records
from gateway.formats.layouts.values import BadValue, converter
from gateway.formats.layouts.writer import LayoutWriter, Unwritable

pytestmark = pytest.mark.unit

WIDTH = 24


def layout_of(*, kind: str = "fixed", line: dict[str, Any] | None = None, **fields: dict[str, Any]) -> Layout:
    start, placed = 1, {}
    for name, settings in fields.items():
        place = {"start": start, "length": settings.get("length", WIDTH)} if kind == "fixed" else {}
        placed[name] = {**place, **settings}
        start += place.get("length", 0)
    record = {"fields": placed, **({"length": start - 1} if kind == "fixed" else {})}
    return Layout.model_validate({"title": "Prov", "kind": kind, "records": {"row": record}, **(line or {})})


def through(layout: Layout, *rows: dict[str, Any]) -> list[Any]:
    """What is read of rows that were written."""
    writer = LayoutWriter(layout)
    line = writer.formatter("row", tuple(rows[0]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(b"".join(writer.encode(line(tuple(row.values()))) for row in rows))
        return [item[1] if isinstance(item, tuple) else item for item in read_records(layout, path)]


AMOUNTS = st.integers(-(10**9), 10**9).map(lambda number: Decimal(number).scaleb(-2))
SIGNS = st.sampled_from(["first", "last", "first_place", "last_place"])
PLUS = st.sampled_from(["refused", "allowed", "written"])


@given(amount=AMOUNTS, sign=SIGNS, plus=PLUS, fill=st.sampled_from(["", " "]), mark=st.sampled_from(["", ",", "."]))
def test_an_amount_is_read_back_wherever_its_sign_stands(
    amount: Decimal, sign: str, plus: str, fill: str, mark: str
) -> None:
    settings = {"type": "amount", "decimals": 2, "decimal_sign": mark, "sign": sign, "plus": plus, "fill": fill}
    layout = layout_of(before={"type": "code"}, amount=settings, after={"type": "code"})
    assert through(layout, {"amount": amount}) == [{"before": None, "amount": amount, "after": None}]


@given(
    amount=AMOUNTS,
    separators=st.sampled_from([(" ", ","), (".", ","), (",", "."), (" ", ".")]),
    sign=st.sampled_from(["first", "last"]),
    kind=st.sampled_from(["fixed", "delimited"]),
)
def test_an_amount_with_thousands_separators_is_read_back(
    amount: Decimal, separators: tuple[str, str], sign: str, kind: str
) -> None:
    thousands, mark = separators
    settings = {"type": "amount", "decimals": 2, "decimal_sign": mark, "thousands": thousands, "sign": sign}
    layout = layout_of(kind=kind, line={"delimiter": ","}, amount={**settings, "fill": " "}, text={"type": "text"})
    assert through(layout, {"amount": amount, "text": "Hyra"}) == [{"amount": amount, "text": "Hyra"}]


MARKED = {
    "side": {"type": "code", "length": 1, "allowed": ["D", "K"], "required": True},
    "amount": {"type": "amount", "decimals": 2, "negative_if": {"field": "side", "is": ["K"]}},
}


@given(amount=AMOUNTS.filter(bool), kind=st.sampled_from(["fixed", "delimited"]))
def test_an_amount_has_the_sign_that_another_field_gives_it(amount: Decimal, kind: str) -> None:
    row = {"amount": amount, "side": "K" if amount < 0 else "D"}
    assert through(layout_of(kind=kind, **MARKED), row) == [row]


@pytest.mark.parametrize(("amount", "side"), [(1, "K"), (-1, "D"), (-1, None), (Decimal("0.01"), "K")])
def test_an_amount_that_its_marker_denies_is_not_written(amount: Any, side: str | None) -> None:
    write = LayoutWriter(layout_of(**MARKED)).formatter("row", ("amount", "side"))
    with pytest.raises(Unwritable, match=r"amount|side"):
        write((amount, side))


def test_a_marker_by_default_gives_the_sign_too() -> None:
    side = {"type": "integer", "length": 2, "allowed": ["1", "-1"], "default": "-1", "fill": " "}
    layout = layout_of(side=side, amount={**MARKED["amount"], "negative_if": {"field": "side", "is": ["-1"]}})
    assert through(layout, {"amount": Decimal(-5)}) == [{"side": -1, "amount": Decimal(-5)}]
    with pytest.raises(Unwritable, match="amount"):
        LayoutWriter(layout).formatter("row", ("amount",))((5,))


DATES = {
    "YYYYMMDD": "20260115",
    "YYYY-MM-DD": "2026-01-15",
    "YYMMDD": "260115",
    "DD.MM.YYYY": "15.01.2026",
    "DD/MM/YYYY": "15/01/2026",
    "YYYY/MM/DD": "2026/01/15",
    "DDMMYYYY": "15012026",
    "YYDDD": "26015",
}


@given(form=st.sampled_from(sorted(DATES)), day=st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)))
def test_a_date_is_read_back_in_every_form(form: str, day: datetime.date) -> None:
    assert through(layout_of(day={"type": "date", "date_form": form}), {"day": day}) == [{"day": day}]


@pytest.mark.parametrize(("form", "text"), DATES.items())
def test_a_date_is_read_in_its_form(form: str, text: str) -> None:
    field = Field.model_validate({"type": "date", "date_form": form})
    assert converter(layout_of(kind="delimited", day={"type": "date"}), field)(text) == datetime.date(2026, 1, 15)


@given(year=st.integers(1930, 2029), text=st.sampled_from(["YYMMDD", "YYDDD"]))
def test_two_digits_of_a_year_are_of_the_century_that_the_field_names(year: int, text: str) -> None:
    layout = layout_of(day={"type": "date", "date_form": text, "century": 1930})
    day = datetime.date(year, 3, 1)
    assert through(layout, {"day": day}) == [{"day": day}]
    with pytest.raises(Unwritable, match="1930-2029"):
        through(layout, {"day": datetime.date(2030, 1, 1)})


def test_of_several_date_forms_any_is_read_and_the_first_is_written() -> None:
    settings = {"type": "date", "date_form": ["YYYY-MM-DD", "YYMMDD", "DD.MM.YYYY"], "length": 10}
    layout = layout_of(day=settings)
    read = converter(layout, layout.records["row"].fields["day"])
    assert {read("2026-01-15"), read("260115"), read("15.01.2026")} == {datetime.date(2026, 1, 15)}
    assert LayoutWriter(layout).formatter("row", ("day",))((datetime.date(2026, 1, 15),)) == "2026-01-15"


def test_a_month_is_its_first_day() -> None:
    layout = layout_of(month={"type": "date", "date_form": "YYYYMM"})
    assert through(layout, {"month": datetime.date(2026, 5, 1)}) == [{"month": datetime.date(2026, 5, 1)}]
    with pytest.raises(Unwritable, match="YYYYMM"):
        through(layout, {"month": datetime.date(2026, 5, 2)})


def test_a_zero_date_is_blank_and_is_written_when_it_is_the_default() -> None:
    layout = layout_of(day={"type": "date", "length": 8, "blank": ["00000000"], "default": "00000000"})
    line = LayoutWriter(layout).formatter("row", ("day",))((None,))
    assert line == "00000000"
    read = converter(layout, layout.records["row"].fields["day"])
    assert (read("00000000"), read(" " * 8), read("20260115")) == (None, None, datetime.date(2026, 1, 15))


def test_a_value_that_would_be_read_as_blank_is_not_written() -> None:
    with pytest.raises(Unwritable, match="code"):
        LayoutWriter(layout_of(code={"type": "code", "blank": ["-"]})).formatter("row", ("code",))(("-",))


@given(text=st.text(st.sampled_from("ab "), min_size=1, max_size=20).filter(str.strip))
def test_blanks_around_a_text_are_kept_where_they_are_wanted(text: str) -> None:
    layout = layout_of(kind="delimited", text={"type": "text", "trim": False}, last={"type": "code"})
    assert through(layout, {"text": text, "last": "x"}) == [{"text": text, "last": "x"}]


@given(text=st.text(st.sampled_from('ab;"å'), min_size=1, max_size=20), delimiter=st.sampled_from(["tab", ";", "\\t"]))
def test_cells_with_delimiters_and_quotes_are_read_back(text: str, delimiter: str) -> None:
    layout = layout_of(kind="delimited", line={"delimiter": delimiter}, text={"type": "text"}, last={"type": "code"})
    assert through(layout, {"text": text, "last": "x"}) == [{"text": text, "last": "x"}]


PLAIN = Field(type="amount", decimals=2, decimal_sign=".")
COMMA = Field(type="amount", decimals=2, decimal_sign=",", plus="allowed")
GROUPED = Field(type="amount", decimals=2, decimal_sign=",", thousands=" ")
BEHIND = Field(type="amount", decimals=2, sign="last")
WHOLE = Field(type="integer", thousands=".")
DAY = Field(type="date", date_form=["YYYY-MM-DD"])


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (COMMA, "+12,50", Decimal("12.5")),
        (GROUPED, "1\N{NO-BREAK SPACE}234,50", Decimal("1234.5")),
        (GROUPED, "-1\N{NARROW NO-BREAK SPACE}234\N{NARROW NO-BREAK SPACE}567", Decimal(-1234567)),
        (GROUPED, "1234,5", Decimal("1234.5")),
        (BEHIND, "000123-", Decimal("-1.23")),
        (WHOLE, "1.234", 1234),
        (Field(type="amount", sign="first_place", fill=" "), "-   123", Decimal(-123)),
        (Field(type="amount", sign="last_place"), "000123 ", Decimal(123)),
    ],
)
def test_a_number_is_read_in_its_form(field: Field, text: str, value: object) -> None:
    read = converter(layout_of(kind="delimited", field={"type": "text"}), field)(text)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("field", "text", "code", "found"),
    [
        (PLAIN, "1.234,50", "LAYOUT-DECIMAL-SIGN", ","),
        (PLAIN, "1234,5", "LAYOUT-DECIMAL-SIGN", ","),
        (PLAIN, "1,234.50", "LAYOUT-THOUSANDS", ","),
        (PLAIN, "1 234.50", "LAYOUT-THOUSANDS", " "),
        (COMMA, "1.234,50", "LAYOUT-THOUSANDS", "."),
        (COMMA, "1.234", "LAYOUT-THOUSANDS", "."),
        (COMMA, "1234.50", "LAYOUT-DECIMAL-SIGN", "."),
        (COMMA, "1,234,567.50", "LAYOUT-DECIMAL-SIGN", "."),
        (GROUPED, "1'234,50", "LAYOUT-THOUSANDS", "'"),
        (GROUPED, "12 34,50", "LAYOUT-AMOUNT", ""),
        (Field(type="amount", decimals=2), "12,50", "LAYOUT-DECIMAL-SIGN", ","),
        (WHOLE, "12,5", "LAYOUT-DECIMAL-SIGN", ","),
        (PLAIN, "12.50-", "LAYOUT-SIGN", "-"),
        (PLAIN, "+12.50", "LAYOUT-SIGN", "+"),
        (PLAIN, "\N{MINUS SIGN}12.50", "LAYOUT-SIGN", "\N{MINUS SIGN}"),
        (BEHIND, "-123", "LAYOUT-SIGN", "-"),
        (PLAIN, "(12.50)", "LAYOUT-PARENTHESES", ""),
        (PLAIN, "12.505", "LAYOUT-AMOUNT", ""),
        (PLAIN, "kr 12", "LAYOUT-AMOUNT", ""),
        (DAY, "20260115", "LAYOUT-DATE-FORM", "YYYYMMDD"),
        (DAY, "15.01.2026", "LAYOUT-DATE-FORM", "DD.MM.YYYY"),
        (DAY, "01022026", "LAYOUT-DATE-FORM", "DDMMYYYY"),
        (DAY, "260101", "LAYOUT-DATE-FORM", "YYMMDD"),
        (DAY, "2026-02-30", "LAYOUT-DATE", ""),
        (DAY, "i dag", "LAYOUT-DATE", ""),
    ],
)
def test_a_bad_value_is_told_by_what_it_shows(field: Field, text: str, code: str, found: str) -> None:
    with pytest.raises(BadValue) as refused:
        converter(layout_of(kind="delimited", field={"type": "text"}), field)(text)
    assert (refused.value.code, refused.value.found) == (code, found)


@given(text=st.text(st.sampled_from("0123456789.,-+ ()'\N{NO-BREAK SPACE}"), max_size=20))
@pytest.mark.parametrize("field", [PLAIN, COMMA, GROUPED, BEHIND, WHOLE, DAY])
def test_every_text_is_read_or_refused_with_a_known_code(field: Field, text: str) -> None:
    codes = []
    try:
        converter(layout_of(kind="delimited", field={"type": "text"}), field)(text)
    except BadValue as bad:
        codes.append(bad.code)
    assert set(codes) <= CATALOGUE.keys()


RIGHT = {
    "bankgiro": "5402-9681",
    "bic": "SWEDSESS",
    "clearing_number": "6000",
    "gln": "7350000001013",
    "iban": "SE4550000000058398257466",
    "identity_number": "201701102384",
    "luhn": "1230",
    "ocr": "1230",
    "ocr_with_length": "12351",
    "organisation_number": "212000-0142",
    "personnummer": "20170110-2384",
    "plusgiro": "4108-7",
    "samordningsnummer": "190910799824",
    "vat_number": "SE212000014201",
}


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_a_number_is_checked_both_ways(check: str) -> None:
    layout = layout_of(number={"type": "code", "check": check, "length": 30})
    right = RIGHT[check]
    wrong = right[:-1] + ("1" if right[-1] != "1" else "2")
    wrong = wrong if not CHECKS[check](wrong) else "12345678901"
    assert through(layout, {"number": right}) == [{"number": right}]
    with pytest.raises(Unwritable, match="number"):
        through(layout, {"number": wrong})
    record = CompiledRecord(layout, "row")
    [fault] = value_faults(record, wrong.ljust(30), 1)
    assert (fault.code, fault.place.line, fault.place.position) == (check_code(check), 1, "1-30")
    is_personal = check in ("identity_number", "personnummer", "samordningsnummer")
    assert fault.value == (MASK if is_personal else wrong)
    for language in ("sv", "en"):
        assert "{" not in fault.text(language) + fault.title(language) + fault.action(language)


def test_the_number_of_a_sole_trader_is_not_shown() -> None:
    record = CompiledRecord(layout_of(number={"type": "code", "check": "organisation_number"}), "row")
    [fault] = value_faults(record, "170110-2385".ljust(WIDTH), 1)
    assert "170110" not in fault.text() + fault.value


def test_a_wrong_check_digit_that_is_tolerated_leaves_the_line_readable(tmp_path: Path) -> None:
    from gateway.formats.layouts.records import lines  # noqa: PLC0415 - beside what it is for

    layout = layout_of(
        kind="delimited", number={"type": "code", "check": "bankgiro"}, amount={"type": "amount", "decimals": 0}
    )
    path = tmp_path / "file"
    path.write_text("5402-9682;12\n5402-9682;x\n", encoding="utf-8")
    warned, read, faulty = lines(layout, path, frozenset({"LAYOUT-CHECK-BANKGIRO"}))
    assert isinstance(warned, Finding)
    assert warned.code == "LAYOUT-CHECK-BANKGIRO"
    assert not isinstance(read, Finding)
    assert read[3] == ["5402-9682", Decimal(12)]
    assert not isinstance(faulty, Finding)
    assert faulty[3] is None


def test_a_code_fits_its_pattern_both_ways() -> None:
    layout = layout_of(code={"type": "code", "pattern": r"[A-Z]{2}\d{4}"})
    assert through(layout, {"code": "AB1234"}) == [{"code": "AB1234"}]
    with pytest.raises(Unwritable, match="code"):
        through(layout, {"code": "AB123"})
    with pytest.raises(BadValue, match="LAYOUT-PATTERN"):
        converter(layout, layout.records["row"].fields["code"])("ab1234")
