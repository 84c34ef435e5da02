"""Finding codes: vouchers."""

from gateway.catalogue.code import Code

CODES: tuple[Code, ...] = ()
