"""Mappings at work: a `Mapping` is a checked and compiled spec, a `Translator` runs it over the parts of one file."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import replace
from decimal import getcontext, localcontext, setcontext
from functools import partial
from pathlib import Path
from typing import Any

from gateway.catalogue import Scope
from gateway.findings import NOWHERE, Finding, Place, finding
from gateway.formats.base import DatedWriter
from gateway.formats.layouts.files import file_writer
from gateway.formats.layouts.layout import Layout
from gateway.formats.layouts.output import Output, as_wanted
from gateway.formats.layouts.writer import LayoutWriter, Unwritable
from gateway.mapping.checking import checked
from gateway.mapping.compilation import Program, compiled
from gateway.mapping.explaining import FileExplainer
from gateway.mapping.explanation import ExplainedRecord, Explainer
from gateway.mapping.faults import about, fault_finding
from gateway.mapping.model import MappingSpecification
from gateway.mapping.plan import END, START, Plan, closing
from gateway.mapping.progress import Progress, Tally
from gateway.mapping.runtime import CONTEXT, FAULTS
from gateway.mapping.splitting import Divider, SplitTranslator, divided, explained_shares, name_part
from gateway.mapping.translation import Run, Share, Translation
from gateway.messages import Family, is_protected
from gateway.registers import Registers
from gateway.specification import load

AS_THE_LAYOUT_SAYS = Output()
MAXIMUM_FINDINGS = 50
"""How many findings one part gives; the rest would say the same."""


class Mapping:
    """A mapping ready to run. Make it with `load_mapping`."""

    def __init__(self, plan: Plan, fingerprint: str) -> None:
        self.name = plan.specification.name
        self.title = plan.specification.title
        self.target = plan.layout
        self.family: Family = plan.family
        self.fingerprint = fingerprint
        self.plan = plan
        self.writer = LayoutWriter(plan.layout)
        self.program: Program = compiled(plan, self.writer)

    def translator(self, run: Run) -> "Translator | SplitTranslator":
        """A translator for one file."""
        if self.plan.split and self.program.split:
            divider = Divider(self.plan, self.plan.split, self.program.split, run)
            return SplitTranslator(divider, self.plan.split, lambda key: Translator(self, divided(run, key)))
        return Translator(self, run)

    def explain(self, parts: Iterable[Any], run: Run) -> Iterator[ExplainedRecord]:
        """For every line that the parts give: each field with its value, expression, sources and register rows.

        What cannot be worked out is explained by its fault. Values about persons with protected identity are masked.
        """
        if self.plan.split and self.program.split:
            divider = Divider(self.plan, self.plan.split, self.program.split, run)
            yield from explained_shares(divider, iter(parts), lambda key: self._explainer(divided(run, key)))
            return
        explainer = self._explainer(run)
        yield from explainer.start()
        for part in parts:
            yield from explainer.part(part)
        yield from explainer.finish()

    def _explainer(self, run: Run) -> FileExplainer:
        return FileExplainer(Translator(self, run), Explainer(self.plan, self.program, self.writer, run))


class Translator:
    """Translates the parts of one file in order: `start()`, `translate()` for each part, `finish()`."""

    def __init__(self, mapping: Mapping, run: Run) -> None:
        self.progress = Progress(mapping.plan)
        self._mapping = mapping
        self._run = run
        self._around, self._innermost = ("", *mapping.plan.levels)[-2:]
        self._innermost_type = mapping.family.parts[self._innermost]
        self._closing = closing(self._around)
        # Nothing is written when parts without records come, unless the message itself is.
        recorded = {record.moment for record in mapping.plan.records}
        self._idle = set() if mapping.plan.form else set(mapping.plan.levels) - recorded
        self._fixed: tuple[str, ...] = ()
        self._outer: list[Any] = []
        form = mapping.plan.form
        self._write = form.write if form else None
        self._writer = form.writer() if form and form.writer else None
        if isinstance(self._writer, DatedWriter):
            self._writer.made_on(run.today)
        self._file = file_writer(mapping.target, mapping.writer)
        unit = mapping.family.unit
        names = [name for name, part in mapping.family.parts.items() if part is unit]
        outside = mapping.plan.levels[: mapping.plan.levels.index(names[0])] if names else ()
        self._whole_file = {START, END, *outside} if unit else set(mapping.program.functions)

    @property
    def passes_on(self) -> bool:
        """Whether the file is delivered as it came."""
        return self._mapping.plan.passes_on

    def start(self) -> Translation:
        """The lines before the first part: column headings, and records with ``at: start``."""
        heading = self._mapping.writer.header_line()
        translation = self._made(START, None)
        if heading is None or translation.findings:
            return translation
        return replace(translation, lines=[heading, *translation.lines])

    def translate(self, part: Any) -> Translation:
        """The lines of one part: all of them, or none and the findings about what stopped them.

        The lines are counted at once. A caller that rejects the part after all calls `withdraw()`.
        """
        if type(part) is self._innermost_type:
            if made := self._made_quickly(part):
                return made
        elif not self.progress.takes(part):
            return Translation(findings=[self._other_message(part)])
        before = [self.close(moment) for moment in self.progress.closings(part)]
        self._outer = []
        moment = self.progress.enter(part)
        if moment in self._idle:
            self.progress.count(moment, [])
            return _joined(before) if before else Translation()
        if missing := self.progress.missing(moment):
            return Translation(findings=_shielded([finding("MAPPING-OUTER-PART-MISSING", expected=missing)], part))
        translation = _joined([*before, self._made(moment, part)])
        if translation.findings:
            return translation
        if self._write:
            return replace(translation, document=self._write(part))
        return self._content(partial(self._writer.write, part), part, moment) if self._writer else translation

    def close(self, moment: str) -> Translation:
        """The lines after the last of what an open part holds; the part is closed."""
        translation = self._closed_quickly(moment) or self._made(moment, self.progress.parts(moment)[-1])
        self.progress.leave(moment)
        return translation

    def withdraw(self) -> None:
        """Take the part that was translated last out of run.number, written(…) and total(…): it is not delivered.

        Does nothing when that part gave findings that stopped it, or is withdrawn already.
        """
        self.progress.withdraw()

    def finish(self) -> Translation:
        """The lines after the last part: records with ``at: end``. None when the file had no parts."""
        if self.progress.missing(END):
            return Translation()
        outermost = self.progress.parts(END)[0]
        if self._writer:
            return self._content(self._writer.finish, outermost, END)
        before = [self.close(moment) for moment in self.progress.closings()]
        return _joined([*before, self._made(END, outermost)])

    def file_names(self) -> dict[str, str]:
        """The name of the file that is made, under the blank value: it is not split."""
        return {"": self.file_name()}

    def file_name(self) -> str:
        """The name of the file that is made.

        Cannot fail: `load_mapping` refuses an expression that data could stop, and one that gives no plain file name.
        """
        code = self._mapping.plan.file_name.code
        run = replace(self._run, split=name_part(self._run.split))
        return str(eval(code, dict(self._mapping.program.environment), {"run": run}))  # noqa: S307 - checked

    def batch_id(self, _key: str = "") -> str:
        """The batch id of the file that is made."""
        return self._run.batch_id

    def latest(self, part: Any, level: str) -> tuple[Share, ...]:
        """The part that was translated last, if it is delivered, in the file that it is in."""
        return (Share(batch_id=self._run.batch_id, number=self.progress.number(level) - 1, part=part),)

    def encode(self, lines: list[str], _key: str = "") -> bytes:
        """What can be written of the file now that a translation gave these lines, to be kept in order."""
        return self._file.add(lines)

    def fault(self) -> Finding | None:
        """Why the file cannot be ended: what it was given is more than its kind can hold."""
        fault = self._file.fault()
        return self._file_fault(fault, None) if fault else None

    def end(self, _key: str = "") -> Iterator[bytes]:
        """The rest of the file, in pieces, after all that `encode` gave. Asked for once, when there is no fault."""
        return self._file.end()

    def _made(self, moment: str, part: Any) -> Translation:
        lines: list[str] = []
        tally: Tally = []
        findings: list[Finding] = []
        progress = self.progress

        def fail(fault: Exception, item: Any) -> None:
            if len(findings) < MAXIMUM_FINDINGS:
                findings.append(self._finding(fault, moment, part, item))

        function = self._mapping.program.functions[moment]
        with localcontext(CONTEXT):
            function(
                self._run,
                progress.number(moment),
                progress.written(moment),
                progress.totals(moment),
                lines,
                tally,
                fail,
                *progress.parts(moment),
            )
        for line in lines:
            if not line.isascii():
                try:
                    self._mapping.writer.encode(line)
                except Unwritable as fault:
                    fail(fault, None)
        if findings:
            self._mapping.writer.take_cuts()
            return Translation(findings=_shielded(findings, part))
        return self._counted(moment, part, lines, tally)

    def _made_quickly(self, part: Any) -> Translation | None:
        """The lines of an innermost part by the quick program; None when the plain one is to make them."""
        quick, progress = self._mapping.program.quick, self.progress
        if quick is None or (not self._outer and progress.missing(self._around)):
            return None
        lines: list[str] = []
        tally: Tally = []
        number = progress.number(self._innermost)
        if not self._quickly(lambda kept: quick.inner(self._run, number, lines, tally, *kept, part), lines):
            return None
        progress.enter_innermost(part)
        return self._counted(self._innermost, part, lines, tally)

    def _closed_quickly(self, moment: str) -> Translation | None:
        """The lines after the part around the innermost ones; None when the plain program is to make them."""
        quick, progress = self._mapping.program.quick, self.progress
        if quick is None or moment != self._closing:
            return None
        lines: list[str] = []
        tally: Tally = []
        counts = progress.number(moment), progress.written(moment), progress.totals(moment)
        if not self._quickly(lambda kept: quick.closing(self._run, *counts, lines, tally, *kept), lines):
            return None
        return self._counted(moment, progress.parts(moment)[-1], lines, tally)

    def _quickly(self, make: Callable[[list[Any]], None], lines: list[str]) -> bool:
        """Run a function of the quick program; whether all went well. If not, what it made is to be thrown away."""
        before = getcontext()
        setcontext(CONTEXT)
        try:
            if not self._outer:
                self._outer = self._outer_values()
            make(self._outer)
            for line in lines:
                if not line.isascii():
                    self._mapping.writer.encode(line)
        except (*FAULTS, TypeError):
            # The plain program does it again, and knows what was wrong.
            self._mapping.writer.take_cuts()
            return False
        finally:
            setcontext(before)
        return True

    def _outer_values(self) -> list[Any]:
        quick = self._mapping.program.quick
        assert quick is not None  # noqa: S101 - told to the type checker: only the quick program asks
        if not self._fixed:
            self._fixed = quick.fixed(self._run)
        parts = self.progress.parts(self._around)
        return [self._fixed, quick.outer(self._run, *parts), *parts]

    def _counted(self, moment: str, part: Any, lines: list[str], tally: Tally) -> Translation:
        self.progress.count(moment, tally)
        cuts = self._mapping.writer.take_cuts()
        if not cuts:
            return Translation(lines=lines)
        place = getattr(part, "place", NOWHERE)
        named = [replace(cut, about=about(part), place=replace(place, position=cut.place.position)) for cut in cuts]
        return Translation(lines=lines, findings=_shielded(named, part))

    def _content(self, write: Callable[[], bytes], part: Any, moment: str) -> Translation:
        try:
            return Translation(content=write())
        except Unwritable as fault:
            scope = Scope.FILE if moment in self._whole_file else None
            return Translation(findings=_shielded([self._file_fault(fault, part, scope)], part))

    def _file_fault(self, fault: Unwritable, part: Any, scope: Scope | None = Scope.FILE) -> Finding:
        place: Place = getattr(part, "place", NOWHERE)
        target = self._mapping.target.name
        return fault_finding(
            fault, record=target, field=fault.field, expression="", place=place, about=about(part), scope=scope
        )

    def _other_message(self, part: Any) -> Finding:
        place: Place = getattr(part, "place", NOWHERE)
        wanted = self._mapping.family.name
        return finding(
            "MAPPING-OTHER-MESSAGE", place=place, value=type(part).__name__, expected=wanted, mapping=self._mapping.name
        )

    def _finding(self, fault: Exception, moment: str, part: Any, item: Any) -> Finding:
        step = self._mapping.program.step_of(fault.__traceback__, getattr(fault, "field", ""))
        place: Place = getattr(item, "place", NOWHERE)
        return fault_finding(
            fault,
            record=step.record if step else "",
            field=step.field if step else "",
            expression=step.node.text if step else "",
            place=getattr(part, "place", NOWHERE) if place == NOWHERE else place,
            about=about(part),
            scope=Scope.FILE if moment in self._whole_file else None,
        )


MAXIMUM_MADE = 200
_MADE: dict[tuple[str, str], Mapping] = {}
"""The latest mappings by file name and fingerprint: several routes use one, and a process may load them many times."""


def load_mapping(
    path: Path,
    layouts: Dictionary[str, Layout],
    registers: Registers,
    route_values: Dictionary[str, str],
    output: Output = AS_THE_LAYOUT_SAYS,
) -> Mapping:
    """The mapping of a spec file, checked and compiled. Raises BrokenSpecification naming every problem.

    `route_values` are what the spec reads as ``route.<name>``; `output` is how the destination wants the file.
    """
    target = load(path, MappingSpecification)[0].target
    layout = as_wanted(layouts[target], output) if target in layouts else None
    digest = hashlib.sha256(path.read_bytes())
    digest.update(layout.model_dump_json().encode() if layout else target.encode())
    digest.update(registers.fingerprint.encode())
    digest.update(repr(sorted(route_values.items())).encode())
    fingerprint = digest.hexdigest()
    known = _MADE.get((path.name, fingerprint))
    if known is not None and registers.fingerprint:
        return known
    plan = checked(path, layouts, registers, route_values)
    mapping = Mapping(replace(plan, layout=layout or plan.layout), fingerprint)
    while len(_MADE) >= MAXIMUM_MADE:
        _MADE.pop(next(iter(_MADE)))
    _MADE[path.name, fingerprint] = mapping
    return mapping


def _joined(translations: list[Translation]) -> Translation:
    """Translations that belong together: all their lines, or none where one of them was stopped."""
    if len(translations) == 1:
        return translations[0]
    findings = [problem for each in translations for problem in each.findings]
    is_stopped = any(each.findings and not each.lines for each in translations)
    return Translation(
        lines=[] if is_stopped else [line for each in translations for line in each.lines], findings=findings
    )


def _shielded(findings: list[Finding], part: Any) -> list[Finding]:
    return [problem.masked() for problem in findings] if is_protected(part) else findings
