"""E-invoices in envelopes, made for tests from the samples; all parties and numbers are made up."""

import base64
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "efaktura"

UN_CEFACT = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
SFTI = "urn:sfti:documents:StandardBusinessDocumentHeader"
UBL = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
BASIC_INVOICE = "urn:sfti:documents:BasicInvoice:1:0"


def bare(name: str = "faktura-kontorsvaror.xml") -> str:
    """A sample invoice without its XML declaration."""
    return (SAMPLES / name).read_text(encoding="utf-8").partition("?>")[2].strip()


def numbered(number: str) -> str:
    """A sample invoice with an invoice number of its own."""
    return bare().replace("<cbc:ID>20261001</cbc:ID>", f"<cbc:ID>{number}</cbc:ID>", 1)


def enveloped(
    *content: str, namespace: str = UN_CEFACT, standard: str = UBL, header: str = "", prefix: str = ""
) -> str:
    """Documents in an envelope; `header` replaces the usual one."""
    colon = f"{prefix}:" if prefix else ""
    declared = f"xmlns:{prefix}" if prefix else "xmlns"
    usual = f"""<{colon}StandardBusinessDocumentHeader>
<{colon}HeaderVersion>1.0</{colon}HeaderVersion>
<{colon}Sender><{colon}Identifier>0007:5569001208</{colon}Identifier></{colon}Sender>
<{colon}Receiver><{colon}Identifier>0007:5569003428</{colon}Identifier></{colon}Receiver>
<{colon}DocumentIdentification>
<{colon}Standard>{standard}</{colon}Standard>
<{colon}TypeVersion>2.1</{colon}TypeVersion>
<{colon}InstanceIdentifier>{standard.rpartition(":")[2]}-1</{colon}InstanceIdentifier>
<{colon}Type>Invoice</{colon}Type>
<{colon}CreationDateAndTime>2026-10-05T08:15:00Z</{colon}CreationDateAndTime>
</{colon}DocumentIdentification>
</{colon}StandardBusinessDocumentHeader>"""
    inside = "\n".join((header or usual, *content))
    name = f"{colon}StandardBusinessDocument"
    return f'<{name} {declared}="{namespace}">\n{inside}\n</{name}>'


