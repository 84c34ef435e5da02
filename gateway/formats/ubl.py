"""UBL 2.1 Invoice and CreditNote: Peppol BIS Billing 3, Peppol Self-Billing 3, and EN 16931 without either.

Which of the three a document is, its specification identifier (BT-24) says. Source: OASIS UBL 2.1 (ISO/IEC 19845),
EN 16931-3-2, Peppol BIS Billing 3.0.
"""

from gateway.formats.base64_text import decoded
from gateway.formats.einvoice import einvoice_format
from gateway.formats.einvoice_kinds import EN_16931_UBL, PEPPOL, SELF_BILLING
from gateway.formats.ubl_writer import write_invoice
from gateway.messages.invoice import Invoice


def write_with_attachments(invoice: Invoice) -> bytes:
    """An invoice that was read from a document, as Peppol BIS Billing 3 with the attachments that came with it."""
    embedded = [each for each in invoice.attachments if each.content is not None]
    return write_invoice(
        invoice, {each.sha256: b"".join(decoded(each.content.text if each.content else "")) for each in embedded}
    )


FORMAT = einvoice_format(
    PEPPOL,
    "E-faktura (Peppol BIS Billing 3)",
    "Peppol BIS Billing 3.0; UBL 2.1; EN 16931-1:2017",
    write_with_attachments,
)
SELF_BILLING_FORMAT = einvoice_format(
    SELF_BILLING,
    "Självfaktura (Peppol Self-Billing 3)",
    "Peppol BIS Self-Billing 3.0; UBL 2.1; EN 16931-1:2017",
)
EN_16931_FORMAT = einvoice_format(
    EN_16931_UBL,
    "E-faktura enligt EN 16931 i UBL",
    "EN 16931-1:2017; EN 16931-3-2; UBL 2.1",
)

FORMATS = (FORMAT, SELF_BILLING_FORMAT, EN_16931_FORMAT)
