"""Routes: which inbox takes which formats, and what is done with what comes in.

A route is a YAML file in `mappings/routes/`; its file name is its name and the name of its inbox folder.
"""

import fnmatch
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from email.errors import HeaderParseError
from email.headerregistry import Address
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, field_validator

from gateway.catalogue import CATALOGUE, Severity
from gateway.formats.layouts.output import Output
from gateway.specification import (
    BrokenSpecification,
    Specification,
    SpecificationProblem,
    SpecificationSource,
    did_you_mean,
    load,
)
from gateway.storage.base import safe_name

BESIDE = "deliver"
"""What a route says to have attachments delivered beside the import file."""


class Mail(Specification):
    """Receipts by mail."""

    to: str
    """Address that receives a mail with the receipt of every file."""
    only_problems: bool = False
    """Send a mail only when the file was not delivered in full."""

    @field_validator("to")
    @classmethod
    def _is_an_address(cls, address: str) -> str:
        try:
            is_whole = bool(Address(addr_spec=address).domain)
        except (ValueError, IndexError, HeaderParseError):
            is_whole = False
        if not is_whole:
            raise ValueError(f"'{address}' is not a mail address")
        return address


class SupplierMail(Specification):
    """Drafts of mail to suppliers whose e-invoice has a wrong reference or receiver; a person sends them."""

    address: str = Field(min_length=1)
    """How an invoice is to be addressed, as the letter says it; may have several lines."""


def _openable(destination: str) -> str:
    """A destination that can be opened. Raises ValueError."""
    if "://" not in destination:
        safe_name(destination)
    elif urlsplit(destination).scheme != "s3" or not urlsplit(destination).netloc:
        raise ValueError(f"{destination} is neither a folder under the outbox nor s3://bucket/prefix")
    return destination


Destination = Annotated[str, Field(min_length=1), AfterValidator(_openable)]


class Reply(Specification):
    """A reply to the sender of every file, with the result of each of its records."""

    mapping: str
    """Name of the mapping that writes it; one whose message is ReplyReport."""
    destination: Destination
    """Name of a folder under the outbox, or an s3://bucket/prefix address."""


class Posting(Specification):
    """What is delivered is posted by the ledger, which answers for each batch; `gateway reconcile` compares."""

    answer_days: int = Field(default=3, ge=0, le=366)
    """Days from the delivery within which the ledger is to have answered."""


class DocumentArchive(Specification):
    """Documents delivered to a document archive, with an index row for each that is keyed to its voucher."""

    destination: Destination
    """Name of a folder under the outbox, or an s3://bucket/prefix address."""
    index: str = "document_index"
    """Layout of the index; its record `document` may have any of the fields that the layout document_index has."""


class Limits(Specification):
    """What a file may be at most."""

    size: int = Field(default=1_000_000_000, gt=0)
    """Size of a file in bytes."""
    depth: int = Field(default=100, gt=0)
    """Depth of an XML document in elements."""
    tree_size: int = Field(default=100_000_000, gt=0)
    """Size in bytes of an XML document that is read as a whole."""
    attachments: int = Field(default=100, gt=0)
    """Attachments of a file that are delivered."""
    attachments_size: int = Field(default=200_000_000, gt=0)
    """Size in bytes of the attachments of a file, decoded, that are delivered."""


_KINDS = {int: "a whole number", Decimal: "an amount", bool: "true or false", str: "a text"}


class RouteSeverity(StrEnum):
    """What a route may say of a finding code: how bad it is there, or that it is not to be looked for."""

    FATAL = "fatal"
    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"
    OFF = "off"


