"""The city's own rules on invoices, as staff write them in `mappings/rules/`.

A file is one version of one rule set: ``NAME.yaml``, or ``NAME.VERSION.yaml`` beside others of the same name. A rule
goes by the code of the finding that it gives; a rule that is not listed is not checked.
"""

import datetime
import re
from decimal import Decimal
from string import Formatter
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from gateway.catalogue import CATALOGUE, Severity
from gateway.specification import Specification, checked_pattern

MAXIMUM_REFERENCE = 100
"""Characters of the longest reference that is compared with a pattern."""

_WORDS = {"about", "value", "expected"}

ReferenceField = Literal[
    "order_reference", "buyer_reference", "contract_reference", "project_reference", "accounting_reference"
]
KeyField = Literal["supplier", "number", "issue_date", "type_code", "currency", "payable_amount"]


class Rule(Specification):
    """What every rule may say."""

    enabled: bool = True
    """Whether the rule is checked."""
    severity: Severity | None = None
    """How bad a finding is, if not as the catalogue says."""


class RegisterRule(Rule):
    """A rule that looks something up."""

    valid_on: Literal["today", "issue_date"] = "today"
    """The day on which a row of the register must be valid."""


class ReceiverRule(RegisterRule):
    """The buyer is one of ours."""

    register_name: str = Field(default="receivers", alias="register")
    """Register of our own identifiers, written scheme:value."""
    identifiers: list[Literal["peppol_id", "gln", "organisation_number"]] = Field(
        default=["peppol_id", "gln", "organisation_number"], min_length=1
    )
    """What of the buyer may be found there."""


class SupplierRule(RegisterRule):
    """The seller is known to the ledger."""

    register_name: str = Field(default="suppliers", alias="register")
    """Register of suppliers by organisation number."""


class AccountRule(SupplierRule):
    """The payment account is the supplier's own."""

    columns: list[str] = Field(default=["bankgiro", "plusgiro", "iban"], min_length=1)
    """Columns that hold its accounts."""


class PayeeRule(RegisterRule):
    """Who is to be paid in the seller's place is a factoring company that we know."""

    register_name: str = Field(default="factoring_companies", alias="register")
    """Register of factoring companies by organisation number; its column name serves where no number is given."""


class PayeeAccountRule(PayeeRule):
    """The payment account is the factoring company's own."""

    columns: list[str] = Field(default=["bankgiro", "plusgiro", "iban"], min_length=1)
    """Columns that hold its accounts."""


class DuplicateRule(Rule):
    """The invoice was not delivered before."""

    key: list[KeyField] = Field(default=["supplier", "number"], min_length=1)
    """What two invoices must have in common to be the same."""


class CurrencyRule(Rule):
    """The invoice is in a currency that we take."""

    currencies: list[Annotated[str, Field(pattern=r"^[A-Z]{3}$")]] = Field(default=["SEK"], min_length=1)
    """Codes of the currencies taken."""


class DueDateRule(Rule):
    """There is time to pay."""

    least_days: int = Field(default=0, ge=0, le=365)
    """Days from issue date to due date, at least."""


class VatShareRule(Rule):
    """VAT is a usual share of the total without VAT, where something is taxed at a standard rate."""

    lowest: Decimal = Field(default=Decimal(5), ge=0)
    """Lowest usual share, per cent."""
    highest: Decimal = Field(default=Decimal(25), ge=0)
    """Highest usual share, per cent."""

    @model_validator(mode="after")
    def _lowest_comes_first(self) -> Self:
        if self.lowest > self.highest:
            raise ValueError(f"lowest ({self.lowest}) is above highest ({self.highest})")
        return self


class CreditNoteRule(Rule):
    """A credit note tells which invoice it credits."""

    period_is_enough: bool = False
    """Whether an invoicing period will do instead."""


class SumRule(Rule):
    """A stated amount is what its parts make, to the öre."""

    tolerance: Decimal = Field(default=Decimal(0), ge=0)
    """Difference that is let through, in the currency of the invoice."""


class LineSumRule(SumRule):
    """A line is quantity × price, less allowances, plus charges."""

    tolerance: Decimal = Field(default=Decimal("0.02"), ge=0)
    """Difference that is let through, in the currency of the invoice."""


class VatSumRule(SumRule):
    """Taxable amounts and VAT amounts, which may be rounded by line."""

    tolerance: Decimal = Field(default=Decimal("0.99"), ge=0)
    """Difference that is let through, in the currency of the invoice."""


