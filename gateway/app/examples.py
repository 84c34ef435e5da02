"""The examples of the mappings: run with a clock that stands still, compared, and accepted."""

import datetime
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from gateway.app.inspection import NoHistory
from gateway.app.installation import Installation
from gateway.findings import Finding
from gateway.formats.base import HEAD_SIZE, Format, ReadingContext
from gateway.formats.registry import recognise
from gateway.mapping import ExampleResult, Run, accept_example, run_example
from gateway.mapping import Mapping as Translation
from gateway.mapping.examples import input_of
from gateway.pipeline.reading import FilePass, Reader
from gateway.pipeline.tools import RouteTools
from gateway.receipts.findings_log import FindingsLog
from gateway.receipts.outcome import STOCKHOLM

EXAMPLE_RUN = Run(
    file_id="20261123-00000001",
    batch_id="EX-20261123-00000001",
    batch_number=1,
    now=datetime.datetime(2026, 11, 23, 12, 0, tzinfo=STOCKHOLM),
)
SHORT_BATCH_ID = "EX-00000001"


def example_results(installation: Installation, name: str = "", *, route: str = "") -> Iterator[ExampleResult]:
    """Every example, or those of one mapping or route, run as the route that takes its input would run it.

    What the route's rules reject is a finding of the example: it would not be delivered, whatever the mapping makes.
    Raises BrokenSpecification when a route that uses the mapping cannot be used.
    """
    folder = installation.mappings_folder / "examples"
    for case in sorted(path for path in folder.glob(f"{name or '*'}/*") if path.is_dir()):
        path = input_of(case)
        tools = installation.route_for(path, case.parent.name) if path else None
        if route and (tools is None or tools.route.name != route):
            continue
        if path is None or tools is None:
            reason = "the folder must hold one input file that some route accepts"
            yield ExampleResult(
                name=f"{case.parent.name}/{case.name}", folder=case, output=b"", findings=[], difference=reason
            )
            continue
        mapping = installation.mapping(case.parent.name, tools.route)
        yield run_example(case, mapping, _run_for(mapping), partial(_read, installation, tools))


def accept_examples(installation: Installation, name: str = "") -> Iterator[ExampleResult]:
    """Make what each differing example gives now its new expectation; yields those that were changed."""
    for result in list(example_results(installation, name)):
        if not result.is_ok and (result.output or result.findings):
            accept_example(result)
            yield result


def _run_for(mapping: Translation) -> Run:
    """The run of the examples, with a batch id as short as that of a series where the target has no room for more."""
    fields = [record.fields.get("batch_id") for record in mapping.target.records.values()]
    room = min((field.length for field in fields if field and field.length), default=len(EXAMPLE_RUN.batch_id))
    return EXAMPLE_RUN if room >= len(EXAMPLE_RUN.batch_id) else replace(EXAMPLE_RUN, batch_id=SHORT_BATCH_ID)


def _read(installation: Installation, tools: RouteTools, path: Path) -> Iterator[object]:
    with path.open("rb") as file:
        head = file.read(HEAD_SIZE)
    form = recognise(head, tools.route.accepts, installation.formats, EXAMPLE_RUN.file_id, path)
    if isinstance(form, Finding):
        yield form
    else:
        read = set()
        for item in form.read(path, ReadingContext(schemas=installation.schemas, tolerated=tools.route.tolerated)):
            if isinstance(item, Finding):
                read.add((item.code, item.place))
            yield item
        yield from (found for found in _rejecting(tools, form, path) if (found.code, found.place) not in read)


def _rejecting(tools: RouteTools, form: Format, path: Path) -> list[Finding]:
    """What rejects a file or a part of it on the route, by the rules that apply on the day of the examples."""
    reader = Reader(
        form=form,
        context=ReadingContext(schemas=tools.schemas, tolerated=tools.route.tolerated),
        route=tools.route,
        rule_sets=tools.rule_sets.applying(tools.route.rules, on=EXAMPLE_RUN.today, form=form.name),
        registers=tools.registers,
        history=NoHistory(),
        is_trial=True,
        today=EXAMPLE_RUN.today,
    )
    with tempfile.TemporaryDirectory(prefix="gateway-") as folder, FindingsLog(Path(folder) / "findings.jsonl") as log:
        name, file_id = path.name, EXAMPLE_RUN.file_id
        FilePass(reader, None, file_id=file_id, file_name=name, log=log, archive=None, output=None).run(path)
        return [found for found in log if found.rejects]
