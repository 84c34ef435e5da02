"""What the Peppol rules ask about a document as a whole: its process, its currency, the countries of its parties.

The official rules stop, or do not look at all, where something stands twice that may stand once. What they then
cannot know is here the empty text, which is no country and no process.
"""

import datetime
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gateway.nodes import WHITE_SPACE, Node
from gateway.rules.assertions import Facts, fact

SUPPLIER = ("cac:AccountingSupplierParty", "cac:Party")
CUSTOMER = ("cac:AccountingCustomerParty", "cac:Party")

_UNKNOWN_COUNTRY = "XX"
_COUNTRY = ("cac:PostalAddress", "cac:Country", "cbc:IdentificationCode")
_WHITE_SPACES = re.compile(f"[{WHITE_SPACE}]+")
_DOUBLE = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|([-+])(\d\d):(\d\d))?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Specification:
    """What a Peppol BIS says of itself in its documents.

    `identifier` is how BT-24 begins, `processes` the values of BT-23 with the number of the profile each stands for,
    `invoice_types` and `credit_note_types` the codes of BT-3.
    """

    identifier: str
    processes: Mapping[str, str]
    invoice_types: frozenset[str]
    credit_note_types: frozenset[str]


class PeppolFacts(Facts):
    """A UBL Invoice or CreditNote, as the Peppol rules see it."""

    @fact
    def currencies(self) -> frozenset[str]:
        """BT-5 as written; empty when there is none, and more than one only when the document is wrong."""
        return frozenset(node.text for node in self.root.all("cbc:DocumentCurrencyCode"))

    @fact
    def suppliers(self) -> list[Node]:
        """The seller; more than one only when the document is wrong, as with the customers."""
        return self.root.along(*SUPPLIER)

    @fact
    def customers(self) -> list[Node]:
        """The buyer."""
        return self.root.along(*CUSTOMER)

    @fact
    def supplier_addresses(self) -> list[str]:
        """The country codes of the seller's postal address (BT-40), as written."""
        return [code.text for party in self.suppliers for code in party.along(*_COUNTRY)]

    @fact
    def customer_addresses(self) -> list[str]:
        """The country codes of the buyer's postal address (BT-55), as written."""
        return [code.text for party in self.customers for code in party.along(*_COUNTRY)]

    @fact
    def supplier_country(self) -> str:
        """The country of the seller by VAT number, else that of its tax representative, else its address."""
        return _country(self.supplier_prefixes, _vat_prefixes(self.representatives), self.supplier_addresses)

    @fact
    def supplier_country_of_its_own(self) -> str:
        """The country of the seller by VAT number, else its address; the representative is not asked."""
        return _country(self.supplier_prefixes, self.supplier_addresses)

    @fact
    def customer_country(self) -> str:
        """The country of the buyer by VAT number, else its address."""
        return _country(_vat_prefixes(self.customers), self.customer_addresses)

    @fact
    def is_between_germans(self) -> bool:
        """Whether seller and buyer both have an address in Germany."""
        return only(self.supplier_addresses) == "DE" == only(self.customer_addresses)

    @property
    def selling_countries(self) -> set[str]:
        """Every country that national rules may take the seller to be of."""
        addresses = {normalized(text).upper() for text in self.supplier_addresses}
        return addresses | {self.supplier_country, self.supplier_country_of_its_own}

    @property
    def representatives(self) -> Sequence[Node]:
        """The tax representative of the seller."""
        return self.root.all("cac:TaxRepresentativeParty")

    @fact
    def supplier_prefixes(self) -> list[str]:
        """The letters that the VAT numbers of the seller (BT-31) begin with, as written."""
        return _vat_prefixes(self.suppliers)


def _vat_prefixes(parties: Sequence[Node]) -> list[str]:
    """The first two letters of each VAT number of some parties."""
    return [
        number.text[:2] if number else ""
        for party in parties
        for registration in party.all("cac:PartyTaxScheme")
        if is_exactly_vat(registration)
        for number in registration.all("cbc:CompanyID") or (None,)
    ]


def _country(*sources: list[str]) -> str:
    """The country that the first source with anything in it gives."""
    for texts in sources:
        if len(texts) > 1:
            return ""
        if texts and texts[0]:
            return normalized(texts[0]).upper()
    return _UNKNOWN_COUNTRY


def is_exactly_vat(scheme: Node) -> bool:
    """Whether the tax scheme of a tax registration is VAT, written just so."""
    return any(identifier.text == "VAT" for identifier in scheme.along("cac:TaxScheme", "cbc:ID"))


def scheme_of(registration: Node) -> str:
    """The tax scheme of a tax registration, without white space around it."""
    return normalized(only_text(registration.along("cac:TaxScheme", "cbc:ID")))


def vat_numbers(party: Node) -> list[Node]:
    """The VAT numbers of a party."""
    return [
        number
        for registration in party.all("cac:PartyTaxScheme")
        if scheme_of(registration) == "VAT"
        for number in registration.all("cbc:CompanyID")
    ]


def is_in(node: Node, country: str) -> bool:
    """Whether the postal address of a party has a country code, written just so."""
    return any(code.text == country for code in node.along(*_COUNTRY))


def has_text(node: Node, text: str, *names: str) -> bool:
    """Whether one of the nodes at a path has exactly this text."""
    return any(found.text == text for found in node.along(*names))


def only(texts: Sequence[str]) -> str:
    """The only text there is, in capitals without white space around it; empty when there are none or several."""
    return normalized(texts[0]).upper() if len(texts) == 1 else ""


def only_text(nodes: Sequence[Node]) -> str:
    """The text of the only node there is; empty when there are none or several."""
    return nodes[0].text if len(nodes) == 1 else ""


def text_of(node: Node, *names: str) -> str:
    """The text of the first node at a path, as written; empty when there is none."""
    found = node.first(*names)
    return found.text if found else ""


def normalized(text: str) -> str:
    """A text without white space around it, and with one blank for each white space in it.

    >>> normalized("  SE 5560  ")
    'SE 5560'
    """
    # XML has no other white space in ASCII than that of str.split, and that is three times as fast.
    return " ".join(text.split()) if text.isascii() else _WHITE_SPACES.sub(" ", text).strip(" ")


def number_of(text: str) -> float:
    """A text as an XPath number: a double, not a number when it is none.

    >>> number_of(" 25.00 "), number_of("SE")
    (25.0, nan)
    """
    bare = text.strip(WHITE_SPACE)
    return float(bare) if _DOUBLE.fullmatch(bare) else math.nan


def is_number(text: str) -> bool:
    """Whether a text is a number."""
    return not math.isnan(number_of(text))


def is_date(text: str) -> bool:
    """Whether a text is a real date in exactly ten characters, ``2026-11-23``."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def start_of_day(text: str) -> datetime.datetime | None:
    """When an xs:date begins, in UTC; None when the text is none. A date without time zone is taken to be of UTC."""
    match = _DATE.fullmatch(text.strip(WHITE_SPACE))
    if match is None:
        return None
    day, sign, hours, minutes = match.groups()
    try:
        start = datetime.datetime.fromisoformat(f"{day}T00:00:00+00:00")
        if sign:
            offset = datetime.timedelta(hours=int(hours), minutes=int(minutes))
            start = start - offset if sign == "+" else start + offset
    except (ValueError, OverflowError):
        return None
    return start
