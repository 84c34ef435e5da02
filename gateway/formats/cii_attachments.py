"""Referenced documents of a CII document: its supporting documents (BG-24) and the tender (BT-17)."""

from gateway.findings import Place
from gateway.formats.attachment_content import take_content
from gateway.formats.cii_lines import INVOICED_OBJECT
from gateway.formats.cii_values import CiiValues, text
from gateway.formats.ubl_values import placed
from gateway.messages.invoice import Attachment
from gateway.nodes import Node, line_of

_REFERENCE = "ram:AdditionalReferencedDocument"
_EMBEDDED = "ram:AttachmentBinaryObject"
_TENDER = "50"


def attachments(values: CiiValues, agreement: Node | None, path: str) -> list[Attachment]:
    """Every supporting document below the agreement, whose path is given; damage to one becomes a fault."""
    nodes = agreement.all(_REFERENCE) if agreement else ()
    return [_attachment(values, node, place) for node, place in placed(nodes, path) if _is_supporting(node)]


def tender_reference(agreement: Node | None) -> str:
    """The identifier of the tender or lot (BT-17)."""
    for node in agreement.all(_REFERENCE) if agreement else ():
        if text(node, "ram:TypeCode") == _TENDER:
            return text(node, "ram:IssuerAssignedID")
    return ""


def _is_supporting(node: Node) -> bool:
    """Whether a referenced document has type code 916, or none that says that it is something else."""
    return text(node, "ram:TypeCode") not in (INVOICED_OBJECT, _TENDER)


def _attachment(values: CiiValues, node: Node, place: Place) -> Attachment:
    attachment = Attachment(
        identifier=text(node, "ram:IssuerAssignedID"),
        description=text(node, "ram:Name"),
        external_uri=text(node, "ram:URIID"),
        place=place,
    )
    if embedded := node.child(_EMBEDDED):
        embedded_place = Place(line=line_of(embedded.element), record=_EMBEDDED, path=f"{place.path}/{_EMBEDDED}")
        values.faults += take_content(attachment, embedded, embedded_place)
    return attachment
