"""Which EN 16931 term an element of UBL or Svefaktura holds.

``ubl_terms.txt`` has a term a line: its number, then the paths below the root that hold it. Source: EN 16931-3-2.
``svefaktura_terms.txt`` has what is otherwise in Svefaktura 1.0.
Some elements of UBL hold one term or another, and something in them decides which; there the table has a word in
brackets, ``cac:AllowanceCharge[charge]/cbc:Amount``, and `_DECIDED` says how it is found. A path without a word is the
usual case. An allowance or charge that does not say which of the two it is, holds no term.
"""

from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

from lxml import etree

from gateway.nodes import WHITE_SPACE, Node

NO_TERM = "-"

_SVEFAKTURA = tuple(
    f"{{{namespace}}}"
    for namespace in (
        "urn:sfti:documents:BasicInvoice:1:0",
        "urn:sfti:CommonAggregateComponents:1:0",
        "urn:oasis:names:tc:ubl:CommonBasicComponents:1:0",
    )
)
_LINES = {"cac:CreditNoteLine": "cac:InvoiceLine"}


def term_at(names: Sequence[str], below: str = "") -> str:
    """The term at a path from the root (its names, root first), or at one below it; empty when there is none.

    >>> term_at(("Invoice",), "cbc:ID")
    'BT-1'
    """
    path = "/".join([_LINES.get(name, name) for name in names[1:]] + ([below] if below else []))
    return known_paths().get(path, "").strip(NO_TERM)


def term_words(node: Node, below: str = "") -> dict[str, str]:
    """The words that name a node, or something below it, in a finding: its ``term``, or the term it is ``within``.

    There are none for a node that no term of EN 16931 is about.
    """
    below_names = below.split("/") if below else []
    plain = [_LINES.get(name, name) for name in (*node.kind.names, *below_names)]
    decided = [_LINES.get(name, name) for name in (*_decided_names(node), *below_names)]
    known = known_svefaktura_paths() if node.element.tag.startswith(_SVEFAKTURA) else known_paths()
    for length in range(len(plain), 1, -1):
        path = "/".join(decided[1:length])
        if path not in known:
            path = "/".join(plain[1:length])
        term = known.get(path, NO_TERM)
        if term != NO_TERM:
            return {"term" if length == len(plain) else "within": term}
    return {}


@cache
def known_paths() -> dict[str, str]:
    """Every path of UBL with its term, `NO_TERM` where an element holds none itself."""
    return _table("ubl_terms.txt")


@cache
def known_svefaktura_paths() -> dict[str, str]:
    """The same for Svefaktura 1.0, with the paths of UBL that are no others there."""
    return known_paths() | _table("svefaktura_terms.txt")


def _table(name: str) -> dict[str, str]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {path: words[0] for words in lines for path in words[1:]}


def _decided_names(node: Node) -> list[str]:
    """The names from the root to a node, with the deciding words in brackets."""
    names: list[str] = []
    kind, element = node.kind, node.element
    while True:
        decide = _DECIDED.get(kind.name)
        word = decide(element) if decide else ""
        names.append(f"{kind.name}[{word}]" if word else kind.name)
        parent = element.getparent()
        if kind.parent is None or parent is None:
            return names[::-1]
        kind, element = kind.parent, parent


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    # `find` of lxml looks for a second one before it gives the first, among siblings that can be many thousands.
    return None if element is None else next((each for each in element if each.tag.rpartition("}")[2] == name), None)


def _text(element: etree._Element, *names: str) -> str:
    found: etree._Element | None = element
    for name in names:
        found = _child(found, name)
    return "" if found is None else (found.text or "").strip(WHITE_SPACE)


def _allowance_or_charge(entry: etree._Element) -> str:
    return {"true": "charge", "1": "charge", "false": "allowance", "0": "allowance"}.get(
        _text(entry, "ChargeIndicator"), ""
    )


def _type_of_document(reference: etree._Element) -> str:
    return _text(reference, "DocumentTypeCode")


def _kind_of_tax(registration: etree._Element) -> str:
    scheme = _text(registration, "TaxScheme", "ID")
    return "other" if scheme and scheme.upper() != "VAT" else ""


def _scheme_of_party(identification: etree._Element) -> str:
    identifier = _child(identification, "ID")
    return "" if identifier is None else identifier.get("schemeID", "")


def _currency_of_tax(total: etree._Element) -> str:
    amount, invoice = _child(total, "TaxAmount"), total.getparent()
    if amount is None or invoice is None:
        return ""
    currency = amount.get("currencyID")
    is_accounting = currency != _text(invoice, "DocumentCurrencyCode") and currency == _text(invoice, "TaxCurrencyCode")
    return "accounting" if is_accounting else ""


_DECIDED: dict[str, Callable[[etree._Element], str]] = {
    "cac:AdditionalDocumentReference": _type_of_document,
    "AllowanceCharge": _allowance_or_charge,
    "cac:AllowanceCharge": _allowance_or_charge,
    "cac:PartyIdentification": _scheme_of_party,
    "cac:PartyTaxScheme": _kind_of_tax,
    "cac:TaxTotal": _currency_of_tax,
}
"""How the word in brackets is found, by the element that has it; empty for the usual case."""
