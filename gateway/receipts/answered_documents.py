"""The e-invoices of a file, as far as an answer to each sender needs them, whether or not they are valid.

An invoice that its schema refuses never becomes a message, and must be answered all the same. So the original is read
once more, leniently: each invoice in it, bare or in an envelope, with what was found about it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from lxml import etree

from gateway.findings import MASK, Finding
from gateway.formats.einvoice_kinds import (
    CII_ROOT,
    NUMBER_PATHS,
    SELF_BILLING,
    SVEFAKTURA_ROOT,
    UBL_ROOTS,
    kind_of,
)
from gateway.formats.envelope import OpenedDocument, open_envelope
from gateway.receipts.findings_log import read_findings
from gateway.receipts.outcome import Outcome, Status
from gateway.schemas import Limits, SchemaStore, parse_document

MAXIMUM_FINDINGS = 100
"""How many findings about one invoice are kept; `finding_count` tells how many there are."""

INTERNAL = (
    "FILE-SUPERSEDED",
    "INVOICE-ACCOUNT-CHANGED",
    "INVOICE-SUPPLIER-NEW",
    "INVOICE-VAT-SHARE",
    "MAPPING-",
)
"""Beginnings of the codes that are the city's own matter: the sender cannot mend them, or must not be told."""

_DIGITS_ALONE = re.compile(r"^([0-9]{4})([0-9]{2})([0-9]{2})$")

_CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
_CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
_SFTI = "{urn:sfti:documents:BasicInvoice:1:0}"
_SFTI_CAC = "{urn:sfti:CommonAggregateComponents:1:0}"
_SFTI_CBC = "{urn:oasis:names:tc:ubl:CommonBasicComponents:1:0}"
_RSM = "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}"
_RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"
_UDT = "{urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100}"
_PREFIXES = {
    "cac:": _CAC,
    "cbc:": _CBC,
    "sfti:": _SFTI,
    "sac:": _SFTI_CAC,
    "sbc:": _SFTI_CBC,
    "rsm:": _RSM,
    "ram:": _RAM,
    "udt:": _UDT,
}


