"""UN/CEFACT Cross Industry Invoice (CII), the second syntax of EN 16931 beside UBL.

The document is rsm:CrossIndustryInvoice; type code 381 and its like make it a credit note. It is checked by the
official XSD of D22B, which also takes what D16B allows, before anything is read from it (`cii_invoice.read_invoice`).

Source: UN/CEFACT SCRDM Cross Industry Invoice D16B and D22B; EN 16931-3-3 (the binding of the core model to CII).
"""

from gateway.nodes import Document

NAMESPACE = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
ROOT = "CrossIndustryInvoice"

_PEPPOL = "urn:fdc:peppol.eu:"


def specification(document: Document) -> str:
    """What a document says it follows (BT-24): ``urn:cen.eu:en16931:2017``; empty when it does not say."""
    return document.root.text_at(
        "rsm:ExchangedDocumentContext", "ram:GuidelineSpecifiedDocumentContextParameter", "ram:ID"
    )


def claims_peppol(document: Document) -> bool:
    """Whether a document says that it is a PEPPOL BIS, which the gateway takes as UBL alone."""
    return _PEPPOL in specification(document)
