"""A destination's encoding, line ends and padding of amounts, in the place of the layout's own."""

import datetime
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from gateway.app.installation import Installation
from gateway.formats.layouts.layout import load_layouts
from gateway.formats.layouts.output import Output, as_wanted
from gateway.formats.layouts.writer import LayoutWriter, Unwritable
from gateway.mapping import Run, load_mapping
from gateway.messages.vouchers import Voucher, VoucherBatch, VoucherRow
from gateway.pipeline.tools import RouteTools
from gateway.registers import Registers
from gateway.settings import Settings
from gateway.specification import BrokenSpecification

pytestmark = pytest.mark.unit

MAPPINGS = Path(__file__).parents[2] / "mappings"
LAYOUTS = load_layouts(MAPPINGS / "layouts")
GL07 = LAYOUTS["gl07_format55"]
VALUES = {"interface": "CSV", "voucher_type": "BO", "company": "10"}
RUN = Run(
    file_id="20261123-00000001",
    batch_id="CSV-20261123-00000001",
    now=datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC),
)
ENCODINGS = ("iso-8859-1", "windows-1252", "utf-8", "utf-16-le")
AMOUNTS = {
    "zeros": ("-0000000000000125000", "00000000000000125000"),
    "spaces": ("-125000             ", "125000              "),
}
LINE_ENDS = {"lf": "\n", "crlf": "\r\n"}


def translated(output: Output, text: str = "Hyra för Räven") -> tuple[bytes, list[str]]:
    """The file that a voucher of two rows gives, and the codes of what was found."""
    mapping = load_mapping(MAPPINGS / "translations" / "vouchers_gl07.yaml", LAYOUTS, Registers({}), VALUES, output)
    translator = mapping.translator(RUN)
    rows = [
        VoucherRow(account="3410", amount=Decimal(-1250), text=text),
        VoucherRow(account="1510", amount=Decimal(1250)),
    ]
    steps = [
        translator.start(),
        translator.translate(VoucherBatch()),
        translator.translate(Voucher(number="1", date=datetime.date(2026, 11, 1), rows=rows)),
        translator.finish(),
    ]
    lines = [line for step in steps for line in step.lines]
    return translator.encode(lines), [found.code for step in steps for found in step.findings]


@pytest.mark.parametrize(("encoding", "line_end", "amounts"), list(product(ENCODINGS, LINE_ENDS, AMOUNTS)))
def test_every_combination_of_settings_gives_lines_of_2060_characters(
    encoding: str, line_end: str, amounts: str
) -> None:
    output = Output.model_validate({"encoding": encoding, "line_end": line_end, "amounts": amounts})
    content, findings = translated(output)
    text = content.decode(encoding)
    assert findings == []
    assert len(text) == 2 * (2060 + len(LINE_ENDS[line_end]))
    lines = text.split(LINE_ENDS[line_end])
    assert lines.pop() == ""
    assert tuple(line[399:419] for line in lines) == AMOUNTS[amounts]
    assert lines[0][490:504] == "Hyra för Räven"
    assert [line[761:776] for line in lines] == ["000000000000001"] * 2, (
        "a number that is no amount is padded as before"
    )


def test_nothing_said_is_the_layout_itself() -> None:
    assert as_wanted(GL07, Output()) is GL07
    assert translated(Output()) == translated(Output(encoding="iso-8859-1", line_end="lf", amounts="zeros"))


def test_blank_amounts_stay_blank_in_both_paddings() -> None:
    for amounts in ("zeros", "spaces"):
        writer = LayoutWriter(as_wanted(GL07, Output(amounts=amounts)))  # type: ignore[arg-type]
        assert writer.formatter("row", ("discount",))((None,))[1154:1174] == " " * 20


@pytest.mark.parametrize(
    ("encoding", "text", "is_written"),
    [("iso-8859-1", "€ 10", False), ("windows-1252", "€ 10", True), ("windows-1252", "Ω", False), ("utf-8", "Ω", True)],
)
def test_a_character_that_the_encoding_lacks_stops_the_voucher(encoding: str, text: str, is_written: bool) -> None:
    content, findings = translated(Output.model_validate({"encoding": encoding}), text)
    assert (findings == []) is is_written
    assert bool(content) is is_written
    if not is_written:
        assert findings == ["MAPPING-VALUE-UNWRITABLE"]


