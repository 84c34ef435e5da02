"""Rule files as staff write them: what is wrong in them is told with line and column, and own rules are judged."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from textwrap import dedent, indent

import pytest

from gateway.catalogue import Severity
from gateway.findings import Finding
from gateway.messages.invoice import Invoice, InvoiceLine, InvoiceReference, Party
from gateway.receipts.findings_log import FindingsLog, read_findings
from gateway.rule_files import LoadedRules, load_rules, read_rule_files
from gateway.rules.base import RuleSet
from gateway.rules.registry import RULE_SETS
from tests.city_rules import REGISTERS, REPOSITORY, autumn, codes, found

pytestmark = pytest.mark.unit

HEAD = """\
name: prov
title: Prov
version: "1"
applies_from: 2026-01-01
"""

Write = Callable[..., LoadedRules]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes rule files and loads all that were written."""

    def written(body: str, name: str = "prov", head: str = HEAD) -> LoadedRules:
        (tmp_path / f"{name}.yaml").write_text(head + dedent(body), encoding="utf-8")
        files = read_rule_files(tmp_path)
        return load_rules(files, coded=RULE_SETS, registers=REGISTERS, formats=["peppol-bis-billing-3"])

    return written


def problems(loaded: LoadedRules, name: str = "prov") -> list[str]:
    """What is wrong with a set, as ``file:line:column: message (hint)``."""
    return [str(problem).rsplit("/", 1)[-1] for problem in loaded.broken[name].problems]


def loaded_set(loaded: LoadedRules) -> RuleSet:
    assert {name: str(fault) for name, fault in loaded.broken.items()} == {}
    [rule_set] = loaded.rule_sets["prov"]
    return rule_set


def invoice(**changes: object) -> Invoice:
    facts = {
        "number": "F1",
        "issue_date": datetime.date(2026, 10, 1),
        "type_code": "380",
        "currency": "SEK",
        "seller": Party(name="Exempel AB", organisation_number="5569001208"),
        "buyer": Party(name="Exempelstaden"),
    }
    return Invoice(**{**facts, **changes})  # type: ignore[arg-type]


# What is wrong in a file


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("rulse: {}\n", "prov.yaml:5:1: unknown key 'rulse' (did you mean 'rules'?)"),
        (
            "rules:\n  INVOICE-DUPLICAT: {}\n",
            "prov.yaml:6:3: unknown key 'INVOICE-DUPLICAT' (did you mean 'INVOICE-DUPLICATE'?)",
        ),
        (
            "rules:\n  INVOICE-VAT-SHARE: {lowest: 5, higest: 25}\n",
            "prov.yaml:6:34: unknown key 'higest' (did you mean 'highest'?)",
        ),
        (
            "rules:\n  INVOICE-VAT-SHARE: {lowest: 30}\n",
            "prov.yaml:6:22: rules.INVOICE-VAT-SHARE: Value error, lowest (30) is above highest (25)",
        ),
        (
            "rules:\n  INVOICE-SUPPLIER-NEW: {register: supliers}\n",
            "prov.yaml:6:36: unknown register 'supliers' (did you mean 'suppliers'?)",
        ),
        (
            "rules:\n  INVOICE-SUPPLIER-NEW: {register: dimensions}\n",
            "prov.yaml:6:36: register 'dimensions' is keyed by dimension, value, not by one column",
        ),
        (
            "rules:\n  INVOICE-ACCOUNT-CHANGED:\n    columns: [bankgiro, postgiro]\n",
            "prov.yaml:7:25: register 'suppliers' has no column 'postgiro' (did you mean 'plusgiro'?)",
        ),
        (
            "references:\n  kinds:\n    - {name: X, pattern: 'X\\d', register: buyers}\n",
            "prov.yaml:7:43: unknown register 'buyers'",
        ),
        ("rules:\n  INVOICE-REFERENCE-UNKNOWN:\n", "INVOICE-REFERENCE-UNKNOWN needs references.kinds"),
        (
            "rules:\n  INVOICE-CREDITED-UNKNOWN: {}\n",
            "prov.yaml:6:29: INVOICE-CREDITED-UNKNOWN needs INVOICE-DUPLICATE, which remembers what was delivered",
        ),
        (
            "formats: [peppol-bis-billing-3, peppol-bis-biling-3]\n",
            "prov.yaml:5:33: unknown format 'peppol-bis-biling-3' (did you mean 'peppol-bis-billing-3'?)",
        ),
        ("rules: {INVOICE-CURRENCY: {severity: bad}}\n", "prov.yaml:5:38: rules.INVOICE-CURRENCY.severity: "),
        ("own_rules:\n  INVOICE-DUPLICATE: {}\n", "prov.yaml:6:22: own_rules.INVOICE-DUPLICATE."),
        ("own_rules:\n  litet: {}\n", "prov.yaml:6:10: own_rules.litet"),
        ("rules: {\n", "prov.yaml:6:1: "),
        ("rules: {}\nrules: {}\n", "prov.yaml:6:1: found duplicate key"),
    ],
)
def test_a_mistake_is_told_with_line_and_column(body: str, expected: str, write: Write) -> None:
    assert any(expected in problem for problem in problems(write(body))), problems(write(body))


