"""Invoices made up by hypothesis: whatever UBL can hold, and nothing that it cannot."""

import datetime
import hashlib
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from gateway.archive.schema import stored_fields
from gateway.findings import Place
from gateway.messages.invoice import (
    UNSTATED,
    AllowanceCharge,
    Attachment,
    Identifier,
    Invoice,
    InvoiceLine,
    InvoiceReference,
    ItemAttribute,
    ItemClassification,
    Party,
    PaymentInstruction,
    Period,
    VatBreakdown,
)

WORDS = st.text("aZ09åÖ漢 -/&<>\"'\t\n#%", min_size=1, max_size=12).map(str.strip).filter(bool)
AMOUNTS = st.decimals(-(10**12), 10**12, places=2) | st.decimals(-99, 99, places=5) | st.just(Decimal("1E+3"))
DAYS = st.dates(datetime.date(1000, 1, 1))
SIMPLE: dict[type, st.SearchStrategy[Any]] = {
    str: st.just("") | WORDS,
    int: st.just(0),
    bool: st.booleans(),
    Decimal: AMOUNTS,
    datetime.date: DAYS,
    Place: st.just(Place()),
}


def _parts(part: type, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Parts of a type with every field made up, but for those given."""
    return st.builds(part, **{field.name: given.get(field.name, _values(field)) for field in stored_fields(part)})


def _values(field: Any) -> st.SearchStrategy[Any]:
    known = {**SIMPLE, **PARTS}
    values = known[field.kind] if field.kind in known else _parts(field.kind)
    if field.repeated:
        return st.lists(values, max_size=2)
    return st.none() | values if field.optional else values


def _party(party: Party) -> Party:
    _scheme_with_value(party, "organisation_number")
    _scheme_with_value(party, "electronic_address")
    return party


def _scheme_with_value(part: Any, name: str) -> None:
    if not getattr(part, name):
        setattr(part, f"{name}_scheme", "")


def _instruction(instruction: PaymentInstruction) -> PaymentInstruction:
    if not instruction.card_network:
        instruction.card_number = instruction.card_holder = ""
    instruction.card_number = instruction.card_number or ("1234" if instruction.card_network else "")
    return instruction


def _line(line: InvoiceLine) -> InvoiceLine:
    _scheme_with_value(line, "invoiced_object")
    _scheme_with_value(line, "standard_item")
    if line.quantity is None:
        line.unit_code = ""
    if line.net_price is None:
        line.price_discount = line.base_quantity = None
    if line.price_discount is None:
        line.gross_price = None
    if line.base_quantity is None:
        line.base_quantity_unit = ""
    return line


def _invoice(invoice: Invoice) -> Invoice:
    _scheme_with_value(invoice, "invoiced_object")
    for party in (invoice.payee, invoice.tax_representative):
        if party:
            party.trading_name = ""
    if invoice.vat_currency in ("", invoice.currency):
        invoice.vat_total_in_vat_currency = None
    if invoice.vat_breakdown and invoice.vat_total is None:
        invoice.vat_total = Decimal("1.00")
    if invoice.is_credit_note and not invoice.payment_instructions:
        invoice.due_date = None
    if invoice.period == Period():
        invoice.vat_point_date_code = ""
    return invoice


PARTS: dict[type, st.SearchStrategy[Any]] = {}
PARTS[Identifier] = _parts(Identifier, value=WORDS)
PARTS[Party] = _parts(Party).map(_party)
PARTS[PaymentInstruction] = _parts(PaymentInstruction, means_code=WORDS).map(_instruction)
PARTS[InvoiceReference] = _parts(InvoiceReference, number=WORDS)
PARTS[AllowanceCharge] = _parts(AllowanceCharge)
PARTS[VatBreakdown] = _parts(VatBreakdown, taxable_amount=AMOUNTS | st.just(UNSTATED))
PARTS[Attachment] = _parts(
    Attachment, identifier=WORDS, file_name=st.just(""), mime_code=st.just(""), sha256=st.just("")
)
PARTS[ItemClassification] = _parts(ItemClassification, code=WORDS)
PARTS[ItemAttribute] = _parts(ItemAttribute, name=WORDS, value=WORDS)
PARTS[InvoiceLine] = _parts(InvoiceLine, identifier=WORDS).map(_line)

INVOICES: st.SearchStrategy[Invoice] = _parts(
    Invoice,
    number=WORDS,
    type_code=st.sampled_from(["380", "326", "389", "381", "261"]),
    currency=st.sampled_from(["SEK", "EUR"]),
    vat_currency=st.sampled_from(["", "SEK", "EUR"]),
    specification=WORDS,
    notes=st.lists(WORDS, max_size=2),
    total_with_vat=AMOUNTS | st.just(UNSTATED),
    lines=st.lists(PARTS[InvoiceLine], min_size=1, max_size=2),
).map(_invoice)


@st.composite
def invoices_with_contents(draw: st.DrawFn) -> tuple[Invoice, dict[str, bytes]]:
    """An invoice and the contents of some of its attachments, by SHA-256."""
    invoice = draw(INVOICES)
    contents: dict[str, bytes] = {}
    for attachment in invoice.attachments:
        if content := draw(st.binary(max_size=20)):
            attachment.size, attachment.sha256 = len(content), hashlib.sha256(content).hexdigest()
            attachment.mime_code, attachment.file_name = draw(WORDS), draw(WORDS)
            contents[attachment.sha256] = content
    return invoice, contents
