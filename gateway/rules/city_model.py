"""The city's own rules on e-invoices, as staff write them in `mappings/rules/`."""

import re
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from gateway.rules.finance.options import ProposalOption
from gateway.rules.rule_model import BARE, FamilyRules, NamesColumns, NamesRegister, Rule, RuleFile
from gateway.specification import Specification, checked_pattern

MAXIMUM_REFERENCE = 100
"""Characters of the longest reference that is compared with a pattern."""


ReferenceField = Literal[
    "order_reference", "buyer_reference", "contract_reference", "project_reference", "accounting_reference"
]
KeyField = Literal["supplier", "number", "issue_date", "type_code", "currency", "payable_amount"]


class RegisterRule(Rule):
    """A rule that looks something up."""

    valid_on: Literal["today", "issue_date"] = "today"
    """The day on which a row of the register must be valid."""


class ReceiverRule(RegisterRule):
    """The buyer is one of ours."""

    register_name: Annotated[str, NamesRegister()] = Field(default="receivers", alias="register")
    """Register of our own identifiers, written scheme:value."""
    identifiers: list[Literal["peppol_id", "gln", "organisation_number"]] = Field(
        default=["peppol_id", "gln", "organisation_number"], min_length=1
    )
    """What of the buyer may be found there."""


class SupplierRule(RegisterRule):
    """The seller is known to the ledger."""

    register_name: Annotated[str, NamesRegister()] = Field(default="suppliers", alias="register")
    """Register of suppliers by organisation number."""


class AccountRule(SupplierRule):
    """The payment account is the supplier's own."""

    columns: Annotated[list[str], NamesColumns()] = Field(default=["bankgiro", "plusgiro", "iban"], min_length=1)
    """Columns that hold its accounts."""


class PayeeRule(RegisterRule):
    """Who is to be paid in the seller's place is a factoring company that we know."""

    register_name: Annotated[str, NamesRegister()] = Field(default="factoring_companies", alias="register")
    """Register of factoring companies by organisation number; its column name serves where no number is given."""


class PayeeAccountRule(PayeeRule):
    """The payment account is the factoring company's own."""

    columns: Annotated[list[str], NamesColumns()] = Field(default=["bankgiro", "plusgiro", "iban"], min_length=1)
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


PlainRule = Annotated[Rule | None, BARE]
PlainSum = Annotated[SumRule | None, BARE]
VatSum = Annotated[VatSumRule | None, BARE]


class InvoiceRules(FamilyRules):
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
    proposed: Annotated[ProposalOption | None, BARE] = Field(default=None, alias="CODING-PROPOSED")
    """Which lines are coded by a proposal of the registers."""


class ReferenceKind(Specification):
    """One kind of reference, such as a purchase order number."""

    name: str
    """What it looks like, for people."""
    pattern: str
    """How it is written: letters, ``\\d`` for a digit, ``[A-Z]`` for one of several, ``{4}`` and ``{2,10}`` for how
    many, ``?`` for perhaps one."""
    register_name: Annotated[str, NamesRegister()] = Field(default="buyer_references", alias="register")
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


class CityRules(RuleFile):
    """One version of a rule set of the city's own on e-invoices."""

    references: References = References()
    """By what an invoice finds the one who ordered."""
    rules: InvoiceRules = InvoiceRules()
    """The rules of the gateway that are used."""