@pytest.mark.parametrize(
    ("name", "changed", "expected"),
    [
        ("annat", ("name: prov", "name: prov"), "annat.yaml:1:7: the file is called annat, not prov"),
        ("prov.2", ("name: prov", "name: prov"), "prov.2.yaml:3:10: the file is called prov.2, not prov.1"),
        ("income-persons", ("name: prov", "name: income-persons"), "1:7: income-persons is a rule set of the gateway"),
        ("prov", ('version: "1"', "version: 1.10"), "prov.yaml:3:10: version: Input should be a valid string"),
        ("prov", ("2026-01-01", "1 januari"), "prov.yaml:4:15: applies_from: "),
    ],
)
def test_the_head_of_a_file_must_say_what_it_is(
    name: str, changed: tuple[str, str], expected: str, write: Write
) -> None:
    loaded = write("", name=name, head=HEAD.replace(*changed))
    assert any(expected in problem for problem in problems(loaded, name.split(".", maxsplit=1)[0]))


def test_versions_of_one_name_stand_side_by_side(write: Write) -> None:
    write("rules: {INVOICE-CURRENCY: }\n")
    later = HEAD.replace('"1"', '"2027"').replace("2026-01-01", "2027-01-01")
    loaded = write("", name="prov.2027", head=later)
    assert loaded.broken == {}
    assert [each.version for each in loaded.rule_sets["prov"]] == ["1", "2027"]
    before = loaded.rule_sets.rule_set("prov", on=datetime.date(2026, 12, 31))
    after = loaded.rule_sets.rule_set("prov", on=datetime.date(2027, 1, 1))
    assert before is not None
    assert after is not None
    assert (before.version, before.codes, after.version) == ("1", ("INVOICE-CURRENCY",), "2027")


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("prov.1", HEAD.replace("2026-01-01", "2027-01-01"), "prov.yaml:3:10: version 1 is there already"),
        ("prov.0", HEAD.replace('"1"', '"0"'), "prov.yaml:4:15: version 0 applies from 2026-01-01 already"),
    ],
)
def test_two_versions_that_clash_hold_up_the_set(name: str, head: str, expected: str, write: Write) -> None:
    write("")
    loaded = write("", name=name, head=head)
    assert problems(loaded) == [expected]
    assert "prov" not in loaded.rule_sets


def test_a_broken_version_holds_up_the_others_of_its_name_alone(write: Write) -> None:
    write("")
    write("", name="annan", head=HEAD.replace("prov", "annan"))
    loaded = write("rulse: {}\n", name="prov.2")
    assert set(loaded.broken) == {"prov"}
    assert "annan" in loaded.rule_sets
    assert "income-persons" in loaded.rule_sets