class Route(Specification):
    """One way through the gateway."""

    title: str
    """What comes this way, for people."""
    sender: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    """Who drops the files; receipts go to outbox/kvittens/<sender>/."""
    accepts: list[str] = Field(min_length=1)
    """Names of the formats taken, as `gateway formats` lists them; `*` stands for the rest of several names."""
    rules: list[str] = []
    """Names of the rule sets that check each message; of each, the newest version that applies today is used."""
    severities: dict[str, RouteSeverity] = {}
    """Other severities for single finding codes on this route; `off` for a rule that is not checked on it."""
    rule_options: dict[str, str | int | float | bool] = {}
    """Options that rule sets of this route understand."""
    mapping: str
    """Name of the mapping in mappings/translations/."""
    destination: Destination
    """Name of a folder under the outbox, or an s3://bucket/prefix address."""
    output: Output = Output()
    """How the destination wants the file, where that is not as the layout says."""
    attachments: str = ""
    """Where attachments of invoices are delivered: `deliver` for beside the import file, or a destination of their
    own. Without it they stay in the archived original."""
    on_error: Literal["reject_file", "reject_part"] = "reject_file"
    """What an error in one voucher, invoice or record rejects: the whole file, or that part alone."""
    values: dict[str, str] = {}
    """What the mapping reads as route.<name>: company, interface, voucher type and the like."""
    batch_prefix: str = Field(default="GW", pattern=r"^[A-Z0-9]{1,7}$")
    """First part of the batch id; the file id follows, or the number where the route has a `batch_series`."""
    batch_series: str = Field(default="", pattern=r"^([a-z0-9][a-z0-9-]*)?$")
    """Name of a series of batch numbers. The batch id then ends in eight digits, such as CSV-00000017, instead of the
    file id: each file that delivers something takes the next number, without gaps and without doubles. Routes of one
    feeder system may share a series; two series may not share a `batch_prefix`."""
    order: Literal["", "serial"] = ""
    """`serial`: files are taken strictly in the order in which they arrived. A file waits while an earlier one of the
    route, or of the routes named in `after`, is not finished: waits for an operator or for a destination. One that is
    rejected holds up nothing: its correction comes as a new file, at the end of the line."""
    after: list[str] = []
    """Other routes that a `serial` route comes after, such as arrivals before final postings. What lies in their
    inboxes when a pass begins goes first."""
    posting: Posting | None = None
    """For a route to the ledger: what is sent is remembered by batch and voucher, and compared with what the ledger
    answers."""
    document_archive: DocumentArchive | None = None
    """Delivers the original, the attachments of invoices and a readable page of each e-invoice to a document archive,
    and after them an index file."""
    reply: Reply | None = None
    """A reply to the sender of each file, beside the receipt, with the result of every record."""
    ready: Literal["stable", "closed", "marker"] = "closed"
    """How it is known that a file is complete."""
    limits: Limits = Limits()
    """What a file may be at most."""
    mail: Mail | None = None
    """Receipts by mail, beside the receipt files."""
    seal: bool = False
    """Seal what is delivered for Bankgirot, with the key in the setting seal_key_file; only for a mapping that passes
    the file on as it came."""
    responses: Literal["", "message-level-response", "invoice-response"] = ""
    """Peppol response to the sender of each e-invoice, beside the receipt: is it valid, or is it being processed."""
    supplier_mail: SupplierMail | None = None
    """Drafts of mail to suppliers, beside the error list; letters are in mappings/templates/."""
    contact: str = ""
    """Whom to ask about files of this route, shown in error lists."""
    name: str = ""
    """Set from the file name."""

    @field_validator("attachments")
    @classmethod
    def _attachments_can_be_opened(cls, destination: str) -> str:
        return _openable(destination) if destination else destination

    @property
    def tolerated(self) -> frozenset[str]:
        """Codes of findings that reject nothing on this route, whatever the catalogue says."""
        given = ((code, self.severity(code)) for code in self.severities)
        return frozenset(code for code, severity in given if severity is not None and not severity.rejects)

    def severity(self, code: str) -> Severity | None:
        """How bad a finding is on this route, if not as its rule says."""
        given = self.severities.get(code, RouteSeverity.OFF)
        return None if given is RouteSeverity.OFF else Severity(given.value)

    @property
    def switched_off(self) -> frozenset[str]:
        """The codes of rules that are not checked on this route."""
        return frozenset(code for code, given in self.severities.items() if given is RouteSeverity.OFF)

    @property
    def attachment_destination(self) -> str:
        """The destination of attachments; empty when they are not delivered."""
        return self.destination if self.attachments == BESIDE else self.attachments

    @field_validator("name")
    @classmethod
    def _name_comes_from_the_file(cls, name: str) -> str:
        if name:
            raise ValueError("the name of a route is the name of its file")
        return name


