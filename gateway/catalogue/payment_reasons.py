"""Why a bank rejects a payment or lets it wait, in our words.

``payment_reasons.csv`` has the codes of the ISO 20022 external status reasons, ``lb_reasons.csv`` the error numbers of
Bankgirot's LB. Each is a table ``code;action;sv;en``, where ``action`` is a key of `ACTIONS`: what to do about it.

>>> reason_text("AC04 AM04", "en")
'The account is closed. (AC04) There is not money enough on the account. (AM04)'
"""

import csv
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

ACTIONS: dict[str, tuple[str, str]] = {
    "account": (
        "Be mottagaren om rätt konto, på ett nummer som ni redan har. Rätta det i det sändande systemet och betala "
        "i ett nytt uppdrag.",
        "Ask the payee for the right account, on a number that you have already. Correct it in the sending system and "
        "pay in a new order.",
    ),
    "amount": (
        "Rätta beloppet i det sändande systemet, eller be banken höja gränsen, och betala i ett nytt uppdrag.",
        "Correct the amount in the sending system, or ask the bank to raise the limit, and pay in a new order.",
    ),
    "bank": (
        "Fråga banken vad som krävs, och betala sedan i ett nytt uppdrag.",
        "Ask the bank what is needed, and then pay in a new order.",
    ),
    "currency": (
        "Kontrollera betalningens och kontots valuta, rätta i det sändande systemet och betala i ett nytt uppdrag.",
        "Check the currency of payment and account, correct it in the sending system and pay in a new order.",
    ),
    "date": (
        "Betala i ett nytt uppdrag med en dag som banken godtar.",
        "Pay in a new order with a day that the bank accepts.",
    ),
    "fraud": (
        "Betala inte igen. Ta kontakt med banken och med den som ansvarar för säkerhet.",
        "Do not pay again. Contact the bank and whoever is responsible for security.",
    ),
    "funds": (
        "Se till att det finns pengar på kontot, och betala sedan i ett nytt uppdrag.",
        "See to it that there is money on the account, and then pay in a new order.",
    ),
    "later": (
        "Vänta, se efter i banken, och betala i ett nytt uppdrag om betalningen inte har gjorts.",
        "Wait, see at the bank, and pay in a new order if the payment was not made.",
    ),
    "none": ("Ingen åtgärd behövs om det är väntat.", "Nothing needs doing if it is expected."),
    "own": (
        "Kontrollera det egna kontot i det sändande systemet och i avtalet med banken, och betala i ett nytt uppdrag.",
        "Check the own account in the sending system and in the agreement with the bank, and pay in a new order.",
    ),
    "payee": (
        "Kontrollera mottagarens uppgifter, rätta dem i det sändande systemet och betala i ett nytt uppdrag.",
        "Check the payee's details, correct them in the sending system and pay in a new order.",
    ),
    "reference": (
        "Kontrollera referensen mot fakturan, rätta den i det sändande systemet och betala i ett nytt uppdrag.",
        "Check the reference against the invoice, correct it in the sending system and pay in a new order.",
    ),
    "rights": (
        "Kontrollera behörigheterna i avtalet med banken, och låt en behörig person underteckna eller skicka om.",
        "Check the rights in the agreement with the bank, and have a person with rights sign or send it again.",
    ),
    "sender": (
        "Integrationspersonal: rätta hur det sändande systemet gör filen, och skicka betalningen i ett nytt uppdrag.",
        "Integration staff: correct how the sending system makes the file, and send the payment in a new order.",
    ),
    "sign": ("Underteckna uppdraget i banken.", "Sign the order at the bank."),
    "technical": (
        "Integrationspersonal: se efter överföringen och certifikaten, och skicka uppdraget igen.",
        "Integration staff: look into the transfer and the certificates, and send the order again.",
    ),
    "text": (
        "Läs bankens egen text, rätta i det sändande systemet och betala i ett nytt uppdrag.",
        "Read the bank's own text, correct it in the sending system and pay in a new order.",
    ),
    "twice": (
        "Kontrollera först om betalningen redan är gjord. Är den det, betala inte igen.",
        "Check first whether the payment is made already. If it is, do not pay again.",
    ),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One code: what it means and what to do about it, in Swedish and English."""

    code: str
    text_sv: str
    text_en: str
    action_sv: str
    action_en: str


def _read(*names: str) -> dict[str, Reason]:
    tables = (files(__package__).joinpath(name).read_text(encoding="utf-8") for name in names)
    return {
        row["code"]: Reason(row["code"], row["sv"], row["en"], *ACTIONS[row["action"]])
        for table in tables
        for row in csv.DictReader(table.splitlines(), delimiter=";")
    }


REASONS = _read("payment_reasons.csv", "lb_reasons.csv")


def reason_text(codes: str, language: Literal["sv", "en"] = "sv") -> str:
    """What reason codes mean, one or several between blanks; a code that is not known stands as it is."""
    return " ".join(_explained(code, language) for code in codes.split())


def _explained(code: str, language: Literal["sv", "en"]) -> str:
    reason = REASONS.get(code)
    if reason is None:
        return code
    return f"{reason.text_sv if language == 'sv' else reason.text_en} ({code})"
