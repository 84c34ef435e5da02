"""What a rule file may say, whatever kind of message its rules are about.

A file in `mappings/rules/` is one version of one rule set: ``NAME.yaml``, or ``NAME.VERSION.yaml`` beside others of the
same name. A rule goes by the code of the finding that it gives; a rule that is not listed is not checked.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, create_model, field_validator

from gateway.catalogue import CATALOGUE, Severity
from gateway.specification import Specification

_WORDS = {"about", "value", "expected"}


@dataclass(frozen=True, slots=True)
class NamesRegister:
    """Marks an option that names a register; its key must be so many columns, and it must have certain ones.

    Zero key columns stand for any number: the register is searched by its columns.
    """

    keys: int = 1
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamesColumns:
    """Marks an option that names a column, or several, of the register that another option names."""

    register: str = "register_name"


class Rule(Specification):
    """What every rule may say."""

    enabled: bool = True
    """Whether the rule is checked."""
    severity: Severity | None = None
    """How bad a finding is, if not as the catalogue says."""


def _bare_is_default(given: Any) -> Any:
    return {} if given is None else given


BARE = BeforeValidator(_bare_is_default)
"""A rule that is only named is one with its defaults."""


class FamilyRules(Specification):
    """The rules about one kind of message, by the code of what they find. One may be named alone, with its defaults."""

    def enabled(self) -> dict[str, Rule]:
        """The rules that are checked, by code."""
        named = ((str(field.alias), getattr(self, name)) for name, field in type(self).model_fields.items())
        return {code: rule for code, rule in named if rule is not None and rule.enabled}


def rules_model(name: str, rules: dict[str, type[Rule]]) -> type[FamilyRules]:
    """The model of the rules of a family, from the options of each by its code."""
    fields: dict[str, Any] = {
        code.lower().replace("-", "_"): (
            Annotated[options | None, BARE],
            Field(default=None, alias=code, description=f"{CATALOGUE[code].title_en}."),
        )
        for code, options in rules.items()
    }
    return create_model(name, __base__=FamilyRules, __doc__=FamilyRules.__doc__, **fields)


class OwnRule(Rule):
    """A rule that staff wrote themselves, in the expression language of the mappings."""

    severity: Severity = Severity.ERROR
    """How bad a finding is: fatal and error reject the part, warning and information are listed only."""
    for_each: str = ""
    """A list in the part with a name for its items (``invoice.lines as line``), and lists within those after a comma
    (``invoice.lines as line, line.codings as coding``); the part itself if not said."""
    when: str = ""
    """Condition for being asked at all."""
    demand: str
    """What must hold."""
    value: str = ""
    """Expression for what is shown as {value}."""
    expected: str = ""
    """What is shown as {expected}, as plain text."""
    element: str = ""
    """Element of an e-invoice that the finding points to, such as ``cac:OrderReference``; elsewhere a field."""
    title_sv: str
    """Heading, in Swedish."""
    title_en: str
    """Heading, in English."""
    text_sv: str
    """What is wrong, in Swedish; may name {about} (the invoice or voucher number), {value} and {expected}."""
    text_en: str
    """The same in English."""
    action_sv: str
    """What to do, in Swedish."""
    action_en: str
    """The same in English."""

    @field_validator("title_sv", "title_en", "text_sv", "text_en", "action_sv", "action_en")
    @classmethod
    def _names_only_known_words(cls, text: str) -> str:
        try:
            words = [part[1:] for part in Formatter().parse(text) if part[1] is not None]
        except ValueError as fault:
            raise ValueError(f"{fault}; write {{{{ and }}}} for braces") from None
        for name, form, conversion in words:
            if name not in _WORDS or form or conversion:
                raise ValueError(f"'{{{name}}}' is none of {{about}}, {{value}} and {{expected}}")
        return text


class RuleFile(Specification):
    """One version of a rule set of the city's own."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    """Name by which routes call the set, the same as the file's up to its first point."""
    title: str
    """What it checks, for people."""
    version: str = Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]*$")
    """Version, in quotes; the journal and the receipt say which one judged a file."""
    applies_from: datetime.date
    """The day from which it applies, until a later version does."""
    message: str = "Invoice"
    """The kind of message that it judges, as the page of messages lists them."""
    formats: list[str] = []
    """Formats whose documents it judges, as `gateway formats` lists them; all if not said."""
    rules: FamilyRules = FamilyRules()
    """The rules of the gateway that are used."""
    own_rules: dict[Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$")], OwnRule] = {}
    """Rules that staff wrote themselves, by their code."""

    @field_validator("own_rules")
    @classmethod
    def _codes_are_their_own(cls, rules: dict[str, OwnRule]) -> dict[str, OwnRule]:
        for code in rules:
            if code in CATALOGUE:
                raise ValueError(f"{code} is a code of the gateway; choose another, such as STAD-{code}")
        return rules

    def codes(self) -> Iterator[str]:
        """The codes of every finding that it may give."""
        yield from self.rules.enabled()
        yield from (code for code, rule in self.own_rules.items() if rule.enabled)
