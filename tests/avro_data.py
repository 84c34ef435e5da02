"""Containers that are kept in tests/data/avro, and how schemas may change: what was written once stays readable.

python -m tests.avro_data NAME    keeps containers of every family as they are written today, in tests/data/avro/NAME.
Do that at a release. A folder that is there is never made again: its files are those that others have.
"""

import dataclasses
import datetime
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import fastavro

from gateway.archive import schema_of
from gateway.archive.container import FAMILY_KEY
from gateway.archive.conversion import to_record
from gateway.archive.schema import avro_name, stored_fields
from gateway.messages import FAMILIES, Family

DATA = Path(__file__).parent / "data" / "avro"
EARLIER = "earlier"
"""The folder of containers as an earlier version could have written them: with fewer fields, and some since gone."""
OBSOLETE = "obsolete_"

_MARKER = bytes(range(16))
_VALUES: dict[type, Any] = {
    str: "Åäö 1",
    int: 7,
    bool: True,
    Decimal: Decimal("12.50"),
    datetime.date: datetime.date(2026, 11, 1),
    datetime.datetime: datetime.datetime(2026, 11, 1, 8, 30, tzinfo=ZoneInfo("Europe/Stockholm")),
}


def full(part: type) -> Any:
    """A part with every field filled."""
    values = {}
    for field in stored_fields(part):
        value = _VALUES[field.kind] if field.kind in _VALUES else full(field.kind)
        values[field.name] = [value] if field.repeated else value
    return part(**values)


def bare(part: type) -> Any:
    """A part with only the fields that it must have."""
    needed = {
        field.name
        for field in dataclasses.fields(part)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }
    values = {}
    for field in stored_fields(part):
        if field.name in needed:
            one = _VALUES[field.kind] if field.kind in _VALUES else bare(field.kind)
            values[field.name] = [] if field.repeated else None if field.optional else one
    return part(**values)


def records_of(family: Family) -> list[tuple[str, dict[str, Any]]]:
    """Two of each part of a family as records of its schema."""
    return [
        (avro_name(part), to_record(part)(made)) for part in family.parts.values() for made in (full(part), bare(part))
    ]


def write(path: Path, family: Family, schema: list[Any], records: list[tuple[str, dict[str, Any]]]) -> None:
    """Write records as a container of a family, whatever the schema; descriptions are left out."""
    with path.open("wb") as file:
        fastavro.writer(
            file,
            fastavro.parse_schema(_undescribed(schema)),
            records,
            codec="deflate",
            metadata={FAMILY_KEY: family.name},
            sync_marker=_MARKER,
        )


def earlier(schema: Any) -> Any:
    """A schema as it could have been before: every third field that has a default is not there, or has another name."""
    if isinstance(schema, list):
        return [earlier(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: earlier(value) if key in ("type", "items") else value for key, value in schema.items()}
    if "fields" in schema:
        fields, seen = [], 0
        for field in map(earlier, schema["fields"]):
            # A field in which a record is defined stays: later fields name that record.
            may_go = "default" in field and not any(_records(field["type"]))
            seen += may_go
            if may_go and seen % 3 == 0:
                if seen % 2:
                    continue
                fields.append({**field, "name": OBSOLETE + field["name"]})
                continue
            fields.append(field)
        made["fields"] = fields
    return made


def differences(old: Any, new: Any) -> Iterator[str]:
    """What keeps files of an old schema from being read by a new one as what they were, in words."""
    were, are = dict(_records(old)), dict(_records(new))
    for name, record in were.items():
        if name not in are:
            yield f"{name} is gone"
            continue
        now = {field["name"]: field for field in are[name]["fields"]}
        before = {field["name"]: field for field in record["fields"]}
        for field in before.values():
            label = f"{name}.{field['name']}"
            if field["name"] not in now:
                if not field["name"].startswith(OBSOLETE):
                    yield f"{label} is gone or has another name"
            elif not _takes(now[field["name"]]["type"], field["type"]):
                yield f"{label} was {_words(field['type'])} and is {_words(now[field['name']]['type'])}"
        for field in now.values():
            if field["name"] not in before and "default" not in field:
                yield f"{name}.{field['name']} is new and has no default"


def _records(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, list):
        for each in schema:
            yield from _records(each)
    elif isinstance(schema, dict):
        if schema.get("type") == "record":
            name = schema["name"] if "." in schema["name"] else f"{schema.get('namespace', '')}.{schema['name']}"
            yield name, schema
            for field in schema["fields"]:
                yield from _records(field["type"])
        else:
            yield from _records(schema.get("items"))


def _takes(new: Any, old: Any) -> bool:
    """Whether values of an old type are read as the same values of a new one."""
    new, old = _kind(new), _kind(old)
    if new == old:
        return True
    if isinstance(new, list):
        olds = old if isinstance(old, list) else [old]
        return all(each in new for each in olds)
    return False


def _kind(kind: Any) -> Any:
    """A type without its description; a record is its name."""
    if isinstance(kind, list):
        return [_kind(each) for each in kind]
    if not isinstance(kind, dict):
        return kind
    if kind.get("type") == "record":
        return next(_records(kind))[0]
    return {key: _kind(value) for key, value in sorted(kind.items()) if key != "doc"}


def _words(kind: Any) -> str:
    kind = _kind(kind)
    return " or ".join(map(_words, kind)) if isinstance(kind, list) else str(kind)


def _undescribed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_undescribed(each) for each in schema]
    if isinstance(schema, dict):
        inner = ("type", "fields", "items")
        return {key: _undescribed(value) if key in inner else value for key, value in schema.items() if key != "doc"}
    return schema


def main() -> None:
    """Keep containers of every family in a new folder."""
    folder = DATA / sys.argv[1]
    folder.mkdir(parents=True)
    for family in FAMILIES.values():
        schema, records = schema_of(family), records_of(family)
        if sys.argv[1] == EARLIER:
            schema = earlier(schema)
            records = [(name, _renamed(values)) for name, values in records]
        write(folder / f"{family.name}.avro", family, schema, records)


def _renamed(value: Any) -> Any:
    """A record that has each value under the obsolete name too."""
    if isinstance(value, list):
        return [_renamed(each) for each in value]
    if isinstance(value, dict):
        kept = {key: _renamed(each) for key, each in value.items()}
        return kept | {OBSOLETE + key: each for key, each in kept.items()}
    return value


if __name__ == "__main__":
    main()
