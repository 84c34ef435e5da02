"""Rule files about any kind of message: whom they are about, what they may name, and rules of one's own on any part."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest

from gateway.catalogue import CATALOGUE
from gateway.messages import FAMILIES, Claim, Income, LedgerParty, Person
from gateway.registers import load_registers
from gateway.rule_files import LoadedRules, RuleFile, load_rules, read_rule_files
from gateway.rules.families import FAMILY_CHECKS
from gateway.rules.registry import RULE_SETS
from tests.city_rules import REGISTERS, RULES
from tests.finance_rules import PERSON, Judge, coding, customer_invoice, line, row, supplier_invoice, voucher

pytestmark = pytest.mark.unit

HEAD = 'name: prov\ntitle: Prov\nversion: "1"\napplies_from: 2026-01-01\n'
TEXTS = """\
title_sv: Rubrik
title_en: Heading
text_sv: "{about} har {value}, väntat {expected}."
text_en: "{about} has {value}, expected {expected}."
action_sv: Gör så.
action_en: Do so.
"""

Write = Callable[[str], LoadedRules]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(body: str) -> LoadedRules:
        (tmp_path / "prov.yaml").write_text(HEAD + dedent(body), encoding="utf-8")
        return load_rules(read_rule_files(tmp_path), coded=RULE_SETS, registers=REGISTERS, formats=["sie4"])

    return written


def own(message: str, rule: str) -> str:
    return f"message: {message}\nown_rules:\n  STAD-PROV:\n" + indent(dedent(rule) + TEXTS, "    ")


def judge(loaded: LoadedRules) -> Judge:
    assert {name: str(fault) for name, fault in loaded.broken.items()} == {}
    [rule_set] = loaded.rule_sets["prov"]
    return Judge(rule_set, REGISTERS)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("message: VoucherBach\n", "prov.yaml:5:10: unknown message 'VoucherBach' (did you mean 'VoucherBatch'?)"),
        ("message: [VoucherBatch]\n", "prov.yaml:5:10: unknown message '['VoucherBatch']'"),
        (
            "message: VoucherBatch\nrules:\n  VOUCHER-UNBALANCD:\n",
            "prov.yaml:7:3: unknown key 'VOUCHER-UNBALANCD' (did you mean 'VOUCHER-UNBALANCED'?)",
        ),
        ("message: VoucherBatch\nrules:\n  INVOICE-DUPLICATE:\n", "prov.yaml:7:3: unknown key 'INVOICE-DUPLICATE'"),
        ("message: PaymentReport\nrules:\n  VOUCHER-UNBALANCED:\n", "prov.yaml:7:3: unknown key 'VOUCHER-UNBALANCED'"),
        (
            "message: VoucherBatch\nrules:\n  VOUCHER-DATE-FAR: {months_bak: 3}\n",
            "prov.yaml:7:22: unknown key 'months_bak' (did you mean 'months_back'?)",
        ),
        (
            "message: VoucherBatch\nrules:\n  VOUCHER-ACCOUNT-UNKNOWN: {register: acounts}\n",
            "prov.yaml:7:39: unknown register 'acounts' (did you mean 'accounts'?)",
        ),
        (
            "message: VoucherBatch\nrules:\n  VOUCHER-DIMENSION-RELATION: {register: dimensions}\n",
            "prov.yaml:7:42: register 'dimensions' is keyed by dimension, value, not by 4 columns",
        ),
        (
            "message: VoucherBatch\nrules:\n  VOUCHER-PERIOD-CLOSED: {ledger: GLL}\n",
            "prov.yaml:7:35: register 'periods' has no column 'GLL' (did you mean 'GL'?)",
        ),
        (
            "message: VoucherBatch\nrules:\n  VOUCHER-COUNTERPARTY-REQUIRED: {counterparties: departments}\n",
            "prov.yaml:7:51: register 'departments' has no column 'internal'",
        ),
        (
            "message: SupplierInvoiceBatch\nrules:\n  PARTY-ACCOUNT-CHANGED: {columns: [bankgiro, postgiro]}\n",
            "prov.yaml:7:47: register 'suppliers' has no column 'postgiro' (did you mean 'plusgiro'?)",
        ),
        (
            "message: ClaimBatch\nrules:\n  PROTECTED-OTHER-COMPANY: {companies: []}\n",
            "prov.yaml:7:40: rules.PROTECTED-OTHER-COMPANY.companies: ",
        ),
        ("message: VoucherBatch\nreferences: {}\n", "prov.yaml:6:1: unknown key 'references'"),
        (
            own("VoucherBatch", "demand: invoice.number != ''\n"),
            "prov.yaml:8:13: unknown name 'invoice'",
        ),
        (
            own("CustomerInvoiceBatch", "for_each: invoice.lines as line, line.coding as c\ndemand: 1 == 1\n"),
            "prov.yaml:8:43: LedgerInvoiceLine has no field 'coding' (did you mean 'codings'?)",
        ),
        (
            own("CustomerInvoiceBatch", "for_each: invoice.lines as line, line.codings as line\ndemand: 1 == 1\n"),
            "prov.yaml:8:54: the name 'line' is already used",
        ),
    ],
)
def test_a_mistake_is_told_with_line_and_column(body: str, expected: str, write: Write) -> None:
    problems = [str(problem).rsplit("/", 1)[-1] for problem in write(body).broken["prov"].problems]
    assert any(problem.startswith(expected) for problem in problems), problems


INCOME = Income(identity_number=PERSON, income_year=2024, number=6)
UNITS: list[tuple[str, str, str, object, str]] = [
    ("VoucherBatch", "voucher.text != 'Prov'", "voucher.text", voucher(), "verifikation A12"),
    ("CustomerInvoiceBatch", "invoice.number == ''", "invoice.number", customer_invoice(line()), "faktura 1001"),
    ("SupplierInvoiceBatch", "invoice.number == ''", "invoice.number", supplier_invoice(line()), "faktura F1"),
    ("PartyBatch", "party.name != ''", "party.ledger", LedgerParty(position=4), "post 4"),
    ("PersonReport", "person.is_protected", "person.number", Person(identity_number=PERSON, number=5), "post 5"),
    ("ClaimBatch", "claim.principal > 0", "claim.principal", Claim(case_number="K1"), "ärende K1"),
    (
        "IncomeReport",
        "income.total > 0",
        "income.total",
        Income(identity_number=PERSON, income_year=1, number=6),
        "post 6",
    ),
]


@pytest.mark.parametrize(("message", "demand", "value", "part", "about"), UNITS)
def test_a_rule_of_ones_own_judges_the_unit_of_any_family(
    message: str, demand: str, value: str, part: object, about: str, write: Write
) -> None:
    [each] = judge(write(own(message, f"demand: {demand}\nvalue: {value}\nexpected: annat\n"))).found(part)
    assert (each.code, each.about) == ("STAD-PROV", about)
    assert each.text("sv").startswith(f"{about} har ")


def test_a_rule_on_rows_points_to_the_row(write: Write) -> None:
    loaded = write(own("VoucherBatch", "for_each: voucher.rows as row\ndemand: row.amount < 100\nvalue: row.account\n"))
    [each] = judge(loaded).found(voucher(row("1930", "99"), row("6460", "100")))
    assert (each.value, each.place.line) == ("6460", 7)


def test_a_rule_on_lists_within_lists_points_to_the_innermost_item(write: Write) -> None:
    loaded = write(
        own(
            "CustomerInvoiceBatch",
            """\
            for_each: invoice.lines as line, line.codings as coding
            when: line.vat_code == ''
            demand: left(coding.account, 1) == '6'
            value: coding.account
            """,
        )
    )
    lines = [line(codings=[coding("6460"), coding("1930")]), line(vat_code="I25", codings=[coding("1940")]), line()]
    [each] = judge(loaded).found(customer_invoice(*lines))
    assert (each.value, each.place.line) == ("1930", 9)


def test_a_rule_on_the_part_itself_may_name_a_field(write: Write) -> None:
    [each] = judge(write(own("VoucherBatch", "demand: 1 == 2\nelement: Verifikationsdatum\n"))).found(voucher())
    assert (each.place.line, each.place.position) == (6, "Verifikationsdatum")


def test_what_cannot_be_worked_out_on_a_row_is_a_finding_there(write: Write) -> None:
    rule = "for_each: voucher.rows as row\ndemand: 100 / row.amount > 0\nseverity: warning\n"
    [each] = judge(write(own("VoucherBatch", rule))).found(voucher(row("1930", "0")))
    assert (each.code, each.rejects, each.place.line) == ("MAPPING-DIVISION-BY-ZERO", False, 7)


def test_registers_whose_words_no_rule_knows_hold_up_the_set(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("account;dim_1;vat_code\n1930;requird;\n", encoding="utf-8")
    (tmp_path / "prov.yaml").write_text(
        HEAD + "message: VoucherBatch\nrules: {VOUCHER-DIMENSION-REQUIRED: }\n", "utf-8"
    )
    loaded = load_rules(
        read_rule_files(tmp_path), coded=RULE_SETS, registers=load_registers(tmp_path), formats=["sie4"]
    )
    [problem] = loaded.broken["prov"].problems
    assert str(problem).endswith(
        "accounts.csv:2:1: dim_1: 'requird' is none of required, optional, blank and =value (did you mean 'required'?)"
    )


def rules_of(message: str) -> set[str]:
    """The codes of every rule that a file about a message may name."""
    model: Any = FAMILY_CHECKS[message].model.model_fields["rules"].annotation
    return {str(field.alias) for field in model.model_fields.values()}


def test_every_family_may_have_rule_files_and_every_rule_is_in_the_catalogue() -> None:
    assert set(FAMILY_CHECKS) == set(FAMILIES)
    assert {code for message in FAMILY_CHECKS for code in rules_of(message)} <= set(CATALOGUE)


def test_the_shipped_sets_load_with_the_shipped_registers_and_name_every_rule_of_finance() -> None:
    files = read_rule_files(RULES)
    loaded = load_rules(files, coded=RULE_SETS, registers=REGISTERS, formats=["sie4"])
    assert {name: str(fault) for name, fault in loaded.broken.items()} == {}
    named: dict[str, set[str]] = {}
    for file in files.values():
        assert isinstance(file, RuleFile)
        rules = file.specification.rules.model_dump(by_alias=True, exclude_none=True)
        named.setdefault(file.specification.message, set()).update(rules)
    for message in ("VoucherBatch", "CustomerInvoiceBatch", "PartyBatch", "PersonReport", "ClaimBatch"):
        assert rules_of(message) == named[message]
    # Quantities and articles are hardly ever told of in files of supplier invoices.
    assert rules_of("SupplierInvoiceBatch") - named["SupplierInvoiceBatch"] == {
        "ARTICLE-UNKNOWN",
        "LEDGER-INVOICE-PRICE",
    }


def test_the_example_of_the_page_of_finance_passes_its_check(tmp_path: Path) -> None:
    page = (RULES.parents[1] / "docs" / "reference" / "finance-checks.md").read_text(encoding="utf-8")
    example = next(block for block in page.split("```yaml\n")[1:] if block.startswith("name:")).split("```")[0]
    (tmp_path / "hyresregler.yaml").write_text(example, encoding="utf-8")
    loaded = load_rules(read_rule_files(tmp_path), coded=RULE_SETS, registers=REGISTERS, formats=["sie4"])
    assert {name: str(fault) for name, fault in loaded.broken.items()} == {}
    bare = customer_invoice(line(codings=[coding("3410"), coding("3410", d1="4200"), coding("6460")]))
    assert Judge(loaded.rule_sets["hyresregler"][0], REGISTERS).codes(bare) == ["STAD-HYRESKONTO"]


def test_the_page_of_finance_names_every_rule() -> None:
    page = (RULES.parents[1] / "docs" / "reference" / "finance-checks.md").read_text(encoding="utf-8")
    codes = {code for message in FAMILY_CHECKS if message != "Invoice" for code in rules_of(message)}
    # Those that vouchers and invoices have in common are named once, without their prefixes.
    unnamed = {code for code in codes if f"`{code}`" not in page}
    assert {code for code in unnamed if f"`{code.split('-', 1)[1]}`" not in page} == set()
    assert {code.split("-", 1)[0] for code in unnamed} == {"VOUCHER", "CODING"}
