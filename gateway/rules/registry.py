"""All rule sets by name."""

from gateway.rules import income, invoice_arithmetic, invoice_city, payments, sent_invoices, vouchers
from gateway.rules.base import RuleSet

RULE_SETS: dict[str, RuleSet] = {
    rule_set.name: rule_set
    for rule_set in (
        invoice_arithmetic.RULE_SET,
        invoice_city.RULE_SET,
        payments.RULE_SET,
        vouchers.RULE_SET,
        income.RULE_SET,
        sent_invoices.RULE_SET,
    )
}
