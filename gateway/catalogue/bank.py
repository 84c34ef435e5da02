"""Finding codes: bank."""

from gateway.catalogue.code import Code

CODES: tuple[Code, ...] = ()
