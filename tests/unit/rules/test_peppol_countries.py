"""The national rules of Peppol: given a seller in this country, these rules have something against an invoice."""

import pytest

from tests.peppol_documents import SWEDISH_VAT, broken, giro, party, payment

pytestmark = pytest.mark.unit


class TestSwedishSellers:
    """The rules for sellers with an address in Sweden."""

    def test_one_with_right_numbers_breaks_no_rule(self) -> None:
        seller = party(country="SE", vat=SWEDISH_VAT, tax="Godkänd för F-skatt", legal="5560360793")
        assert broken(giro("54029681", "SE:BANKGIRO") + giro("12", "SE:PLUSGIRO"), seller=seller) == {}

    @pytest.mark.parametrize(
        ("vat", "rules"),
        [
            ("SE55603607930", {"SE-R-001": 1}),
            ("SE5560360793XX", {"SE-R-002": 1}),
            ("SE556036-079301", {"SE-R-001": 1, "SE-R-002": 1}),
            ("FI12345678", {}),
        ],
    )
    def test_vat_numbers(self, vat: str, rules: dict[str, int]) -> None:
        assert broken(seller=party(country="SE", vat=vat)) == rules

    @pytest.mark.parametrize(
        ("legal", "rules"),
        [
            ("556036-0793", {"SE-R-003": 1, "SE-R-004": 1, "SE-R-013": 1}),
            ("5560360794", {"SE-R-013": 1}),
            ("55603607931", {"SE-R-004": 1}),
            ("165560360793", {"SE-R-004": 1, "SE-R-013": 1}),
        ],
    )
    def test_organisation_numbers(self, legal: str, rules: dict[str, int]) -> None:
        assert broken(seller=party(country="SE", legal=legal)) == rules

    def test_f_skatt_is_stated_when_there_is_a_legal_number(self) -> None:
        assert broken(seller=party(country="SE", tax="Moms", legal="5560360793")) == {"SE-R-005": 1}
        assert broken(seller=party(country="SE", tax="Moms")) == {}

    @pytest.mark.parametrize(("rate", "is_right"), [("25.00", True), ("12", True), ("6.0", True), ("20", False)])
    def test_vat_rates(self, rate: str, is_right: bool) -> None:
        category = f"<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>{rate}</cbc:Percent></cac:TaxCategory>"
        swedish = party(country="SE", vat=SWEDISH_VAT)
        assert broken(category, seller=swedish) == ({} if is_right else {"SE-R-006": 1})
        assert broken(category) == {}

    @pytest.mark.parametrize(
        ("number", "branch", "rules"),
        [
            ("5402-9681", "SE:BANKGIRO", {"SE-R-008": 1, "SE-R-009": 1}),
            ("123456", "SE:BANKGIRO", {"SE-R-009": 1}),
            ("PG12", "SE:PLUSGIRO", {"SE-R-007": 1}),
            ("123456789", "SE:PLUSGIRO", {"SE-R-010": 1}),
            ("anything", "SWEDSESS", {}),
        ],
    )
    def test_giro_numbers(self, number: str, branch: str, rules: dict[str, int]) -> None:
        assert broken(giro(number, branch), seller=party(country="SE")) == rules

    def test_codes_of_payment(self) -> None:
        swedish, buyer = party(country="SE"), party("AccountingCustomerParty", country="SE")
        assert broken(payment("50"), seller=swedish) == {"SE-R-011": 1}
        assert broken(payment("31"), seller=swedish) == {}
        assert broken(buyer + payment("31"), seller=swedish) == {"SE-R-012": 1}


def test_norwegian_sellers_state_their_vat_number_and_register() -> None:
    register = "Foretaksregisteret"
    assert broken(seller=party(country="NO", vat="NO974760673MVA", tax=register)) == {}
    assert broken(seller=party(country="NO", vat="NO974760674MVA", tax=register)) == {"NO-R-001": 1}
    assert broken(seller=party(country="SE", vat="NO974760673MVA")) == {"NO-R-002": 1}


