"""Finding codes: income."""

from gateway.catalogue.code import Code

CODES: tuple[Code, ...] = ()
