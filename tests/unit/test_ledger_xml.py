"""The ledger's XML files: their elements stand in the prescribed order, and their vouchers balance.

The order is written here in RELAX NG from the published list of elements; the ledger's own schemas are not ours to
carry.
"""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

pytestmark = pytest.mark.unit

EXAMPLES = Path(__file__).resolve().parents[2] / "mappings" / "examples"
TRANSACTION = "http://services.agresso.com/schema/ABWTransaction/2011/11/14"
LIBRARY = "http://services.agresso.com/schema/ABWSchemaLib/2011/11/14"

# Each element after its name: ? may be left out, + stands once or more; braces hold what stands within.
ORDERS = {
    "ABWTransaction": """Interface L:BatchId L:ReportClient? Voucher+{
VoucherNo? L:VoucherType? L:CompanyCode L:Period? VoucherDate? Transaction+{
L:TransType? L:Description? L:Status? TransDate? L:AllocationKey? PeriodNo? PayTransfer? ExternalRef?
Amounts?{ DcFlag? L:Amount? L:CurrAmount? Number1? Value1? Value2? Value3? }
GLAnalysis?{ L:Account? Dim1? Dim2? Dim3? Dim4? Dim5? Dim6? Dim7? L:Currency? L:TaxCode? L:TaxSystem? TaxId? }
TaxTransInfo?{ Account2? BaseAmount? BaseCurr? }
ApArInfo?{ L:ApArType? L:ApArNo? FactorShort? L:InvoiceNo? L:Responsible? L:DueDate? DiscDate? L:Discount? L:BacsId?
L:PayMethod? PayFlag? CurrLicense? L:VoucherRef? L:SequenceRef? ArriveId? Commitment? OrderNo? L:IntruleId? PayTemplate?
SundryInfo?{ ApArName? L:Address? L:ZipCode? L:Place? L:Province? L:VatRegNo? BankAccountType? L:BankAccount?
L:ClearingCode? L:Swift? }
OrigReference? ArrivalDate? PayCurrency? ComplaintCode? ComplaintDate? } } }""",
    "ABWOrder": """Order+{ L:OrderNo L:VoucherType TransType L:Period?
Header{ AcceptFlag OrderType? Status? OrderDate? ObsDate? HeaderText? L:Currency?
Seller?{ SellerNo? Name? SellerReferences?{ Responsible? SalesMan? } }
Buyer{ L:BuyerNo BuyerReferences?{ Responsible? RequestedBy? Accountable? } } }
Details{ Detail+{ LineNo Status? BuyerProductCode? BuyerProductDescr? UnitCode? Quantity Price? LineTotal
DetailInfo?{ L:UseLineTotal? TaxCode? ReferenceCode*{ Code Value } } L:ProductSpecification*{ SeqNo Info } } } }""",
    "ABWSupplierCustomer": """MasterFile+{ L:CompanyCode L:ApArType L:ApArNo
SupplierCustomer{ L:UpdateFlag L:Name ApArGroup? L:CompRegNo? ExternalRef? ShortName? L:CountryCode?
InvoiceInfo?{ PayTerms? TermsFlag? Currency? CurrencyFlag? Language? CreditLimit? }
PaymentInfo?{ PayMethod? IBAN? L:BankAccount? L:Swift? L:IntruleId? Status? } }
AddressInfo*{ L:AddressType L:Address? L:ZipCode? L:Place? L:CountryCode? L:Telephone1? L:EMail? }
L:Relation*{ L:UpdateFlag L:RelAttrId L:RelValue } }""",
}
NAMESPACES = {
    "ABWTransaction": (TRANSACTION, LIBRARY),
    "ABWOrder": (
        "http://services.agresso.com/schema/ABWOrder/2007/12/24",
        "http://services.agresso.com/schema/ABWSchemaLib/2007/12/24",
    ),
    "ABWSupplierCustomer": (
        "http://services.agresso.com/schema/ABWSupplierCustomer/2007/12/24",
        "http://services.agresso.com/schema/ABWSchemaLib/2007/12/24",
    ),
}
HOW_OFTEN = {"?": "optional", "+": "oneOrMore", "*": "zeroOrMore"}
FILES = sorted(EXAMPLES.glob("*/*/expected.xml"))
LEDGER_FILES = [path for path in FILES if "abw" in path.parts[-3]]


def grammar(root: str) -> etree.RelaxNG:
    """RELAX NG of a document whose elements stand in the order of `ORDERS`."""
    own, library = NAMESPACES[root]
    words = ORDERS[root].replace("{", " { ").replace("}", " } ").split()
    pieces = [f'<element xmlns="http://relaxng.org/ns/structure/1.0" name="{root}" ns="{own}">']
    closings: list[str] = []
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "}":
            pieces.append(closings.pop())
        elif word != "{":
            name = word.rstrip("?+*").removeprefix("L:")
            wrap = HOW_OFTEN.get(word[-1], "")
            namespace = library if word.startswith("L:") else own
            pieces.append(f'{f"<{wrap}>" if wrap else ""}<element name="{name}" ns="{namespace}">')
            closing = f"</element>{f'</{wrap}>' if wrap else ''}"
            if following == "{":
                closings.append(closing)
            else:
                pieces.append(f"<text/>{closing}")
    return etree.RelaxNG(etree.fromstring("".join([*pieces, "</element>"])))


