"""What becomes of files that others made: runs the public test files through the gateway and makes the docs table.

python docs/real_input.py CONFORMANCE_FOLDER > docs/reference/real-input.md
"""

import datetime
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import structlog

from gateway.app.installation import Installation
from gateway.app.running import Gateway
from gateway.app.validation import e_invoice_format
from gateway.formats.base import ReadingContext
from gateway.journal import ManualClock
from gateway.messages import Invoice
from gateway.rules.invoice_city import supplier_key
from gateway.schemas import SchemaStore
from gateway.settings import Settings

PROJECT = Path(__file__).resolve().parent.parent

SOURCES = (
    ("efaktura", "einvoice/documents/peppol-3.0.21/*.xml"),
    ("efaktura", "einvoice/documents/sfti-cases/*.xml"),
    ("efaktura", "einvoice/documents/cii-examples/*.xml"),
    ("efaktura", "svefaktura/documents/*.xml"),
    ("efaktura", "svefaktura/sbdh/*.xml"),
    ("bank", "bgmax/*/*.txt"),
    ("bank", "bgmax/*/*.ut"),
    ("bank", "autogiro/*/ny_layout/*bg-max*.txt"),
    ("bank", "totalin/*.txt"),
    ("bank", "camt/*/*camt*054*.xml"),
    ("betalningar-ut", "pain/corpus/se/*.xml"),
    ("betalningar-ut", "pain/corpus/coverage/*/*.xml"),
    ("forsystem-sie", "sie/*/*.[sS][iIeE]"),
    ("forsystem-sie", "sie/*/*.sie"),
)
NOON = datetime.datetime(2026, 11, 23, 11, 0, tzinfo=datetime.UTC)

KNOWN_BY_REGISTER = {
    "efaktura": (
        "INVOICE-RECEIVER-UNKNOWN",
        "INVOICE-REFERENCE-UNKNOWN",
        "INVOICE-REFERENCE-MISSING",
        "INVOICE-PAYEE-UNKNOWN",
        "INVOICE-CURRENCY",
        "PEPPOL-COMMON-R040",
        "PEPPOL-COMMON-R049",
        "SE-R-013",
    ),
    "bank": ("PAYMENT-ACCOUNT-UNKNOWN",),
    "betalningar-ut": ("PAYMENT-ORDER-ACCOUNT-UNKNOWN", "PAYMENT-ORDER-DATE-PAST", "PAYMENT-ORDER-DUPLICATE"),
    "forsystem-sie": (
        "VOUCHER-ACCOUNT-UNKNOWN",
        "VOUCHER-ACCOUNT-NOT-VALID",
        "VOUCHER-DIMENSION-UNKNOWN",
        "VOUCHER-DIMENSION-REQUIRED",
        "VOUCHER-DIMENSION-NOT-ALLOWED",
        "VOUCHER-VAT-CODE-REQUIRED",
        "VOUCHER-PERIOD-CLOSED",
    ),
}
NOT_DATA = ("PROVENANCE.txt", "LICENSE.txt")

HEADING = """# What becomes of files that others made

Public test files of standards bodies, banks and other projects, each run through the shipped routes. The registers
that ship with the gateway are made up and know neither these buyers nor these accounts, so on this run what only a
register can know is a warning, the sellers of the files are in the supplier register, and register rows are valid at
all times. The companies in SFTI's examples are made up, with numbers that fail their check digits: the three rules on
that are warnings too. The ledger takes kronor only: deposits and invoices in other currencies lack a row in the
register `currencies` and are rejected. A payment whose reference no series of the register takes is delivered to the
account for unidentified payments, and listed. The same published example in several editions reports the same
deposits: the later editions are rejected as duplicates. Orders of payments are for days that have passed, and several
share an identity; both are warnings here. Those under `coverage` are made to have every element of the schema, not to
be paid. The acceptance tests run every file again and compare with this table, which `docs/real_input.py` makes.

| file | recognised as | outcome | reasons |
|---|---|---|---|
"""


def sources(conformance: Path) -> Iterator[tuple[str, Path]]:
    """(route, file) for every public test file that this issue's formats cover."""
    for route, pattern in SOURCES:
        for path in sorted(conformance.glob(pattern)):
            if path.name not in NOT_DATA:
                yield route, path


def open_registers(conformance: Path, home: Path) -> None:
    """Let the copied specs of a home folder take files of organisations that the shipped registers do not know."""
    for route, codes in KNOWN_BY_REGISTER.items():
        with (home / "mappings" / "routes" / f"{route}.yaml").open("a", encoding="utf-8") as spec:
            spec.write("severities:\n" + "".join(f"  {code}: warning\n" for code in codes))
    for path in (home / "mappings" / "registers").glob("*.csv"):
        # Published examples are up to twenty years old, older than the rows of the shipped registers.
        path.write_text(path.read_text(encoding="utf-8").replace(";2024-01-01;", ";;"), encoding="utf-8")
    register = home / "mappings" / "registers" / "suppliers.csv"
    columns = register.read_text(encoding="utf-8").splitlines()[0].split(";")
    known: dict[str, str] = {}
    context = ReadingContext(schemas=SchemaStore(home / "xsd"))
    for route, path in sources(conformance):
        if route == "efaktura" and (form := e_invoice_format(path)):
            for item in form.read(path, context):
                if isinstance(item, Invoice) and (key := supplier_key(item.seller)):
                    known.setdefault(key, item.seller.name.replace(";", ","))
    shipped = {line.split(";")[0] for line in register.read_text(encoding="utf-8").splitlines()}
    with register.open("a", encoding="utf-8") as rows_file:
        for number, (key, name) in enumerate(sorted(known.items()), start=900001):
            values = {columns[0]: key, "supplier_number": str(number), "name": name, "default_account": "5410"}
            if key not in shipped:
                rows_file.write(";".join(values.get(column, "") for column in columns) + "\n")


def rows(conformance: Path, home: Path) -> list[str]:
    """One table row a file: run through the gateway in `home`, which is an empty home folder with specs."""
    open_registers(conformance, home)
    names: dict[tuple[str, str], str] = {}
    for number, (route, path) in enumerate(sources(conformance), start=1):
        inbox = home / "inbox" / route
        inbox.mkdir(parents=True, exist_ok=True)
        dropped = f"{number:04}-{path.name}"
        shutil.copyfile(path, inbox / dropped)
        names[route, dropped] = str(path.relative_to(conformance))
    made = []
    with Gateway(Installation(Settings(home=home, settle_seconds=0)), clock=ManualClock(NOON)) as gateway:
        for record in gateway.run_once().records:
            planned = [event for event in gateway.journal.events(record.id) if event.name == "file.planned"]
            reasons = sorted(planned[-1].data["findings"]) if planned else [record.message]
            name = names[record.route, record.name]
            made.append(f"| {name} | {record.format or '–'} | {record.state.value} | {', '.join(reasons) or '–'} |")
    return sorted(made)


def main() -> None:
    """Print the page."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(PROJECT / "mappings", home / "mappings")
        (home / "xsd").symlink_to(PROJECT / "xsd")
        print(HEADING + "\n".join(rows(Path(sys.argv[1]).resolve(), home)))


if __name__ == "__main__":
    main()
