"""The benchmark table: the whole gateway and each large format, beside its floor measured in the same run.

Run it with `make bench`. Every figure is a ratio against a floor that this machine reaches at the same time; the
absolute numbers say little on another machine. Each measurement is a process of its own, so that its peak memory
can be read.
"""

import argparse
import json
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parent))

import make_bank_files
import make_feeder_files
import make_invoices

from gateway.app.inspection import inspected
from gateway.app.installation import Installation
from gateway.app.running import Gateway
from gateway.cli.logging import set_up_logging
from gateway.findings import Finding
from gateway.formats import bgmax_records
from gateway.formats.base import HEAD_SIZE, ReadingContext
from gateway.formats.layouts.layout import load_layout
from gateway.formats.registry import recognise
from gateway.journal import FileState
from gateway.messages import Payment
from gateway.settings import Settings
from gateway.storage.base import sync_file, sync_folder

PROJECT = Path(__file__).resolve().parent.parent


def prepared_home(folder: Path) -> Settings:
    """A home folder with the project's specs."""
    shutil.copytree(PROJECT / "mappings", folder / "mappings", dirs_exist_ok=True)
    if not (folder / "xsd").exists():
        (folder / "xsd").symlink_to(PROJECT / "xsd")
    return Settings(home=folder, settle_seconds=0)


def whole_gateway(folder: Path, count: int) -> int:
    """Claim to receipt, durable, of `count` invoices."""
    settings = prepared_home(folder)
    set_up_logging(settings)
    inbox = folder / "inbox" / "efaktura"
    with Gateway(Installation(settings)) as gateway:
        make_invoices.write(inbox, count)
        started = time.perf_counter()
        records = gateway.run_once().records
        seconds = time.perf_counter() - started
    delivered = sum(record.state is FileState.DELIVERED for record in records)
    if delivered != count:
        raise SystemExit(f"only {delivered} of {count} invoices were delivered")
    return report(seconds, count)


def copy_floor(folder: Path, count: int) -> int:
    """The bare durable chain: copy + fsync each invoice, fsync the folder once for twenty."""
    make_invoices.write(folder / "in", count)
    target = folder / "out"
    target.mkdir()
    started = time.perf_counter()
    for number, path in enumerate(sorted((folder / "in").iterdir()), start=1):
        sync_file(Path(shutil.copyfile(path, target / path.name)))
        if number % 20 == 0:
            sync_folder(target)
    sync_folder(target)
    return report(time.perf_counter() - started, count)


def translated(folder: Path, path: Path, count: int, route: str = "") -> int:
    """One large file read, checked and translated to a GL07 file; of a route that is named, the rows are counted."""
    installation = Installation(prepared_home(folder))
    _ = installation.tools
    started = time.perf_counter()
    with inspected(installation, path, route=route, translate=True) as inspection:
        read = inspection.result.rows if route else inspection.result.read
        if inspection.result.rejects_file or read != count:
            raise SystemExit(f"{inspection.result.read} of {count} payments: {dict(inspection.log.by_code)}")
    return report(time.perf_counter() - started, count)


def read_alone(folder: Path, path: Path, count: int) -> int:
    """One large file read and checked by its schema, and what it tells thrown away."""
    installation = Installation(prepared_home(folder))
    with path.open("rb") as file:
        head = file.read(HEAD_SIZE)
    form = recognise(head, list(installation.formats), installation.formats, "")
    if isinstance(form, Finding):
        raise SystemExit(form.text())
    started = time.perf_counter()
    read = sum(isinstance(item, Payment) for item in form.read(path, ReadingContext(schemas=installation.schemas)))
    if read != count:
        raise SystemExit(f"{read} of {count} payments")
    return report(time.perf_counter() - started, count)


def xml_floor(path: Path, count: int, tag: str) -> int:
    """Bare lxml.iterparse with clearing."""
    started = time.perf_counter()
    for _, element in etree.iterparse(str(path), events=("end",), tag=tag):
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return report(time.perf_counter() - started, count)


def slicing_floor(path: Path, count: int) -> int:
    """A plain loop that slices and strips every field of every record."""
    places = {
        code: [slice(field.first - 1, field.last) for field in fields] for code, fields in bgmax_records.RECORDS.items()
    }
    started = time.perf_counter()
    with path.open(encoding="latin-1", newline="\r\n") as lines:
        for line in lines:
            _ = [line[place].strip() for place in places[line[:2]]]
    return report(time.perf_counter() - started, count)


def row_floor(folder: Path, path: Path, count: int) -> int:
    """A plain loop that slices and strips every field of every row and writes the row's 2,060 characters of GL07.

    It knows the places by heart, checks nothing, and fills the fields that the mapping fills.
    """
    layout = load_layout(PROJECT / "mappings" / "layouts" / "voucher_fixed.yaml")
    places = [slice((field.start or 1) - 1, field.end) for field in layout.record("row").fields.values()]
    head = f"{'B':<25}{'FAST':<25}{'BO':<25}GL{'10':<25}"
    started = time.perf_counter()
    with path.open(encoding="latin-1", newline="\r\n") as lines, (folder / "out").open("w", encoding="latin-1") as out:
        for line in lines:
            if line[0] != "R":
                continue
            number, date, account, unit, project, vat_code, debit, credit, text = [
                line[place].strip() for place in places
            ]
            amount = f"{int(debit or 0) - int(credit or 0):020d}"
            coding = f"{account:<25}{unit:<50}{project:<125}{vat_code or '0':<50}{'SEK':<25}00{amount}{amount}"
            dates = f"{date}{date}{number:<15}{date[:6]}"
            out.write(f"{head}{coding}{'':<71}{text:<255}{dates}{'':<101}{number:<1177}\n")
    return report(time.perf_counter() - started, count)


