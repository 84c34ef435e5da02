"""What the rules of EN 16931 ask about a UBL document as a whole: VAT categories, identifiers, sums by category."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from gateway.nodes import WHITE_SPACE, Document, Node
from gateway.rules.assertions import Facts, fact
from gateway.rules.checks import decimal_of, is_allowance, is_charge, number_at

LINES = ("cac:InvoiceLine", "cac:CreditNoteLine")
VAT = "VAT"
BY_RATE = frozenset({"L", "M", "S"})
"""The VAT categories whose breakdowns are told apart by their rates."""

_ZERO = Decimal(0)


def is_vat(node: Node, _facts: object = None) -> bool:
    """Whether a tax category or tax registration is of the scheme VAT, in capitals or not."""
    for identifier in node.along("cac:TaxScheme", "cbc:ID"):
        if identifier.text == VAT or identifier.text.upper().strip(WHITE_SPACE) == VAT:
            return True
    return False


def category_of(node: Node) -> str:
    """The VAT category code of a tax category (UNCL5305)."""
    return node.text_at("cbc:ID")


class Sums:
    """Line amounts, charges and allowances of one VAT category, or of one category and rate."""

    __slots__ = ("credit_lines", "has_credit_lines", "has_invoice_lines", "invoice_lines", "rest")

    def __init__(self) -> None:
        self.invoice_lines = self.credit_lines = self.rest = _ZERO
        self.has_invoice_lines = self.has_credit_lines = False

    @property
    def as_invoice(self) -> Decimal:
        """What is taxable, reckoned from invoice lines."""
        return self.invoice_lines + self.rest

    @property
    def as_credit_note(self) -> Decimal:
        """What is taxable, reckoned from credit note lines."""
        return self.credit_lines + self.rest


class InvoiceFacts(Facts):
    """A UBL Invoice or CreditNote, as the rules of EN 16931 see it."""

    absent_vat_total: Decimal | None = None
    """What a total VAT amount (BT-110) that is not there counts as; UBL demands one, so it is no number."""

    @fact
    def currency(self) -> str:
        """BT-5 as written."""
        node = self.root.child("cbc:DocumentCurrencyCode")
        return node.text if node else ""

    @fact
    def lines(self) -> list[Node]:
        """Every invoice or credit note line, but not the lines below lines."""
        return [line for name in LINES for line in self.document.named(name)]

    @fact
    def has_invoice_lines(self) -> bool:
        """Whether there is an InvoiceLine anywhere."""
        return bool(self.document.named("cac:InvoiceLine"))

    @fact
    def has_credit_lines(self) -> bool:
        """Whether there is a CreditNoteLine anywhere."""
        return bool(self.document.named("cac:CreditNoteLine"))

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._known: dict[Node, tuple[str, bool]] = {}

    def is_vat(self, node: Node) -> bool:
        """Whether a tax category or tax registration is of the scheme VAT."""
        return self.category(node)[1]

    def category(self, node: Node) -> tuple[str, bool]:
        """Category code of a tax category, and whether its scheme is VAT; every rule on its line asks for them."""
        known = self._known.get(node)
        if known is None:
            known = self._known[node] = (category_of(node), is_vat(node))
        return known

    @fact
    def codes_in_use(self) -> set[str]:
        """Every VAT category code of the document, wherever it stands."""
        used = (self.all_categories, self.line_categories)
        return {code for categories in used for code, _ in categories}

    @fact
    def line_categories(self) -> frozenset[tuple[str, bool]]:
        """Category code and whether it is VAT, of every item on a line."""
        return frozenset(map(self.category, self.document.named("cac:ClassifiedTaxCategory")))

    @fact
    def all_categories(self) -> frozenset[tuple[str, bool]]:
        """Category code and whether it is VAT, of every tax category but those of items."""
        return frozenset(map(self.category, self.document.named("cac:TaxCategory")))

    @fact
    def allowance_categories(self) -> frozenset[tuple[str, bool]]:
        """The same for allowances anywhere."""
        return self._categories_below(filter(is_allowance, self.document.named("cac:AllowanceCharge")))

    @fact
    def charge_categories(self) -> frozenset[tuple[str, bool]]:
        """The same for charges anywhere."""
        return self._categories_below(filter(is_charge, self.document.named("cac:AllowanceCharge")))

    @fact
    def any_allowance_or_charge_categories(self) -> frozenset[tuple[str, bool]]:
        """The same for everything in an AllowanceCharge, whatever its indicator says."""
        return self._categories_below(self.document.named("cac:AllowanceCharge"))

    @fact
    def document_allowance_categories(self) -> frozenset[tuple[str, bool]]:
        """The same for allowances on document level (BG-20)."""
        return self._categories_below(filter(is_allowance, self.root.all("cac:AllowanceCharge")))

    @fact
    def document_charge_categories(self) -> frozenset[tuple[str, bool]]:
        """The same for charges on document level (BG-21)."""
        return self._categories_below(filter(is_charge, self.root.all("cac:AllowanceCharge")))

    @fact
    def breakdown(self) -> list[tuple[str, bool, Node]]:
        """Category code, whether it is VAT, and the category of each VAT breakdown (BG-23)."""
        return [
            (*self.category(node), node)
            for node in self.root.along("cac:TaxTotal", "cac:TaxSubtotal", "cac:TaxCategory")
        ]

    @fact
    def seller_tax_numbers(self) -> list[tuple[bool, Node]]:
        """The tax registrations of the seller (BT-31 when VAT, else BT-32) that have a number."""
        return self._tax_numbers(self.document.named("cac:AccountingSupplierParty"), "cac:Party")

    @fact
    def buyer_tax_numbers(self) -> list[tuple[bool, Node]]:
        """The tax registrations of the buyer (BT-48 when VAT) that have a number."""
        return self._tax_numbers(self.document.named("cac:AccountingCustomerParty"), "cac:Party")

    @fact
    def has_seller_tax_number(self) -> bool:
        """BT-31 or BT-32, or BT-63 of a tax representative."""
        return bool(self.seller_tax_numbers) or self.has_representative_vat_number

    @fact
    def has_seller_vat_number(self) -> bool:
        """BT-31, or BT-63 of a tax representative."""
        return any(vat for vat, _ in self.seller_tax_numbers) or self.has_representative_vat_number

    @fact
    def has_representative_vat_number(self) -> bool:
        """BT-63."""
        return any(vat for vat, _ in self._tax_numbers(self.document.named("cac:TaxRepresentativeParty")))

    @fact
    def has_buyer_vat_number(self) -> bool:
        """BT-48."""
        return any(vat for vat, _ in self.buyer_tax_numbers)

    @fact
    def has_buyer_legal_number(self) -> bool:
        """BT-47."""
        return any(
            party.has("cac:Party", "cac:PartyLegalEntity", "cbc:CompanyID")
            for party in self.document.named("cac:AccountingCustomerParty")
        )

    @fact
    def sums(self) -> defaultdict[str, Sums]:
        """What is taxable by VAT category, from the lines, allowances and charges of the document."""
        return self._sums[0]

    @fact
    def sums_by_rate(self) -> defaultdict[tuple[str, Decimal], Sums]:
        """What is taxable by VAT category and rate."""
        return self._sums[1]

    @fact
    def rates_of_allowances(self) -> frozenset[tuple[str, Decimal]]:
        """Category and rate of everything in an AllowanceCharge anywhere."""
        return frozenset(
            pair
            for entry in self.document.named("cac:AllowanceCharge")
            for pair in _rates(entry.all("cac:TaxCategory"))
        )

    def _tax_numbers(self, parties: Iterable[Node], *names: str) -> list[tuple[bool, Node]]:
        return [
            (self.is_vat(scheme), number)
            for party in parties
            for scheme in party.along(*names, "cac:PartyTaxScheme")
            for number in scheme.all("cbc:CompanyID")
        ]

    def _categories_below(self, entries: Iterable[Node]) -> frozenset[tuple[str, bool]]:
        return frozenset(self.category(node) for entry in entries for node in entry.all("cac:TaxCategory"))

    @fact
    def _sums(self) -> tuple[defaultdict[str, Sums], defaultdict[tuple[str, Decimal], Sums]]:
        by_category: defaultdict[str, Sums] = defaultdict(Sums)
        by_rate: defaultdict[tuple[str, Decimal], Sums] = defaultdict(Sums)
        for line in self.root.all("cac:InvoiceLine"):
            amount = number_at(line, "cbc:LineExtensionAmount") or _ZERO
            for sums in self._sums_of(line.along("cac:Item", "cac:ClassifiedTaxCategory"), by_category, by_rate):
                sums.has_invoice_lines = True
                sums.invoice_lines += amount
        for line in self.root.all("cac:CreditNoteLine"):
            amount = number_at(line, "cbc:LineExtensionAmount") or _ZERO
            for sums in self._sums_of(line.along("cac:Item", "cac:ClassifiedTaxCategory"), by_category, by_rate):
                sums.has_credit_lines = True
                sums.credit_lines += amount
        for entry in self.root.all("cac:AllowanceCharge"):
            amount = number_at(entry, "cbc:Amount") or _ZERO
            sign = 1 if is_charge(entry) else -1 if is_allowance(entry) else 0
            for sums in self._sums_of(entry.all("cac:TaxCategory"), by_category, by_rate):
                sums.rest += sign * amount
        return by_category, by_rate

    def _sums_of(
        self,
        categories: Sequence[Node],
        by_category: defaultdict[str, Sums],
        by_rate: defaultdict[tuple[str, Decimal], Sums],
    ) -> list[Sums]:
        """Where the amount of a line or an entry with some categories counts."""
        if len(categories) == 1:
            # Nearly every line: one category with one rate.
            code = self.category(categories[0])[0]
            rate = number_at(categories[0], "cbc:Percent")
            return [by_category[code]] if rate is None else [by_category[code], by_rate[code, rate]]
        codes = {self.category(node)[0] for node in categories}
        return [*(by_category[code] for code in codes), *(by_rate[pair] for pair in _rates(categories))]


def _rates(categories: Sequence[Node]) -> set[tuple[str, Decimal]]:
    """Every category code by rate together with every rate: the rules ask for each of them apart."""
    codes = {category_of(node) for node in categories} & BY_RATE
    rates = {decimal_of(percent.text) for node in categories for percent in node.all("cbc:Percent")} if codes else set()
    return {(code, rate) for code in codes for rate in rates if rate is not None}
