"""What rule files say of the checks of finance: which register, which columns, how much, how long."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from gateway.rules.rule_model import NamesColumns, NamesRegister, Rule


class AccountOption(Rule):
    """A rule about accounts."""

    register_name: Annotated[str, NamesRegister()] = Field(default="accounts", alias="register")
    """Register of accounts. Its columns ``dim_1``, ``dim_2`` … and ``vat_code`` say what a row with the account must
    have: ``required``, ``optional``, ``blank``, or ``=910`` for a fixed value (``=910|920`` for one of several)."""


class DimensionOption(Rule):
    """A rule about dimensions."""

    register_name: Annotated[str, NamesRegister(keys=2)] = Field(default="dimensions", alias="register")
    """Register of dimensions, by number and value."""


class RelationOption(Rule):
    """A rule about values that belong together."""

    register_name: Annotated[str, NamesRegister(keys=4)] = Field(default="dimension_relations", alias="register")
    """Register of relations, by dimension, value, the other dimension, and a value allowed there; ``9*`` allows every
    value that begins so. The dimension may be ``account``. What has no row may be used with anything."""


class VatCodeOption(Rule):
    """A rule about VAT codes."""

    register_name: Annotated[str, NamesRegister()] = Field(default="vat_codes", alias="register")
    """Register of VAT codes."""


class PeriodOption(Rule):
    """The period of the date is open."""

    register_name: Annotated[str, NamesRegister(columns=("status",))] = Field(default="periods", alias="register")
    """Register of periods (YYYYMM); ``status`` is open or closed."""
    ledger: Annotated[str, NamesColumns()] = ""
    """Column with the status in one ledger (``GL``, ``AP``, ``AR``); it goes before ``status`` where it is filled."""


class CounterpartyOption(Rule):
    """Internal dealings name a counterparty of our own, and others do not."""

    register_name: Annotated[str, NamesRegister()] = Field(default="accounts", alias="register")
    """Register of accounts."""
    column: Annotated[str, NamesColumns()] = "internal"
    """Column that says ``yes`` of an internal account and ``no`` of an external one; blank says nothing."""
    counterparties: Annotated[str, NamesRegister(columns=("internal",))] = "counterparties"
    """Register of counterparties; its column ``internal`` says ``yes`` of our own."""
    dimension: str = "7"
    """Dimension that holds the counterparty, where a row has no field of its own for it."""


class CustomerCounterpartyOption(CounterpartyOption):
    """As for accounts; what the register of customers says of the customer goes before the account."""

    customers: Annotated[str, NamesRegister(keys=0, columns=("customer_number", "identity_number", "internal"))] = (
        "customers"
    )
    """Register of customers; its column ``internal`` says ``yes`` of our own and ``no`` of others. May be empty."""


class DateOption(Rule):
    """A date is near today."""

    months_back: int = Field(default=12, ge=0, le=120)
    """Months before this one, at most."""
    months_ahead: int = Field(default=2, ge=0, le=120)
    """Months after this one, at most."""


class DecimalsOption(Rule):
    """Amounts have no more decimals than the ledger keeps."""

    decimals: int = Field(default=2, ge=0, le=6)
    """Decimals of an amount, at most."""


class RoundingOption(Rule):
    """What is booked as rounding is rounding."""

    accounts: list[str] = Field(default=["3740"], min_length=1)
    """Accounts that rounding is booked on."""
    most: Decimal = Field(default=Decimal(1), ge=0)
    """Amount of a row there, at most, in kronor."""


class CurrencyOption(Rule):
    """The file is in the currency of the ledger."""

    currency: str = Field(default="SEK", pattern=r"^[A-Z]{3}$")
    """Currency of the ledger; the route option ``ledger_currency`` goes before it."""


class ToleranceOption(Rule):
    """Amounts that must tally."""

    tolerance: Decimal = Field(default=Decimal(0), ge=0)
    """Difference that is let through."""


class PriceOption(Rule):
    """Quantity × price is the amount."""

    tolerance: Decimal = Field(default=Decimal("0.02"), ge=0)
    """Difference that is let through, for prices that are rounded."""


class TotalOption(ToleranceOption):
    """The stated total is what the lines make."""

    with_line_vat: bool = False
    """Whether VAT that stands on lines is added to their amounts."""


class DueDateOption(Rule):
    """The due date comes after the date."""

    least_days: int = Field(default=0, ge=0, le=365)
    """Days between them, at least."""


class PrefixOption(Rule):
    """Accounts that are known by how they begin."""

    prefixes: list[Annotated[str, Field(min_length=1)]] = Field(default=["9"], min_length=1)
    """How they begin."""


class ArticleOption(Rule):
    """A rule about articles."""

    register_name: Annotated[str, NamesRegister()] = Field(default="articles", alias="register")
    """Register of articles."""


class DepartmentOption(Rule):
    """A rule about departments."""

    register_name: Annotated[str, NamesRegister()] = Field(default="departments", alias="register")
    """Register of departments."""


class CustomerOption(Rule):
    """A rule that looks a customer up."""

    register_name: Annotated[str, NamesRegister(keys=0)] = Field(default="customers", alias="register")
    """Register of customers."""
    number: Annotated[str, NamesColumns()] = "customer_number"
    """Column of the customer number."""
    identity: Annotated[str, NamesColumns()] = "identity_number"
    """Column of the identity or organisation number."""
    status: Annotated[str, NamesColumns()] = "status"
    """Column that is blank or ``active`` for an active one, ``blocked`` or another word for others; may be empty."""


class SupplierOption(Rule):
    """A rule that looks a supplier up."""

    register_name: Annotated[str, NamesRegister(keys=0)] = Field(default="suppliers", alias="register")
    """Register of suppliers."""
    number: Annotated[str, NamesColumns()] = "supplier_number"
    """Column of the supplier number."""
    identity: Annotated[str, NamesColumns()] = "organisation_number"
    """Column of the organisation number."""
    status: Annotated[str, NamesColumns()] = "status"
    """Column that is blank or ``active`` for an active one, ``blocked`` or another word for others; may be empty."""
    collective: list[str] = ["0", "77"]
    """Numbers that stand for no one supplier, and are not looked up."""


class AccountChangedOption(SupplierOption):
    """A payment account is the one in the register."""

    columns: Annotated[list[str], NamesColumns()] = Field(default=["bankgiro", "plusgiro", "iban"], min_length=1)
    """Columns that hold the accounts of a supplier."""


class ReservedOption(Rule):
    """Supplier numbers that stand for no one supplier."""

    numbers: list[str] = Field(default=["0", "77"], min_length=1)
    """The numbers."""


class ReservedCompleteOption(ReservedOption):
    """An invoice on such a number says itself who is to be paid."""

    fields: list[Literal["name", "address", "account", "identity"]] = Field(
        default=["name", "address", "account"], min_length=1
    )
    """What it must state."""


class AddressOption(CustomerOption):
    """An address is complete where the invoice is sent on paper."""

    fields: list[Literal["address", "zip_code", "city"]] = Field(default=["address", "zip_code", "city"], min_length=1)
    """What an address must have."""
    delivery: Annotated[str, NamesColumns()] = "delivery"
    """Column that says how a customer in the register gets invoices: ``paper``, or electronically; blank: as the file
    says. A customer whose register row has an address needs none in the file."""


class PartyAddressOption(Rule):
    """An address is complete."""

    fields: list[Literal["address", "zip_code", "city"]] = Field(default=["address", "zip_code", "city"], min_length=1)
    """What it must have."""


class RegisteredOption(Rule):
    """A new party is not in the register already."""

    customers: Annotated[str, NamesRegister(keys=0, columns=("customer_number", "identity_number"))] = "customers"
    """Register of customers; blank where there is none."""
    suppliers: Annotated[str, NamesRegister(keys=0, columns=("supplier_number", "organisation_number"))] = "suppliers"
    """Register of suppliers; blank where there is none."""


class ProposalOption(Rule):
    """Registers that propose how a line is coded. Any of them may be empty, where there is none."""

    articles: Annotated[str, NamesRegister(keys=2, columns=("account",))] = "agreement_articles"
    """Register of articles of central agreements, by how the article number begins and the supplier number."""
    periodic: Annotated[str, NamesRegister(keys=3, columns=("account",))] = "periodic_invoices"
    """Register of periodic invoices, by supplier number, ``object`` or ``agreement``, and its number."""
    orders: Annotated[str, NamesRegister(columns=("account",))] = "buyer_references"
    """Register of order references."""
    suppliers: Annotated[str, NamesRegister(keys=0, columns=("supplier_number", "organisation_number"))] = "suppliers"
    """Register of suppliers, for those who are named by their organisation number alone."""


class AccountMissingOption(ProposalOption):
    """A line says its account, or the registers propose one."""

    unless_proposed: bool = False
    """Whether a proposal will do, or the account of the supplier in the register of suppliers (``default_account``)."""


class PrincipalOption(Rule):
    """Something is claimed."""

    unless_kinds: list[str] = ["withdrawal", "payment"]
    """Kinds of case that need not claim anything."""


class ProtectedOption(Rule):
    """Whose identity is protected is handled in a company of its own (sekretessföretag)."""

    companies: list[str] = Field(min_length=1)
    """The companies for them, as the routes say it in ``values.company``; ``values.protected_company`` of a route whose
    mapping puts them there itself will do as well."""
    route: str = ""
    """The route by which such a record must go, named in the finding."""
