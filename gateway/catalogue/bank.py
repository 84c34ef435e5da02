"""Finding codes about payments from the bank: BgMax, camt, and what the rules say of them."""

from gateway.catalogue import bgmax, camt
from gateway.catalogue.code import Code, Scope, Severity, code

_BANK_SV = "Boka inte för hand. Be banken om en ny fil, eller kontrollera överföringen och skicka filen igen."
_BANK_EN = "Book nothing by hand. Ask the bank for a new file, or check the transfer and send the file again."
_NOTHING_SV = "Ingen åtgärd behövs; filen har lästs ändå."
_NOTHING_EN = "Nothing needs doing; the file was read all the same."

CODES: tuple[Code, ...] = (
    *bgmax.CODES,
    *camt.CODES,
    code(
        "PAYMENT-TEST-FILE",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Testfil",
            "Filen är märkt som test av banken och bokförs inte.",
            "Be banken om en produktionsfil, eller lägg filen i en testmiljö.",
        ),
        en=(
            "Test file",
            "The bank marked the file as a test; it is not booked.",
            "Ask the bank for a production file, or put the file in a test environment.",
        ),
    ),
    code(
        "PAYMENT-ACCOUNT-UNKNOWN",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Okänt mottagarkonto",
            "Kontot {value} finns inte i registret över mottagarkonton för {expected}.",
            (
                "Lägg till kontot i mappings/registers/receiving_accounts.csv om det är stadens, och "
                "pröva filen igen. Kontakta annars banken."
            ),
        ),
        en=(
            "Unknown receiving account",
            "The account {value} is not in the register of receiving accounts on {expected}.",
            (
                "Add the account to mappings/registers/receiving_accounts.csv if it is the city's, and "
                "try the file again. Otherwise contact the bank."
            ),
        ),
    ),
    code(
        "PAYMENT-DEPOSIT-DUPLICATE",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Insättningen är redan bokförd",
            "Insättningen {about} på {value} levererades tidigare med {first_name} (fil-id {first_id}).",
            "Boka inte igen. Kontakta banken om insättningen verkligen har gjorts två gånger.",
        ),
        en=(
            "The deposit was already booked",
            "The deposit {about} of {value} was delivered earlier with {first_name} (file id {first_id}).",
            "Do not book it again. Contact the bank if the deposit really was made twice.",
        ),
    ),
    code(
        "PAYMENT-DEPOSIT-ALIKE",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "En likadan insättning har redan kommit",
            (
                "Insättningen {about} på {value} har samma konto, dag, belopp och antal som en i "
                "{first_name} (fil-id {first_id})."
            ),
            "Kontrollera mot kontoutdraget att insättningen inte rapporteras både i BgMax och camt.054.",
        ),
        en=(
            "A deposit like this one has already come",
            (
                "The deposit {about} of {value} has the account, day, amount and count of one in "
                "{first_name} (file id {first_id})."
            ),
            "Check against the bank statement that the deposit is not reported in both BgMax and camt.054.",
        ),
    ),
    code(
        "PAYMENT-UNIDENTIFIED",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Oidentifierad betalning",
            (
                "Betalningen på {value} från {payer} med referensen ”{reference}” passar ingen "
                "nummerserie. Den bokförs på kontot för oidentifierade betalningar."
            ),
            (
                "Ta reda på vad betalningen avser och boka om den. Ny nummerserie: lägg till den i "
                "mappings/registers/payment_references.csv."
            ),
        ),
        en=(
            "Unidentified payment",
            (
                "The payment of {value} from {payer} with the reference “{reference}” fits no number "
                "series. It is booked on the account for unidentified payments."
            ),
            (
                "Find out what the payment is for and rebook it. New number series: add it to "
                "mappings/registers/payment_references.csv."
            ),
        ),
    ),
    code(
        "PAYMENT-OCR-CHECK-DIGIT",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "OCR-numret har fel kontrollsiffra",
            "OCR-numret {value} har fel kontrollsiffra.",
            "Kontrollera med betalaren vilken räkning betalningen avser.",
        ),
        en=(
            "The OCR number has a wrong check digit",
            "The OCR number {value} has a wrong check digit.",
            "Check with the payer which bill the payment is for.",
        ),
    ),
    code(
        "PAYMENT-ZERO",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Betalning på noll kronor",
            "Betalningen har beloppet 0.",
            "Ingen åtgärd behövs om betalaren har kvittat hela beloppet. Kontrollera annars med betalaren.",
        ),
        en=(
            "Payment of nothing",
            "The payment has the amount 0.",
            "Nothing needs doing if the payer set off the whole amount. Otherwise check with the payer.",
        ),
    ),
    code(
        "PAYMENT-NEGATIVE",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Avdrag eller återbetalning",
            "Beloppet är {value} för referensen ”{reference}”. Det bokförs som ett minus.",
            "Kontrollera att en motsvarande kreditfaktura eller återbetalning finns.",
        ),
        en=(
            "Deduction or return",
            "The amount is {value} for the reference “{reference}”. It is booked as a minus.",
            "Check that there is a credit note or refund that matches it.",
        ),
    ),
)
