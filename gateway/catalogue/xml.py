"""Finding codes: xml."""

from gateway.catalogue.code import Code

CODES: tuple[Code, ...] = ()
