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
from gateway.formats.base import HEAD_SIZE, ReadingContext
from gateway.journal import CountingIdentities, ManualClock
from gateway.messages import INVOICE, PAYMENT_REPORT, Deposit, Invoice
from gateway.routes import Route
from gateway.rules.invoice_city import supplier_key
from gateway.schemas import SchemaStore
from gateway.settings import Settings

PROJECT = Path(__file__).resolve().parent.parent

SOURCES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("efaktura",), "einvoice/documents/peppol-3.0.21/*.xml"),
    (("efaktura",), "einvoice/documents/sfti-cases/*.xml"),
    (("efaktura",), "einvoice/documents/cii-examples/*.xml"),
    (("efaktura",), "svefaktura/documents/*.xml"),
    (("efaktura",), "svefaktura/sbdh/*.xml"),
    (("bank",), "bgmax/*/*.txt"),
    (("bank",), "bgmax/*/*.ut"),
    (("bank",), "totalin/*.txt"),
    (("bank",), "camt/*/*.xml"),
    (("betalningar-ut",), "pain/corpus/*/*.xml"),
    (("betalningar-ut",), "pain/corpus/coverage/*/*.xml"),
    (("lb-ut", "betalningar-svar"), "lb/*/*.txt"),
    (("autogiro-ut", "autogiro-avvisade", "autogiro-medgivanden", "bank"), "autogiro/*/*/*.txt"),
    (("forsystem-sie",), "sie/*/*.[sS][iIeE]"),
    (("forsystem-sie",), "sie/*/*.sie"),
    (("agi",), "agi/xml/*.xml"),
    (("agi",), "agi/*.txt"),
)
"""The routes that files of a pattern may belong to: the first that knows a file takes it, else the first of all."""
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
    "lb-ut": ("PAYMENT-ORDER-ACCOUNT-UNKNOWN", "PAYMENT-ORDER-DATE-PAST", "PAYMENT-ORDER-DUPLICATE"),
    "autogiro-ut": ("DEBIT-BANKGIRO-UNKNOWN", "DEBIT-BANKGIRO", "DEBIT-DATE-PASSED"),
    "autogiro-medgivanden": ("DEBIT-BANKGIRO-UNKNOWN", "DEBIT-BANKGIRO"),
    "forsystem-sie": (
        "VOUCHER-ACCOUNT-UNKNOWN",
        "VOUCHER-ACCOUNT-NOT-VALID",
        "VOUCHER-DIMENSION-UNKNOWN",
        "VOUCHER-DIMENSION-REQUIRED",
        "VOUCHER-DIMENSION-NOT-ALLOWED",
        "VOUCHER-DIMENSION-FIXED",
        "VOUCHER-DATE-FAR",
        "VOUCHER-VAT-CODE-REQUIRED",
        "VOUCHER-VAT-CODE-FIXED",
        "VOUCHER-PERIOD-CLOSED",
        "VOUCHER-DIMENSION-RELATION",
        "VOUCHER-ROUNDING-LARGE",
    ),
}
NOT_DATA = ("PROVENANCE.txt", "LICENSE.txt")

HEADING = """# What becomes of files that others made

Public test files of standards bodies, banks and other projects, each run through the shipped routes. The registers
that ship with the gateway are made up and know neither these buyers nor these accounts, so on this run what only a
register can know is a warning, the sellers, accounts and currencies of the files are in the registers, and register
rows are valid at all times. The companies in SFTI's examples are made up, with numbers that fail their check digits:
the three rules on that are warnings too. A payment that no row of the register is about is delivered to the account for
unidentified payments, and listed. The same published example in several editions reports the same payments: the later
editions are left out as their twins. Orders of payments are for days that have passed, and several share an identity;
both are warnings here. Those under `coverage` are made to have every element of the schema, not to be paid.

Why files are refused, where the code does not say it all: LB files hold placeholders for dates and numbers
(`LB-PLACEHOLDER`) or headings of the manual (`LB-OPENING`); Autogiro's new layout is printed with a heading before the
first record (`FILE-FORMAT-UNKNOWN`); the `-expected` files of the seal are one line without line ends. The camt files
that are refused have balances, counts or sums that do not tally, no payment that is booked, or break their schema.

The acceptance tests run every file again and compare with this table, which `docs/real_input.py` makes.

| file | recognised as | outcome | reasons |
|---|---|---|---|
"""


