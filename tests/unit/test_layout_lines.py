"""Lines of laid-out files: their encoding, their ends, lines that have slipped, and totals wherever they stand."""

import itertools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.findings import MASK, Finding
from gateway.formats.layouts.layout import Layout
from gateway.formats.layouts.reader import recogniser
from gateway.formats.layouts.records import Line, lines, read_records
from gateway.formats.layouts.writer import LayoutWriter
from gateway.formats.text_encoding import count_bytes

pytestmark = pytest.mark.unit

TEXT = "Hyra på Öster Ågatan"


def layout(**keys: Any) -> Layout:
    fields = {"number": {"type": "integer"}, "text": {"type": "text"}}
    return Layout.model_validate(
        {"title": "Prov", "kind": "delimited", "records": {"row": {"fields": fields}}, **keys},
    )


def fixed(**keys: Any) -> Layout:
    fields = {
        "number": {"type": "integer", "start": 1, "length": 4},
        "day": {"type": "date", "start": 5, "length": 8},
        "text": {"type": "text", "start": 13, "length": 10},
        "amount": {"type": "amount", "decimals": 2, "start": 23, "length": 8, "required": True},
        "code": {"type": "code", "allowed": ["SEK"], "start": 31, "length": 3},
    }
    record = {"length": 33, "fields": fields}
    return Layout.model_validate(
        {"title": "Prov", "kind": "fixed", "encoding": "iso-8859-1", "records": {"row": record}, **keys}
    )


def items(spec: Layout, folder: Path, data: bytes | str) -> list[Any]:
    path = folder / "file"
    path.write_bytes(data if isinstance(data, bytes) else data.encode(spec.written_encoding))
    return list(read_records(spec, path))


def rows(found: list[Any]) -> list[dict[str, Any]]:
    return [item[1] for item in found if not isinstance(item, Finding)]


def told(found: list[Any]) -> list[tuple[str, int | None, str]]:
    return [(item.code, item.place.line, item.place.position) for item in found if isinstance(item, Finding)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1", "windows-1252", "cp437"])
def test_an_encoding_is_told_from_the_bytes(tmp_path: Path, encoding: str) -> None:
    text = f"1;{TEXT}{' – 5 €' if encoding == 'windows-1252' else ''}"
    found = items(layout(encoding="detect"), tmp_path, f"{text}\n".encode(encoding))
    assert rows(found) == [{"number": 1, "text": text[2:]}]
    [finding] = [item for item in found if isinstance(item, Finding)]
    assert (finding.code, finding.value) == ("FILE-ENCODING-DETECTED", encoding.removesuffix("-sig"))
    assert not finding.rejects


def test_nothing_is_said_of_the_encoding_of_a_file_without_letters_outside_ascii(tmp_path: Path) -> None:
    assert items(layout(encoding="detect"), tmp_path, b"1;Hyra\n") == [("row", {"number": 1, "text": "Hyra"})]


def test_only_the_encodings_of_the_list_are_taken(tmp_path: Path) -> None:
    found = items(layout(encoding=["utf-8", "iso-8859-1"]), tmp_path, "1;Hyra – på".encode("windows-1252"))
    assert ("LAYOUT-CHARACTER", 1, "2") in told(found)


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "cp437"])
def test_a_utf_8_file_in_a_layout_of_another_encoding_is_refused_at_its_first_letter(
    tmp_path: Path, encoding: str
) -> None:
    found = items(layout(encoding=encoding), tmp_path, f"1;Hyra\n2;{TEXT}\n".encode())
    assert rows(found) == [{"number": 1, "text": "Hyra"}]
    assert told(found) == [("FILE-ENCODING-OTHER", 2, "9")]
    assert found[-1].details["found"] == "utf-8"
    assert "= å" in found[-1].text()


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "cp437"])
def test_another_encoding_in_a_utf_8_layout_is_named(tmp_path: Path, encoding: str) -> None:
    text = f"1;Hyra\n2;{TEXT}{' –' if encoding == 'windows-1252' else ''}\n"
    found = items(layout(), tmp_path, text.encode(encoding))
    assert told(found) == [("FILE-ENCODING-OTHER", 2, "9")]
    assert (found[-1].details["found"], found[-1].expected) == (encoding, "utf-8")