# Rules that staff wrote

TEXTS = """\
title_sv: Rubrik
title_en: Heading
text_sv: Faktura {about} har {value}, väntat {expected}.
text_en: Invoice {about} has {value}, expected {expected}.
action_sv: Gör så.
action_en: Do so.
"""


def own(rule: str, code: str = "STAD-PROV") -> str:
    """A file body with one own rule."""
    return f"own_rules:\n  {code}:\n" + indent(dedent(rule) + TEXTS, "    ")


def judged(loaded: LoadedRules, part: Invoice) -> list[Finding]:
    return list(found(loaded_set(loaded), part, autumn()))


def test_an_own_rule_demands_something_of_some_invoices(write: Write) -> None:
    loaded = write(
        own("""\
            when: invoice.payable_amount > 100000
            demand: filled(invoice.contract_reference)
            value: invoice.payable_amount
            expected: avtalsnummer
            element: cac:ContractDocumentReference
            severity: warning
            """)
    )
    assert loaded_set(loaded).codes == ("STAD-PROV",)
    assert judged(loaded, invoice(payable_amount=Decimal(100000))) == []
    assert judged(loaded, invoice(payable_amount=Decimal("100000.01"), contract_reference="A1")) == []
    [each] = judged(loaded, invoice(payable_amount=Decimal("100000.01")))
    assert (each.code, each.severity, each.rejects) == ("STAD-PROV", Severity.WARNING, False)
    assert each.place.record == "cac:ContractDocumentReference"
    assert (each.title("sv"), each.title("en")) == ("Rubrik", "Heading")
    assert each.text("sv") == "Faktura F1 har 100000.01, väntat avtalsnummer."
    assert each.text("en") == "Invoice F1 has 100000.01, expected avtalsnummer."
    assert (each.action("sv"), each.action("en")) == ("Gör så.", "Do so.")


def test_an_own_rule_can_ask_each_line_and_the_registers(write: Write) -> None:
    loaded = write(
        own("""\
            for_each: invoice.lines as line
            when: filled(line.accounting_reference)
            demand: lookup('accounts', line.accounting_reference, column='account', default='') != ''
            value: line.accounting_reference
            """)
    )
    lines = [InvoiceLine(identifier=str(n), accounting_reference=a) for n, a in enumerate(("", "6460", "9999", "9998"))]
    assert [each.value for each in judged(loaded, invoice(lines=lines))] == ["9999", "9998"]
    assert judged(loaded, invoice()) == []


def test_an_own_rule_knows_the_day(write: Write) -> None:
    loaded = write(own("demand: invoice.issue_date <= run.today\nvalue: invoice.issue_date\n"))
    assert judged(loaded, invoice(issue_date=datetime.date(2026, 11, 1))) == []
    [each] = judged(loaded, invoice(issue_date=datetime.date(2026, 11, 2)))
    assert (each.value, each.severity) == ("2026-11-02", Severity.ERROR)


def test_a_value_that_is_missing_is_shown_blank(write: Write) -> None:
    loaded = write(own("demand: count(invoice.preceding_invoices) == 0\nvalue: invoice.due_date\n"))
    [each] = judged(loaded, invoice(preceding_invoices=[InvoiceReference(number="1")]))
    assert each.value == ""


def test_what_an_own_rule_cannot_work_out_is_a_finding_as_severe_as_the_rule(write: Write) -> None:
    loaded = write(own("demand: 100 / invoice.payable_amount > 1\nseverity: warning\n"))
    assert judged(loaded, invoice(payable_amount=Decimal(50))) == []
    [each] = judged(loaded, invoice(payable_amount=Decimal(0)))
    assert (each.code, each.severity) == ("MAPPING-DIVISION-BY-ZERO", Severity.WARNING)
    assert "STAD-PROV" in each.text()


