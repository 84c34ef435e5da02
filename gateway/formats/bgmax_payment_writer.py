"""The BgMax records of one payment: TK20 or TK21, extra references, information, payer."""

import re
import textwrap

from gateway.formats.latin_text import latin_text
from gateway.identifiers import is_bankgiro, is_ocr
from gateway.messages import Payment

_REFERENCE_LENGTH = 25
_TEXT_LENGTH, _MOST_TEXTS = 50, 90
_NAME_LENGTH = 35
_NO_REFERENCE, _OCR, _OTHER_AGREEMENT, _REFERENCE = "0", "2", "3", "4"
_CHANNELS = frozenset("123456789")
_FROM_BANK = "1"
_DEDUCTION_CODES = frozenset("012")
_WHOLE = "0"
_COUNTRY_CODE = re.compile(r"(?: \(|, )(?P<code>[A-Z]{2})\)?$")
_HOME = "SE"
_ADDRESS = re.compile(r"(?:(?P<street>.{1,35}), )?(?P<postcode>\d{3} ?\d{2}) (?P<town>.{1,35})", re.ASCII)


def payment_records(payment: Payment, amount: int, serial_number: str) -> list[str]:
    """The records of a payment of `amount` öre, without line ends; short of 80 characters where blanks follow.

    References that are too long for their field go to the information records, before the message.
    """
    references = [latin_text(reference) for reference in (payment.reference, *payment.other_references)]
    fitting = [reference for reference in references if 0 < len(reference) <= _REFERENCE_LENGTH]
    message = latin_text(payment.message)
    texts = [one for one in references if len(one) > _REFERENCE_LENGTH and one not in message]
    is_deduction = payment.amount < 0 or (payment.is_deduction and payment.amount == 0)
    bankgiro = payment.payer_account if is_bankgiro(payment.payer_account) else ""
    payer = f"{bankgiro.replace('-', ''):0>10}"
    channel = payment.channel if payment.channel in _CHANNELS else _FROM_BANK

    def main(code: str, reference: str, kind: str, oere: int) -> str:
        return f"{code}{payer}{reference}{oere:018d}{kind}{channel}{serial_number}0"

    is_single = len(fitting) == 1
    first, kind = _framed(fitting[0], payment.reference_kind) if is_single else (" " * _REFERENCE_LENGTH, _NO_REFERENCE)
    records = [main("21" if is_deduction else "20", first, kind, amount)]
    if is_deduction:
        records[0] += payment.deduction_code if payment.deduction_code in _DEDUCTION_CODES else _WHOLE
    if not is_single:
        records += [main("22", *_framed(reference, payment.reference_kind), 0) for reference in fitting]
    records += [f"25{text}" for text in _lines(" ".join([*texts, message]), _TEXT_LENGTH, _MOST_TEXTS)]
    return records + _payer_records(payment)


def _framed(reference: str, kind: str) -> tuple[str, str]:
    """A reference as its field holds it, and its code. Only a reference with a right check digit is a correct OCR."""
    if kind == "ocr" and is_ocr(reference):
        return f"{reference:>{_REFERENCE_LENGTH}}", _OCR
    code = _REFERENCE if kind == "reference" else _OTHER_AGREEMENT
    return f"{reference:<{_REFERENCE_LENGTH}}", code


def _payer_records(payment: Payment) -> list[str]:
    records = []
    if names := _lines(latin_text(payment.payer_name), _NAME_LENGTH, 2):
        records.append("26" + "".join(f"{name:{_NAME_LENGTH}}" for name in names))
    address = latin_text(payment.payer_address)
    if address:
        country_code = ""
        if country := _COUNTRY_CODE.search(address):
            country_code, address = country["code"], address[: country.start()]
        street, postcode, town = _address(address)
        records.append(f"27{street:{_NAME_LENGTH}}{postcode}")
        records.append(f"28{town:{_NAME_LENGTH}}{'':{_NAME_LENGTH}}{country_code if country_code != _HOME else ''}")
    number = "".join(filter(str.isdigit, latin_text(payment.payer_organisation_number)))[-10:]
    if number:
        records.append(f"29{number:0>12}")
    return records


def _address(address: str) -> tuple[str, str, str]:
    """Street, postcode and town of an address on one line; of one that is not Swedish, what the fields hold of it."""
    if match := _ADDRESS.fullmatch(address):
        return match["street"] or "", match["postcode"], match["town"]
    street, _, town = address.rpartition(", ")
    if not street or max(len(street), len(town)) > _NAME_LENGTH:
        street, town = [*_lines(address, _NAME_LENGTH, 2), "", ""][:2]
    return street, "", town


def _lines(text: str, length: int, most: int) -> list[str]:
    """A text in lines of whole words, as many as there may be."""
    text = text.strip()
    if len(text) <= length:
        return [text] if text else []
    return textwrap.wrap(text, length, break_on_hyphens=False)[:most]
