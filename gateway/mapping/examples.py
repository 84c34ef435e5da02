"""Examples of a mapping: inputs in ``mappings/examples/<mapping>/<case>/`` and the outputs that they must give.

A case is a folder with one input file; ``expected.<extension>`` when lines are to be written; and, when anything is to
be found, ``expected-findings.json``: a list of objects with code, about, field and value, in any order.
"""

import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from gateway.findings import Finding
from gateway.formats.layouts.layout import Layout, Record
from gateway.formats.layouts.sheet import cell_text, sheet_rows
from gateway.mapping.splitting import SplitTranslator
from gateway.mapping.translation import Run
from gateway.mapping.translator import Mapping

EXPECTED_FINDINGS = "expected-findings.json"
SHOWN_DIFFERENCES = 30

Reading = Callable[[Path], Iterator[object]]
"""Reads and checks an input file: parts and findings as the pipeline would give them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleResult:
    """How one example went. `difference` is readable text, empty when all is as expected."""

    name: str
    folder: Path
    output: bytes
    findings: list[dict[str, str]]
    difference: str
    suffix: str = ".txt"
    """What the name of the file that the mapping makes ends with."""

    @property
    def is_ok(self) -> bool:
        """Whether the example gave what it must."""
        return not self.difference


def input_of(case: Path) -> Path | None:
    """The one input file of a case; None when there is none, or more than one."""
    inputs = [path for path in case.iterdir() if path.is_file() and not path.name.startswith(("expected", "."))]
    return inputs[0] if len(inputs) == 1 else None


def accept_example(result: ExampleResult) -> None:
    """Make what the example gives now the new expectation. An example without output keeps no expected file."""
    target = _expected_file(result.folder) or result.folder / f"expected{result.suffix}"
    if result.output:
        target.write_bytes(result.output)
    else:
        target.unlink(missing_ok=True)
    findings = result.folder / EXPECTED_FINDINGS
    if result.findings:
        findings.write_text(json.dumps(result.findings, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    else:
        findings.unlink(missing_ok=True)


def run_example(case: Path, mapping: Mapping, run: Run, read: Reading) -> ExampleResult:
    """One example, run. `case` is a folder ``mappings/examples/<mapping>/<case>``."""
    name = f"{mapping.name}/{case.name}"
    source = input_of(case)
    if source is None:
        difference = "the folder must hold one input file"
        return ExampleResult(name=name, folder=case, output=b"", findings=[], difference=difference)
    output, findings = _translated(source, mapping, run, read)
    expected = _expected_file(case)
    if expected is None and output:
        differences = ["there is no expected file"]
    else:
        differences = _line_differences(mapping.target, expected.read_bytes() if expected else b"", output)
    differences += _finding_differences(case / EXPECTED_FINDINGS, findings)
    translator = mapping.translator(run)
    # The files of a split output stand together in one text.
    suffix = ".txt" if isinstance(translator, SplitTranslator) else Path(translator.file_name()).suffix
    return ExampleResult(
        name=name, folder=case, output=output, findings=findings, difference="\n".join(differences), suffix=suffix
    )


def _translated(path: Path, mapping: Mapping, run: Run, read: Reading) -> tuple[bytes, list[dict[str, str]]]:
    translator = mapping.translator(run)
    lines: list[str] = []
    documents: list[bytes] = []
    findings: list[Finding] = []
    steps = [translator.start()]
    for item in read(path):
        if isinstance(item, Finding):
            findings.append(item)
        else:
            steps.append(translator.translate(item))
    steps.append(translator.finish())
    shares: dict[str, list[str]] = {}
    for step in steps:
        lines += step.lines
        documents.append(step.document or step.content)
        findings += step.findings
        for key, share in step.shares.items():
            shares.setdefault(key, []).extend(share.lines)
    if isinstance(translator, SplitTranslator):
        output = b"".join(_named_share(translator, key, of_key) for key, of_key in shares.items())
        return output, [_plain(problem) for problem in findings]
    output = path.read_bytes() if translator.passes_on else translator.encode(lines) + b"".join(documents)
    if problem := translator.fault():
        findings.append(problem)
    else:
        output += b"".join(translator.end())
    return output, [_plain(problem) for problem in findings]


def _named_share(translator: SplitTranslator, key: str, lines: list[str]) -> bytes:
    """One file of an output that is split, under a line with its name."""
    heading = f"==> {translator.file_names()[key]} <==\n".encode()
    return heading + translator.encode(lines, key) + b"".join(translator.end(key))


def _plain(problem: Finding) -> dict[str, str]:
    field = problem.details.get("field", "")
    return {"code": problem.code, "about": problem.about, "field": field, "value": problem.value}


def _finding_differences(path: Path, given: list[dict[str, str]]) -> list[str]:
    try:
        wanted = Counter(map(_key, json.loads(path.read_text(encoding="utf-8")) if path.exists() else []))
    except (ValueError, TypeError, AttributeError) as fault:
        return [f"{path.name} cannot be read: {fault}"]
    found = Counter(map(_key, given))
    missing = [f"- expected finding: {_shown(item)}" for item in (wanted - found).elements()]
    return missing + [f"+ unexpected finding: {_shown(item)}" for item in (found - wanted).elements()]


def _key(item: dict[str, str]) -> tuple[str, ...]:
    return tuple(str(item.get(name, "")) for name in ("code", "about", "field", "value"))


def _shown(item: tuple[str, ...]) -> str:
    return " ".join(value for value in item if value)


def _expected_file(case: Path) -> Path | None:
    return next(iter(sorted(case.glob("expected.*"))), None)


def _line_differences(layout: Layout, expected: bytes, given: bytes) -> list[str]:
    if expected == given:
        return []
    before, after = _lines(layout, expected), _lines(layout, given)
    differences: list[str] = []
    for number, (old, new) in enumerate(zip_longest(before, after), start=1):
        if old == new:
            continue
        if old is None:
            differences.append(f"line {number}: not expected: {new.rstrip()[:100]}")
        elif new is None:
            differences.append(f"line {number}: missing: {old.rstrip()[:100]}")
        else:
            differences += [f"line {number}, {text}" for text in _field_differences(layout, old, new)]
    if not differences and layout.kind != "xlsx":
        differences.append("only the line ends differ")
    hidden = len(differences) - SHOWN_DIFFERENCES
    return [*differences[:SHOWN_DIFFERENCES], *([f"… and {hidden} more"] if hidden > 0 else [])]


def _lines(layout: Layout, content: bytes) -> list[str]:
    """What is compared: lines of text, or the cells of the rows of a workbook, however it is packed."""
    if layout.kind != "xlsx":
        return content.decode(layout.written_encoding, "replace").splitlines()
    rows = sheet_rows(layout, io.BytesIO(content)) if content else ()
    return [
        item.text("en") if isinstance(item, Finding) else f"{item[0]}: {' | '.join(map(cell_text, item[1]))}"
        for item in rows
    ]


def _field_differences(layout: Layout, old: str, new: str) -> list[str]:
    if not layout.records or layout.kind not in ("fixed", "delimited"):
        return [f"expected '{old.strip()}', got '{new.strip()}'"]
    name, record = _record_of(layout, old)
    if layout.kind == "fixed":
        cut = {field: slice((kind.start or 1) - 1, kind.end) for field, kind in record.fields.items()}
        pairs = [(field, old[place], new[place]) for field, place in cut.items()]
    else:
        skip = 1 if layout.record_type else 0
        cells = zip_longest(old.split(layout.delimiter)[skip:], new.split(layout.delimiter)[skip:], fillvalue="")
        names = [*record.fields]
        pairs = [(names[i] if i < len(names) else f"cell {i + 1}", *pair) for i, pair in enumerate(cells)]
    found = [f"{name}.{field}: expected '{a.strip()}', got '{b.strip()}'" for field, a, b in pairs if a != b]
    return found or [f"{name}: differs outside the fields"]


def _record_of(layout: Layout, line: str) -> tuple[str, Record]:
    first = next(iter(layout.records.items()))
    place = layout.record_type
    if place is None:
        return first
    start = (place.start or 1) - 1
    kind = (
        line.split(layout.delimiter, maxsplit=1)[0]
        if layout.kind == "delimited"
        else line[start : start + (place.length or 0)]
    )
    return next((item for item in layout.records.items() if item[1].when == kind.strip()), first)