@given(text=st.text(st.characters(codec="iso-8859-1", min_codepoint=32, exclude_categories=["C"])))
def test_the_bytes_are_counted_alike_however_they_are_cut(text: str) -> None:
    data = text.encode()
    cut = [bytes([byte]) for byte in data]
    assert count_bytes(cut) == count_bytes([data])
    assert count_bytes([data]).is_utf_8


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_both_line_ends_are_read_and_the_last_may_be_missing(tmp_path: Path, end: str, last: bool) -> None:
    found = items(layout(), tmp_path, f"1;a{end}2;b{end if last else ''}")
    assert rows(found) == [{"number": 1, "text": "a"}, {"number": 2, "text": "b"}]


@pytest.mark.parametrize("spec", [layout(recognise={"first_line": "1"}), fixed(recognise={"first_line": "1"})])
def test_line_ends_of_cr_alone_are_told(tmp_path: Path, spec: Layout) -> None:
    data = b"1;a\r2;b\r"
    assert recogniser(spec)(data)
    assert told(items(spec, tmp_path, data)) == [("LAYOUT-LINE-END", 1, "4")]


def line(number: str = "0001", day: str = "20260115", text: str = "Hyra", amount: str = "00012345") -> str:
    return f"{number}{day}{text:10}{amount}SEK"


def test_records_without_line_ends_are_written_and_read_back(tmp_path: Path) -> None:
    spec = fixed(line_end="none")
    writer = LayoutWriter(spec)
    write = writer.formatter("row", ("number", "text", "amount"))
    data = b"".join(writer.encode(write((number, "på", number))) for number in (1, 2, 3))
    assert len(data) == 3 * 33
    for read in (data, data + b"\r\n", data + b"\x1a"):
        assert [row["number"] for row in rows(items(spec, tmp_path, read))] == [1, 2, 3]
    in_lines = b"".join(data[start : start + 33] + b"\r\n" for start in (0, 33, 66))
    assert [row["number"] for row in rows(items(spec, tmp_path, in_lines))] == [1, 2, 3]
    assert told(items(spec, tmp_path, data + b"0004")) == [("LAYOUT-LINE-LENGTH", 4, "5-12")]


def test_a_short_line_is_filled_where_the_layout_says_so(tmp_path: Path) -> None:
    assert rows(items(fixed(short_lines=True), tmp_path, line()[:30] + "\n"))[0]["code"] is None
    assert told(items(fixed(), tmp_path, line()[:30] + "\n")) == [("LAYOUT-LINE-LENGTH", 1, "31-33")]


def shifted(at: int, by: int) -> str:
    whole = line()
    return whole[:at] + "7" * by + whole[at:-by] if by > 0 else whole[:at] + whole[at - by :] + "x" * -by


@pytest.mark.parametrize(
    ("at", "by", "position"), [(2, 2, "5-12"), (0, 1, "5-12"), (22, -2, "23-30"), (4, 3, "5-12"), (3, -1, "5-12")]
)
def test_a_line_that_has_slipped_is_told_once_where_it_does_not_fit(
    tmp_path: Path, at: int, by: int, position: str
) -> None:
    found = items(fixed(), tmp_path, f"{line()}\n{shifted(at, by)}\n")
    assert told(found) == [("LAYOUT-SHIFTED", 2, position)]
    assert "{" not in found[-1].text() + found[-1].action()


def test_single_faults_of_a_line_are_told_singly(tmp_path: Path) -> None:
    found = items(fixed(), tmp_path, line(number="00x1", amount="1234,500") + "\n")
    assert told(found) == [("LAYOUT-NUMBER", 1, "1-4"), ("LAYOUT-DECIMAL-SIGN", 1, "23-30")]


