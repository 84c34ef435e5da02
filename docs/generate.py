"""Bring the generated parts of docs/reference up to date, so that the reference cannot differ from the code.

A page is written by hand around blocks that begin with ``<!-- generated: NAME -->`` and end with
``<!-- end of generated -->``; each NAME is a function below. With ``--check`` nothing is changed, and the
exit code is 1 when a page is out of date.
"""

import argparse
import datetime
import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import click
from avro_schemas import stale as stale_schemas
from bank_tables import autogiro_codes, lb_reasons, lb_records
from model_tables import KINDS, default_of, kind_of, models, models_in, own_keys
from pydantic import BaseModel
from rule_pages import NEW_RULE_PAGE, RULE_PAGES, rule_page
from system_tables import systems, translations
from tables import plain, table

REPOSITORY = Path(__file__).resolve().parent.parent
REFERENCE = REPOSITORY / "docs" / "reference"
_BLOCK = re.compile(r"(<!-- generated: ([a-z0-9-]+) -->\n).*?(<!-- end of generated -->)", re.DOTALL)


def finding_codes() -> Iterator[str]:
    """Every finding code with its texts, by family; those of official rules are on the pages of their sets."""
    catalogue = importlib.import_module("gateway.catalogue")
    seen: set[str] = set()
    families = [module for module in pkgutil.iter_modules(catalogue.__path__) if module.name != "official"]
    for module in sorted(families, key=lambda found: found.name):
        family = importlib.import_module(f"gateway.catalogue.{module.name}")
        codes = [code for code in getattr(family, "CODES", ()) if code.code not in seen]
        seen.update(code.code for code in codes)
        if codes:
            yield f"## {module.name.capitalize()}"
            for code in codes:
                yield f"### {code.code}"
                yield f"{code.title_sv} / {code.title_en}"
                yield f"Severity **{code.severity.value}**, scope **{code.scope.value}**."
                swedish, english = f"{code.text_sv} {code.action_sv}", f"{code.text_en} {code.action_en}"
                yield f"- *sv:* {plain(swedish)}\n- *en:* {plain(english)}"
    yield "## Official rules"
    pages = ", ".join(f"[{page.title}](rules-{name}.md)" for name, page in RULE_PAGES.items())
    yield f"The codes of official rules are the ids of the rules, and have pages of their own: {pages}."


def commands() -> Iterator[str]:
    """The help page of every command."""
    root: click.Command = importlib.import_module("gateway.cli").main
    context = click.Context(
        root, info_name="gateway", max_content_width=100, terminal_width=100, **root.context_settings
    )
    yield from _command_pages(root, context)


def _command_pages(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}"
    yield f"```text\n{command.get_help(context)}\n```"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None and not child.hidden:
                below = click.Context(child, info_name=name, parent=context, max_content_width=100, terminal_width=100)
                yield from _command_pages(child, below)


def settings() -> Iterator[str]:
    """Every setting with its environment variable and default."""
    model = importlib.import_module("gateway.settings").Settings
    prefix = "GATEWAY_"
    rows = [
        (
            f"`{name}`",
            f"`{prefix}{name.upper()}`",
            kind_of(field.annotation),
            default_of(field),
            field.description or "",
        )
        for name, field in model.model_fields.items()
    ]
    yield table(("setting", "environment variable", "kind", "default", "meaning"), rows)


def formats() -> Iterator[str]:
    """Every format: the ones written in code, then the ones that layouts describe."""
    known = importlib.import_module("gateway.formats.listing").listed_formats(_layouts())
    rows = [
        (
            f"`{form.name}`",
            form.title,
            form.direction,
            form.message,
            form.source,
            f"`mappings/layouts/{form.name}.yaml`" if form.is_layout else "code",
        )
        for form in known
    ]
    yield table(("name", "what it is", "direction", "message", "source", "described in"), rows)


