"""A mapping whose target is a format writes the message itself, a document for each part."""

import dataclasses
import datetime
from pathlib import Path

import pytest

from gateway.catalogue import Scope
from gateway.findings import Place
from gateway.formats import lb
from gateway.formats.base import ReadingContext
from gateway.formats.layouts.writer import Unwritable
from gateway.formats.registry import WRITTEN_FORMATS
from gateway.formats.ubl import FORMAT
from gateway.mapping import Run, load_mapping
from gateway.messages import PAYMENT_ORDER, CreditTransfer, PaymentOrder
from gateway.pipeline.documents import split_output
from gateway.registers import Registers
from gateway.schemas import SchemaStore
from gateway.specification import BrokenSpecification

pytestmark = pytest.mark.unit

PROJECT = Path(__file__).resolve().parents[3]
CONTEXT = ReadingContext(schemas=SchemaStore(PROJECT / "xsd"))
NOON = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
RUN = Run(file_id="1", batch_id="UT-1", now=NOON)
SPEC = """
name: passed_on
title: Vidare
message: Invoice
target: peppol-bis-billing-3
file_name: "run.batch_id + '.xml'"
"""


def loaded(folder, text):
    path = folder / "passed_on.yaml"
    path.write_text(text, encoding="utf-8")
    return load_mapping(path, {}, Registers({}), {})


def invoice_in(path):
    [invoice] = FORMAT.read(path, CONTEXT)
    return invoice


@pytest.mark.parametrize("name", ["faktura-kontorsvaror.xml", "faktura-med-bilaga-i-kuvert.xml"])
def test_an_invoice_is_written_as_a_document_that_reads_the_same(tmp_path, name):
    invoice = invoice_in(PROJECT / "samples" / "efaktura" / name)
    translator = loaded(tmp_path, SPEC).translator(RUN)
    assert translator.start().lines == []
    made = translator.translate(invoice)
    assert (made.lines, made.findings) == ([], [])
    assert (translator.finish().document, translator.file_name()) == (b"", "UT-1.xml")
    written = tmp_path / "made.xml"
    written.write_bytes(made.document)
    again = invoice_in(written)
    assert again.faults == []
    assert (again.number, again.payable_amount, again.seller.name) == (
        invoice.number,
        invoice.payable_amount,
        invoice.seller.name,
    )
    assert [each.sha256 for each in again.attachments] == [each.sha256 for each in invoice.attachments]


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        (("message: Invoice", "message: VoucherBatch"), 5, "is written from Invoice"),
        (("peppol-bis-billing-3", "peppol-bis-biling-3"), 5, "unknown layout 'peppol-bis-biling-3'"),
        (
            ("file_name", "records:\n  - {record: a, at: start, fields: {b: '1'}}\nfile_name"),
            7,
            "whose target is a layout has records",
        ),
    ],
)
def test_a_spec_that_does_not_fit_its_format_is_refused_with_its_line(tmp_path, change, line, message):
    with pytest.raises(BrokenSpecification) as broken:
        loaded(tmp_path, SPEC.replace(*change))
    assert any(message in problem.message for problem in broken.value.problems)
    assert line in {problem.line for problem in broken.value.problems}


ORDER = """
name: passed_on
title: Vidare
message: PaymentOrder
target: original
file_name: "run.batch_id + '.xml'"
"""


def test_a_mapping_whose_target_is_the_original_passes_the_file_on_and_writes_nothing_itself(tmp_path):
    translator = loaded(tmp_path, ORDER).translator(RUN)
    made = [translator.start(), translator.translate(PaymentOrder(identifier="1")), translator.finish()]
    assert [(step.lines, step.document, step.content, step.findings) for step in made] == [([], b"", b"", [])] * 3
    assert (translator.passes_on, translator.file_name()) == (True, "UT-1.xml")


def test_a_file_whose_parts_may_be_rejected_one_by_one_cannot_be_passed_on(tmp_path):
    with pytest.raises(BrokenSpecification, match="cannot be passed on as it came"):
        loaded(tmp_path, ORDER.replace("PaymentOrder", "Invoice"))