def test_an_own_rule_that_is_not_enabled_is_not_asked(write: Write) -> None:
    assert loaded_set(write(own("demand: 1 == 2\nenabled: false\n"))).codes == ()


def test_the_texts_of_an_own_rule_are_kept_in_the_findings_log(write: Write, tmp_path: Path) -> None:
    [each] = judged(write(own("demand: 1 == 2\n")), invoice())
    with FindingsLog(tmp_path / "findings.jsonl") as log:
        log.add(each)
    assert list(read_findings(log.path)) == [each]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (
            "demand: invoice.curency == 'SEK'\n",
            "prov.yaml:7:21: Invoice has no field 'curency' (did you mean 'currency'?)",
        ),
        (
            "demand: invoice.currency\n",
            "prov.yaml:7:13: a condition is needed, not text (compare it, or use filled(…))",
        ),
        ("demand: ''\n", "prov.yaml:7:13: a rule must demand something"),
        ("demand: 1 == 1\nwhen: line.name == ''\n", "prov.yaml:8:11: unknown name 'line'"),
        ("demand: 1 == 1\nvalue: invoice.lines\n", "prov.yaml:8:12: list of InvoiceLine cannot be shown"),
        ("demand: 1 == 1\nvalue: invoice.seller\n", "prov.yaml:8:12: Party cannot be shown (name one of its fields)"),
        ("for_each: invoice.seller as s\ndemand: 1 == 1\n", "prov.yaml:7:15: 'invoice.seller' is not a list"),
        ("for_each: invoice.lines\ndemand: 1 == 1\n", "prov.yaml:7:15: for_each cannot be 'invoice.lines'"),
        ("for_each: invoice.lines as invoice\ndemand: 1 == 1\n", "prov.yaml:7:32: the name 'invoice' is already used"),
        ("demand: lookup('acounts', '1', column='account') == ''\n", "prov.yaml:7:20: unknown register 'acounts'"),
        (
            "demand: written('row') == 1\n",
            "prov.yaml:7:21: written and total can be used in records with 'at: end' only",
        ),
        ("demand: __import__('os') == ''\n", "prov.yaml:7:13: unknown function '__import__'"),
    ],
)
def test_a_mistake_in_an_own_rule_is_told_with_line_and_column(rule: str, expected: str, write: Write) -> None:
    assert [problem for problem in problems(write(own(rule))) if problem.startswith(expected)], expected


@pytest.mark.parametrize(
    "text", ["{vlaue}", "{value.__class__}", "{value:>99999999}", "{value!r}", "{0}", "{}", "{value", "}"]
)
def test_the_texts_of_an_own_rule_name_only_known_words(text: str, write: Write) -> None:
    body = own("demand: 1 == 1\n").replace("title_en: Heading", f"title_en: '{text}'")
    [problem] = problems(write(body))
    assert problem.startswith("prov.yaml:9:15: own_rules.STAD-PROV.title_en: ")


def test_a_code_of_the_gateway_cannot_be_an_own_one(write: Write) -> None:
    [problem] = problems(write(own("demand: 1 == 1\n", code="INVOICE-CURRENCY")))
    assert "INVOICE-CURRENCY is a code of the gateway" in problem


def test_own_rules_come_after_the_others_in_one_set(write: Write) -> None:
    loaded = write("rules: {INVOICE-CURRENCY: }\n" + own("demand: 1 == 2\n"))
    assert codes(loaded_set(loaded), invoice(currency="EUR"), autumn()) == ["INVOICE-CURRENCY", "STAD-PROV"]


def test_the_example_of_the_reference_page_passes_its_check(write: Write) -> None:
    page = (REPOSITORY / "docs" / "reference" / "rules.md").read_text(encoding="utf-8")
    loaded = write(page.split("```yaml\n")[1].split("```")[0], name="inkopsregler", head="")
    assert {name: str(fault) for name, fault in loaded.broken.items()} == {}
    assert loaded.rule_sets["inkopsregler"][0].codes == ("STAD-AVTAL", "STAD-KONTO")