def targets() -> Iterator[str]:
    """Every layout and every format that can be written."""
    rows = [(f"`{name}`", layout.title, "layout") for name, layout in _layouts().items()]
    written = importlib.import_module("gateway.formats.registry").WRITTEN_FORMATS
    rows += [(f"`{name}`", form.title, "format") for name, form in written.items()]
    plan = importlib.import_module("gateway.mapping.plan")
    rows += [
        (f"`{plan.AVRO}`", "the messages of any family, as an Avro container", "messages"),
        (f"`{plan.ORIGINAL}`", "the file as it came", "original"),
    ]
    yield table(("target", "what it is", "kind"), rows)


def rule_sets() -> Iterator[str]:
    """Every version of every rule set and the findings it can give."""
    known = _installation().rules.rule_sets
    rows = [
        (
            f"`{rules.name}`",
            rules.version,
            _day(rules),
            rules.title,
            ", ".join(_code_links(rules.codes)),
        )
        for rules in known.all
    ]
    yield table(("name", "version", "applies from", "what it checks", "findings"), rows)


def rule_keys() -> Iterator[str]:
    """The keys of a rule file about e-invoices, then what files about other messages may name."""
    yield from models(importlib.import_module("gateway.rules.city_model").CityRules)
    families = importlib.import_module("gateway.rules.families").FAMILY_CHECKS
    options: dict[str, type[BaseModel]] = {}
    for name, checks in families.items():
        rules = checks.model.model_fields["rules"].annotation
        if name == "Invoice" or not rules.model_fields:
            continue
        yield f"### Rules about {name}"
        rows = []
        for field in rules.model_fields.values():
            [option] = models_in(field.annotation)
            options[option.__name__] = option
            rows.append((f"`{field.alias}`", option.__name__, field.description or ""))
        yield table(("rule", "options", "what it finds"), rows)
    yield "### Options of these rules"
    yield "Every rule has `enabled` and `severity`; one with the options `Rule` has no others."
    for option_name in sorted(options.keys() - {"Rule"}):
        yield from own_keys(options[option_name])


def messages() -> Iterator[str]:
    """Every message part with its fields."""
    families = importlib.import_module("gateway.messages").FAMILIES
    describe = importlib.import_module("gateway.messages.describe")
    for family in families.values():
        yield f"## {family.name}"
        seen: set[type] = set()
        for name, part in family.parts.items():
            yield from _part(describe, name, part, seen)


def _part(describe: Any, name: str, part: type, seen: set[type]) -> Iterator[str]:
    if part in seen:
        return
    seen.add(part)
    fields = describe.fields_of(part)
    yield f"### {part.__name__} (`{name}`)"
    yield (part.__doc__ or "").strip()
    rows = [(f"`{field.name}`", _field_kind(field), field.text, field.source) for field in fields.values()]
    yield table(("field", "kind", "meaning", "source"), rows)
    for field in fields.values():
        if field.is_part:
            yield from _part(describe, field.name, field.kind, seen)


def _field_kind(field: Any) -> str:
    words = ["list of" if field.repeated else "", KINDS.get(field.kind.__name__, field.kind.__name__)]
    words += ["or nothing"] if field.optional else []
    words += ["(computed)"] if field.derived else []
    return " ".join(word for word in words if word)


def functions() -> Iterator[str]:
    """Every function that an expression of a mapping may call."""
    plain = importlib.import_module("gateway.mapping.functions").FUNCTIONS
    known = plain | importlib.import_module("gateway.mapping.special").SPECIALS
    rows = [
        (
            f"`{function.signature}`",
            function.text,
            ", ".join(f"`{expression}` = `{value}`" for expression, value in function.examples),
        )
        for _, function in sorted(known.items())
    ]
    yield table(("function", "gives", "example"), rows)


def route_keys() -> Iterator[str]:
    """The keys of a route file."""
    yield from models(importlib.import_module("gateway.routes").Route)


def layout_keys() -> Iterator[str]:
    """The keys of a layout file."""
    yield from models(importlib.import_module("gateway.formats.layouts.layout").Layout)


