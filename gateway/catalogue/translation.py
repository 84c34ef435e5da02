"""Finding codes: translation."""

from gateway.catalogue.code import Code

CODES: tuple[Code, ...] = ()
