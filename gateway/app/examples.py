"""The examples of the mappings: run with a clock that stands still, compared, and accepted."""

import datetime
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from gateway.app.installation import Installation
from gateway.findings import Finding
from gateway.formats.base import HEAD_SIZE, ReadingContext
from gateway.formats.registry import recognise
from gateway.mapping import ExampleResult, Run, accept_example, run_example
from gateway.mapping.examples import input_of
from gateway.messages import Invoice
from gateway.pipeline.preparation import RouteTools
from gateway.receipts.outcome import STOCKHOLM

EXAMPLE_RUN = Run(
    file_id="20261123-00000001",
    batch_id="EX-20261123-00000001",
    now=datetime.datetime(2026, 11, 23, 12, 0, tzinfo=STOCKHOLM),
)


def example_results(installation: Installation, name: str = "", *, route: str = "") -> Iterator[ExampleResult]:
    """Every example, or those of one mapping or route, run as the route that takes its input would run it.

    Raises BrokenSpecification when a route that uses the mapping cannot be used.
    """
    folder = installation.mappings_folder / "examples"
    for case in sorted(path for path in folder.glob(f"{name or '*'}/*") if path.is_dir()):
        path = input_of(case)
        tools = installation.route_for(path) if path else None
        if route and (tools is None or tools.route.name != route):
            continue
        if path is None or tools is None:
            reason = "the folder must hold one input file that some route accepts"
            yield ExampleResult(
                name=f"{case.parent.name}/{case.name}", folder=case, output=b"", findings=[], difference=reason
            )
            continue
        mapping = installation.mapping(case.parent.name, tools.route.values)
        yield run_example(case, mapping, EXAMPLE_RUN, partial(_read, installation, tools))


def accept_examples(installation: Installation, name: str = "") -> Iterator[ExampleResult]:
    """Make what each differing example gives now its new expectation; yields those that were changed."""
    for result in list(example_results(installation, name)):
        if not result.is_ok and (result.output or result.findings):
            accept_example(result)
            yield result


def _read(installation: Installation, tools: RouteTools, path: Path) -> Iterator[object]:
    with path.open("rb") as file:
        head = file.read(HEAD_SIZE)
    form = recognise(head, tools.route.accepts, installation.formats, EXAMPLE_RUN.file_id)
    if isinstance(form, Finding):
        yield form
    else:
        for item in form.read(path, ReadingContext(schemas=installation.schemas)):
            faults = item.faults if isinstance(item, Invoice) else []
            yield from faults
            if not any(fault.rejects for fault in faults):
                yield item