def fixed_slicing_floor(path: Path, count: int) -> int:
    """A plain loop that slices and strips every field of every row, and throws them away."""
    layout = load_layout(PROJECT / "mappings" / "layouts" / "voucher_fixed.yaml")
    places = [slice((field.start or 1) - 1, field.end) for field in layout.record("row").fields.values()]
    started = time.perf_counter()
    with path.open(encoding="latin-1", newline="\r\n") as lines:
        for line in lines:
            _ = [line[place].strip() for place in places]
    return report(time.perf_counter() - started, count)


def report(seconds: float, count: int) -> int:
    """Print what a measurement process found, for its parent to read."""
    # VmHWM and not ru_maxrss, which a process inherits from the one that started it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    print(json.dumps({"seconds": seconds, "count": count, "peak_mb": peak}))
    return 0


def measured(kind: str, count: int, path: Path | None = None) -> dict[str, float]:
    """Run one measurement in a process of its own."""
    command = [sys.executable, __file__, "--measure", kind, "--count", str(count)]
    if path:
        command += ["--path", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{kind} failed:\n{done.stderr[-2000:]}{done.stdout[-2000:]}")
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", default="")
    parser.add_argument("--count", type=int, default=0)
    parser.add_argument("--path", type=Path)
    parser.add_argument("--invoices", type=int, default=1000)
    parser.add_argument("--payments", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--peer-python", default=sys.executable, help="the Python that has bankstatementparser")
    options = parser.parse_args()
    kinds: dict[str, Callable[[Path], int]] = {
        "gateway": lambda folder: whole_gateway(folder, options.count),
        "copy": lambda folder: copy_floor(folder, options.count),
        "translate": lambda folder: translated(folder, options.path, options.count),
        "read": lambda folder: read_alone(folder, options.path, options.count),
        "xml": lambda _: xml_floor(options.path, options.count, "{*}TxDtls"),
        "xml-entries": lambda _: xml_floor(options.path, options.count, "{*}Ntry"),
        "slicing": lambda _: slicing_floor(options.path, options.count),
        "translate-rows": lambda folder: translated(folder, options.path, options.count, "forsystem-fast"),
        "row-by-row": lambda folder: row_floor(folder, options.path, options.count),
        "fixed-slicing": lambda _: fixed_slicing_floor(options.path, options.count),
    }
    with tempfile.TemporaryDirectory(prefix="gateway-bench-") as name:
        if options.measure:
            raise SystemExit(kinds[options.measure](Path(name)))
        table(Path(name), options.invoices, options.payments, options.rows, options.peer_python)


def table(folder: Path, invoices: int, payments: int, voucher_rows: int, peer_python: str) -> None:
    """Print one line a measurement, with its floor and the ratio to it."""
    vouchers = folder / "vouchers.txt"
    make_feeder_files.write_vouchers(vouchers, voucher_rows)
    bgmax, camt, statement = folder / "payments.bgmax", folder / "payments.xml", folder / "statement.xml"
    made = make_bank_files.made_payments(payments)
    make_bank_files.write_bgmax(bgmax, [made])
    make_bank_files.write_camt054(camt, made)
    make_bank_files.write_camt053(statement, made)
    rows = (
        ("e-invoice, claim to receipt, durable", "gateway", "copy + fsync", "copy", invoices, None),
        ("camt.053 to GL07, an entry each", "translate", "bare lxml iterparse", "xml-entries", payments, statement),
        ("camt.053 read alone", "read", "bare lxml iterparse", "xml-entries", payments, statement),
        ("camt.054 to GL07, one entry", "translate", "bare lxml iterparse", "xml", payments, camt),
        ("BgMax to GL07", "translate", "plain slicing loop", "slicing", payments, bgmax),
        ("fixed-width rows to GL07", "translate-rows", "slice + write GL07", "row-by-row", voucher_rows, vouchers),
        ("fixed-width rows to GL07", "translate-rows", "slicing alone", "fixed-slicing", voucher_rows, vouchers),
    )
    print(f"Python {platform.python_version()}, {platform.machine()}")
    print(f"{'what':40} {'count':>8} {'s':>8} {'per s':>9} {'peak MB':>8}   {'floor':22} {'s':>8} {'ratio':>6}")
    for what, kind, floor, floor_kind, count, path in rows:
        ours, theirs = measured(kind, count, path), measured(floor_kind, count, path)
        print(
            f"{what:40} {count:8} {ours['seconds']:8.2f} {count / ours['seconds']:9.0f} {ours['peak_mb']:8.0f}   "
            f"{floor:22} {theirs['seconds']:8.2f} {ours['seconds'] / theirs['seconds']:6.1f}"
        )
    peer_of_statements(peer_python, statement, payments)
    # A process of its own, so that what it loads weighs on no measurement above.
    print(flush=True)
    subprocess.run([sys.executable, Path(__file__).with_name("einvoices.py")], check=True)


def peer_of_statements(python: str, path: Path, count: int) -> None:
    """Print how long bankstatementparser takes for the statement, if it is installed."""
    command = [python, str(Path(__file__).with_name("peer_statements.py")), str(path), str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    what = "camt.053 read by bankstatementparser"
    if done.returncode == 3:
        print(f"{what}: not installed; pip install '.[peers]', or name its Python with --peer-python")
        return
    if done.returncode:
        raise SystemExit(f"{what} failed:\n{done.stderr[-2000:]}{done.stdout[-2000:]}")
    result = json.loads(done.stdout.splitlines()[-1])
    print(f"{what:40} {count:8} {result['seconds']:8.2f} {count / result['seconds']:9.0f} {result['peak_mb']:8.0f}")


if __name__ == "__main__":
    main()
