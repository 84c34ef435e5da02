"""The formats of e-invoices: which one a document is of, and how that is seen from the first bytes of a file.

A document is known by its root element and, in UBL, by its specification identifier (BT-24). Sources: EN 16931-1,
Peppol BIS Billing 3.0 and Self-Billing 3.0, SFTI Basic Invoice 1.0 (Svefaktura), UN/CEFACT Cross Industry Invoice.
"""

from functools import lru_cache
from xml.parsers import expat

from lxml import etree

from gateway.formats import object_envelope
from gateway.formats.envelope import ENVELOPES, SFTI

PEPPOL = "peppol-bis-billing-3"
SELF_BILLING = "peppol-self-billing-3"
EN_16931_UBL = "en16931-ubl"
SVEFAKTURA = "svefaktura-1.0"
EN_16931_CII = "en16931-cii"

UBL_KINDS = frozenset({PEPPOL, SELF_BILLING, EN_16931_UBL})

SPECIFICATIONS = {
    PEPPOL: "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
    SELF_BILLING: "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0",
    EN_16931_UBL: "urn:cen.eu:en16931:2017",
    EN_16931_CII: "urn:cen.eu:en16931:2017",
    SVEFAKTURA: "urn:sfti:documents:BasicInvoice:1:0",
}
"""What is expected of a document of each format. Svefaktura states no specification but its namespace."""

SPECIFICATION_ELEMENTS = {
    **dict.fromkeys(UBL_KINDS, "cbc:CustomizationID"),
    EN_16931_CII: "ram:GuidelineSpecifiedDocumentContextParameter",
}

UBL_ROOTS = frozenset(
    f"{{urn:oasis:names:specification:ubl:schema:xsd:{name}-2}}{name}" for name in ("Invoice", "CreditNote")
)
SVEFAKTURA_ROOT = "{urn:sfti:documents:BasicInvoice:1:0}Invoice"
CII_ROOT = "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}CrossIndustryInvoice"

NUMBER_PATHS = {
    **dict.fromkeys(UBL_ROOTS, "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}ID"),
    SVEFAKTURA_ROOT: "{urn:sfti:documents:BasicInvoice:1:0}ID",
    CII_ROOT: "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}ExchangedDocument/"
    "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}ID",
}
"""Where the invoice number stands, by the root of a document, in Clark notation."""

_CUSTOMIZATION = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}CustomizationID"
_BY_ROOT = {SVEFAKTURA_ROOT: SVEFAKTURA, CII_ROOT: EN_16931_CII}
_RECENT_HEADS = 4


def kind_of(root: etree._Element) -> str:
    """The name of the format that a document is of; empty when it is no e-invoice."""
    return _kind(root.tag, root.findtext(_CUSTOMIZATION) or "")


def states_another_kind(kind: str, specification: str) -> bool:
    """Whether a document whose syntax alone makes it of a kind states that it is Peppol BIS, which is UBL.

    UBL documents are told apart by what they state; that something is stated is for the rules of EN 16931.
    """
    return kind == EN_16931_CII and "peppol" in specification.lower()


@lru_cache(maxsize=_RECENT_HEADS)
def kind_of_head(head: bytes) -> str:
    """The name of the format of the first document in a file, from the file's first bytes; empty when it is none.

    An envelope in which no document is found counts as the kind that usually comes in it, so that its reader tells
    what is missing.
    """
    reader = _HeadReader()
    try:
        reader.parser.Parse(head, False)
    except _Recognised:
        pass
    except (expat.ExpatError, LookupError, ValueError):
        # Cut off or damaged: what was seen until there still tells which reader is to explain it.
        pass
    return reader.kind()


def _kind(tag: str, specification: str) -> str:
    if tag in UBL_ROOTS:
        return _ubl_kind(specification.strip())
    return _BY_ROOT.get(tag, "")


def _ubl_kind(specification: str) -> str:
    """The format of a UBL document by its specification; Peppol for one that is missing or unknown."""
    known = specification.lower()
    if "peppol.eu:2017:poacc:selfbilling:" in known:
        return SELF_BILLING
    if known.startswith("urn:cen.eu:en16931:2017") and "peppol" not in known:
        return EN_16931_UBL
    return PEPPOL


class _Recognised(Exception):
    """Enough of the head has been read."""


class _HeadReader:
    """Reads a head as far as the first document's root and specification.

    `_level` is the number of open elements; a document is at `_holder`, the level just inside the envelopes.
    """

    def __init__(self) -> None:
        # Clark names but for the opening brace.
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype
        self._level = 0
        self._holder = 0
        self._envelope = ""
        self._has_objects = False
        self._has_doctype = False
        self._document = ""
        self._specification: list[str] = []

    def kind(self) -> str:
        if self._document:
            return _kind(self._document, "".join(self._specification))
        if self._has_objects or ENVELOPES.get(self._envelope) == SFTI:
            return SVEFAKTURA
        return PEPPOL if self._envelope else ""

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        tag = f"{{{name}" if "}" in name else name
        level, self._level = self._level, self._level + 1
        if self._document:
            if level == self._holder + 1 and tag == _CUSTOMIZATION:
                self.parser.CharacterDataHandler = self._specification.append
        elif level == self._holder:
            self._take(tag)
        if self._has_doctype:
            # Its entities must not be expanded, and the reader will refuse it.
            raise _Recognised

    def _take(self, tag: str) -> None:
        if tag in ENVELOPES:
            self._envelope = tag
            self._holder = self._level
        elif tag == object_envelope.ROOT:
            self._has_objects = True
        elif not tag.endswith("}StandardBusinessDocumentHeader"):
            self._document = tag
            if tag not in UBL_ROOTS:
                raise _Recognised

    def _end(self, _name: str) -> None:
        self._level -= 1
        if self._document:
            if self.parser.CharacterDataHandler or self._level == self._holder:
                raise _Recognised
        elif self._level < self._holder:
            self._holder = self._level

    def _doctype(self, *_: object) -> None:
        self._has_doctype = True