class Names:
    """Writes the identifiers of what it gets, and refuses the order X."""

    def __init__(self):
        self.count = 0

    def write(self, part):
        self.count += 1
        if part.identifier == "X":
            raise Unwritable("identifier", "X", "a name")
        return part.identifier.encode()

    def finish(self):
        return b" %d" % self.count


@pytest.fixture
def written_whole(monkeypatch):
    form = dataclasses.replace(FORMAT, name="names", family=PAYMENT_ORDER, write=None, writer=Names)
    monkeypatch.setitem(WRITTEN_FORMATS, "names", form)


@pytest.mark.usefixtures("written_whole")
def test_a_format_that_is_written_whole_gets_every_part_and_then_the_end(tmp_path):
    mapping = loaded(tmp_path, ORDER.replace("original", "names"))
    for _ in range(2):
        translator = mapping.translator(RUN)
        made = [translator.translate(PaymentOrder(identifier="A")), translator.finish()]
        assert [step.content for step in made] == [b"A", b" 1"]


@pytest.mark.usefixtures("written_whole")
def test_what_a_format_cannot_say_is_a_finding_about_the_whole_file(tmp_path):
    translator = loaded(tmp_path, ORDER.replace("original", "names")).translator(RUN)
    (problem,) = translator.translate(PaymentOrder(identifier="X", place=Place(line=3))).findings
    assert (problem.code, problem.value, problem.about) == ("MAPPING-VALUE-UNWRITABLE", "X", "X")
    assert (problem.place.line, problem.scope, problem.rejects) == (3, Scope.FILE, True)


def test_a_mapping_to_a_layout_still_needs_records(tmp_path):
    with pytest.raises(BrokenSpecification, match="at least one record"):
        loaded(tmp_path, SPEC.replace("peppol-bis-billing-3", "ledger"))


def test_several_documents_are_split_into_files_of_their_own(tmp_path):
    staged = tmp_path / "output"
    staged.write_bytes(b"first" + b"second" + b"3")
    files = list(split_output(staged, "a.xml", [5, 6, 1]))
    assert [name for name, _ in files] == ["a.xml", "a-2.xml", "a-3.xml"]
    assert [path.read_bytes() for _, path in files] == [b"first", b"second", b"3"]


@pytest.mark.parametrize("sizes", [[], [5]])
def test_rows_or_one_document_are_delivered_as_they_are_staged(tmp_path, sizes):
    staged = tmp_path / "output"
    staged.write_bytes(b"first")
    assert list(split_output(staged, "a.xml", sizes)) == [("a.xml", staged)]


LB = """
name: passed_on
title: Vidare
message: PaymentOrder
target: lb
file_name: "run.batch_id + '.txt'"
"""


def lb_transfers(path):
    return [part for part in lb.FORMAT.read(path, CONTEXT) if isinstance(part, CreditTransfer)]


def test_an_order_is_written_as_lb_that_reads_the_same(tmp_path):
    sample = PROJECT / "samples" / "lb-ut" / "leverantorsbetalningar.txt"
    translator = loaded(tmp_path, LB).translator(RUN)
    made = [translator.translate(part) for part in lb.FORMAT.read(sample, CONTEXT)]
    written = tmp_path / "order.txt"
    written.write_bytes(b"".join(step.content for step in [*made, translator.finish()]))
    assert not [step.findings for step in made if step.findings]
    assert [(part.amount, part.creditor_account) for part in lb_transfers(written)] == [
        (part.amount, part.creditor_account) for part in lb_transfers(sample)
    ]


def test_a_payment_that_lb_cannot_carry_is_a_finding_with_the_name_of_the_field(tmp_path):
    sample = PROJECT / "samples" / "lb-ut" / "leverantorsbetalningar.txt"
    order, instruction, transfer, *_ = lb.FORMAT.read(sample, CONTEXT)
    translator = loaded(tmp_path, LB).translator(RUN)
    foreign = dataclasses.replace(transfer, creditor_account="DE89370400440532013000", creditor_account_kind="IBAN")
    steps = [translator.translate(part) for part in (order, instruction, foreign)]
    (problem,) = steps[-1].findings
    assert (problem.code, problem.details["field"], problem.rejects_file) == (
        "MAPPING-VALUE-UNWRITABLE",
        "creditor_account",
        True,
    )
