"""Finding codes: layouts."""

from gateway.catalogue.code import Code

CODES: tuple[Code, ...] = ()
