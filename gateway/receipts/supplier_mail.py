"""The draft of a mail to a supplier whose invoice has a wrong reference or receiver, from a template that staff edit.

A person opens the draft, reads it and sends it: it has no sender, and ``X-Unsent: 1``, which mail programs take as
"open for editing". The first line of a template is the subject. Values from the invoice are made visible text on one
line, so that nothing in an invoice can add a header or a paragraph of its own.
Sources: RFC 5322 (message); Jinja 3 (templates), in its sandbox.
"""

import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError
from jinja2.meta import find_undeclared_variables
from jinja2.nodes import Name
from jinja2.sandbox import SandboxedEnvironment

from gateway.findings import MASK, Finding, Language
from gateway.receipts.answered_documents import AnsweredDocument, AnsweredParty
from gateway.receipts.outcome import Outcome
from gateway.receipts.words import visible
from gateway.specification import BrokenSpecification, SpecificationProblem, did_you_mean

NAME = "supplier_mail"
LANGUAGES: tuple[Language, ...] = ("sv", "en")

REFERENCE_CODES = frozenset({"INVOICE-REFERENCE-MISSING", "INVOICE-REFERENCE-UNKNOWN"})
RECEIVER_CODES = frozenset({"INVOICE-RECEIVER-UNKNOWN"})

_HOME = "SE"
_UNKNOWN = "–"
_MAXIMUM_TOLD = 20
_SAMPLE = {
    "number": "4711",
    "issue_date": "2026-11-23",
    "supplier": "Exempel AB",
    "receiver": "Exempelstaden",
    "problems": [{"text": "Referens saknas.", "value": ""}],
    "needs_reference": True,
    "needs_receiver": True,
    "references": "KST + siffror",
    "address": "Box 1",
    "contact": "faktura@stad.example",
    "file_id": "20261123-00000001",
}
"""A letter to try templates on; its keys are the variables that a template may use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierMailTemplates:
    """The letters of an installation, checked and compiled, by language."""

    by_language: Mapping[Language, Template]


def load_supplier_mail(folder: Path) -> SupplierMailTemplates:
    """The templates ``supplier_mail.<language>.txt`` of a folder. Raises BrokenSpecification naming every problem."""
    environment = SandboxedEnvironment(
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    problems: list[SpecificationProblem] = []
    templates: dict[Language, Template] = {}
    for language in LANGUAGES:
        path = folder / f"{NAME}.{language}.txt"
        try:
            source = path.read_text(encoding="utf-8")
            tree = environment.parse(source)
            template = Template.from_code(
                environment, environment.compile(source, path.name, str(path)), environment.make_globals(None)
            )
        except (OSError, UnicodeDecodeError) as fault:
            problems.append(_problem(path, 1, f"cannot be read: {fault}"))
        except TemplateSyntaxError as fault:
            problems.append(_problem(path, fault.lineno, fault.message or "is no template"))
        else:
            found = [*_unknown_names(path, source, tree)]
            problems += found or _failures(path, template)
            templates[language] = template
    if problems:
        raise BrokenSpecification(problems)
    return SupplierMailTemplates(by_language=templates)


def supplier_mail(
    document: AnsweredDocument, outcome: Outcome, templates: SupplierMailTemplates, *, address: str, contact: str
) -> EmailMessage | None:
    """The draft about one invoice; None when it was taken, or rejected for other things than reference and receiver.

    It tells whatever else rejects the invoice too, so that the supplier need not send a third one. It is in Swedish, or
    in English to a sender in another country. `address` is where invoices to the city go.
    """
    causes = [finding for finding in document.findings if finding.rejects]
    if not any(finding.code in REFERENCE_CODES | RECEIVER_CODES for finding in causes):
        return None
    language: Language = "sv" if document.sender.country in ("", _HOME) else "en"
    values = _values(document, causes, language)
    text = templates.by_language[language].render(
        **values, address=address, contact=visible(contact), file_id=outcome.file_id
    )
    subject, _, body = text.partition("\n")
    message = EmailMessage(policy=SMTP)
    message["Subject"] = visible(subject.strip())
    if (to := _mail_address(document.sender.mail)) and not document.is_protected:
        message["To"] = to
    message["X-Unsent"] = "1"
    message.set_content(body.strip("\n") + "\n", cte="quoted-printable")
    message["Content-Language"] = language
    return message


def _values(document: AnsweredDocument, causes: list[Finding], language: Language) -> dict[str, Any]:
    is_protected = document.is_protected
    return {
        "number": MASK if is_protected else visible(document.number) or _UNKNOWN,
        "issue_date": visible(document.issue_date),
        "supplier": MASK if is_protected else visible(document.sender.name) or _UNKNOWN,
        "receiver": MASK if is_protected else _receiver(document.receiver),
        "problems": [
            {"text": visible(cause.text(language)), "value": visible(cause.value)} for cause in causes[:_MAXIMUM_TOLD]
        ],
        "needs_reference": any(cause.code in REFERENCE_CODES for cause in causes),
        "needs_receiver": any(cause.code in RECEIVER_CODES for cause in causes),
        "references": next((visible(cause.expected) for cause in causes if cause.code in REFERENCE_CODES), ""),
    }


def _receiver(receiver: AnsweredParty) -> str:
    peppol_id = f"({receiver.scheme}:{receiver.endpoint})" if receiver.has_address else ""
    return visible(" ".join(word for word in (receiver.name, peppol_id) if word)) or _UNKNOWN


def _mail_address(text: str) -> Address | None:
    try:
        address = Address(addr_spec=text)
    except (ValueError, IndexError, HeaderParseError):
        return None
    return address if address.domain and text.isascii() and text.isprintable() else None


def _unknown_names(path: Path, source: str, tree: Any) -> Iterator[SpecificationProblem]:
    unknown = find_undeclared_variables(tree) - _SAMPLE.keys()
    lines = source.splitlines()
    for name in tree.find_all(Name):
        if name.name in unknown and name.ctx == "load":
            column = lines[name.lineno - 1].find(name.name) + 1 if name.lineno <= len(lines) else 1
            hint = did_you_mean(name.name, _SAMPLE)
            yield _problem(path, name.lineno, f"unknown variable '{name.name}'", max(column, 1), hint)


def _failures(path: Path, template: Template) -> list[SpecificationProblem]:
    """What goes wrong when the letter is written: an attribute that is not there, a sum of text and number."""
    try:
        written = template.render(**_SAMPLE)
    except Exception as fault:
        # A template can fail in as many ways as Python; whichever it is, the letter cannot be written.
        frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if frame.filename == str(path)]
        return [_problem(path, (frames[-1].lineno if frames else 1) or 1, str(fault))]
    if not written.partition("\n")[0].strip():
        return [_problem(path, 1, "the first line is the subject and cannot be empty")]
    return []


def _problem(path: Path, line: int, message: str, column: int = 1, hint: str = "") -> SpecificationProblem:
    return SpecificationProblem(path=path, line=line, column=column, message=message, hint=hint)
