"""Attachments are decoded in little memory, and get names that are safe wherever they are delivered."""

import base64
import hashlib
import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gateway.findings import NOWHERE, Finding
from gateway.formats.attachment_content import take_content
from gateway.formats.base64_text import decoded, size_and_sha256
from gateway.messages.invoice import Attachment, Invoice, Party
from gateway.nodes import Document
from gateway.pipeline.attachments import EXTENSIONS, AttachmentMismatch, AttachmentStaging, delivery_name
from gateway.routes import Limits
from gateway.storage.base import safe_name

pytestmark = pytest.mark.unit

PDF = "application/pdf"
NAMES = st.text(max_size=300) | st.sampled_from(
    ["../../x", "..\\..\\x", "/etc/passwd", "c:\\x", "con", "con.pdf", "NUL", ".hidden", "...", "a/", "a.pdf ", "\x00"]
)


def attachment(content: bytes, name: str = "rapport.pdf", mime: str = PDF) -> Attachment:
    """An attachment as a reader makes it."""
    made = Attachment(identifier="1")
    text = base64.encodebytes(content).decode()
    element = etree.Element("Object", filename=name, mimeCode=mime)
    element.text = text
    assert take_content(made, Document(element).root, NOWHERE) == []
    return made


def invoice(*attachments: Attachment, number: str = "F-1") -> Invoice:
    """An invoice with attachments."""
    made = Invoice(
        number=number,
        issue_date=None,
        type_code="380",
        currency="SEK",
        seller=Party(),
        buyer=Party(),  # type: ignore[arg-type]
    )
    made.attachments = list(attachments)
    return made


def staging(folder: Path, **limits: int) -> AttachmentStaging:
    return AttachmentStaging(folder, Limits(**limits))


@given(st.binary(max_size=300_000), st.integers(1, 90))
def test_base64_is_decoded_wherever_its_lines_are_broken(content: bytes, width: int) -> None:
    text = base64.b64encode(content).decode()
    broken = "\r\n ".join(text[start : start + width] for start in range(0, len(text), width))
    assert b"".join(decoded(broken)) == content
    assert size_and_sha256(broken) == (len(content), hashlib.sha256(content).hexdigest())


@given(st.text(alphabet="Ab9+/= \n*é", max_size=12) | st.text(max_size=8))
def test_whatever_is_decoded_was_base64(text: str) -> None:
    try:
        content = b"".join(decoded(text))
    except ValueError:
        return
    # Unused bits of the last character are not looked at.
    assert base64.b64decode("".join(text.split()), validate=True) == content


@pytest.mark.parametrize("text", ["A", "AA", "AA=", "=", "A=AA", "AA==AAAA", "AAA=AAA=", "AB*D", "ABCé"])
def test_damaged_base64_is_found(text: str) -> None:
    for before in ("", "AAAA" * 20_000):
        with pytest.raises(ValueError, match=r"."):
            list(decoded(before + text))


def test_an_attachment_of_fifty_megabytes_is_measured_and_staged_in_little_memory(tmp_path: Path) -> None:
    content = os.urandom(1_000_000) * 50
    text = base64.b64encode(content).decode()
    element = etree.Element("Object", filename="stor.pdf", mimeCode=PDF)
    element.text = text
    node = Document(element).root
    made = Attachment(identifier="1")
    tracemalloc.start()
    assert take_content(made, node, NOWHERE) == []
    place = staging(tmp_path)
    assert place.stage(invoice(made)) == []
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000
    [staged] = place.staged
    assert (staged.size, staged.path.stat().st_size) == (50_000_000, 50_000_000)
    assert staged.sha256 == hashlib.sha256(content).hexdigest() == hashlib.sha256(staged.path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("name", "mime", "delivered"),
    [
        ("rapport.pdf", PDF, "1-rapport.pdf"),
        ("RAPPORT.PDF", PDF, "1-RAPPORT.pdf"),
        ("Följesedel åäö.jpeg", "image/jpeg", "1-Följesedel åäö.jpeg"),
        ("tabell.csv", "text/csv; charset=utf-8", "1-tabell.csv"),
        ("rapport", PDF, "1-rapport.pdf"),
        ("", PDF, "1-1.pdf"),
        ("../../x", PDF, "1-x.pdf"),
        ("..\\..\\x.pdf", PDF, "1-x.pdf"),
        ("c:\\windows\\system32\\drivers", PDF, "1-drivers.pdf"),
        ("con", PDF, "1-con.pdf"),
        ("a\x00b\x1b[31m\u202efdp.pdf", PDF, "1-ab[31mfdp.pdf"),
        ("a\tb\n c.pdf", PDF, "1-a b c.pdf"),
        ('<a>|"b"?*.pdf', PDF, "1-_a___b___.pdf"),
        (".pdf", PDF, "1-1.pdf"),
        ("...", PDF, "1-1.pdf"),
        ("x" * 300 + ".pdf", PDF, "1-" + "x" * 120 + ".pdf"),
        ("å" * 300 + ".pdf", PDF, "1-" + "å" * 60 + ".pdf"),
    ],
)
def test_a_name_is_made_safe_and_keeps_what_it_can(name: str, mime: str, delivered: str) -> None:
    assert delivery_name(Attachment(identifier="1", file_name=name, mime_code=mime), 1) == (delivered, False)


