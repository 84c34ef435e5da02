"""The error list: what is wrong in a file, by cause, worst first, as HTML and JSON; see also `workbook`.

Each function streams from the findings log to a path. What the pipeline has masked stays masked.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import Template

from gateway.findings import Finding, Language
from gateway.receipts.causes import Cause, causes_of
from gateway.receipts.findings_log import findings_of
from gateway.receipts.list_texts import LIST_TEXTS, STATUS_SENTENCES
from gateway.receipts.outcome import Outcome
from gateway.receipts.pages import page
from gateway.receipts.words import SEVERITY_WORDS, STATUS_WORDS, amount_text, count_text, time_text, visible
from gateway.receipts.work_lists import work_lists_of
from gateway.receipts.workbook import fellista_xlsx

__all__ = ["fellista_html", "fellista_json", "fellista_xlsx"]

SHOWN_FOR_EACH_CAUSE = 200
_SHORT_VALUE = 20
"""A value of so many characters, such as an amount or a number of a party, is not broken into lines."""


@dataclass(frozen=True, slots=True)
class _Group:
    """One cause with the findings that a page shows; a text that all of them share is said once."""

    cause: Cause
    findings: list[Finding]
    text: str
    action: str
    columns: tuple[str, ...]


def fellista_html(outcome: Outcome, path: Path, *, contact: str = "", language: Language = "sv") -> None:
    """The error list as one self-contained page; of each cause the first 200 findings are shown."""
    causes = causes_of(outcome.findings_log)
    stream = _page().stream(
        outcome=outcome,
        contact=visible(contact),
        causes=causes,
        groups=_groups(outcome, causes, language),
        words=LIST_TEXTS[language],
        language=language,
        status=STATUS_WORDS[language][outcome.status],
        sentence=STATUS_SENTENCES[language][outcome.status],
        severities=SEVERITY_WORDS[language],
        count=lambda number: count_text(number, language),
        amount=lambda number: amount_text(number, language),
        has_amounts=any(cause.amounts for cause in causes),
        short_place=lambda place: visible(replace(place, path="").text(language)),
        short_value=_SHORT_VALUE,
        work_lists=[each.sv if language == "sv" else each.en for each in work_lists_of(outcome)],
        shown_limit=SHOWN_FOR_EACH_CAUSE,
    )
    stream.enable_buffering(100)
    with path.open("wb") as file:
        stream.dump(file, encoding="utf-8")


def fellista_json(outcome: Outcome, path: Path, *, contact: str = "", language: Language = "sv") -> None:
    """The error list for programs: every finding, grouped by cause; one finding on each line."""
    head = {
        "fellista": "1.0",
        "language": language,
        "file_id": visible(outcome.file_id),
        "name": visible(outcome.name),
        "route": visible(outcome.route),
        "sha256": outcome.sha256,
        "received": outcome.received.isoformat(timespec="seconds"),
        "status": outcome.status.value,
        "contact": visible(contact),
    }
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_json(head)[:-1] + ',\n"causes":[')
        for number, cause in enumerate(causes_of(outcome.findings_log)):
            group = {
                "code": cause.code,
                "severity": cause.severity.value,
                "title": cause.title(language),
                "count": cause.count,
                "amounts": {currency: f"{amount:f}" for currency, amount in cause.amounts.items()},
            }
            file.write(",\n" if number else "\n")
            file.write(_json(group)[:-1] + ',"findings":[')
            for index, finding in enumerate(_findings(outcome, cause)):
                file.write(",\n" if index else "\n")
                file.write(_json(finding.as_dict(language)))
            file.write("\n]}")
        file.write("\n]}\n")


def _groups(outcome: Outcome, causes: list[Cause], language: Language) -> Iterator[_Group]:
    for cause in causes:
        findings = list(islice(_findings(outcome, cause), SHOWN_FOR_EACH_CAUSE))
        texts = {finding.text(language) for finding in findings}
        actions = {finding.action(language) for finding in findings}
        columns = [
            name for name in ("about", "value", "expected") if any(getattr(finding, name) for finding in findings)
        ]
        columns += ["text"] * (len(texts) > 1) + ["action"] * (len(actions) > 1)
        columns += ["severity"] * (len({finding.severity for finding in findings}) > 1)
        yield _Group(
            cause=cause,
            findings=findings,
            text=texts.pop() if len(texts) == 1 else "",
            action=actions.pop() if len(actions) == 1 else "",
            columns=tuple(columns),
        )


def _findings(outcome: Outcome, cause: Cause) -> Iterator[Finding]:
    return findings_of(outcome.findings_log, cause.code) if outcome.findings_log else iter(())


def _json(facts: dict[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False)


@cache
def _page() -> Template:
    return page("fellista.html", {"visible": visible, "time": time_text})
