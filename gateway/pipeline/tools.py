"""What the files of a route need, and what is the same for all routes."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gateway.findings import Language
from gateway.formats.base import Format
from gateway.formats.layouts.layout import Layout
from gateway.mapping import Mapping as Translation
from gateway.receipts.supplier_mail import SupplierMailTemplates
from gateway.registers import Registers
from gateway.routes import Route
from gateway.rules.registry import RuleSets
from gateway.schemas import SchemaStore


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteTools:
    """A route with everything that its files need, checked and ready."""

    route: Route
    formats: Mapping[str, Format]
    mapping: Translation
    registers: Registers
    schemas: SchemaStore
    rule_sets: RuleSets
    reply: Translation | None = None
    document_index: Layout | None = None
    supplier_mail: SupplierMailTemplates | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What is the same for all routes: where things land, in which language, from whom mail comes."""

    outbox: str
    var: str
    language: Language
    mail_from: str
    sends_mail: bool
    maximum_attempts: int
    seal_key_file: Path | None
    now: Callable[[], datetime.datetime]
