"""The tables of every route and of every translation, made of the specs themselves."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tables import table

MAPPINGS = Path(__file__).resolve().parent.parent / "mappings"
_VERSION = re.compile(r"(?<=\.001)\.\d\d$")


def systems() -> Iterator[str]:
    """Every route of `mappings/routes/`, a row each."""
    layouts: dict[str, Any] = importlib.import_module("gateway.formats.layouts.layout").load_layouts(
        MAPPINGS / "layouts"
    )
    read_yaml = importlib.import_module("gateway.specification").read_yaml
    rows = []
    for path in sorted((MAPPINGS / "routes").glob("*.yaml")):
        route: dict[str, Any] = read_yaml(path).values
        mapping = read_yaml(MAPPINGS / "translations" / f"{route['mapping']}.yaml").values
        formats = dict.fromkeys(_VERSION.sub(".*", name) for name in route["accepts"])
        rows.append(
            (
                f"`{path.stem}`",
                route["title"],
                route["sender"],
                ", ".join(_named(name, layouts) for name in formats),
                f"`{route['mapping']}`",
                _named(mapping["target"], layouts) + (", one file a value" if "split" in mapping else ""),
                ", ".join(_destinations(route)),
                ", ".join(_answers(route)),
            )
        )
    headings = ("route", "what comes", "from", "format", "mapping", "written as", "to", "answered by")
    yield table(headings, rows)


def translations() -> Iterator[str]:
    """Every mapping of `mappings/translations/`, with the routes that use it."""
    read_yaml = importlib.import_module("gateway.specification").read_yaml
    users: dict[str, list[str]] = {}
    for path in sorted((MAPPINGS / "routes").glob("*.yaml")):
        route = read_yaml(path).values
        used = {route["mapping"], *([route["reply"]["mapping"]] if "reply" in route else [])}
        for mapping in used:
            users.setdefault(mapping, []).append(f"`{path.stem}`")
    rows = []
    for path in sorted((MAPPINGS / "translations").glob("*.yaml")):
        mapping = read_yaml(path).values
        used_by = users.get(path.stem, ["none: name it in a route"])
        rows.append(
            (f"`{path.stem}`", mapping["title"], mapping["message"], f"`{mapping['target']}`", ", ".join(used_by))
        )
    yield table(("translation", "what it does", "takes", "writes", "routes"), rows)


def _named(name: str, layouts: dict[str, Any]) -> str:
    layout = layouts.get(name)
    return f"`{name}` (assumed)" if layout is not None and layout.assumed else f"`{name}`"


def _destinations(route: dict[str, Any]) -> Iterator[str]:
    yield f"`{route['destination']}`"
    if "document_archive" in route:
        yield f"documents to `{route['document_archive']['destination']}`"


def _answers(route: dict[str, Any]) -> Iterator[str]:
    yield "receipt, error list"
    if "reply" in route:
        yield f"reply per record in `{route['reply']['destination']}`"
    if "responses" in route:
        yield f"Peppol {route['responses'].replace('-', ' ')}"
    if "mail" in route:
        yield "mail"
    if "posting" in route:
        yield "the ledger's answer"
