"""What rule files may be about: every family of messages by name, with the checks that the gateway has for it."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.messages import FAMILIES
from gateway.rules.city import INVOICE_CHECKS
from gateway.rules.finance.claims import CLAIM_CHECKS
from gateway.rules.finance.customer_invoices import CUSTOMER_INVOICE_CHECKS
from gateway.rules.finance.parties import PARTY_CHECKS
from gateway.rules.finance.persons import INCOME_CHECKS, PERSON_CHECKS
from gateway.rules.finance.supplier_invoices import SUPPLIER_INVOICE_CHECKS
from gateway.rules.finance.vouchers import VOUCHER_CHECKS
from gateway.rules.named import FamilyChecks, family_checks

_WITH_CHECKS = (
    INVOICE_CHECKS,
    VOUCHER_CHECKS,
    CUSTOMER_INVOICE_CHECKS,
    SUPPLIER_INVOICE_CHECKS,
    PARTY_CHECKS,
    PERSON_CHECKS,
    INCOME_CHECKS,
    CLAIM_CHECKS,
)

FAMILY_CHECKS: Mapping[str, FamilyChecks] = MappingProxyType(
    {name: family_checks(family) for name, family in FAMILIES.items()}
    | {checks.family.name: checks for checks in _WITH_CHECKS}
)
"""Families without checks of their own are there for the rules that staff write."""
