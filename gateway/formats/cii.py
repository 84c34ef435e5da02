"""UN/CEFACT Cross Industry Invoice (CII), the second syntax of EN 16931 beside UBL.

The document is rsm:CrossIndustryInvoice; type code 381 and its like make it a credit note. It is checked by the
official XSD of D22B, which also takes what D16B allows, before anything is read from it. Peppol BIS is taken as UBL
alone, so a CII document that states it is refused.

Source: UN/CEFACT SCRDM Cross Industry Invoice D16B and D22B; EN 16931-3-3 (the binding of the core model to CII).
"""

from gateway.formats.einvoice import einvoice_format
from gateway.formats.einvoice_kinds import EN_16931_CII

FORMAT = einvoice_format(
    EN_16931_CII,
    "E-faktura enligt EN 16931 i CII",
    "EN 16931-1:2017; EN 16931-3-3; UN/CEFACT CII D16B, D22B",
)
