"""What a UBL invoice should not hold at all: elements (UBL-CR) and attributes (UBL-CR, UBL-DT) outside EN 16931.

The table of them is in the catalogue (`gateway.catalogue.official`). Some rules depend on a value.
Source: CEN validation artefacts 1.3.16, pattern "syntax".
"""

from gateway.catalogue.official import unwanted_in_en16931
from gateway.nodes import Node
from gateway.rules.assertions import Assertion, Breach, Context, Group, Unwanted
from gateway.rules.en16931.facts import InvoiceFacts

_INVOICED_OBJECT = "130"
_UBL_VERSION = "2.1"
_TEXTS_OF_MEANS = "cbc:PaymentMeansCode/@name"
_REFERENCE = "cac:AdditionalDocumentReference"


UNWANTED = [
    Unwanted(code, paths, unless=_TEXTS_OF_MEANS if paths == "@name" else "") for code, paths in unwanted_in_en16931()
]


def _version(root: Node, _facts: InvoiceFacts) -> Breach | None:
    found = root.all("cbc:UBLVersionID")
    if not found or any(version.text == _UBL_VERSION for version in found):
        return None
    return Breach(at=found[0], value=found[0].word, expected=_UBL_VERSION)


def _due_date_of_means(root: Node, _facts: InvoiceFacts) -> Breach | None:
    found = root.first("cac:PaymentMeans", "cbc:PaymentDueDate")
    return Breach(at=found, value=found.word) if found and root.name != "CreditNote" else None


def _scheme_of_reference(root: Node, facts: InvoiceFacts) -> Breach | None:
    for reference in facts.document.named(_REFERENCE):
        types = reference.all("cbc:DocumentTypeCode")
        if types and all(code.text == _INVOICED_OBJECT for code in types):
            continue
        for identifier in reference.all("cbc:ID"):
            if (scheme := identifier.attribute("schemeID")) is not None:
                return Breach(at=identifier, missing="@schemeID", value=scheme)
    return None


def _beside_invoiced_object(code: str, name: str) -> Assertion:
    def check(_root: Node, facts: InvoiceFacts) -> Breach | None:
        for reference in facts.document.named(_REFERENCE):
            if any(node.text == _INVOICED_OBJECT for node in reference.all("cbc:DocumentTypeCode")):
                found = reference.child(name)
                if found:
                    return Breach(at=found)
        return None

    return Assertion(code, check)


UNWANTED_VALUES = Group(
    "unwanted values",
    Context(
        "Document",
        Assertion("UBL-CR-002", _version, needs="cbc:UBLVersionID"),
        Assertion("UBL-CR-412", _due_date_of_means, needs="cac:PaymentMeans"),
        Assertion("UBL-CR-665", _scheme_of_reference),
        _beside_invoiced_object("UBL-CR-666", "cac:Attachment"),
        _beside_invoiced_object("UBL-CR-673", "cbc:DocumentDescription"),
    ),
)