def text(element: etree._Element, path: str) -> str:
    return element.findtext(path, "", {"t": TRANSACTION, "l": LIBRARY})


@pytest.mark.parametrize("path", LEDGER_FILES, ids=lambda path: "/".join(path.parts[-3:-1]))
def test_elements_stand_in_the_prescribed_order_and_namespaces(path: Path) -> None:
    document = etree.parse(path)
    schema = grammar(etree.QName(document.getroot()).localname)
    assert schema.validate(document), schema.error_log


def test_the_grammar_refuses_another_order_and_another_namespace() -> None:
    (path,) = EXAMPLES.glob("vouchers_abwtransaction/bibliotek-2026-11/expected.xml")
    schema = grammar("ABWTransaction")
    whole = path.read_text(encoding="utf-8")
    swapped = whole.replace("<VoucherNo>1</VoucherNo><agrlib:VoucherType>BO</agrlib:VoucherType>", "").replace(
        "</agrlib:Period>", "</agrlib:Period><VoucherNo>1</VoucherNo>", 1
    )
    for broken in (swapped, whole.replace("<Dim1>", "<agrlib:Dim1>").replace("</Dim1>", "</agrlib:Dim1>")):
        assert broken != whole
        assert not schema.validate(etree.fromstring(broken.encode()))


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*_abwtransaction/*/expected.xml")), ids=lambda p: p.parent.name)
def test_every_voucher_balances_in_decimals(path: Path) -> None:
    vouchers = etree.parse(path).getroot().findall("t:Voucher", {"t": TRANSACTION})
    assert vouchers
    for voucher in vouchers:
        rows = voucher.findall("t:Transaction", {"t": TRANSACTION})
        amounts = [text(row, "t:Amounts/l:Amount") for row in rows]
        assert all(amount[-3] == "." for amount in amounts)
        assert sum(map(Decimal, amounts)) == 0
        for row in rows:
            if text(row, "l:TransType") in ("AP", "AR"):
                assert text(row, "t:ApArInfo/l:ApArNo")
                assert not text(row, "t:ExternalRef"), "the external reference is for rows of the general ledger"
            elif text(row, "l:TransType") == "TX":
                assert text(row, "t:TaxTransInfo/t:Account2")


def test_vouchers_keep_their_coding_and_dates_in_xml() -> None:
    (path,) = EXAMPLES.glob("vouchers_abwtransaction/hyror-xml/expected.xml")
    rows = etree.parse(path).getroot().findall("t:Voucher/t:Transaction", {"t": TRANSACTION})
    second = rows[1]
    assert text(second, "l:Description") == 'Hyra "Kvarteret Räven"'
    assert text(second, "t:TransDate") == "2026-11-01"
    assert [text(second, f"t:GLAnalysis/t:Dim{number}") for number in range(1, 5)] == ["4200", "810", "", "880"]
    assert (text(second, "t:GLAnalysis/l:Account"), text(second, "t:Amounts/l:Amount")) == ("3410", "-845200.00")


def test_an_order_holds_its_lines_their_coding_and_their_texts() -> None:
    (path,) = EXAMPLES.glob("customer_invoices_abworder/*/expected.xml")
    own, library = NAMESPACES["ABWOrder"]
    names = {"o": own, "l": library}
    orders = etree.parse(path).getroot().findall("o:Order", names)
    assert [order.findtext("l:OrderNo", "", names) for order in orders] == ["880001", "880002"]
    detail = orders[0].findall("o:Details/o:Detail", names)[0]
    codes = [
        (code.findtext("o:Code", "", names), code.findtext("o:Value", "", names))
        for code in detail.findall("o:DetailInfo/o:ReferenceCode", names)
    ]
    assert codes == [("C1", "5100"), ("C2", "810"), ("B0", "P1004")]
    texts = [(t.findtext("o:SeqNo", "", names), t.findtext("o:Info", "", names)) for t in detail.findall("l:*", names)]
    assert texts == [("1", "Sammanträde 15 november"), ("2", "Projektor ingår")]
    assert (detail.findtext("o:Quantity", "", names), detail.findtext("o:LineTotal", "", names)) == ("2.00", "1500.00")


def test_an_order_for_a_person_with_protected_identity_is_stopped_and_told_of_masked() -> None:
    (path,) = EXAMPLES.glob("customer_invoices_abworder/*/expected-findings.json")
    (found,) = json.loads(path.read_text(encoding="utf-8"))
    assert found["code"].startswith("MAPPING-VALUE")
    assert "880003" not in json.dumps(found)


def test_a_person_with_protected_identity_has_a_company_of_its_own_and_no_address() -> None:
    (path,) = EXAMPLES.glob("parties_abwsuppliercustomer/*/expected.xml")
    own, library = NAMESPACES["ABWSupplierCustomer"]
    names = {"c": own, "l": library}
    files = etree.parse(path).getroot().findall("c:MasterFile", names)
    assert [file.findtext("l:CompanyCode", "", names) for file in files] == ["10", "10", "10", "90"]
    assert [len(file.findall("c:AddressInfo", names)) for file in files] == [1, 1, 1, 0]