def test_a_line_that_has_slipped_shows_nothing_of_a_person(tmp_path: Path) -> None:
    spec = fixed()
    fields = {
        "person": {"type": "code", "check": "personnummer", "start": 1, "length": 12},
        "day": {"type": "date", "start": 13, "length": 8},
        "amount": {"type": "amount", "start": 21, "length": 8},
    }
    record = {"length": 28, "fields": fields}
    spec = Layout.model_validate({"title": "Prov", "kind": "fixed", "records": {"row": record}})
    [finding] = items(spec, tmp_path, " 2017011023842026011500001234"[:28] + "\n")
    assert (finding.code, finding.value) == ("LAYOUT-SHIFTED", MASK)


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("1;2026-01-15", ("LAYOUT-COLUMN-COUNT", 2, "belopp")),
        ("1;x;2026-01-15;5", ("LAYOUT-COLUMN-COUNT", 2, "dag")),
        ("1;2026-01-15;5;7", ("LAYOUT-COLUMN-COUNT", 2, "")),
        ("1;2026-01-15;1,50", ("LAYOUT-DECIMAL-SIGN", 2, "belopp")),
    ],
)
def test_a_ragged_row_is_told_with_the_column_that_does_not_fit(
    tmp_path: Path, row: str, place: tuple[str, int, str]
) -> None:
    fields = {
        "nr": {"type": "integer"},
        "dag": {"type": "date", "date_form": "YYYY-MM-DD"},
        "belopp": {"type": "amount", "decimals": 2, "decimal_sign": "."},
    }
    spec = layout(header_row=True, records={"row": {"fields": fields}})
    found = items(spec, tmp_path, f"nr;dag;belopp\n{row}\n3;2026-01-16;6.50\n")
    assert told(found) == [place]
    assert [row["nr"] for row in rows(found)] == [3]


def test_line_breaks_within_quotes_are_read_as_blanks_in_texts_alone(tmp_path: Path) -> None:
    assert rows(items(layout(), tmp_path, '1;"två\r\nrader"\n2;b\n')) == [
        {"number": 1, "text": "två rader"},
        {"number": 2, "text": "b"},
    ]
    codes = layout(records={"row": {"fields": {"number": {"type": "integer"}, "code": {"type": "code"}}}})
    assert told(items(codes, tmp_path, '1;"A\nB"\n2;C\n')) == [("LAYOUT-CHARACTER", 1, "2")]


def test_a_decimal_comma_stands_in_quotes_where_commas_delimit(tmp_path: Path) -> None:
    fields = {"amount": {"type": "amount", "decimals": 2, "decimal_sign": ","}, "text": {"type": "text"}}
    spec = layout(delimiter=",", records={"row": {"fields": fields}})
    assert str(rows(items(spec, tmp_path, '"1,50",a\n'))[0]["amount"]) == "1.50"
    assert told(items(spec, tmp_path, "1,50,a\n")) == [("LAYOUT-COLUMN-COUNT", 1, "")]


def totals(**fields: dict[str, Any]) -> Layout:
    """A layout of units: H (header), I (unit), R (row), S (end of unit), T (trailer)."""
    amount = {"type": "amount"}
    records = {
        "header": {"role": "header", "when": "H", "fields": fields.get("header", {"unused": {"type": "text"}})},
        "invoice": {"when": "I", "fields": fields.get("invoice", {"unused": {"type": "text"}})},
        "row": {"when": "R", "fields": {"account": {"type": "code"}, "amount": amount, "fee": amount}},
        "sum": {"when": "S", "fields": fields.get("sum", {"unused": {"type": "text"}})},
        "end": {"role": "trailer", "when": "T", "fields": fields.get("end", {"unused": {"type": "text"}})},
    }
    used = {"header": "header" in fields, "end": "end" in fields}
    kept = {name: record for name, record in records.items() if used.get(name, True)}
    return layout(record_type={}, records=kept)


UNITS = "I;\nR;3010;10;1\nR;3020;-4;\nS;{}\nI;\nR;3010;5;\nS;{}\n"