class Verdict(StrEnum):
    """What is answered: taken, not taken, or not yet decided because something of the city's own must be mended."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class _Paths:
    """Where a kind of invoice says what an answer needs; the first path that has a text counts."""

    issue_date: str
    type_code: str
    seller: str
    buyer: str
    endpoint: str
    name: tuple[str, ...]
    mail: tuple[str, ...]
    country: str


def _ubl(name: str) -> _Paths:
    return _Paths(
        issue_date="cbc:IssueDate",
        type_code=f"cbc:{name}TypeCode",
        seller="cac:AccountingSupplierParty/cac:Party",
        buyer="cac:AccountingCustomerParty/cac:Party",
        endpoint="cbc:EndpointID",
        name=("cac:PartyLegalEntity/cbc:RegistrationName", "cac:PartyName/cbc:Name"),
        mail=("cac:Contact/cbc:ElectronicMail",),
        country="cac:PostalAddress/cac:Country/cbc:IdentificationCode",
    )


_KINDS: dict[str, _Paths] = {root: _ubl(etree.QName(root).localname) for root in UBL_ROOTS} | {
    SVEFAKTURA_ROOT: _Paths(
        issue_date="sbc:IssueDate",
        type_code="sfti:InvoiceTypeCode",
        seller="sac:SellerParty",
        buyer="sac:BuyerParty",
        endpoint="sac:Party/sac:PartyIdentification/sac:ID",
        name=("sac:Party/sac:PartyName/sbc:Name",),
        mail=("sac:AccountsContact/sbc:ElectronicMail", "sac:Party/sac:Contact/sbc:ElectronicMail"),
        country="sac:Party/sac:Address/sac:Country/sac:IdentificationCode",
    ),
    CII_ROOT: _Paths(
        issue_date="rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString",
        type_code="rsm:ExchangedDocument/ram:TypeCode",
        seller="rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement/ram:SellerTradeParty",
        buyer="rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement/ram:BuyerTradeParty",
        endpoint="ram:URIUniversalCommunication/ram:URIID",
        name=("ram:Name",),
        mail=("ram:DefinedTradeContact/ram:EmailURIUniversalCommunication/ram:URIID",),
        country="ram:PostalTradeAddress/ram:CountryID",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredParty:
    """Seller or buyer as the invoice gives them; every part may be empty. `country` is an ISO 3166-1 code."""

    name: str = ""
    endpoint: str = ""
    scheme: str = ""
    mail: str = ""
    country: str = ""

    @property
    def has_address(self) -> bool:
        """Whether an answer can be addressed to the party."""
        return bool(self.endpoint and self.scheme)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredDocument:
    """One e-invoice of a file and the verdict on it.

    `position` counts the documents of the file from 1, `of` is how many there are; `issue_date` is as written,
    but a date of digits alone, as in CII, has hyphens.
    `sender` and `receiver` are of the invoice, `instance` is the id of its envelope. `findings` are at most
    MAXIMUM_FINDINGS, masked where the log has them masked, and without what is INTERNAL.
    """

    position: int
    of: int
    number: str
    issue_date: str
    type_code: str
    sender: AnsweredParty
    receiver: AnsweredParty
    instance: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    finding_count: int

    @property
    def is_protected(self) -> bool:
        """Whether anything found about it had to be masked."""
        return any(MASK in (finding.about, finding.value) for finding in self.findings)


@dataclass(slots=True)
class _Found:
    opened: OpenedDocument
    position: int
    number: str
    findings: list[Finding] = field(default_factory=list)
    count: int = 0
    is_rejected: bool = False
    is_pending: bool = False

    def add(self, finding: Finding) -> None:
        if finding.code.startswith(INTERNAL):
            self.is_pending = self.is_pending or finding.rejects
            return
        self.count += 1
        self.is_rejected = self.is_rejected or finding.rejects
        if len(self.findings) < MAXIMUM_FINDINGS:
            self.findings.append(finding)


def answered_documents(
    original: Path, outcome: Outcome, schemas: SchemaStore, limits: Limits
) -> list[AnsweredDocument]:
    """The e-invoices of a file in document order; none when it was not judged or is no XML that can be read.

    Raises MissingSchema, and OSError when the file or its findings log cannot be read.
    """
    if outcome.status in (Status.DUPLICATE, Status.QUARANTINED) or not outcome.format:
        return []
    tree = parse_document(original, limits)
    if isinstance(tree, Finding):
        return []
    documents = open_envelope(tree.getroot(), schemas).documents
    found = [
        _Found(opened, position, (opened.root.findtext(NUMBER_PATHS[opened.root.tag]) or "").strip())
        for position, opened in enumerate(documents, start=1)
        if opened.root.tag in _KINDS
    ]
    if outcome.findings_log and found:
        _share_out(read_findings(outcome.findings_log), found)
    if outcome.status is Status.REJECTED:
        is_rejected = any(one.is_rejected for one in found)
        for one in found:
            one.is_rejected, one.is_pending = is_rejected, True
    return [_answered(one, len(documents)) for one in found]


def _answered(one: _Found, count: int) -> AnsweredDocument:
    root = one.opened.root
    paths = _KINDS[root.tag]
    seller, buyer = (_party(root.find(_clark(path)), paths) for path in (paths.seller, paths.buyer))
    # An invoice that the buyer writes itself comes from the buyer.
    sender, receiver = (buyer, seller) if kind_of(root) == SELF_BILLING else (seller, buyer)
    return AnsweredDocument(
        position=one.position,
        of=count,
        number=one.number,
        issue_date=_DIGITS_ALONE.sub(r"\1-\2-\3", _text(root, paths.issue_date)),
        type_code=_text(root, paths.type_code),
        sender=sender,
        receiver=receiver,
        instance=one.opened.envelope.instance if one.opened.envelope else "",
        verdict=Verdict.REJECTED if one.is_rejected else Verdict.PENDING if one.is_pending else Verdict.ACCEPTED,
        findings=tuple(one.findings),
        finding_count=one.count,
    )


def _share_out(findings: Iterable[Finding], found: list[_Found]) -> None:
    """Give each finding to the invoice that it is about: by document, else by the number it names, else to all."""
    by_position = {one.position: [one] for one in found}
    by_number: dict[str, list[_Found]] = {}
    for one in found:
        by_number.setdefault(one.number, []).append(one)
    for finding in findings:
        for one in by_position.get(finding.place.document) or by_number.get(finding.about) or found:
            one.add(finding)


def _party(party: etree._Element | None, paths: _Paths) -> AnsweredParty:
    if party is None:
        return AnsweredParty()
    endpoint = party.find(_clark(paths.endpoint))
    attributes: Mapping[str, str] = {} if endpoint is None else {str(k): str(v) for k, v in endpoint.attrib.items()}
    return AnsweredParty(
        name=_first(party, paths.name),
        endpoint="" if endpoint is None else (endpoint.text or "").strip(),
        scheme=attributes.get("schemeID", "").strip(),
        mail=_first(party, paths.mail),
        country=_text(party, paths.country),
    )


def _first(element: etree._Element, paths: tuple[str, ...]) -> str:
    return next(filter(None, (_text(element, path) for path in paths)), "")


def _text(element: etree._Element, path: str) -> str:
    return " ".join((element.findtext(_clark(path)) or "").split())


def _clark(path: str) -> str:
    return "/".join(_steps(path))


def _steps(path: str) -> Iterator[str]:
    for step in path.split("/"):
        prefix, _, name = step.partition(":")
        yield _PREFIXES[f"{prefix}:"] + name