def layouts() -> Iterator[str]:
    """Every field of every layout."""
    describe = importlib.import_module("gateway.formats.layouts.layout").describe_layout
    for name, layout in _layouts().items():
        yield f"### {name}"
        assumed = "The layout is our assumption." if layout.assumed else ""
        kind = f"{layout.kind.capitalize()}, {', '.join(layout.encoding)}."
        yield " ".join(filter(None, (f"{layout.title}.", kind, layout.source, assumed)))
        rows = [
            (
                f"`{row.record}`",
                f"`{row.field}`",
                row.type,
                row.position,
                row.form,
                _yes(row.required),
                row.title,
                row.means,
            )
            for row in describe(layout)
        ]
        yield table(("record", "field", "type", "position", "form", "required", "what it is", "read as"), rows)


def registers() -> Iterator[str]:
    """Every register with its columns."""
    known = importlib.import_module("gateway.registers").load_registers(REPOSITORY / "mappings" / "registers")
    rows = [
        (f"`{name}`", ", ".join(known[name].keys), ", ".join(known[name].columns), str(len(known[name].rows)))
        for name in known.names
    ]
    yield table(("register", "key", "columns", "rows"), rows)


def translation_keys() -> Iterator[str]:
    """The keys of a mapping file."""
    yield from models(importlib.import_module("gateway.mapping.model").MappingSpecification)


GENERATORS: dict[str, Callable[[], Iterable[str]]] = {
    generator.__name__.replace("_", "-"): generator
    for generator in (
        finding_codes,
        commands,
        settings,
        formats,
        targets,
        rule_sets,
        rule_keys,
        messages,
        functions,
        route_keys,
        layout_keys,
        layouts,
        registers,
        translation_keys,
        lb_records,
        lb_reasons,
        autogiro_codes,
        systems,
        translations,
    )
} | {f"rules-{name}": partial(rule_page, page) for name, page in RULE_PAGES.items()}


def updated(text: str) -> str:
    """A page with every generated block made anew. Raises KeyError for a block that no generator makes."""
    return _BLOCK.sub(lambda block: block[1] + "\n\n".join(GENERATORS[block[2]]()) + "\n" + block[3], text)


def main() -> int:
    """Write the pages, or with --check name the stale ones."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 when a page is out of date")
    arguments = parser.parse_args()
    stale = 0
    new = {
        REFERENCE / f"rules-{name}.md": NEW_RULE_PAGE.format(name=name, title=page.title)
        for name, page in RULE_PAGES.items()
    }
    for page in sorted({*REFERENCE.glob("*.md"), *new}):
        before = page.read_text(encoding="utf-8") if page.exists() else ""
        after = updated(before or new[page])
        if before != after:
            stale += 1
            outcome = "out of date; run: make docs" if arguments.check else "updated"
            print(f"{page.relative_to(REPOSITORY)}: {outcome}")
            if not arguments.check:
                page.write_text(after, encoding="utf-8")
    for schema in stale_schemas(is_check=arguments.check):
        stale += 1
        outcome = "out of date; run: make docs" if arguments.check else "updated"
        print(f"{schema.relative_to(REPOSITORY)}: {outcome}")
    return 1 if stale and arguments.check else 0


def _layouts() -> dict[str, Any]:
    loaded: dict[str, Any] = importlib.import_module("gateway.formats.layouts.layout").load_layouts(
        REPOSITORY / "mappings" / "layouts"
    )
    return loaded


def _installation() -> Any:
    settings = importlib.import_module("gateway.settings").Settings
    return importlib.import_module("gateway.app.installation").Installation(settings(home=REPOSITORY))


def _day(rules: Any) -> str:
    return "" if rules.applies_from == datetime.date.min else rules.applies_from.isoformat()


def _yes(value: bool) -> str:
    return "yes" if value else ""


def _code_links(codes: Iterable[str]) -> Iterator[str]:
    """A link for each code; official rules are linked to by the page, all at once."""
    left = list(codes)
    for name, page in RULE_PAGES.items():
        ids = {rule.code for rule in page.rules()}
        if count := sum(code in ids for code in left):
            yield f"[{count} rules](rules-{name}.md)"
            left = [code for code in left if code not in ids]
    yield from (f"[{code}](finding-codes.md#{code.lower()})" for code in left)


if __name__ == "__main__":
    sys.exit(main())
