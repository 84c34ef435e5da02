"""XML: the schema store, the one secure parser, the verdict of a schema, and its explanation in plain words.

Schemas of standards bodies are not part of the gateway. `gateway schemas install` fetches them from pinned
packages into ``xsd/official/``, checked against ``xsd/schemas.lock``; ``xsd/catalog.xml`` says which file
holds the schema of which document.
"""

from gateway.schemas.explanation import explain
from gateway.schemas.parsing import (
    Limits,
    is_valid_document,
    iterparse_secure,
    parse_document,
    refused_prolog,
    root_name,
)
from gateway.schemas.store import MissingSchema, SchemaStore

__all__ = [
    "Limits",
    "MissingSchema",
    "SchemaStore",
    "explain",
    "is_valid_document",
    "iterparse_secure",
    "parse_document",
    "refused_prolog",
    "root_name",
]