def svefaktura(number: str = "45281", *attachments: str) -> str:
    """A Svefaktura of one line that names attachments by their object ids."""
    references = "".join(
        '<AdditionalDocumentReference><cac:ID identificationSchemeID="ATS" identificationSchemeAgencyName="SFTI">'
        f"urn:sfti:documents:object:{name}</cac:ID></AdditionalDocumentReference>"
        for name in attachments
    )
    party = """<cac:Party><cac:PartyIdentification><cac:ID>{gln}</cac:ID></cac:PartyIdentification>
<cac:PartyName><cbc:Name>{name}</cbc:Name></cac:PartyName>
<cac:Address><cbc:StreetName>Provvägen 5</cbc:StreetName><cbc:CityName>Stockholm</cbc:CityName>
<cbc:PostalZone>12233</cbc:PostalZone>
<cac:Country><cac:IdentificationCode>SE</cac:IdentificationCode></cac:Country></cac:Address>
<cac:PartyTaxScheme><cac:CompanyID>{organisation}</cac:CompanyID>
<cac:TaxScheme><cac:ID>SWT</cac:ID></cac:TaxScheme></cac:PartyTaxScheme></cac:Party>"""
    buyer = party.format(gln="7300000000015", name="Exempelstaden", organisation="5569003428")
    vat = """<cac:PartyTaxScheme><cac:CompanyID>SE556900120801</cac:CompanyID>
<cac:TaxScheme><cac:ID>VAT</cac:ID></cac:TaxScheme></cac:PartyTaxScheme></cac:Party>"""
    seller = party.format(gln="7300000000022", name="Exempel Kontorsvaror AB", organisation="5569001208")
    seller = seller.replace("</cac:Party>", vat)
    return f"""<Invoice xmlns="{BASIC_INVOICE}" xmlns:cac="urn:sfti:CommonAggregateComponents:1:0"
 xmlns:cbc="urn:oasis:names:tc:ubl:CommonBasicComponents:1:0">
<ID>{number}</ID><cbc:IssueDate>2026-10-05</cbc:IssueDate><InvoiceTypeCode>380</InvoiceTypeCode>
<InvoiceCurrencyCode>SEK</InvoiceCurrencyCode><LineItemCountNumeric>1</LineItemCountNumeric>
{references}<cac:BuyerParty>{buyer}</cac:BuyerParty><cac:SellerParty>{seller}</cac:SellerParty>
<cac:PaymentMeans><cac:PaymentMeansTypeCode>1</cac:PaymentMeansTypeCode>
<cbc:DuePaymentDate>2026-11-04</cbc:DuePaymentDate>
<cac:PayeeFinancialAccount><cac:ID>9000126</cac:ID><cac:FinancialInstitutionBranch><cac:FinancialInstitution>
<cac:ID>BGABSESS</cac:ID></cac:FinancialInstitution></cac:FinancialInstitutionBranch></cac:PayeeFinancialAccount>
</cac:PaymentMeans>
<cac:TaxTotal><cbc:TotalTaxAmount amountCurrencyID="SEK">250.00</cbc:TotalTaxAmount><cac:TaxSubTotal>
<cbc:TaxableAmount amountCurrencyID="SEK">1000.00</cbc:TaxableAmount>
<cbc:TaxAmount amountCurrencyID="SEK">250.00</cbc:TaxAmount>
<cac:TaxCategory><cac:ID>S</cac:ID><cbc:Percent>25</cbc:Percent><cac:TaxScheme><cac:ID>VAT</cac:ID></cac:TaxScheme>
</cac:TaxCategory></cac:TaxSubTotal></cac:TaxTotal>
<cac:LegalTotal><cbc:LineExtensionTotalAmount amountCurrencyID="SEK">1000.00</cbc:LineExtensionTotalAmount>
<cbc:TaxExclusiveTotalAmount amountCurrencyID="SEK">1000.00</cbc:TaxExclusiveTotalAmount>
<cbc:TaxInclusiveTotalAmount amountCurrencyID="SEK">1250.00</cbc:TaxInclusiveTotalAmount></cac:LegalTotal>
<cac:InvoiceLine><cac:ID>1</cac:ID><cbc:InvoicedQuantity quantityUnitCode="EA">10</cbc:InvoicedQuantity>
<cbc:LineExtensionAmount amountCurrencyID="SEK">1000.00</cbc:LineExtensionAmount>
<cac:Item><cbc:Description>Papper</cbc:Description>
<cac:TaxCategory><cac:ID>S</cac:ID><cbc:Percent>25</cbc:Percent><cac:TaxScheme><cac:ID>VAT</cac:ID></cac:TaxScheme>
</cac:TaxCategory>
<cac:BasePrice><cbc:PriceAmount amountCurrencyID="SEK">100.00</cbc:PriceAmount></cac:BasePrice></cac:Item>
</cac:InvoiceLine>
<RequisitionistDocumentReference><cac:ID>KST1001</cac:ID></RequisitionistDocumentReference>
</Invoice>"""


def objects(name: str, content: bytes, *, of: str = "", mime: str = "application/pdf", file_name: str = "") -> str:
    """An ObjectEnvelope with one object, named `name`, that says which invoice it is of."""
    reference = f"<DocumentReference><DocumentID>{of}</DocumentID></DocumentReference>" if of else ""
    return f"""<ObjectEnvelope xmlns="urn:sfti:documents:ObjectEnvelope:1:0">{reference}
<CreationDateTime>2026-10-05T08:15:00</CreationDateTime><EncodedObject><ObjectID>{name}</ObjectID>
<EncodedData format="BASE64" mimeCode="{mime}" filename="{file_name or name}">{base64.b64encode(content).decode()}\
</EncodedData></EncodedObject></ObjectEnvelope>"""
