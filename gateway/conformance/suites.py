"""The suites: each asks the gateway about documents whose official verdict is known, and counts where they agree."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from gateway.conformance.data import Case, document_cases, mutants, unit_cases
from gateway.nodes import Document
from gateway.rules.en16931 import ASSERTIONS as EN16931
from gateway.rules.peppol import BILLING
from gateway.rules.svefaktura import ASSERTIONS as SVEFAKTURA
from gateway.schemas import SchemaStore

Fired = Callable[[Document], set[str]]


@dataclass(slots=True)
class Agreement:
    """How one suite went: how much was asked, how much agreed, and each difference by name."""

    suite: str
    asked: int = 0
    agreed: int = 0
    differences: list[str] = field(default_factory=list)

    def count(self, agrees: bool, difference: str) -> None:
        """One question, whether the answers agree, and what to say if they do not."""
        self.asked += 1
        self.agreed += agrees
        if not agrees:
            self.differences.append(difference)


def _cen(document: Document) -> set[str]:
    return {failure.assertion.code for failure in EN16931.failures(document)}


def _peppol(document: Document) -> set[str]:
    return {failure.assertion.code for failure in BILLING.failures(document)}


def _svefaktura(document: Document) -> set[str]:
    return {failure.assertion.code for failure in SVEFAKTURA.failures(document)}


RULES: Mapping[str, Fired] = {"cen": _cen, "peppol": _peppol, "sfti": _svefaktura}


def run(folder: Path, schemas: SchemaStore) -> Iterator[Agreement]:
    """Every suite that the folder of test data has, one after the other. Raises OSError and MissingSchema."""
    if (folder / "einvoice").is_dir():
        yield from _unit_suites(folder)
        yield _documents(folder, schemas)
        yield from _mutants(folder, "einvoice/mutants.jsonl", "UBL mutants", ("cen", "peppol"), schemas)
    if (folder / "svefaktura").is_dir():
        yield from _mutants(folder, "svefaktura/mutants.jsonl", "Svefaktura mutants", ("sfti",), schemas)


def _unit_suites(folder: Path) -> Iterator[Agreement]:
    assertions = {
        "cen": Agreement("CEN unit tests: assertions"),
        "peppol": Agreement("Peppol unit tests: assertions"),
    }
    sets = {
        "cen": Agreement("Unit documents: CEN rules fired"),
        "peppol": Agreement("Unit documents: Peppol rules fired"),
    }
    for case in unit_cases(folder):
        document = Document(case.root)
        fired = {name: RULES[name](document) for name in sets}
        suite = "cen" if case.name.startswith("cen") else "peppol"
        for kind, rule in case.expects:
            is_fired = rule in fired[suite]
            assertions[suite].count(is_fired is (kind != "success"), f"{case.name}: {kind} of {rule}")
        for name, agreement in sets.items():
            _count_fired(agreement, case, name, fired[name])
    yield from (*assertions.values(), *sets.values())


def _documents(folder: Path, schemas: SchemaStore) -> Agreement:
    agreement = Agreement("Whole documents: schema and rules fired")
    for case in document_cases(folder):
        document = Document(case.root)
        fired = _cen(document) | _peppol(document)
        expected = case.fired["all"]
        is_valid = _is_valid(case.root, schemas)
        agrees = is_valid is case.schema_valid and fired == expected
        agreement.count(agrees, f"{case.name}: schema {is_valid}, {_difference(fired, expected or set())}")
    return agreement


def _mutants(folder: Path, file: str, title: str, sets: tuple[str, ...], schemas: SchemaStore) -> Iterator[Agreement]:
    schema = Agreement(f"{title}: schema")
    fired = {name: Agreement(f"{title}: {name} rules fired") for name in sets}
    for case in mutants(folder, file, sets):
        is_valid = _is_valid(case.root, schemas)
        schema.count(is_valid is case.schema_valid, f"{case.name}: valid {is_valid}, official {case.schema_valid}")
        if case.schema_valid:
            document = Document(case.root)
            for name, agreement in fired.items():
                _count_fired(agreement, case, name, RULES[name](document))
    yield schema
    yield from fired.values()


def _count_fired(agreement: Agreement, case: Case, name: str, fired: set[str]) -> None:
    expected = case.fired[name]
    if expected is None:
        # The official rules broke down on this document: what can be asked is that we find something.
        agreement.count(bool(fired), f"{case.name}: nothing found where the official rules broke down")
    else:
        agreement.count(fired == expected, f"{case.name}: {_difference(fired, expected)}")


def _difference(fired: set[str], expected: set[str]) -> str:
    more, fewer = sorted(fired - expected), sorted(expected - fired)
    return ", ".join([*(f"+{rule}" for rule in more), *(f"-{rule}" for rule in fewer)]) or "same rules"


def _is_valid(root: etree._Element, schemas: SchemaStore) -> bool:
    name = etree.QName(root)
    return schemas.schema(name.namespace or "", name.localname).validate(root)