@pytest.mark.parametrize(
    ("name", "mime", "delivered"),
    [
        ("rapport.pdf", "image/png", "1-rapport.bin"),
        ("program.exe", PDF, "1-program.bin"),
        ("rapport.pdf.exe", PDF, "1-rapport.pdf.bin"),
        ("sida.html", "text/html", "1-sida.bin"),
        ("rapport.pdf", "", "1-rapport.bin"),
        ("rapport", "application/octet-stream", "1-rapport.bin"),
    ],
)
def test_an_extension_that_does_not_fit_the_media_type_is_taken_away(name: str, mime: str, delivered: str) -> None:
    assert delivery_name(Attachment(identifier="1", file_name=name, mime_code=mime), 1) == (delivered, True)


@given(NAMES, NAMES, st.sampled_from([*EXTENSIONS, "", "text/html"]) | st.text(max_size=9), st.integers(1, 10_000))
def test_every_name_is_safe_to_deliver_by(name: str, identifier: str, mime: str, number: int) -> None:
    made, _ = delivery_name(Attachment(identifier=identifier, file_name=name, mime_code=mime), number)
    assert made.startswith(f"{number}-")
    assert safe_name(f"20261123-1/{made}").parts == ("20261123-1", made)
    assert not set(made) & set('/\\:*?"<>|')
    stem, _, extension = made.removeprefix(f"{number}-").rpartition(".")
    assert stem
    assert stem == stem.strip(" .")
    assert len(made.encode()) < 150
    assert f".{extension}" in {".bin", *(known for extensions in EXTENSIONS.values() for known in extensions)}


def test_equal_names_are_told_apart_by_their_numbers(tmp_path: Path) -> None:
    place = staging(tmp_path)
    assert place.stage(invoice(attachment(b"1"), attachment(b"2"))) == []
    assert place.stage(invoice(attachment(b"3"))) == []
    assert [(staged.name, staged.path.read_bytes()) for staged in place.staged] == [
        ("1-rapport.pdf", b"1"),
        ("2-rapport.pdf", b"2"),
        ("3-rapport.pdf", b"3"),
    ]


def test_a_renamed_attachment_is_told_of(tmp_path: Path) -> None:
    place = staging(tmp_path)
    [found] = place.stage(invoice(attachment(b"1", name="program.exe")))
    assert (found.code, found.rejects, found.value, found.expected, found.about) == (
        "INVOICE-ATTACHMENT-RENAMED",
        False,
        "program.exe",
        "1-program.bin",
        "F-1",
    )
    assert [staged.name for staged in place.staged] == ["1-program.bin"]


@pytest.mark.parametrize(
    ("limits", "code", "value"),
    [
        ({"attachments": 2}, "INVOICE-ATTACHMENTS-TOO-MANY", "3"),
        ({"attachments_size": 29}, "INVOICE-ATTACHMENTS-TOO-LARGE", "30"),
    ],
)
def test_an_invoice_whose_attachments_exceed_a_limit_of_the_file_is_rejected_and_none_of_them_staged(
    tmp_path: Path, limits: dict[str, int], code: str, value: str
) -> None:
    place = staging(tmp_path, **limits)
    assert place.stage(invoice(attachment(b"1" * 10))) == []
    found: list[Finding] = place.stage(invoice(attachment(b"2" * 10), attachment(b"3" * 10), number="F-2"))
    assert [(each.code, each.value, each.about, each.rejects) for each in found] == [(code, value, "F-2", True)]
    assert len(place.staged) == 1
    assert place.stage(invoice(number="F-3")) == []


def test_a_reference_without_content_is_not_staged(tmp_path: Path) -> None:
    place = staging(tmp_path)
    assert place.stage(invoice(Attachment(identifier="1", external_uri="https://leverantor.example/1"))) == []
    assert place.staged == []


def test_content_that_is_not_what_the_message_says_is_a_fault_of_the_gateway(tmp_path: Path) -> None:
    wrong = attachment(b"1")
    wrong.sha256 = hashlib.sha256(b"2").hexdigest()
    with pytest.raises(AttachmentMismatch):
        staging(tmp_path).stage(invoice(wrong))
