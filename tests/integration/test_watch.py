"""`gateway watch` as a process of its own: it takes what is dropped, and stops when it is told to."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.integration

SECONDS = 20.0


@pytest.fixture
def watching(home: Path, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    with watch(home, tmp_path / "stderr") as process:
        yield process


@contextmanager
def watch(home: Path, told: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that watches, from when it says so."""
    environment = {**os.environ, "GATEWAY_SETTLE_SECONDS": "0.1", "GATEWAY_RESCAN_SECONDS": "0.5"}
    command = [sys.executable, "-c", "from gateway.cli import main; main()", "--home", str(home), "watch"]
    with told.open("wb") as stderr, subprocess.Popen(command, env=environment, stderr=stderr) as process:
        try:
            until(lambda: b"watching" in told.read_bytes())
            yield process
        finally:
            process.kill()


def until(fits: Callable[[], Any]) -> Any:
    """What `fits` gives once it is true."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if found := fits():
            return found
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")


def stopped(process: subprocess.Popen[bytes], number: signal.Signals) -> int:
    process.send_signal(number)
    return process.wait(SECONDS)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_dropped_file_is_delivered_and_the_process_stops_when_told(
    house: Any, watching: subprocess.Popen[bytes], tmp_path: Path, number: signal.Signals
) -> None:
    house.drop_good("forsystem-sie", "hyror.si")
    house.drop("forsystem-csv", b"", "tom.csv")
    outbox = house.home / "outbox"
    until(lambda: len(list(outbox.glob("kvittens/*/*.json"))) == 2)
    until(lambda: list((outbox / "agresso").glob("*")))
    until(lambda: not list((house.home / "var" / "work").iterdir()))
    assert stopped(watching, number) == 0
    assert b"Traceback" not in (tmp_path / "stderr").read_bytes()
    assert len(house.outputs()) == 1
    assert house.run() == {}, "nothing is left to do, and the lock is free"


def test_a_file_that_is_written_slowly_is_taken_when_it_is_whole(house: Any, watching: subprocess.Popen[bytes]) -> None:
    content = (Path(__file__).resolve().parents[2] / "samples" / "forsystem-sie" / "hyror-2026-11.si").read_bytes()
    inbox = house.home / "inbox" / "forsystem-sie"
    with (inbox / "hyror.si.part").open("wb") as file:
        for start in range(0, len(content), 500):
            file.write(content[start : start + 500])
            file.flush()
            time.sleep(0.1)
    (inbox / "hyror.si.part").rename(inbox / "hyror.si")
    [receipt] = until(lambda: list((house.home / "outbox").glob("kvittens/forsystem-sie/*.json")))
    assert '"levererad"' in until(lambda: receipt.read_text(encoding="utf-8"))
    assert stopped(watching, signal.SIGTERM) == 0


def test_a_second_gateway_is_refused_while_one_is_watching(house: Any, watching: subprocess.Popen[bytes]) -> None:
    command = [sys.executable, "-c", "from gateway.cli import main; main()", "--home", str(house.home), "run"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 1
    assert f"process {watching.pid}" in done.stderr
    assert "Traceback" not in done.stderr
    assert stopped(watching, signal.SIGTERM) == 0


def test_a_spec_that_is_mended_while_watching_lets_its_files_go(house: Any, watching: subprocess.Popen[bytes]) -> None:
    routes, log = house.home / "mappings" / "routes", house.home / "var" / "log" / "gateway.jsonl"
    fixed_width, sie = routes / "forsystem-fast.yaml", routes / "forsystem-sie.yaml"
    before = sie.read_text(encoding="utf-8")
    fixed_width.write_text(fixed_width.read_text(encoding="utf-8").replace("forsystem-fast", "fast"), encoding="utf-8")
    sie.write_text("titel: {\n" + before, encoding="utf-8")
    until(lambda: b"specs.reloaded" in log.read_bytes())
    assert b"specs.broken" in log.read_bytes()
    for route in ("forsystem-fast", "forsystem-sie"):
        house.drop_good(route)
    receipts = house.home / "outbox" / "kvittens"
    until(lambda: list(receipts.glob("fast/*.json")))
    until(lambda: list(receipts.glob("forsystem-sie/*.json")))
    assert stopped(watching, signal.SIGTERM) == 0


def test_a_spec_that_was_broken_at_the_start_is_taken_over_when_it_is_mended(home: Path, house: Any) -> None:
    route = home / "mappings" / "routes" / "forsystem-sie.yaml"
    before = route.read_text(encoding="utf-8")
    route.write_text("titel: {\n" + before, encoding="utf-8")
    house.drop_good("forsystem-sie")
    with watch(home, home / "stderr") as process:
        until(lambda: b"file.waiting" in (home / "var" / "log" / "gateway.jsonl").read_bytes())
        route.write_text(before, encoding="utf-8")
        until(lambda: list((home / "outbox").glob("kvittens/forsystem-sie/*.json")))
        assert stopped(process, signal.SIGTERM) == 0


def test_a_spec_whose_examples_give_something_else_is_not_taken_over(
    house: Any, watching: subprocess.Popen[bytes]
) -> None:
    mapping, log = house.home / "mappings" / "translations" / "vouchers_gl07.yaml", house.home / "var" / "log"
    changed = mapping.read_text(encoding="utf-8").replace("cur_amount: row.amount", "cur_amount: -row.amount")
    mapping.write_text(changed, encoding="utf-8")
    told = until(lambda: (log / "gateway.jsonl").read_text(encoding="utf-8").partition("examples differ")[2])
    assert "vouchers_gl07/" in told
    house.drop_good("forsystem-sie")
    [output] = until(lambda: list((house.home / "outbox" / "agresso").glob("*.dat")))
    first = output.read_text(encoding="iso-8859-1").splitlines()[0]
    assert first[379:399] == first[399:419], "the old mapping still books the amount with one sign in both fields"
    assert stopped(watching, signal.SIGTERM) == 0


def test_a_retry_while_watching_is_done_by_the_gateway_that_runs(house: Any, watching: subprocess.Popen[bytes]) -> None:
    inbox = house.home / "inbox" / "forsystem-sie"
    (inbox / "trasig.si").write_bytes(b"#FLAGGA 0\r\n#SIETYP 4\r\n#VER A 1 20261101 x\r\n{\r\n")
    [receipt] = until(lambda: list((house.home / "outbox").glob("kvittens/forsystem-sie/*.json")))
    command = [sys.executable, "-c", "from gateway.cli import main; main()", "--home", str(house.home)]
    command += ["retry", receipt.stem]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    assert f"gateway show {receipt.stem}" in done.stdout
    until(lambda: len(list((house.home / "outbox").glob("kvittens/forsystem-sie/*.json"))) == 2)
    assert stopped(watching, signal.SIGTERM) == 0
