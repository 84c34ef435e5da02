"""What tests of the city's invoice rules share: sample invoices, rule sets of one rule, and what the rules find."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from gateway.findings import Finding
from gateway.formats.base import Format, ReadingContext
from gateway.formats.ubl import FORMAT
from gateway.messages.invoice import Invoice
from gateway.registers import load_registers
from gateway.rules.base import RuleSet, Surroundings
from gateway.rules.city import city_rule_set
from gateway.rules.city_model import CityRules
from gateway.rules.families import FAMILY_CHECKS
from gateway.schemas import SchemaStore
from gateway.specification import load, read_yaml

REPOSITORY = Path(__file__).parents[1]
SAMPLES = REPOSITORY / "samples" / "efaktura"
RULES = REPOSITORY / "mappings" / "rules"
STORE = SchemaStore(REPOSITORY / "xsd")
CONTEXT = ReadingContext(schemas=STORE)
REGISTERS = load_registers(REPOSITORY / "mappings" / "registers")

LACKS_SCHEMAS = any("ubl" in document for document in STORE.missing())

Change = Callable[[Invoice], object]


def shipped(name: str) -> RuleSet:
    """A rule set as it is in mappings/rules/."""
    path = RULES / f"{name}.yaml"
    family = FAMILY_CHECKS[read_yaml(path).values.get("message", "Invoice")]
    specification, _ = load(path, family.model)
    return family.rule_set(specification, {})


def only(code: str, references: dict[str, Any] | None = None, **parameters: Any) -> RuleSet:
    """A rule set of one rule with these parameters."""
    facts = {"name": "prov", "title": "Prov", "version": "1", "applies_from": datetime.date(2026, 1, 1)}
    facts |= {"rules": {code: parameters}, "references": references or {}}
    return city_rule_set(CityRules.model_validate(facts), {})


class Delivered:
    """A history that knows the business keys it is given."""

    def __init__(self, *keys: tuple[str, str]) -> None:
        self.keys = keys

    def first_holder(self, kind: str, key: str, *, other_than: str = "") -> tuple[str, str] | None:
        return ("F1", "first.xml") if (kind, key) in self.keys else None


def autumn() -> Surroundings:
    """What the rules may look at on 1 November 2026, when nothing was delivered before."""
    return Surroundings(
        registers=REGISTERS,
        history=Delivered(),
        today=datetime.date(2026, 11, 1),
        ancestors={},
        claim_key=lambda _kind, _key: None,
        options={},
    )


def sample(name: str, form: Format = FORMAT) -> Invoice:
    """The invoice of a sample."""
    [invoice] = [part for part in form.read(SAMPLES / f"{name}.xml", CONTEXT) if isinstance(part, Invoice)]
    return invoice


def found(rule_set: RuleSet, invoice: Invoice, around: Surroundings) -> Iterator[Finding]:
    """What a rule set finds."""
    return (each for _, check in rule_set.checks for each in check(invoice, around))


def codes(rule_set: RuleSet, invoice: Invoice, around: Surroundings) -> list[str]:
    """The codes of what a rule set finds."""
    return [each.code for each in found(rule_set, invoice, around)]


def changed(name: str, value: object) -> Change:
    """A change of one field of an invoice."""
    return lambda invoice: setattr(invoice, name, value)
