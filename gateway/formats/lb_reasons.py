"""Why Bankgirot rejects a payment: its error numbers (*felnummer*, TK49 7-10) in words that say what to look at.

The numbers are those that public programs and example files show; a number that is not here is shown with Bankgirot's
own text.
"""

from collections.abc import Iterable

ACCEPTED_ALL_THE_SAME = frozenset({"0055"})
"""Numbers of remarks on payments that are carried out."""

REASONS = {
    "0013": "Mottagarens kontonummer är fel. Kontrollera clearing- och kontonummer med mottagaren.",
    "0014": "Valutan är fel, eller så kan mottagarens bank inte ta emot den.",
    "0015": "Beloppet är inte skrivet med siffror.",
    "0018": "Beloppet är noll.",
    "0025": "Mottagarens bankgironummer är avslutat. Begär ett nytt av mottagaren.",
    "0035": "Mottagarens bankgironummer är inte kopplat till något konto.",
    "0038": "Mottagarens kontonummer är inte skrivet med siffror.",
    "0041": "Uppdraget kom för sent för betalningsdagen.",
    "0042": "Mottagarens bankgironummer är fel. Kontrollera numret i leverantörsregistret.",
    "0043": "Mottagarens clearingnummer är fel.",
    "0044": "Mottagarens bankgironummer är inte skrivet med siffror.",
    "0046": "Kontonummer saknas för insättning på konto.",
    "0050": "Mottagare saknas.",
    "0051": "Utbetalningsnumret är fel.",
    "0052": "Kontantutbetalning går inte att göra i denna valuta.",
    "0055": "Betalningen är godkänd, men den hade för många informationsposter.",
    "0056": "Avdrag och kreditfakturor går inte att skicka till Skatteverkets bankgironummer.",
    "0057": "Dagen för avdraget är fel.",
    "0058": "Första bevakningsdag är fel.",
    "0059": "Sista bevakningsdag är fel.",
    "0064": "Datumet är orimligt: för långt bort, passerat eller ingen riktig dag.",
    "0081": "Mottagarens plusgironummer finns inte i Bankgirots register.",
    "0082": "Betalningen stoppades när täckningen kontrollerades. Kontakta banken.",
    "0110": "Mottagarens namn eller adress saknas.",
    "0111": "Mottagarens plusgironummer är inte skrivet med siffror.",
    "0113": "Betalningen till plusgiro är fel.",
    "0124": "OCR-numret har fel längd.",
    "0126": "Mottagarens bank tar inte emot insättningar genom Bankgirot.",
    "0130": "OCR-numret har fel kontrollsiffra.",
    "0147": "Betalning till plusgiro går inte att göra i denna valuta.",
    "0148": "Avtal saknas för valutan.",
    "0149": "Den egna banken har inget avtal om betalningar till plusgiro.",
    "0152": "Avdraget kunde inte göras innan sista dagen för det passerade.",
    "0153": "Sista bevakningsdag har kommit; beloppet är det ursprungliga.",
    "0155": "Betalningen avvisades på grund av en post som följer efter den.",
    "0156": "Avdraget är större än betalningen, eller gäller ett annat konto eller en annan adress.",
    "0302": "En post som måste finnas saknas.",
    "0303": "Posterna kom i fel ordning.",
    "MBEV0025": "Beloppet är för stort.",
}


def reason_of(kind: str, number: str) -> str:
    """The reason code of a comment: its number alone when it is of the usual kind, MTRV."""
    return number if kind == "MTRV" else kind + number


def reason_text(reason: str, own_text: str) -> str:
    """What a reason means, or the bank's own text for one that is not known."""
    return REASONS.get(reason, own_text)


def is_rejecting(reasons: Iterable[str]) -> bool:
    """Whether a payment with these reasons was stopped; without any reason it was."""
    reasons = frozenset(reasons)
    return not reasons or not reasons <= ACCEPTED_ALL_THE_SAME
