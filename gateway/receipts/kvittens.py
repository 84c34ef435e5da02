"""The receipt as XML and as JSON: how upstream systems learn that a file arrived and what became of it.

Source: `xsd/kvittens.xsd`, our own schema. Both forms hold the same facts under the same Swedish names; in
JSON they begin with a small letter and amounts are text, so that no reader turns them into floating point.
"""

import datetime
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from lxml import etree

from gateway.findings import Finding
from gateway.receipts.findings_log import SEVERITIES
from gateway.receipts.outcome import FIRST_FINDINGS, STOCKHOLM, Outcome
from gateway.receipts.words import SEVERITY_WORDS, STATUS_WORDS, visible

NAMESPACE = "urn:gateway:kvittens:1"

# The entry name of each list, which XML needs and JSON does not.
_ENTRIES = {
    "Regelverk": "Regeluppsattning",
    "Summor": "Summa",
    "Utfiler": "Utfil",
    "Fynd": "Orsak",
    "ForstaFynden": "Anmarkning",
}


def kvittens_xml(outcome: Outcome) -> bytes:
    """The receipt as an XML document in UTF-8, valid against `xsd/kvittens.xsd`."""
    names: Any = {None: NAMESPACE}
    root = etree.Element(f"{{{NAMESPACE}}}Kvittens", nsmap=names, version="1.0")
    _fill(root, _facts(outcome))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def kvittens_json(outcome: Outcome) -> bytes:
    """The receipt as a JSON object in UTF-8."""
    facts = {"kvittens": NAMESPACE, "version": "1.0", **_with_small_letters(_facts(outcome))}
    return json.dumps(facts, ensure_ascii=False, indent=2).encode() + b"\n"


def _facts(outcome: Outcome) -> dict[str, Any]:
    """The facts in the order of the schema: text, int, dict for a group, list for repeated groups."""
    facts: dict[str, Any] = {
        "FilId": visible(outcome.file_id),
        "Filnamn": visible(outcome.name),
        "Rutt": visible(outcome.route),
        "Avsandare": visible(outcome.sender),
        "Storlek": outcome.size,
        "Sha256": outcome.sha256,
        "Mottagen": _time(outcome.received),
        "Klar": _time(outcome.finished),
        "Status": STATUS_WORDS["sv"][outcome.status],
    }
    facts |= _texts(BuntId=outcome.batch_id, Format=outcome.format)
    if outcome.mapping:
        facts["Mappning"] = {"Namn": visible(outcome.mapping), "Fingeravtryck": outcome.mapping_fingerprint}
    facts["Regelverk"] = [
        {"Namn": visible(name), "Version": visible(version)} for name, version in outcome.rule_sets.items()
    ]
    facts["Antal"] = {
        "Lasta": outcome.counts.read,
        "Levererade": outcome.counts.delivered,
        "Avvisade": outcome.counts.rejected,
    }
    if outcome.counts.left_out:
        facts["Antal"]["RedanBokforda"] = outcome.counts.left_out
    facts["Summor"] = [
        {"Benamning": visible(entry.label), "Belopp": _amount(entry.amount), "Valuta": entry.currency}
        for entry in outcome.sums
    ]
    facts["Utfiler"] = [
        {
            "Mottagare": visible(output.destination),
            "Namn": visible(output.name),
            "Sha256": output.sha256,
            "Storlek": output.size,
            "Rader": output.rows,
        }
        for output in outcome.outputs
    ]
    if original := outcome.duplicate_of:
        facts["DubblettAv"] = {
            "FilId": visible(original.file_id),
            "Filnamn": visible(original.name),
            "Mottagen": _time(original.received),
        }
    facts["AntalFynd"] = {
        name: outcome.findings_by_severity.get(severity, 0)
        for name, severity in zip(("AllvarligaFel", "Fel", "Varningar", "Upplysningar"), SEVERITIES, strict=True)
    }
    facts["Fynd"] = [{"Kod": code, "Antal": count} for code, count in outcome.findings_by_code.items()]
    facts["ForstaFynden"] = [_finding(finding) for finding in outcome.first_findings[:FIRST_FINDINGS]]
    return facts


def _finding(finding: Finding) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "Kod": finding.code,
        "Allvarlighet": SEVERITY_WORDS["sv"][finding.severity],
        "Rubrik": visible(finding.title()),
        "Text": visible(finding.text()),
        "Atgard": visible(finding.action()),
    }
    if finding.place.line is not None:
        facts["Rad"] = finding.place.line
    return facts | _texts(
        Post=finding.place.record,
        Position=finding.place.position,
        XPath=finding.place.path,
        Varde=finding.value,
        Vantat=finding.expected,
        Avser=finding.about,
    )


def _texts(**texts: str) -> dict[str, Any]:
    return {name: visible(text) for name, text in texts.items() if text}


def _time(time: datetime.datetime) -> str:
    return time.astimezone(STOCKHOLM).isoformat(timespec="seconds")


def _amount(amount: Decimal) -> str:
    return f"{amount:f}"


def _fill(parent: Any, facts: dict[str, Any]) -> None:
    for name, fact in facts.items():
        element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
        if isinstance(fact, dict):
            _fill(element, fact)
        elif isinstance(fact, list):
            for entry in fact:
                _fill(etree.SubElement(element, f"{{{NAMESPACE}}}{_ENTRIES[name]}"), entry)
        else:
            element.text = str(fact)


def _with_small_letters(facts: dict[str, Any]) -> dict[str, Any]:
    return dict(_small_entries(facts))


def _small_entries(facts: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, fact in facts.items():
        small = name[0].lower() + name[1:]
        if isinstance(fact, dict):
            yield small, _with_small_letters(fact)
        elif isinstance(fact, list):
            yield small, [_with_small_letters(entry) for entry in fact]
        else:
            yield small, fact
