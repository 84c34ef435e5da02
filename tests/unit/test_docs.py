"""The documentation says what the code does: nothing undocumented, nothing stale, no dead link."""

import ast
import importlib.util
import re
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

from gateway.catalogue import CATALOGUE
from gateway.cli import main
from gateway.formats.layouts.layout import load_layouts
from gateway.formats.registry import CODED_FORMATS
from gateway.journal.base import FileState
from gateway.mapping import load_mapping
from gateway.registers import load_registers
from gateway.routes import Route
from gateway.rule_files import set_name
from gateway.rules.registry import RULE_SETS
from gateway.settings import Settings
from gateway.specification import load

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).resolve().parents[2]
REFERENCE = REPOSITORY / "docs" / "reference"
PAGES = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])


def _generator() -> ModuleType:
    sys.path.append(str(REPOSITORY / "docs"))  # where it finds its own helpers when it is run as a script
    specification = importlib.util.spec_from_file_location("generate", REPOSITORY / "docs" / "generate.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


GENERATE = _generator()


def _reference(page: str) -> str:
    return (REFERENCE / page).read_text(encoding="utf-8")


def _name(page: Path) -> str:
    return str(page.relative_to(REPOSITORY))


def _command_paths(command: click.Command, path: str) -> Iterator[str]:
    yield path
    if isinstance(command, click.Group):
        for name in command.list_commands(_context()):
            yield from _command_paths(_child(command, name), f"{path} {name}")


def _child(command: click.Group, name: str) -> click.Command:
    child = command.get_command(_context(), name)
    assert child is not None
    return child


def _context() -> click.Context:
    return click.Context(main)


@pytest.mark.parametrize("page", sorted(REFERENCE.glob("*.md")), ids=_name)
def test_the_generated_parts_of_a_reference_page_are_up_to_date(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text == GENERATE.updated(text), "out of date; run: make docs"


def test_every_generator_is_used_by_a_page() -> None:
    used = set(re.findall(r"<!-- generated: ([a-z0-9-]+) -->", "".join(map(_reference, _reference_names()))))
    assert used == set(GENERATE.GENERATORS)


def _reference_names() -> list[str]:
    return [page.name for page in REFERENCE.glob("*.md")]


def test_a_rule_page_lists_every_rule_and_marks_the_ones_that_never_fire() -> None:
    page = _reference("rules-en16931.md")
    assert page.count("*Never fires.*") == 6
    assert "979 rules, 694 of them about what should not be there, 6 that never fire" in page
    assert re.search(r"^\| `BR-CO-10` \| fatal \| `cac:LegalMonetaryTotal` \| .*\{difference\}", page, re.MULTILINE)
    assert "| `UBL-CR-004` | `Document/cbc:CopyIndicator` |" in page


def test_a_stale_page_is_noticed() -> None:
    stale = _reference("finding-codes.md").replace("### FILE-EMPTY", "### FILE-EMPTIED")
    assert GENERATE.updated(stale) != stale


def test_every_finding_code_is_documented() -> None:
    headings = re.findall(r"^### (\S+)$", _reference("finding-codes.md"), re.MULTILINE)
    pages = "".join(_reference(f"rules-{name}.md") for name in GENERATE.RULE_PAGES)
    rules = re.findall(r"^\| `([A-Z][^`]*)` \|", pages, re.MULTILINE)
    assert sorted([*headings, *rules]) == sorted(CATALOGUE)


def test_every_command_and_option_is_documented() -> None:
    page = _reference("cli.md")
    assert set(re.findall(r"^## (gateway.*)$", page, re.MULTILINE)) == set(_command_paths(main, "gateway"))
    for path in _command_paths(main, "gateway"):
        command: click.Command = main
        for name in path.split()[1:]:
            assert isinstance(command, click.Group)
            command = _child(command, name)
        section = page.split(f"\n## {path}\n")[1].split("\n## ")[0]
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.opts[0] in section, f"{path} {parameter.opts[0]} is not documented"


def test_every_setting_is_documented_with_a_meaning() -> None:
    page = _reference("settings.md")
    for name, field in Settings.model_fields.items():
        assert f"| `{name}` |" in page
        assert field.description, f"setting {name} has no description"


def test_every_format_written_in_code_is_documented() -> None:
    page = _reference("formats.md")
    assert [form.name for form in CODED_FORMATS if f"| `{form.name}` |" not in page] == []


def test_every_log_event_is_documented() -> None:
    documented = set(re.findall(r"^\| `([a-z_.]+)` \|", _reference("log-events.md"), re.MULTILINE))
    assert _logged_events() | {f"file.{state.value}" for state in FileState} == documented


def _logged_events() -> set[str]:
    levels = {"debug", "info", "warning", "error", "exception", "critical"}
    events = set()
    for module in (REPOSITORY / "gateway").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in levels
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id in {"log", "_log", "logger"}
                and isinstance(node.args[0], ast.Constant)
            ):
                events.add(str(node.args[0].value))
    return events


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_index_leads_to_every_page() -> None:
    index = REPOSITORY / "docs" / "index.md"
    linked = {(index.parent / target).resolve() for target in re.findall(r"\]\(([^)#]+)\)", index.read_text("utf-8"))}
    assert [_name(page) for page in PAGES if index.parent in page.parents and page not in {index, *linked}] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_command_that_a_page_mentions_exists(page: Path) -> None:
    known = set(_command_paths(main, "gateway"))
    text = page.read_text(encoding="utf-8")
    mentioned = re.findall(r"(?:^\s*|`)gateway ([a-z]+)((?: [a-z]+)?)(?=[\s`]|$)", text, re.MULTILINE)
    for command, subcommand in mentioned:
        assert f"gateway {command}" in known
        if any(path.startswith(f"gateway {command} ") for path in known) and subcommand:
            assert f"gateway {command}{subcommand}" in known


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_make_target_that_a_page_mentions_exists(page: Path) -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?:^\s*|`)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"no target {target}"


def test_every_sample_that_a_page_or_help_mentions_exists() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    mentioned = set(re.findall(r"samples/[\w*./-]*[\w*/]", text))
    assert mentioned
    assert [name for name in sorted(mentioned) if not any(REPOSITORY.glob(name.rstrip("/")))] == []


def test_the_example_of_the_mapping_language_passes_its_check(tmp_path: Path) -> None:
    example = _reference("mapping-language.md").split("```yaml\n")[1].split("```")[0]
    path = tmp_path / "vouchers_short.yaml"
    path.write_text(example, encoding="utf-8")
    layouts = load_layouts(REPOSITORY / "mappings" / "layouts")
    registers = load_registers(REPOSITORY / "mappings" / "registers")
    values = {"interface": "SIE", "voucher_type": "BO", "company": "10"}
    assert load_mapping(path, layouts, registers, values).name == "vouchers_short"


def test_the_example_of_a_route_passes_its_check(tmp_path: Path) -> None:
    page = (REPOSITORY / "docs" / "how-to" / "add-a-route.md").read_text(encoding="utf-8")
    path = tmp_path / "parkering.yaml"
    path.write_text(textwrap.dedent(page.split("```yaml\n")[1].split("```")[0]), encoding="utf-8")
    route, _ = load(path, Route)
    assert set(route.accepts) <= {form.name for form in CODED_FORMATS}
    rule_files = {set_name(path) for path in (REPOSITORY / "mappings" / "rules").glob("*.yaml")}
    assert set(route.rules) <= {*RULE_SETS, *rule_files}
    assert (REPOSITORY / "mappings" / "translations" / f"{route.mapping}.yaml").exists()


def test_every_direct_dependency_is_explained() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
        *project["project"]["optional-dependencies"]["peers"],
        *project["dependency-groups"]["build"],
    ]
    names = {re.split(r"[\[<>=~! ]", requirement)[0] for requirement in wanted}
    rows = re.findall(
        r"^\| ([a-z][^|]*) \|", (REPOSITORY / "docs" / "dependencies.md").read_text("utf-8"), re.MULTILINE
    )
    explained = {name.strip() for row in rows for name in row.split(",")} - {"package"}
    assert names == explained
