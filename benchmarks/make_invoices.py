"""Many small invoices, made of a sample by giving each its own number."""

from pathlib import Path

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "efaktura" / "faktura-kontorsvaror.xml"


def write(folder: Path, count: int) -> None:
    """Write `count` invoices that differ in their number only."""
    folder.mkdir(parents=True, exist_ok=True)
    text = SAMPLE.read_text(encoding="utf-8")
    start = text.index("<cbc:ID>") + len("<cbc:ID>")
    end = text.index("</cbc:ID>", start)
    for number in range(1, count + 1):
        (folder / f"invoice-{number:06}.xml").write_text(f"{text[:start]}B{number:07}{text[end:]}", encoding="utf-8")


LINE = """  <cac:InvoiceLine>
    <cbc:ID>{number}</cbc:ID>
    <cbc:InvoicedQuantity unitCode="EA">10</cbc:InvoicedQuantity>
    <cbc:LineExtensionAmount currencyID="SEK">99.00</cbc:LineExtensionAmount>
    <cbc:AccountingCost>4010-{number}</cbc:AccountingCost>
    <cac:InvoicePeriod>
      <cbc:StartDate>2026-10-01</cbc:StartDate>
      <cbc:EndDate>2026-10-31</cbc:EndDate>
    </cac:InvoicePeriod>
    <cac:OrderLineReference><cbc:LineID>{number}</cbc:LineID></cac:OrderLineReference>
    <cac:AllowanceCharge>
      <cbc:ChargeIndicator>false</cbc:ChargeIndicator>
      <cbc:AllowanceChargeReason>Rabatt</cbc:AllowanceChargeReason>
      <cbc:MultiplierFactorNumeric>1</cbc:MultiplierFactorNumeric>
      <cbc:Amount currencyID="SEK">1.00</cbc:Amount>
      <cbc:BaseAmount currencyID="SEK">100.00</cbc:BaseAmount>
    </cac:AllowanceCharge>
    <cac:Item>
      <cbc:Description>Artikel {number} ur ramavtalets sortiment, förpackad om tio.</cbc:Description>
      <cbc:Name>Artikel {number}</cbc:Name>
      <cac:SellersItemIdentification><cbc:ID>A-{number}</cbc:ID></cac:SellersItemIdentification>
      <cac:ClassifiedTaxCategory>
        <cbc:ID>S</cbc:ID>
        <cbc:Percent>25</cbc:Percent>
        <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
      </cac:ClassifiedTaxCategory>
    </cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="SEK">10.00</cbc:PriceAmount></cac:Price>
  </cac:InvoiceLine>
"""


def long_invoice(lines: int) -> bytes:
    """One valid invoice of many lines, about 1.4 kB each."""
    text = SAMPLE.read_text(encoding="utf-8")
    head, rest = text.split("  <cac:TaxTotal>", 1)
    net, vat = 99 * lines, f"{99 * lines / 4:.2f}"
    gross = f"{99 * lines * 1.25:.2f}"
    totals = f"""  <cac:TaxTotal>
    <cbc:TaxAmount currencyID="SEK">{vat}</cbc:TaxAmount>
    <cac:TaxSubtotal>
      <cbc:TaxableAmount currencyID="SEK">{net}.00</cbc:TaxableAmount>
      <cbc:TaxAmount currencyID="SEK">{vat}</cbc:TaxAmount>
      <cac:TaxCategory>
        <cbc:ID>S</cbc:ID>
        <cbc:Percent>25</cbc:Percent>
        <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
      </cac:TaxCategory>
    </cac:TaxSubtotal>
  </cac:TaxTotal>
  <cac:LegalMonetaryTotal>
    <cbc:LineExtensionAmount currencyID="SEK">{net}.00</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount currencyID="SEK">{net}.00</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID="SEK">{gross}</cbc:TaxInclusiveAmount>
    <cbc:PayableAmount currencyID="SEK">{gross}</cbc:PayableAmount>
  </cac:LegalMonetaryTotal>
"""
    body = "".join(LINE.format(number=number) for number in range(1, lines + 1))
    return f"{head}{totals}{body}{rest[rest.rindex('</Invoice>') :]}".encode()