def test_danish_sellers_have_a_cvr_number_and_danish_ways_to_pay() -> None:
    seller = party(country="DK", legal="12345678", scheme="0184")
    buyer = party("AccountingCustomerParty", country="DK", legal="12345678", scheme="0088")
    assert broken(seller=seller) == {}
    assert broken(seller=party(country="DK")) == {"DK-R-002": 1}
    assert broken(seller=party(country="DK", legal="12345678")) == {"DK-R-014": 1}
    assert broken(buyer.replace("0088", "0002") + payment("56"), seller=seller) == {"DK-R-005": 1, "DK-R-017": 1}
    assert broken(payment("56"), seller=seller) == {}


def test_danish_giro_and_fik_references_have_their_length() -> None:
    seller = party(country="DK", legal="12345678", scheme="0184")
    buyer = party("AccountingCustomerParty", country="DK")

    def paid(code: str, reference: str, account: str) -> dict[str, int]:
        content = (
            f"<cbc:PaymentID>{reference}</cbc:PaymentID>"
            f"<cac:PayeeFinancialAccount><cbc:ID>{account}</cbc:ID></cac:PayeeFinancialAccount>"
        )
        return broken(buyer + payment(code, content), seller=seller)

    assert paid("50", "04#1234567890123456", "1234567") == {}
    assert paid("50", "04#1", "1234567") == {"DK-R-009": 1}
    assert paid("50", "02#1", "123") == {"DK-R-008": 1}
    assert paid("93", "71#123456789012345", "12345678") == {}
    assert paid("93", "75#1", "1234567") == {"DK-R-010": 1, "DK-R-011": 1}


def test_a_danish_credit_note_is_not_negative_within_denmark() -> None:
    total = (
        '<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="SEK">-1</cbc:PayableAmount></cac:LegalMonetaryTotal>'
    )
    seller, buyer = party(country="DK", legal="1", scheme="0184"), party("AccountingCustomerParty", country="DK")
    malformed = {"PEPPOL-COMMON-R042": 1}
    assert broken(total, root="CreditNote", seller=seller) == malformed
    assert broken(buyer + total, root="CreditNote", seller=seller) == {**malformed, "DK-R-016": 1}


def test_italian_sellers_have_an_address_and_a_tax_registration_of_some_length() -> None:
    assert broken(seller=party(country="SE", vat="IT00743110157", tax="short")) == {
        "IT-R-001": 1,
        "IT-R-002": 1,
        "IT-R-003": 1,
        "IT-R-004": 1,
    }


def test_a_greek_invoice_number_has_six_parts() -> None:
    def judged(number: str) -> set[str]:
        body = f"<cbc:ID>{number}</cbc:ID><cbc:IssueDate>2026-11-23</cbc:IssueDate>"
        found = broken(body, seller=party(country="GR", vat="EL094259216"))
        return {rule.removeprefix("GR-R-001-") for rule in found if rule.startswith("GR-R-001")}

    assert judged("094259216|23/11/2026|17|1.1|A|B") == set()
    assert judged("094259216|23/11/2026|17|1.1|A|B|C") == {"1"}
    assert judged("094259217|24/11/2026|x|9.9||") == {"2", "3", "4", "5", "6", "7"}
    assert judged("1") == {"1", "2", "3", "4", "5", "6", "7"}


def test_icelandic_sellers_state_numbers_address_and_final_due_date() -> None:
    seller = party(country="IS", legal="1234567890", scheme="0196").replace(
        "<cac:Country>", "<cbc:StreetName>X</cbc:StreetName><cbc:PostalZone>1</cbc:PostalZone><cac:Country>"
    )
    final = (
        "<cbc:DueDate>2026-11-23</cbc:DueDate><cac:AdditionalDocumentReference><cbc:ID>2026-11-22</cbc:ID>"
        "<cbc:DocumentDescription>EINDAGI</cbc:DocumentDescription></cac:AdditionalDocumentReference>"
    )
    assert broken(seller=seller) == {}
    assert broken(final.replace("11-22", "11-23"), seller=seller) == {}
    assert broken(final, seller=seller) == {"IS-R-010": 1}
    assert broken(final.replace("<cbc:DueDate>2026-11-23</cbc:DueDate>", ""), seller=seller) == {
        "IS-R-009": 1,
        "IS-R-010": 1,
    }
    assert broken(payment("9"), seller=seller) == {"IS-R-006": 1}
    assert broken(payment("42"), seller=seller) == {"IS-R-007": 1}
    assert broken(party("AccountingCustomerParty", country="IS"), seller=party(country="IS")) == {
        "IS-R-002": 1,
        "IS-R-003": 1,
        "IS-R-004": 1,
        "IS-R-005": 1,
    }


