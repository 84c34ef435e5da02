"""A route whose mapping has the target avro: the messages that were accepted, and no other, in one container."""

from pathlib import Path
from typing import Any

import pytest

from gateway.app.installation import Installation
from gateway.archive import read_messages
from gateway.journal import FileState
from gateway.messages import Voucher, VoucherBatch
from gateway.settings import Settings
from gateway.specification import BrokenSpecification

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SPEC = """
name: passed_on
title: Vidare
message: {message}
target: avro
file_name: "'M_' + run.batch_id + '.avro'"
"""


def pass_on(house: Any, route: str, message: str) -> None:
    """Let a route deliver its messages as they are."""
    mappings = house.home / "mappings"
    (mappings / "translations" / "passed_on.yaml").write_text(SPEC.format(message=message), encoding="utf-8")
    spec = mappings / "routes" / f"{route}.yaml"
    lines = spec.read_text(encoding="utf-8").splitlines()
    changed = ["mapping: passed_on" if line.startswith("mapping:") else line for line in lines]
    spec.write_text("\n".join(changed) + "\n", encoding="utf-8")


def test_vouchers_that_pass_are_delivered_as_messages_and_the_others_are_not(house: Any) -> None:
    pass_on(house, "forsystem-csv", "VoucherBatch")
    house.drop("forsystem-csv", SAMPLES / "forsystem-csv" / "fel-kontering-2026-11.csv", "fil.csv")
    record = house.run()["fil.csv"]
    assert record.state is FileState.PARTLY_DELIVERED
    [made] = house.delivered(record)
    assert made.name.startswith("M_CSV-")
    batch, voucher = read_messages(made)
    assert isinstance(batch, VoucherBatch)
    assert isinstance(voucher, Voucher)
    assert (voucher.number, [row.account for row in voucher.rows]) == ("81004", ["6110", "1910"])


def test_a_rejected_file_delivers_no_container(house: Any) -> None:
    pass_on(house, "forsystem-sie", "VoucherBatch")
    house.drop("forsystem-sie", SAMPLES / "forsystem-sie" / "fel-bibliotek-2026-11.si", "fil.si")
    record = house.run()["fil.si"]
    assert record.state is FileState.REJECTED
    assert house.delivered(record) == []


def test_the_container_delivered_is_the_one_archived(house: Any) -> None:
    pass_on(house, "agi", "EmployerReport")
    house.drop("agi", SAMPLES / "agi" / "deklarationer-2026-10.xml", "fil.xml")
    record = house.run()["fil.xml"]
    house.assert_delivered(record)
    [made] = house.delivered(record)
    [archived] = [path for path in (house.home / "var" / "archive").rglob("messages.avro") if record.id in str(path)]
    assert made.read_bytes() == archived.read_bytes()


def test_attachments_do_not_go_with_a_container(house: Any) -> None:
    pass_on(house, "efaktura", "Invoice")
    installation = Installation(Settings(home=house.home))
    fault = installation.tools["efaktura"]
    assert isinstance(fault, BrokenSpecification)
    assert "attachments cannot be delivered beside what mapping 'passed_on' makes" in str(fault)