def _bare_is_default(given: Any) -> Any:
    return {} if given is None else given


BARE = BeforeValidator(_bare_is_default)
"""A rule that is only named is one with its defaults."""

PlainRule = Annotated[Rule | None, BARE]
PlainSum = Annotated[SumRule | None, BARE]
VatSum = Annotated[VatSumRule | None, BARE]


class InvoiceRules(Specification):
    """The rules, by the code of what they find. One without parameters may be named alone."""

    duplicate: Annotated[DuplicateRule | None, BARE] = Field(default=None, alias="INVOICE-DUPLICATE")
    """The invoice was not delivered before."""
    receiver: Annotated[ReceiverRule | None, BARE] = Field(default=None, alias="INVOICE-RECEIVER-UNKNOWN")
    """The buyer is one of ours."""
    supplier: Annotated[SupplierRule | None, BARE] = Field(default=None, alias="INVOICE-SUPPLIER-NEW")
    """The seller is known to the ledger."""
    account: Annotated[AccountRule | None, BARE] = Field(default=None, alias="INVOICE-ACCOUNT-CHANGED")
    """The payment account is the supplier's own."""
    payee: Annotated[PayeeRule | None, BARE] = Field(default=None, alias="INVOICE-PAYEE-UNKNOWN")
    """Whoever is paid in the seller's place is a known factoring company."""
    payee_account: Annotated[PayeeAccountRule | None, BARE] = Field(default=None, alias="INVOICE-PAYEE-ACCOUNT")
    """The payment account is the factoring company's own."""
    reference_missing: PlainRule = Field(default=None, alias="INVOICE-REFERENCE-MISSING")
    """The invoice says who ordered."""
    reference_unknown: PlainRule = Field(default=None, alias="INVOICE-REFERENCE-UNKNOWN")
    """The reference is of one of the kinds, and stands in its register."""
    currency: Annotated[CurrencyRule | None, BARE] = Field(default=None, alias="INVOICE-CURRENCY")
    """The currency is one that we take."""
    due_date_missing: PlainRule = Field(default=None, alias="INVOICE-DUE-DATE-MISSING")
    """There is a due date; a credit note need not have one."""
    due_date_early: Annotated[DueDateRule | None, BARE] = Field(default=None, alias="INVOICE-DUE-DATE-EARLY")
    """There is time to pay."""
    vat_share: Annotated[VatShareRule | None, BARE] = Field(default=None, alias="INVOICE-VAT-SHARE")
    """VAT is a usual share of the total."""
    credit_note: Annotated[CreditNoteRule | None, BARE] = Field(default=None, alias="INVOICE-CREDIT-NOTE-REFERENCE")
    """A credit note names the invoice that it credits."""
    credited: PlainRule = Field(default=None, alias="INVOICE-CREDITED-UNKNOWN")
    """The invoice that a credit note names came this way from the same supplier."""
    sum_line: Annotated[LineSumRule | None, BARE] = Field(default=None, alias="INVOICE-SUM-LINE")
    """Each line is quantity × price, less allowances, plus charges."""
    sum_lines: PlainSum = Field(default=None, alias="INVOICE-SUM-LINES")
    """The lines add up."""
    sum_allowances: PlainSum = Field(default=None, alias="INVOICE-SUM-ALLOWANCES")
    """The allowances add up."""
    sum_charges: PlainSum = Field(default=None, alias="INVOICE-SUM-CHARGES")
    """The charges add up."""
    sum_without_vat: PlainSum = Field(default=None, alias="INVOICE-SUM-WITHOUT-VAT")
    """The total without VAT follows from lines, allowances and charges."""
    sum_vat: PlainSum = Field(default=None, alias="INVOICE-SUM-VAT")
    """The VAT breakdown adds up."""
    sum_with_vat: PlainSum = Field(default=None, alias="INVOICE-SUM-WITH-VAT")
    """The total with VAT is that without VAT, and VAT."""
    sum_payable: PlainSum = Field(default=None, alias="INVOICE-SUM-PAYABLE")
    """What is to be paid follows from the total, what is paid, and rounding."""
    sum_vat_base: VatSum = Field(default=None, alias="INVOICE-SUM-VAT-BASE")
    """Taxable amounts follow from the lines, allowances and charges."""
    sum_vat_amount: VatSum = Field(default=None, alias="INVOICE-SUM-VAT-AMOUNT")
    """VAT amounts follow from taxable amounts and rates."""

    def enabled(self) -> dict[str, Rule]:
        """The rules that are checked, by code."""
        named = ((str(field.alias), getattr(self, name)) for name, field in type(self).model_fields.items())
        return {code: rule for code, rule in named if rule is not None and rule.enabled}