def test_dutch_sellers_have_an_address_and_a_number_of_a_dutch_register() -> None:
    seller = party(country=" nl ", legal="1234567890", scheme="0002")
    assert broken(seller=seller) == {"NL-R-002": 1, "NL-R-003": 1}
    total = '<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="SEK">1</cbc:PayableAmount></cac:LegalMonetaryTotal>'
    assert broken(total, seller=seller) == {"NL-R-002": 1, "NL-R-003": 1, "NL-R-007": 1}


class TestGermanParties:
    """The rules when seller and buyer both have an address in Germany."""

    BUYER = party("AccountingCustomerParty", country="DE")

    def judged(self, body: str) -> set[str]:
        found = broken(self.BUYER + body, seller=party(country="DE"))
        always = {"DE-R-002", "DE-R-003", "DE-R-004", "DE-R-008", "DE-R-009", "DE-R-014"}
        assert always <= set(found)
        return set(found) - always

    def test_a_seller_alone_in_germany_is_not_asked(self) -> None:
        assert broken(seller=party(country="DE")) == {}

    def test_ways_to_pay_have_what_they_need_and_nothing_else(self) -> None:
        iban = "<cac:{0}><cbc:ID>DE89 3704 0044 0532 0130 00</cbc:ID></cac:{0}>"
        account = iban.format("PayeeFinancialAccount")
        mandate = f"<cac:PaymentMandate><cbc:ID>1</cbc:ID>{iban.format('PayerFinancialAccount')}</cac:PaymentMandate>"
        assert self.judged("") == {"DE-R-001"}
        assert self.judged(payment("58", account)) == set()
        assert self.judged(payment("58", account.replace("DE89", "DE88"))) == {"DE-R-019"}
        assert self.judged(payment("58", mandate)) == {"DE-R-019", "DE-R-023-1", "DE-R-023-2", "DE-R-030"}
        assert self.judged(payment("48", account)) == {"DE-R-024-1", "DE-R-024-2"}
        assert self.judged(payment("59", mandate)) == {"DE-R-030"}
        assert self.judged(payment("59")) == {"DE-R-020", "DE-R-025-1", "PEPPOL-EN16931-R061"}

    @pytest.mark.parametrize(
        ("note", "is_right"),
        [
            ("#SKONTO#TAGE=14#PROZENT=2.25#\n", True),
            ("Zahlbar sofort\n#SKONTO#TAGE=7#PROZENT=2.00#BASISBETRAG=-357.93#\n", True),
            ("Zahlbar sofort", True),
            ("#SKONTO#TAGE=14#PROZENT=2.25#", False),
            ("#SKONTO#TAGE=14#PROZENT=2.2#\n", False),
            ("#Skonto#TAGE=14#PROZENT=2.25#\n", False),
        ],
    )
    def test_cash_discounts_are_written_in_one_way(self, note: str, is_right: bool) -> None:
        terms = f"<cac:PaymentTerms><cbc:Note>{note}</cbc:Note></cac:PaymentTerms>"
        assert self.judged(payment("1") + terms) == (set() if is_right else {"DE-R-018"})

    def test_several_notes_are_allowed(self) -> None:
        notes = "<cbc:Note>1</cbc:Note><cbc:Note>2</cbc:Note>"
        assert self.judged(payment("1") + notes) == set()
        assert broken(notes) == {"PEPPOL-EN16931-R002": 1}
