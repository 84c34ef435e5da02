"""Finding codes: invoices."""

from gateway.catalogue.code import Code

CODES: tuple[Code, ...] = ()