class ReferenceKind(Specification):
    """One kind of reference, such as a purchase order number."""

    name: str
    """What it looks like, for people."""
    pattern: str
    """How it is written: letters, ``\\d`` for a digit, ``[A-Z]`` for one of several, ``{4}`` and ``{2,10}`` for how
    many, ``?`` for perhaps one."""
    register_name: str = Field(default="buyer_references", alias="register")
    """Register where it must stand."""
    series: int = Field(default=0, ge=0, le=50)
    """Characters by which it is known as well, for numbers that are registered by their series; 0 for none."""
    valid_on: Literal["today", "issue_date"] = "today"
    """The day on which it must be valid."""

    @field_validator("pattern")
    @classmethod
    def _cannot_hang(cls, pattern: str) -> str:
        return checked_pattern(pattern)

    def fits(self, reference: str) -> bool:
        """Whether a reference is written so."""
        return len(reference) <= MAXIMUM_REFERENCE and bool(re.fullmatch(self.pattern, reference, re.ASCII))


class References(Specification):
    """By what an invoice finds the one who ordered."""

    fields: list[ReferenceField] = Field(default=["order_reference", "buyer_reference"], min_length=1)
    """Fields of the invoice where the reference may stand; the first that is filled counts."""
    kinds: list[ReferenceKind] = []
    """The kinds of references that are taken."""


class OwnRule(Rule):
    """A rule that staff wrote themselves, in the expression language of the mappings."""

    severity: Severity = Severity.ERROR
    """How bad a finding is: fatal and error reject the invoice, warning and information are listed only."""
    for_each: str = ""
    """A list in the invoice with a name for its items (``invoice.lines as line``); the invoice itself if not said."""
    when: str = ""
    """Condition for being asked at all."""
    demand: str
    """What must hold."""
    value: str = ""
    """Expression for what is shown as {value}."""
    expected: str = ""
    """What is shown as {expected}, as plain text."""
    element: str = ""
    """Element that the finding points to, such as ``cac:OrderReference``."""
    title_sv: str
    """Heading, in Swedish."""
    title_en: str
    """Heading, in English."""
    text_sv: str
    """What is wrong, in Swedish; may name {about} (the invoice number), {value} and {expected}."""
    text_en: str
    """The same in English."""
    action_sv: str
    """What to do, in Swedish."""
    action_en: str
    """The same in English."""

    @field_validator("title_sv", "title_en", "text_sv", "text_en", "action_sv", "action_en")
    @classmethod
    def _names_only_known_words(cls, text: str) -> str:
        try:
            words = [part[1:] for part in Formatter().parse(text) if part[1] is not None]
        except ValueError as fault:
            raise ValueError(f"{fault}; write {{{{ and }}}} for braces") from None
        for name, form, conversion in words:
            if name not in _WORDS or form or conversion:
                raise ValueError(f"'{{{name}}}' is none of {{about}}, {{value}} and {{expected}}")
        return text


class CityRules(Specification):
    """One version of a rule set of the city's own."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    """Name by which routes call the set, the same as the file's up to its first point."""
    title: str
    """What it checks, for people."""
    version: str = Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]*$")
    """Version, in quotes; the journal and the receipt say which one judged a file."""
    applies_from: datetime.date
    """The day from which it applies, until a later version does."""
    formats: list[str] = []
    """Formats whose documents it judges, as `gateway formats` lists them; all if not said."""
    references: References = References()
    """By what an invoice finds the one who ordered."""
    rules: InvoiceRules = InvoiceRules()
    """The rules of the gateway that are used."""
    own_rules: dict[Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$")], OwnRule] = {}
    """Rules that staff wrote themselves, by their code."""

    @field_validator("own_rules")
    @classmethod
    def _codes_are_their_own(cls, rules: dict[str, OwnRule]) -> dict[str, OwnRule]:
        for code in rules:
            if code in CATALOGUE:
                raise ValueError(f"{code} is a code of the gateway; choose another, such as STAD-{code}")
        return rules
