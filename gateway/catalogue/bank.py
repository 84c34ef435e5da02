"""Finding codes about payments from the bank: BgMax, camt, and what the rules say of them."""

from gateway.catalogue import bgmax, camt
from gateway.catalogue.code import Code, Scope, Severity, code

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
        "PAYMENT-BOOKED-BEFORE",
        Severity.INFORMATION,
        Scope.PART,
        sv=(
            "Betalningen är redan bokförd från en annan fil",
            (
                "Betalningen på {value} den {day} med referensen ”{reference}” finns redan i {first_name} "
                "(fil-id {first_id}, {first_source}, {first_place}). Den bokförs inte en gång till."
            ),
            (
                "Ingen åtgärd behövs. Är det verkligen två betalningar bokförs den här för hand: de har samma "
                "bankkonto, dag, belopp och referens."
            ),
        ),
        en=(
            "The payment was booked already from another file",
            (
                "The payment of {value} on {day} with the reference “{reference}” stands in {first_name} already "
                "(file id {first_id}, {first_source}, {first_place}). It is not booked once more."
            ),
            (
                "Nothing needs doing. If they really are two payments, book this one by hand: they have the same "
                "bank account, day, amount and reference."
            ),
        ),
        leaves_out=True,
    ),
    code(
        "PAYMENT-LUMP-EXPLAINED",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Insättningen bokfördes utan detaljer",
            (
                "Insättningen {deposit} den {day} bokfördes som en klumpsumma från {first_name} (fil-id {first_id}). "
                "Den här filen visar vilka betalningar den består av."
            ),
            "Boka om klumpsumman med hjälp av betalningarna i listan. Låt detaljfilen komma före kontoutdraget.",
        ),
        en=(
            "The deposit was booked without details",
            (
                "The deposit {deposit} on {day} was booked as a lump sum from {first_name} (file id {first_id}). "
                "This file shows which payments it consists of."
            ),
            "Rebook the lump sum by the payments in the list. Let the file with details come before the statement.",
        ),
    ),
    code(
        "PAYMENT-REPORTED-ALIKE",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "En likadan betalning har redan kommit",
            (
                "Betalningen på {value} den {day} med referensen ”{reference}” är lik en i {first_name} (fil-id "
                "{first_id}, {first_place}). Banken ger den ingen egen identitet, så den bokförs."
            ),
            "Kontrollera mot kontoutdraget att det är två betalningar.",
        ),
        en=(
            "A payment like this one has already come",
            (
                "The payment of {value} on {day} with the reference “{reference}” is like one in {first_name} (file id "
                "{first_id}, {first_place}). The bank gives it no identity of its own, so it is booked."
            ),
            "Check against the bank statement that there are two payments.",
        ),
    ),
    code(
        "PAYMENT-UNIDENTIFIED",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Oidentifierad betalning",
            (
                "Betalningen på {value} från {payer} med referensen ”{reference}” passar ingen rad "
                "i registret över referenser. Den bokförs på kontot för oidentifierade betalningar."
            ),
            (
                "Ta reda på vad betalningen avser och boka om den. Ny serie, avsändare eller text: lägg till en rad i "
                "mappings/registers/payment_references.csv."
            ),
        ),
        en=(
            "Unidentified payment",
            (
                "The payment of {value} from {payer} with the reference “{reference}” fits no row of "
                "the register of references. It is booked on the account for unidentified payments."
            ),
            (
                "Find out what the payment is for and rebook it. New series, sender or text: add a row to "
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
