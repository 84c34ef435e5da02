"""The files of Autogiro, Bankgirot's direct debits: what goes there, and what comes back."""

from gateway.formats import autogiro_mandates, autogiro_order, autogiro_payments, autogiro_status

FORMATS = (
    autogiro_order.FORMAT,
    autogiro_payments.FORMAT,
    *autogiro_status.FORMATS,
    autogiro_mandates.FORMAT,
)
