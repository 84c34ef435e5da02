"""Containers of messages that were written once stay readable: by fields that they have, and by those they do not."""

import copy
import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fastavro
import pytest

from gateway.archive import read_messages, schema_of
from gateway.archive.conversion import to_record
from gateway.messages import FAMILIES, VOUCHER_BATCH
from tests.avro_data import DATA, EARLIER, OBSOLETE, bare, differences, earlier, full, records_of, write

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).resolve().parents[2]
KEPT = sorted(DATA.glob("*/*.avro"))
RELEASES = [path for path in KEPT if path.parent.name != EARLIER]


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def raw(path: Path) -> tuple[Any, list[dict[str, Any]]]:
    """The schema that a container was written by, and its records as they stand in it."""
    with path.open("rb") as file:
        reader = fastavro.reader(file)
        return reader.writer_schema, list(reader)


def assert_kept(old: Any, new: Any, where: str) -> None:
    """Every value of an old record is in the new one."""
    if isinstance(old, dict):
        for name, value in old.items():
            if not name.startswith(OBSOLETE):
                assert name in new, f"{where}.{name} is gone, and containers that have been delivered hold it"
                assert_kept(value, new[name], f"{where}.{name}")
    elif isinstance(old, list):
        assert len(old) == len(new), where
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            assert_kept(before, after, f"{where}[{index}]")
    else:
        assert new == old, where


def test_containers_of_a_release_and_of_an_earlier_version_are_kept() -> None:
    assert {path.parent.name for path in KEPT} > {EARLIER}
    assert {path.stem for path in KEPT} <= set(FAMILIES)


@pytest.mark.parametrize("path", KEPT, ids=name_of)
def test_what_was_written_is_read_with_every_value_and_new_fields_have_their_defaults(path: Path) -> None:
    _, records = raw(path)
    parts = list(read_messages(path))
    assert len(parts) == len(records) > 0
    for old, part in zip(records, parts, strict=True):
        assert_kept(old, to_record(type(part))(part), type(part).__name__)
        empty = to_record(type(part))(bare(type(part)))
        now = to_record(type(part))(part)
        for name in now.keys() - old.keys():
            assert now[name] == empty[name], f"{type(part).__name__}.{name}"


@pytest.mark.parametrize("path", RELEASES, ids=name_of)
def test_the_schemas_of_today_take_what_those_of_a_release_wrote(path: Path) -> None:
    schema, _ = raw(path)
    found = list(differences(schema, schema_of(FAMILIES[path.stem])))
    assert not found, (
        f"containers of {path.parent.name} that others have are no longer read as what they were. Give new fields "
        "defaults, keep the old name and type beside the new, or begin a new family of messages: " + "; ".join(found)
    )


def test_earlier_containers_lack_fields_and_hold_others_that_are_gone() -> None:
    for path in DATA.glob(f"{EARLIER}/*.avro"):
        schema, _ = raw(path)
        text = str(schema)
        now = str(schema_of(FAMILIES[path.stem]))
        assert text.count("'name'") < now.count("'name'") or OBSOLETE in text
    assert OBSOLETE in str(raw(DATA / EARLIER / "Invoice.avro")[0])


def _removed(voucher: dict[str, Any]) -> None:
    voucher["fields"] = [field for field in voucher["fields"] if field["name"] != "text"]


def _renamed(voucher: dict[str, Any]) -> None:
    next(field for field in voucher["fields"] if field["name"] == "text")["name"] = "description"


def _retyped(voucher: dict[str, Any]) -> None:
    next(field for field in voucher["fields"] if field["name"] == "position")["type"] = "string"


def _narrowed(voucher: dict[str, Any]) -> None:
    next(field for field in voucher["fields"] if field["name"] == "registered")["type"] = "string"


def _added_without_default(voucher: dict[str, Any]) -> None:
    voucher["fields"].append({"name": "colour", "type": "string"})


def _record_gone(voucher: dict[str, Any]) -> None:
    voucher["name"] = "Verification"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_removed, "gateway.messages.Voucher.text is gone or has another name"),
        (_renamed, "gateway.messages.Voucher.text is gone or has another name"),
        (_retyped, "gateway.messages.Voucher.position was long and is string"),
        (_narrowed, "gateway.messages.Voucher.registered was null or"),
        (_added_without_default, "gateway.messages.Voucher.colour is new and has no default"),
        (_record_gone, "gateway.messages.Voucher is gone"),
    ],
)
def test_a_change_that_old_files_do_not_survive_is_told_of(change: Callable[[dict[str, Any]], None], told: str) -> None:
    old = schema_of(VOUCHER_BATCH)
    new = copy.deepcopy(old)
    change(new[1])
    assert told in "; ".join(differences(old, new))


def test_a_new_field_with_a_default_and_a_value_that_may_now_be_missing_break_nothing() -> None:
    old = schema_of(VOUCHER_BATCH)
    new = copy.deepcopy(old)
    new[1]["fields"].append({"name": "colour", "type": "string", "default": ""})
    text = next(field for field in new[1]["fields"] if field["name"] == "text")
    text["type"] = ["null", "string"]
    assert list(differences(old, new)) == []


def test_the_test_of_values_sees_one_that_is_lost(tmp_path: Path) -> None:
    records = records_of(VOUCHER_BATCH)
    path = tmp_path / "VoucherBatch.avro"
    write(path, VOUCHER_BATCH, schema_of(VOUCHER_BATCH), records)
    _, old = raw(path)
    new = copy.deepcopy(old)
    del new[2]["rows"][0]["account"]
    with pytest.raises(AssertionError, match=r"Voucher\.rows\[0\]\.account is gone"):
        assert_kept(old[2], new[2], "Voucher")
    assert list(read_messages(path)) == [make(part) for part in VOUCHER_BATCH.parts.values() for make in (full, bare)]


def test_the_earlier_schema_is_made_of_the_present_one() -> None:
    schema = schema_of(VOUCHER_BATCH)
    assert list(differences(earlier(schema), schema)) == []
    assert list(differences(schema, earlier(schema)))


def test_the_published_schemas_are_those_of_today() -> None:
    specification = importlib.util.spec_from_file_location("avro_schemas", REPOSITORY / "docs" / "avro_schemas.py")
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    assert module.stale(is_check=True) == [], "run: make docs"
    for path, _ in module.schemas():
        fastavro.parse_schema(json.loads(path.read_text(encoding="utf-8")))