@pytest.mark.parametrize("amounts", AMOUNTS)
def test_an_amount_that_is_too_wide_is_refused_in_both_paddings(amounts: str) -> None:
    writer = LayoutWriter(as_wanted(GL07, Output.model_validate({"amounts": amounts})))
    with pytest.raises(Unwritable, match="amount"):
        writer.formatter("row", ("amount",))((Decimal(10) ** 18,))


def test_the_fingerprint_tells_settings_apart() -> None:
    path = MAPPINGS / "translations" / "vouchers_gl07.yaml"
    choices = [Output(), Output(encoding="utf-8"), Output(line_end="crlf"), Output(amounts="spaces")]
    prints = {load_mapping(path, LAYOUTS, Registers({}), VALUES, output).fingerprint for output in choices}
    assert len(prints) == len(choices)


def with_output(home: Path, route: str, output: str) -> RouteTools | BrokenSpecification:
    """The route with an ``output`` as its last line, in an installation of its own."""
    path = home / "mappings" / "routes" / f"{route}.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"output: {output}\n", encoding="utf-8")
    return Installation(Settings.model_validate({"home": home})).tools[route]


def test_a_route_has_the_file_written_as_its_destination_wants_it(home: Path) -> None:
    tools = with_output(home, "forsystem-csv", "{encoding: utf-16-le, line_end: crlf, amounts: spaces}")
    assert isinstance(tools, RouteTools)
    assert (tools.mapping.target.written_encoding, tools.mapping.target.line_end) == ("utf-16-le", "crlf")
    assert tools.mapping.target.record("row").fields["amount"].is_left_aligned


@pytest.mark.parametrize(
    ("route", "output", "column", "message"),
    [
        ("forsystem-csv", "{encoding: latin-1}", 20, "output.encoding: Input should be"),
        ("forsystem-csv", "{amuonts: zeros}", 10, "unknown key 'amuonts' (did you mean 'amounts'?)"),
        ("skatteverket-inkomst", "{amounts: zeros}", 19, "'ber_income' has no fixed positions"),
        ("betalningar-ut", "{line_end: crlf}", 20, "'original' is not a file of lines, so 'line_end' cannot be chosen"),
        ("bank-till-bgmax", "{encoding: utf-8}", 20, "'bgmax' is not a file of lines, so 'encoding' cannot be chosen"),
        ("autogiro-medgivanden", "{encoding: cp437}", 20, ""),
    ],
)
def test_what_the_target_cannot_take_is_a_problem_in_its_place(
    home: Path, route: str, output: str, column: int, message: str
) -> None:
    broken = with_output(home, route, output)
    if not message:
        assert isinstance(broken, RouteTools)
        return
    assert isinstance(broken, BrokenSpecification)
    [problem] = broken.problems
    last = len((home / "mappings" / "routes" / f"{route}.yaml").read_text(encoding="utf-8").splitlines())
    assert (problem.line, problem.column) == (last, column)
    assert str(problem).endswith(message) or message in str(problem)


def test_headings_that_the_encoding_lacks_are_a_problem_before_any_file_comes(home: Path) -> None:
    layout = MAPPINGS / "layouts" / "mandate_import.yaml"
    changed = layout.read_text(encoding="utf-8").replace("column: Namn", "column: Namn Ω")
    (home / "mappings" / "layouts" / layout.name).write_text(changed, encoding="utf-8")
    path = home / "mappings" / "routes" / "autogiro-medgivanden.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "output: {encoding: iso-8859-1}\n", encoding="utf-8")
    broken = Installation(Settings.model_validate({"home": home})).tools["autogiro-medgivanden"]
    assert isinstance(broken, BrokenSpecification)
    assert "iso-8859-1 has no 'Ω', which 'mandate_import' writes" in str(broken)
