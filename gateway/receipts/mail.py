"""The receipt as a mail to people, and sending it.

Mail may be read along the way, so it carries counts, sums and causes but no value from the file: those are in
the error list. What comes from the file's name is made printable first, so nothing can add a header.
Sources: RFC 5322 (message), RFC 3834 (mail made by a machine), RFC 5321 (SMTP).
"""

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from gateway.catalogue import CATALOGUE
from gateway.findings import Language
from gateway.receipts.findings_log import findings_of
from gateway.receipts.outcome import Outcome, Output
from gateway.receipts.words import STATUS_WORDS, amount_text, count_text, time_text, visible

_TEXTS: dict[Language, dict[str, str]] = {
    "sv": {
        "subject": "Kvittens",
        "file": "Fil",
        "id": "Fil-id",
        "route": "Rutt",
        "received": "Mottagen",
        "finished": "Klar",
        "status": "Status",
        "read": "Lästa poster",
        "delivered": "Levererade",
        "rejected": "Avvisade",
        "left_out": "Redan bokförda",
        "sums": "Kontrollsummor",
        "outputs": "Levererade filer",
        "rows": "rader",
        "duplicate": "Samma innehåll togs emot {when} som {name} (fil-id {id}).",
        "causes": "Vad som hittades",
        "list": "Fellistan för fil-id {id} visar var felen finns och vad som ska göras.",
        "machine": "Detta brev är skickat av ett system och kan inte besvaras.",
    },
    "en": {
        "subject": "Receipt",
        "file": "File",
        "id": "File id",
        "route": "Route",
        "received": "Received",
        "finished": "Finished",
        "status": "Status",
        "read": "Records read",
        "delivered": "Delivered",
        "rejected": "Rejected",
        "left_out": "Booked before",
        "sums": "Control sums",
        "outputs": "Delivered files",
        "rows": "rows",
        "duplicate": "The same content was received {when} as {name} (file id {id}).",
        "causes": "What was found",
        "list": "The error list for file id {id} shows where the errors are and what to do.",
        "machine": "This message was sent by a system and cannot be answered.",
    },
}


def kvittens_mail(outcome: Outcome, *, to: str | Sequence[str], sender: str, language: Language = "sv") -> EmailMessage:
    """The receipt as a plain-text message; the same outcome gives the same message and Message-ID.

    Raises ValueError when an address is no address, which is a fault of the route or the settings.
    """
    texts = _TEXTS[language]
    status = STATUS_WORDS[language][outcome.status]
    from_address = _address(sender)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = f"{texts['subject']}: {visible(outcome.name)} – {status}"
    message["From"] = from_address
    message["To"] = [_address(one) for one in ([to] if isinstance(to, str) else to)]
    message["Date"] = outcome.finished
    message["Message-ID"] = f"<kvittens.{_token(outcome.file_id)}@{from_address.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = language
    message.set_content("\n".join(_lines(outcome, language)) + "\n", cte="quoted-printable")
    return message


def send_mail(
    message: EmailMessage,
    host: str,
    port: int = 25,
    *,
    starttls: bool = False,
    username: str = "",
    password: str = "",
    timeout: float = 30.0,
) -> None:
    """Hand a message to a mail server; `timeout` is in seconds.

    Raises OSError or smtplib.SMTPException when the server cannot be reached or refuses any recipient.
    """
    with smtplib.SMTP(host, port, timeout=timeout) as server:
        if starttls:
            server.starttls(context=ssl.create_default_context())
        if username:
            server.login(username, password)
        refused = server.send_message(message)
    if refused:
        raise smtplib.SMTPRecipientsRefused(refused)


def _lines(outcome: Outcome, language: Language) -> Iterator[str]:
    texts = _TEXTS[language]
    counts = outcome.counts
    yield f"{texts['status']}: {STATUS_WORDS[language][outcome.status]}"
    yield ""
    yield f"{texts['file']}: {visible(outcome.name)}"
    yield f"{texts['id']}: {visible(outcome.file_id)}"
    yield f"{texts['route']}: {visible(outcome.route)}"
    yield f"{texts['received']}: {time_text(outcome.received)}"
    yield f"{texts['finished']}: {time_text(outcome.finished)}"
    yield f"{texts['read']}: {count_text(counts.read, language)}"
    yield f"{texts['delivered']}: {count_text(counts.delivered, language)}"
    yield f"{texts['rejected']}: {count_text(counts.rejected, language)}"
    if counts.left_out:
        yield f"{texts['left_out']}: {count_text(counts.left_out, language)}"
    if original := outcome.duplicate_of:
        yield ""
        when, name = time_text(original.received), visible(original.name)
        yield texts["duplicate"].format(when=when, name=name, id=visible(original.file_id))
    yield from _section(
        texts["sums"],
        (f"{visible(sum_.label)}: {amount_text(sum_.amount, language)} {sum_.currency}" for sum_ in outcome.sums),
    )
    yield from _section(texts["outputs"], (_output(output, language) for output in outcome.outputs))
    if outcome.finding_count:
        yield from _section(
            texts["causes"],
            (
                f"{count_text(count, language)} × {_title(outcome, code, language)} ({code})"
                for code, count in outcome.findings_by_code.items()
            ),
        )
        yield ""
        yield texts["list"].format(id=visible(outcome.file_id))
    yield ""
    yield "-- "
    yield texts["machine"]


def _output(output: Output, language: Language) -> str:
    name = visible(output.name)
    # An attachment has no rows.
    return f"{name} ({count_text(output.rows, language)} {_TEXTS[language]['rows']})" if output.rows else name


def _section(heading: str, entries: Iterator[str]) -> Iterator[str]:
    lines = [f"  {entry}" for entry in entries]
    if lines:
        yield from ("", f"{heading}:", *lines)


def _title(outcome: Outcome, code: str, language: Language) -> str:
    if entry := CATALOGUE.get(code):
        return entry.title_sv if language == "sv" else entry.title_en
    # A rule that staff wrote brings its title with what it found.
    first = next(findings_of(outcome.findings_log, code), None) if outcome.findings_log else None
    return visible(first.title(language)) if first else code


def _address(text: str) -> Address:
    try:
        return Address(addr_spec=text)
    except (ValueError, IndexError) as error:
        raise ValueError(f"{text!r} is not a mail address") from error


def _token(text: str) -> str:
    return "".join(character if character.isalnum() and character.isascii() else "-" for character in text)
