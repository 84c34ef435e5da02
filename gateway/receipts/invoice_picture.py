"""A readable picture of an e-invoice: one self-contained page in Swedish, to look at and to print on A4.

The page has no scripts and fetches nothing. What the invoice says is shown as text, whatever it contains; amounts are
those that the invoice states, which are positive also in a credit note.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from jinja2 import Template

from gateway.messages.invoice import Invoice, Party, PaymentInstruction, is_stated
from gateway.receipts.pages import page
from gateway.receipts.words import amount_text, visible

_UNITS = {
    "C62": "st",
    "EA": "st",
    "H87": "st",
    "PCE": "st",
    "XPP": "st",
    "NAR": "st",
    "SET": "set",
    "PR": "par",
    "XPK": "förp",
    "XBX": "kartong",
    "HUR": "tim",
    "MIN": "min",
    "DAY": "dag",
    "WEE": "vecka",
    "MON": "mån",
    "ANN": "år",
    "KGM": "kg",
    "GRM": "g",
    "TNE": "ton",
    "LTR": "l",
    "MTR": "m",
    "KMT": "km",
    "MTK": "m²",
    "MTQ": "m³",
    "KWH": "kWh",
    "MWH": "MWh",
    "P1": "%",
    "LS": "klump",
}
"""Units of measure as they are written in Sweden, by their UN/ECE codes; another code is shown as it is."""

_VAT = {
    "Z": "nollsats",
    "E": "undantag från moms",
    "AE": "omvänd betalningsskyldighet",
    "K": "leverans inom EU",
    "G": "export",
    "O": "utanför moms",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFacts:
    """What the foot of a page tells: which original it shows, and the voucher that the invoice became."""

    original_name: str
    file_id: str
    sha256: str
    batch_id: str
    voucher: int
    attachments: tuple[tuple[str, int], ...] = ()
    """Names, as they are archived, and sizes in bytes of the attachments."""


def write_picture(path: Path, invoice: Invoice, facts: PictureFacts) -> None:
    """Write the page of an invoice. Raises OSError."""
    stream = _page().stream(
        invoice=invoice,
        facts=facts,
        title="Kreditfaktura" if invoice.is_credit_note else "Faktura",
        references=list(_references(invoice)),
        payments=[list(_payment(each)) for each in invoice.payment_instructions],
        is_stated=is_stated,
        party_facts=_party_facts,
        address_lines=_address_lines,
    )
    stream.enable_buffering(100)
    with path.open("wb") as file:
        stream.dump(file, encoding="utf-8")


def number_text(number: Decimal) -> str:
    """A quantity or a percentage without decimals that say nothing.

    >>> number_text(Decimal("12.500")), number_text(Decimal("1E+3"))
    ('12,5', '1\\xa0000')
    """
    text = f"{number:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(",", "\u00a0").replace(".", ",").replace("-", "\u2212")


def unit_text(code: str) -> str:
    """A unit of measure as it is written in Sweden, or its code."""
    return _UNITS.get(code, code)


def vat_text(category: str, rate: Decimal | None) -> str:
    """A VAT rate, with what an unusual category means: ``25 %``, ``0 % omvänd betalningsskyldighet``."""
    percent = f"{number_text(rate)}\u00a0%" if rate is not None else ""
    return " ".join(filter(None, (percent, _VAT.get(category, ""))))


def size_text(size: int) -> str:
    """A size as a person reads it: ``812 byte``, ``34 kB``, ``1,2 MB``."""
    if size < 1000:
        return f"{size} byte"
    if size < 1_000_000:
        return f"{round(size / 1000)} kB"
    return f"{number_text(Decimal(size // 100_000) / 10)} MB"


def text_lines(text: str) -> str:
    """Text with its line breaks, and everything else that cannot be printed made visible."""
    return "\n".join(visible(line) for line in text.splitlines())


def _references(invoice: Invoice) -> Iterable[tuple[str, str]]:
    """The references that an invoice has, with what they are called."""
    yield "Er referens", invoice.buyer_reference
    yield "Ert ordernummer", invoice.order_reference
    yield "Vårt ordernummer", invoice.sales_order_reference
    yield "Avtal", invoice.contract_reference
    yield "Projekt", invoice.project_reference
    yield "Följesedel", invoice.despatch_reference
    yield "Mottagningskvitto", invoice.receiving_reference
    yield "Upphandling", invoice.tender_reference
    yield "Fakturerat objekt", invoice.invoiced_object
    yield "Kontering", invoice.accounting_reference
    for each in invoice.preceding_invoices:
        yield "Avser faktura", f"{each.number} ({each.issue_date})" if each.issue_date else each.number


def _party_facts(party: Party) -> Iterable[tuple[str, str]]:
    yield "Org.nr", party.organisation_number
    yield "Momsreg.nr", party.vat_number
    yield "Skatt", party.tax_registration
    yield "E-adress", party.peppol_id or party.electronic_address
    yield "Kontakt", party.contact_name
    yield "Telefon", party.contact_telephone
    yield "E-post", party.contact_email
    yield "Övrigt", party.legal_information


def _address_lines(party: Party) -> Iterable[str]:
    address = party.address
    if address is None:
        return
    yield from filter(None, (address.line_1, address.line_2, address.line_3))
    yield " ".join(filter(None, (address.post_code, address.city)))
    yield from filter(None, (address.subdivision, "" if address.country == "SE" else address.country))


def _payment(payment: PaymentInstruction) -> Iterable[tuple[str, str]]:
    if payment.bankgiro:
        yield "Bankgiro", _with_hyphen(payment.bankgiro, 4)
    elif payment.plusgiro:
        yield "Plusgiro", _with_hyphen(payment.plusgiro, 1)
    elif payment.iban:
        yield "IBAN", " ".join(payment.iban[start : start + 4] for start in range(0, len(payment.iban), 4))
        yield "BIC", payment.bic
    else:
        yield "Konto", payment.account
    yield "Kontots namn", payment.account_name
    yield "OCR eller meddelande", payment.remittance_reference
    yield "Betalsätt", payment.means_text
    yield "Kort", payment.card_number
    yield "Medgivande", payment.mandate_reference
    yield "Dras från", payment.debited_account


def _with_hyphen(number: str, last: int) -> str:
    return f"{number[:-last]}-{number[-last:]}"


@cache
def _page() -> Template:
    filters: dict[str, Callable[..., str]] = {
        "visible": visible,
        "lines": text_lines,
        "amount": amount_text,
        "number": number_text,
        "unit": unit_text,
        "size": size_text,
    }
    return page("invoice_picture.html", filters, vat=vat_text)
