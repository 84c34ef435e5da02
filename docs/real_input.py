"""What becomes of files that others made: runs the public test files through the gateway and makes the docs table.

python docs/real_input.py CONFORMANCE_FOLDER > docs/reference/real-input.md
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from gateway.app.installation import Installation
from gateway.app.running import Gateway
from gateway.settings import Settings

PROJECT = Path(__file__).resolve().parent.parent

SOURCES = (
    ("efaktura", "einvoice/documents/peppol-3.0.21/*.xml"),
    ("efaktura", "einvoice/documents/sfti-cases/*.xml"),
    ("bank", "bgmax/*/*.txt"),
    ("bank", "bgmax/*/*.ut"),
    ("bank", "camt/*/*camt*054*.xml"),
    ("forsystem-sie", "sie/*/*.[sS][iIeE]"),
    ("forsystem-sie", "sie/*/*.sie"),
)
NOT_DATA = ("PROVENANCE.txt", "LICENSE.txt")

HEADING = """# What becomes of files that others made

Public test files of standards bodies, banks and other projects, each run through the shipped routes. The registers
that ship with the gateway are made up, so an invoice to somebody else's organisation is rejected as such: that is the
right answer. The acceptance tests run every file again and compare with this table, which `docs/real_input.py` makes.

| file | recognised as | outcome | reasons |
|---|---|---|---|
"""


def sources(conformance: Path) -> Iterator[tuple[str, Path]]:
    """(route, file) for every public test file that this issue's formats cover."""
    for route, pattern in SOURCES:
        for path in sorted(conformance.glob(pattern)):
            if path.name not in NOT_DATA:
                yield route, path


def rows(conformance: Path, home: Path) -> list[str]:
    """One table row a file: run through the gateway in `home`, which is an empty home folder with specs."""
    names: dict[tuple[str, str], str] = {}
    for number, (route, path) in enumerate(sources(conformance), start=1):
        inbox = home / "inbox" / route
        inbox.mkdir(parents=True, exist_ok=True)
        dropped = f"{number:04}-{path.name}"
        shutil.copyfile(path, inbox / dropped)
        names[route, dropped] = str(path.relative_to(conformance))
    made = []
    with Gateway(Installation(Settings(home=home, settle_seconds=0))) as gateway:
        for record in gateway.run_once().records:
            planned = [event for event in gateway.journal.events(record.id) if event.name == "file.planned"]
            reasons = sorted(planned[-1].data["findings"]) if planned else [record.message]
            name = names[record.route, record.name]
            made.append(f"| {name} | {record.format or '–'} | {record.state.value} | {', '.join(reasons) or '–'} |")
    return sorted(made)


def main() -> None:
    """Print the page."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(PROJECT / "mappings", home / "mappings")
        (home / "xsd").symlink_to(PROJECT / "xsd")
        print(HEADING + "\n".join(rows(Path(sys.argv[1]).resolve(), home)))


if __name__ == "__main__":
    main()