def sources(conformance: Path, installation: Installation) -> Iterator[tuple[str, Path]]:
    """(route, file) for every public test file that the shipped routes may take."""
    for routes, pattern in SOURCES:
        for path in sorted(conformance.glob(pattern)):
            if path.name in NOT_DATA:
                continue
            with path.open("rb") as file:
                head = file.read(HEAD_SIZE)
            yield next((route for route in routes if _knows(installation, route, head)), routes[0]), path


def _knows(installation: Installation, name: str, head: bytes) -> bool:
    route = installation.routes[name]
    return isinstance(route, Route) and any(installation.formats[form].recognise(head) for form in route.accepts)


def open_registers(conformance: Path, home: Path) -> None:
    """Let the copied specs of a home folder take files of organisations that the shipped registers do not know."""
    for route, codes in KNOWN_BY_REGISTER.items():
        with (home / "mappings" / "routes" / f"{route}.yaml").open("a", encoding="utf-8") as spec:
            spec.write("severities:\n" + "".join(f"  {code}: warning\n" for code in codes))
    for path in (home / "mappings" / "registers").glob("*.csv"):
        # Published examples are up to twenty years old, older than the rows of the shipped registers.
        path.write_text(path.read_text(encoding="utf-8").replace(";2024-01-01;", ";;"), encoding="utf-8")
    installation = Installation(Settings(home=PROJECT))
    sellers: dict[str, str] = {}
    accounts: dict[str, str] = {}
    currencies: dict[str, str] = {}
    context = ReadingContext(schemas=SchemaStore(home / "xsd"))
    for route, path in sources(conformance, installation):
        for part in _parts(installation, route, path, context):
            if isinstance(part, Invoice) and (key := supplier_key(part.seller)):
                sellers.setdefault(key, part.seller.name.replace(";", ","))
            elif isinstance(part, Deposit):
                accounts.setdefault(part.account, part.account_kind)
                currencies.setdefault(part.currency, part.currency)
    registers = home / "mappings" / "registers"
    numbered = {key: str(number) for number, key in enumerate(sorted(sellers), start=900001)}
    _add_rows(
        registers / "suppliers.csv",
        {
            key: {"supplier_number": numbered[key], "name": name, "default_account": "5410"}
            for key, name in sellers.items()
        },
    )
    _add_rows(
        registers / "receiving_accounts.csv",
        {key: {"kind": kind, "ledger_account": "1950", "company": "10"} for key, kind in accounts.items()},
    )
    _add_rows(registers / "currencies.csv", {key: {"name": key} for key in currencies})


def _parts(installation: Installation, route: str, path: Path, context: ReadingContext) -> Iterator[object]:
    """The parts of an e-invoice or a report of the bank."""
    if route not in ("efaktura", "bank"):
        return
    with path.open("rb") as file:
        head = file.read(HEAD_SIZE)
    for form in installation.formats.values():
        if form.family in (INVOICE, PAYMENT_REPORT) and form.recognise(head):
            yield from form.read(path, context)
            return


def _add_rows(register: Path, wanted: dict[str, dict[str, str]]) -> None:
    """Add rows to a register for keys that it does not have."""
    lines = register.read_text(encoding="utf-8").splitlines()
    columns = [column.rstrip("*") for column in lines[0].split(";")[1:]]
    known = {line.split(";")[0] for line in lines}
    with register.open("a", encoding="utf-8") as rows_file:
        for value, cells in sorted(wanted.items()):
            if value and value not in known:
                rows_file.write(";".join((value, *(cells.get(column, "") for column in columns))) + "\n")


def rows(conformance: Path, home: Path) -> list[str]:
    """One table row a file: run through the gateway in `home`, which is an empty home folder with specs."""
    open_registers(conformance, home)
    names: dict[tuple[str, str], str] = {}
    taken = sources(conformance, Installation(Settings(home=PROJECT)))
    for number, (route, path) in enumerate(taken, start=1):
        inbox = home / "inbox" / route
        inbox.mkdir(parents=True, exist_ok=True)
        dropped = f"{number:04}-{path.name}"
        shutil.copyfile(path, inbox / dropped)
        names[route, dropped] = str(path.relative_to(conformance))
    made = []
    installation = Installation(Settings(home=home, settle_seconds=0))
    # Ids that count, so that files of one moment keep their order.
    with Gateway(installation, clock=ManualClock(NOON), identities=CountingIdentities()) as gateway:
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
