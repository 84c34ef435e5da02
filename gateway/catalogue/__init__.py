"""The catalogue of finding codes: what each finding means, in Swedish and English, and what to do about it.

Each module of this package holds the codes of one family in a tuple named ``CODES``. A text may name
``{value}``, ``{expected}``, ``{about}`` and any detail that the finding carries.
"""

from gateway.catalogue import (
    agi,
    autogiro,
    bank,
    claims,
    coding,
    direct_debit,
    files,
    income,
    invoice_city,
    invoices,
    layout_fields,
    layout_kinds,
    layouts,
    lb,
    ledger_invoices,
    official,
    pain,
    parties,
    payment_orders,
    payment_status,
    person_posts,
    replies,
    responses,
    seals,
    swish,
    total_in,
    translation,
    vouchers,
    xml,
)
from gateway.catalogue.code import Code, Scope, Severity

CATALOGUE: dict[str, Code] = {
    code.code: code
    for family in (
        files,
        xml,
        layouts,
        layout_fields,
        layout_kinds,
        invoices,
        invoice_city,
        responses,
        bank,
        swish,
        total_in,
        lb,
        pain,
        payment_orders,
        payment_status,
        replies,
        autogiro,
        direct_debit,
        vouchers,
        coding,
        ledger_invoices,
        parties,
        claims,
        income,
        agi,
        person_posts,
        translation,
        seals,
        official,
    )
    for code in family.CODES
}

__all__ = ["CATALOGUE", "Code", "Scope", "Severity"]