@pytest.mark.parametrize(
    ("total", "right", "wrong"),
    [
        ({"type": "integer", "counts": "row"}, "3", "2"),
        ({"type": "integer", "counts": "all"}, "9", "8"),
        ({"type": "amount", "sums": "row.amount"}, "11", "12"),
        ({"type": "amount", "sums": ["row.amount", "row.fee"]}, "12", "11"),
        ({"type": "amount", "sums": "row.amount", "absolute": True}, "19", "11"),
        ({"type": "integer", "sums": "row.account"}, "9040", "9041"),
    ],
)
@pytest.mark.parametrize("place", ["header", "end"])
def test_totals_of_a_file_may_stand_at_its_beginning_or_end(
    tmp_path: Path, total: dict[str, Any], right: str, wrong: str, place: str
) -> None:
    spec = totals(**{place: {"total": total}})
    code = "LAYOUT-TOTAL-COUNT" if "counts" in total else "LAYOUT-TOTAL-SUM"
    body = UNITS.format("", "")
    for stated, expected in ((right, []), (wrong, [(code, 1 if place == "header" else 8, "")])):
        # Counting "all" covers the line that states it: the seven lines, the line itself, and the one added below.
        count_all = str(int(stated) - 1) if total.get("counts") == "all" else stated
        text = f"H;{count_all}\n{body}" if place == "header" else f"{body}T;{count_all}\n"
        assert told(items(spec, tmp_path, text)) == expected


def test_totals_on_the_line_that_ends_a_unit_make_that_line_faulty_when_they_are_wrong(tmp_path: Path) -> None:
    total = {"type": "amount", "sums": "row.amount", "since": "invoice"}
    count = {"type": "integer", "counts": "row", "since": "invoice"}
    spec = totals(sum={"total": total, "count": count})
    assert told(items(spec, tmp_path, UNITS.format("6;2", "5;1"))) == []
    found = items(spec, tmp_path, UNITS.format("6;2", "6;2"))
    assert told(found) == [("LAYOUT-UNIT-SUM", 7, ""), ("LAYOUT-UNIT-COUNT", 7, "")]
    assert {str(item.scope) for item in found if isinstance(item, Finding)} == {"part"}
    path = tmp_path / "file"
    tolerated = frozenset({"LAYOUT-UNIT-SUM", "LAYOUT-UNIT-COUNT"})
    taken: list[Line] = [item for item in lines(spec, path, tolerated) if not isinstance(item, Finding)]
    assert all(values is not None for _, _, _, values in taken)


def test_totals_on_the_line_that_begins_a_unit_are_compared_where_it_ends(tmp_path: Path) -> None:
    total = {"type": "amount", "sums": "row.amount", "since": "invoice"}
    spec = totals(invoice={"total": total})
    text = "I;{}\nR;3010;10;\nR;3020;-4;\nI;{}\nR;3010;5;\n"
    assert told(items(spec, tmp_path, text.format(6, 5))) == []
    assert told(items(spec, tmp_path, text.format(7, 5))) == [("LAYOUT-UNIT-SUM", 1, "")]
    assert told(items(spec, tmp_path, text.format(6, 6))) == [("LAYOUT-UNIT-SUM", 4, "")]


def test_a_hash_total_over_a_code_that_is_no_number_is_not_verified(tmp_path: Path) -> None:
    spec = totals(end={"total": {"type": "integer", "sums": "row.account"}})
    assert told(items(spec, tmp_path, "R;A1;1;\nT;5\n")) == [("LAYOUT-TOTAL-UNVERIFIED", 2, "")]


def test_the_memory_of_totals_does_not_grow_with_the_units(tmp_path: Path) -> None:
    from gateway.formats.layouts.lines import Dispatcher  # noqa: PLC0415 - beside what it is for
    from gateway.formats.layouts.totals import Totals  # noqa: PLC0415

    spec = totals(invoice={"total": {"type": "amount", "sums": "row.amount", "since": "invoice"}})
    found, dispatcher = Totals(spec), Dispatcher(spec)
    row = ["I", "0"]
    record = dispatcher.record_of(row, 1)
    assert not isinstance(record, Finding)
    for number in itertools.islice(itertools.count(1), 100):
        assert list(found.add(record, row, [0])) == []
        assert list(found.stated(record, [0], number)) == []
        assert len(found._waiting) == 1
