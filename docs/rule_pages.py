"""The pages of official rule sets, made from the rules themselves and from what the catalogue says of them."""

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tables import table


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePage:
    """The page of an official rule set. `assertions` are where its rules are, as ``module:name``."""

    title: str
    version: str
    source: str
    assertions: tuple[str, ...]

    def rules(self) -> list[Any]:
        """Every rule of the set."""
        return [rule for path in self.assertions for rule in _imported(path).rules()]


RULE_PAGES = {
    "en16931": RulePage(
        title="EN 16931",
        version="1.3.16",
        source="EN 16931-1:2017 clause 6.4 in its binding to UBL 2.1, as the CEN validation artefacts judge it",
        assertions=("gateway.rules.en16931:ASSERTIONS",),
    ),
    "peppol": RulePage(
        title="Peppol BIS Billing 3",
        version="3.0.21",
        source="OpenPeppol BIS Billing 3.0, release 3.0.21, common and national rules; self-billing has the common",
        assertions=("gateway.rules.peppol:BILLING",),
    ),
    "svefaktura": RulePage(
        title="Svefaktura 1.0",
        version="2016-10-25",
        source="SFTI's rules for Basic Invoice 1.0 (Svefaktura)",
        assertions=("gateway.rules.svefaktura:ASSERTIONS",),
    ),
}
"""By name: the page of a set is ``rules-NAME.md``."""

NEW_RULE_PAGE = """# Rules of {title}

What each rule demands, in our words; the ids and severities are the official ones. **About** names the elements that
a rule looks at: the end of their path, where `Document` is the root, whatever its name. `{{words}}` in braces are
filled in from the invoice: `{{field}}` is the field by its EN 16931 name.

<!-- generated: rules-{name} -->
<!-- end of generated -->
"""
"""What a page is begun with when it is not there."""


def rule_page(page: RulePage) -> Iterator[str]:
    """Every rule of an official set: what it is about and what it demands; apart, what should not be there at all."""
    catalogue = importlib.import_module("gateway.catalogue").CATALOGUE
    place = {code: number for number, code in enumerate(catalogue)}
    listed = sorted(page.rules(), key=lambda rule: place[rule.code])
    explained = [rule for rule in listed if not rule.is_unwanted]
    unwanted = [rule for rule in listed if rule.is_unwanted]
    never = sum(not rule.can_fail for rule in explained)
    yield f"Version {page.version}. Source: {page.source}."
    counts = [f"{len(listed)} rules"]
    counts += [f"{len(unwanted)} of them about what should not be there"] if unwanted else []
    counts += [f"{never} that never fire, for their official test cannot fail"] if never else []
    yield ", ".join(counts) + "."
    yield "## What the rules demand"
    rows = []
    for rule in explained:
        code = catalogue[rule.code]
        words = f"**{code.title_en}.** {code.text_en}" + ("" if rule.can_fail else " *Never fires.*")
        rows.append((f"`{rule.code}`", code.severity.value, _paths(rule.paths), words, code.title_sv))
    yield table(("rule", "severity", "about", "what it demands", "in Swedish"), rows)
    if unwanted:
        yield "## What should not be there"
        samples = {catalogue[rule.code].text_en: catalogue[rule.code] for rule in unwanted}
        yield "\n".join(f"{text} Severity: {code.severity.value}." for text, code in samples.items())
        but = {rule.code: f", but not `{rule.unless}`" if rule.unless else "" for rule in unwanted}
        yield table(("rule", "path"), [(f"`{rule.code}`", _paths(rule.paths) + but[rule.code]) for rule in unwanted])


def _paths(paths: Iterable[str]) -> str:
    return ", ".join(f"`{path}`" for path in paths)


def _imported(path: str) -> Any:
    module, _, name = path.partition(":")
    return getattr(importlib.import_module(module), name)