def load_route_files(
    folder: Path,
    *,
    formats: Iterable[str],
    rule_sets: Iterable[str],
    mappings: Iterable[str],
    own_codes: Iterable[str] = (),
    options: Mapping[str, Mapping[str, type]] = MappingProxyType({}),
    switchable: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> dict[str, Route | BrokenSpecification]:
    """Every route of a folder by name; a broken one holds up nobody but itself.

    `own_codes` are the codes of rules that staff wrote, which the catalogue does not know; `options` are what each rule
    set understands, with their types; `switchable` are the codes of what each rule set finds.
    """
    known = {"accepts": list(formats), "rules": list(rule_sets), "severities": [*CATALOGUE, *own_codes]}
    routes: dict[str, Route | BrokenSpecification] = {}
    for path in sorted(folder.glob("*.yaml"), key=lambda path: path.stem):
        try:
            routes[path.stem] = _route(path, known, list(mappings), options, switchable)
        except BrokenSpecification as error:
            routes[path.stem] = error
    return {**routes, **dict(_broken_together(routes, folder))}


def _broken_together(
    routes: Mapping[str, Route | BrokenSpecification], folder: Path
) -> Iterator[tuple[str, BrokenSpecification]]:
    """Routes that are fit by themselves and not beside the others."""
    series: dict[str, tuple[str, str]] = {}
    for name, route in routes.items():
        if not isinstance(route, Route):
            continue
        problems = []
        prefix = route.batch_prefix
        if route.batch_series and series.setdefault(prefix, (route.batch_series, name))[0] != route.batch_series:
            other, first = series[prefix]
            message = f"the prefix {prefix} is of the series '{other}' on route {first}: one of them must have another"
            problems.append((message, "batch_prefix", ""))
        for after in route.after:
            if after not in routes:
                problems.append((f"unknown route '{after}'", "after", did_you_mean(after, routes)))
            elif route.name in _waited_for(after, routes):
                problems.append((f"routes {name} and {after} would wait for each other", "after", ""))
        if problems:
            _, source = load(folder / f"{name}.yaml", Route)
            yield (
                name,
                BrokenSpecification([source.problem(message, key, hint=hint) for message, key, hint in problems]),
            )


def _waited_for(name: str, routes: Mapping[str, Route | BrokenSpecification]) -> set[str]:
    """A route and every route that it comes after, directly or through others."""
    found: set[str] = set()
    pending = [name]
    while pending:
        route = routes.get(pending.pop())
        if isinstance(route, Route) and route.name not in found:
            found.add(route.name)
            pending += route.after
    return found


def _route(
    path: Path,
    known: dict[str, list[str]],
    mappings: list[str],
    options: Mapping[str, Mapping[str, type]],
    switchable: Mapping[str, Collection[str]],
) -> Route:
    route, source = load(path, Route)
    problems: list[SpecificationProblem] = []
    accepts = _without_patterns(route.accepts, known["accepts"])
    for key, names in known.items():
        used: Iterable[str] = getattr(route, key)
        for index, name in enumerate(used):
            is_known = bool(fnmatch.filter(names, name)) if key == "accepts" else name in names
            if not is_known:
                where = name if key == "severities" else index
                problems.append(source.problem(f"unknown {key} '{name}'", key, where, hint=did_you_mean(name, names)))
    if route.mapping not in mappings:
        hint = did_you_mean(route.mapping, mappings)
        problems.append(source.problem(f"unknown mapping '{route.mapping}'", "mapping", hint=hint))
    if route.reply and route.reply.mapping not in mappings:
        hint = did_you_mean(route.reply.mapping, mappings)
        problems.append(source.problem(f"unknown mapping '{route.reply.mapping}'", "reply", "mapping", hint=hint))
    if route.after and not route.order:
        problems.append(source.problem("a route that comes after others needs 'order: serial'", "after"))
    problems += _option_problems(route, source, options)
    problems += _switch_problems(route, source, switchable, known["severities"])
    if problems:
        raise BrokenSpecification(problems)
    return route.model_copy(update={"name": path.stem, "accepts": accepts})


def _switch_problems(
    route: Route, source: SpecificationSource, switchable: Mapping[str, Collection[str]], known: Collection[str]
) -> Iterator[SpecificationProblem]:
    """Codes that are switched off, though no rule of the route gives them: what a reader finds is always told."""
    rules = {code for rule_set in route.rules for code in switchable.get(rule_set, ())}
    for code in route.switched_off - rules:
        if code in known:
            message = f"{code} cannot be off: no rule set of the route has it"
            yield source.problem(message, "severities", code)


def _option_problems(
    route: Route, source: SpecificationSource, options: Mapping[str, Mapping[str, type]]
) -> Iterator[SpecificationProblem]:
    """Options that no rule set of the route understands, or not with that value."""
    understood = {name: kind for rule_set in route.rules for name, kind in options.get(rule_set, {}).items()}
    for name, value in route.rule_options.items():
        if name not in understood:
            hint = did_you_mean(name, understood)
            message = f"no rule set of the route has the option '{name}'"
            yield source.problem(message, "rule_options", name, hint=hint)
        elif not _fits(value, understood[name]):
            message = f"the option '{name}' is to be {_KINDS[understood[name]]}, not '{value}'"
            yield source.problem(message, "rule_options", name)


def _fits(value: object, kind: type) -> bool:
    if kind is Decimal:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is kind


def _without_patterns(patterns: list[str], names: list[str]) -> list[str]:
    """The names that fit the patterns, each once: those of ``camt.053.001.*`` for one."""
    return list(dict.fromkeys(name for pattern in patterns for name in fnmatch.filter(names, pattern)))
