"""Looking at a file without running it through: validate and translate, with nothing recorded or delivered."""

import datetime
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway.app.installation import Installation
from gateway.app.validation import DocumentVerdict, by_document
from gateway.findings import Finding, finding
from gateway.formats.base import HEAD_SIZE, Format, ReadingContext
from gateway.formats.registry import recognise
from gateway.mapping import Run
from gateway.pipeline.output_files import OUTPUT, OutputFiles
from gateway.pipeline.reading import FilePass, PassResult, Reader
from gateway.pipeline.tools import RouteTools
from gateway.receipts.findings_log import FindingsLog
from gateway.receipts.outcome import STOCKHOLM
from gateway.rules.base import RuleSet
from gateway.specification import BrokenSpecification

TRIAL_FILE_ID = "PROV"


class NoHistory:
    """The history of a trial: nothing was delivered before."""

    def first_holder(self, kind: str, key: str, *, other_than: str = "") -> tuple[str, str] | None:
        """Nobody holds any key."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What a trial found. `outputs` are the translated files by name; they are there while the context lasts."""

    path: Path
    format: Format | None
    log: FindingsLog
    result: PassResult
    outputs: dict[str, Path]
    rule_sets: dict[str, str]

    @property
    def is_valid(self) -> bool:
        """Whether nothing was found that rejects the file or a part of it."""
        return not self.log.has_rejecting

    def verdicts(self) -> list[DocumentVerdict]:
        """What was found, by document."""
        seen: dict[int, list[Finding]] = {number: [] for number in self.result.numbers}
        for found in self.log:
            seen.setdefault(found.place.document, []).append(found)
        if not seen and self.result.read:
            seen[1] = []
        return list(by_document(self.path, self.format.name if self.format else "", self.rule_sets, seen))


@contextmanager
def inspected(
    installation: Installation, path: Path, *, route: str = "", mapping: str = "", translate: bool = False
) -> Iterator[Inspection]:
    """A file read and checked as its route would do it, and translated if asked.

    Raises KeyError for an unknown route, BrokenSpecification for a route that cannot be used, MissingSchema and
    OSError as they come.
    """
    tools = chosen_tools(installation, path, route)
    with tempfile.TemporaryDirectory(prefix="gateway-") as folder:
        with FindingsLog(Path(folder) / "findings.jsonl") as log, OutputFiles(Path(folder)) as staged:
            form = _recognised(installation, path, tools, log)
            result = PassResult(rejects_file=True)
            judging: tuple[RuleSet, ...] = ()
            if form and tools:
                judging = tools.rule_sets.applying(tools.route.rules, on=today(), form=form.name)
                translator = None
                if translate:
                    translation = installation.mapping(mapping, tools.route) if mapping else tools.mapping
                    translator = translation.translator(trial_run())
                result = FilePass(
                    Reader(
                        form=form,
                        context=ReadingContext(
                            schemas=installation.schemas,
                            maximum_depth=tools.route.limits.depth,
                            maximum_tree_size=tools.route.limits.tree_size,
                            tolerated=tools.route.tolerated,
                        ),
                        route=tools.route,
                        rule_sets=judging,
                        registers=installation.registers,
                        history=NoHistory(),
                        is_trial=True,
                        today=today(),
                    ),
                    translator,
                    file_id=TRIAL_FILE_ID,
                    file_name=path.name,
                    log=log,
                    archive=None,
                    output=staged,
                ).run(path)
        yield Inspection(
            path=path,
            format=form,
            log=log,
            result=result,
            outputs={name: part for name, part, _ in result.parts} or {result.output_name: Path(folder) / OUTPUT},
            rule_sets={rule_set.name: rule_set.version for rule_set in judging},
        )


def parts_of(installation: Installation, path: Path, route: str = "") -> Iterator[Any]:
    """The message parts of a file, without findings, for explaining."""
    tools = chosen_tools(installation, path, route)
    with path.open("rb") as file:
        head = file.read(HEAD_SIZE)
    form = recognise(head, tools.route.accepts if tools else [], installation.formats, TRIAL_FILE_ID, path)
    if isinstance(form, Finding):
        return
    for item in form.read(path, ReadingContext(schemas=installation.schemas)):
        if not isinstance(item, Finding):
            yield item


def chosen_tools(installation: Installation, path: Path, route: str) -> RouteTools | None:
    """The named route, or the first one whose formats fit the file.

    Raises KeyError for an unknown route, and BrokenSpecification when the file may belong to a route that cannot
    be used.
    """
    if not route:
        fitting = installation.route_for(path)
        if fitting is None and (problems := installation.problems()):
            raise BrokenSpecification(problems)
        return fitting
    tools = installation.tools[route]
    if not isinstance(tools, RouteTools):
        raise tools
    return tools


def trial_run() -> Run:
    """The run that a trial translation belongs to."""
    now = datetime.datetime.now(STOCKHOLM)
    return Run(file_id=TRIAL_FILE_ID, batch_id=TRIAL_FILE_ID, now=now)


def today() -> datetime.date:
    """Today in Sweden."""
    return datetime.datetime.now(STOCKHOLM).date()


def _recognised(installation: Installation, path: Path, tools: RouteTools | None, log: FindingsLog) -> Format | None:
    if path.stat().st_size == 0:
        log.add(finding("FILE-EMPTY"))
        return None
    with path.open("rb") as file:
        head = file.read(HEAD_SIZE)
    accepted = tools.route.accepts if tools else []
    known = recognise(head, accepted, installation.formats, TRIAL_FILE_ID, path)
    if isinstance(known, Finding):
        log.add(known)
        return None
    return known
