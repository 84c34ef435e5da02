"""Routes: a pattern stands for every format that it fits."""

from decimal import Decimal
from pathlib import Path

import pytest

from gateway.catalogue import Severity
from gateway.routes import Route, load_route_files
from gateway.specification import BrokenSpecification

pytestmark = pytest.mark.unit

FORMATS = ("bgmax", "camt.053.001.02", "camt.053.001.08", "camt.054.001.08")


def _loaded(folder: Path, accepts: str) -> Route | BrokenSpecification:
    text = f"title: Bank\nsender: bank\naccepts: {accepts}\nmapping: payments\ndestination: ledger\n"
    (folder / "bank.yaml").write_text(text, encoding="utf-8")
    return load_route_files(folder, formats=FORMATS, rule_sets=(), mappings=("payments",))["bank"]


def test_a_pattern_accepts_every_version_and_each_once(tmp_path: Path) -> None:
    route = _loaded(tmp_path, "[camt.053.001.08, camt.053.001.*, bgmax]")
    assert isinstance(route, Route)
    assert route.accepts == ["camt.053.001.08", "camt.053.001.02", "bgmax"]


@pytest.mark.parametrize("accepts", ["[camt.052.001.*]", "[bgmx, camt.053.001.*]"])
def test_a_name_or_pattern_that_fits_nothing_is_a_problem_with_a_hint(tmp_path: Path, accepts: str) -> None:
    broken = _loaded(tmp_path, accepts)
    assert isinstance(broken, BrokenSpecification)
    assert "did you mean" in str(broken)


OPTIONS = {"payment-order": {"second_look_amount": Decimal, "maximum_days_ahead": int, "list_new_payees": bool}}


def _with_option(folder: Path, option: str) -> Route | BrokenSpecification:
    text = f"title: B\nsender: b\naccepts: [bgmax]\nrules: [payment-order]\nrule_options: {{{option}}}\n"
    (folder / "bank.yaml").write_text(text + "mapping: payments\ndestination: ledger\n", encoding="utf-8")
    return load_route_files(
        folder, formats=FORMATS, rule_sets=("payment-order",), mappings=("payments",), options=OPTIONS
    )["bank"]


@pytest.mark.parametrize(
    "option", ["second_look_amount: 5000000.50", "maximum_days_ahead: 30", "list_new_payees: true"]
)
def test_an_option_that_a_rule_set_understands_is_taken(tmp_path: Path, option: str) -> None:
    assert isinstance(_with_option(tmp_path, option), Route)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("second_look_amout: 5", "no rule set of the route has the option 'second_look_amout' (did you mean"),
        ("second_look_amount: fem", "the option 'second_look_amount' is to be an amount, not 'fem'"),
        ("maximum_days_ahead: 30.5", "the option 'maximum_days_ahead' is to be a whole number, not '30.5'"),
        ("maximum_days_ahead: true", "is to be a whole number"),
        ("list_new_payees: 1", "is to be true or false"),
    ],
)
def test_an_option_that_nobody_understands_is_a_problem_in_its_place(tmp_path: Path, option: str, message: str) -> None:
    broken = _with_option(tmp_path, option)
    assert isinstance(broken, BrokenSpecification)
    [problem] = broken.problems
    assert message in str(problem)
    assert problem.line == 5


SWITCHABLE = {"voucher-coding": ["VOUCHER-UNBALANCED", "STAD-PROV"], "invoice-city": ["INVOICE-CURRENCY"]}


def _with_severities(folder: Path, severities: str, rules: str = "[voucher-coding]") -> Route | BrokenSpecification:
    text = f"title: B\nsender: b\naccepts: [bgmax]\nrules: {rules}\nseverities: {{{severities}}}\n"
    (folder / "bank.yaml").write_text(text + "mapping: payments\ndestination: ledger\n", encoding="utf-8")
    return load_route_files(
        folder,
        formats=FORMATS,
        rule_sets=SWITCHABLE,
        mappings=("payments",),
        own_codes=("STAD-PROV",),
        switchable=SWITCHABLE,
    )["bank"]


def test_a_route_makes_rules_more_or_less_severe_or_switches_them_off(tmp_path: Path) -> None:
    route = _with_severities(tmp_path, "VOUCHER-UNBALANCED: warning, STAD-PROV: off, FILE-EMPTY: fatal")
    assert isinstance(route, Route)
    assert route.severity("VOUCHER-UNBALANCED") is Severity.WARNING
    assert route.severity("FILE-EMPTY") is Severity.FATAL
    assert (route.severity("STAD-PROV"), route.severity("VOUCHER-CURRENCY")) == (None, None)
    assert (route.switched_off, route.tolerated) == ({"STAD-PROV"}, {"VOUCHER-UNBALANCED"})


@pytest.mark.parametrize(
    ("severities", "message"),
    [
        ("FILE-EMPTY: off", "5:26: FILE-EMPTY cannot be off: no rule set of the route has it"),
        ("INVOICE-CURRENCY: off", "5:32: INVOICE-CURRENCY cannot be off: no rule set of the route has it"),
        ("STAD-PROVV: off", "5:26: unknown severities 'STAD-PROVV' (did you mean 'STAD-PROV'?)"),
        ("STAD-PROV: of", "5:25: severities.STAD-PROV: Input should be"),
    ],
)
def test_what_cannot_be_switched_so_is_told_in_its_place(severities: str, message: str, tmp_path: Path) -> None:
    broken = _with_severities(tmp_path, severities)
    assert isinstance(broken, BrokenSpecification)
    [problem] = broken.problems
    assert message in str(problem)
