"""Finding codes about what became of payments: the bank's status reports, and what the rules say of them."""

from gateway.catalogue.code import Code, Scope, Severity, code

CODES: tuple[Code, ...] = (
    code(
        "PAIN-STATUS-UNKNOWN",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Okänd status från banken",
            "Statusen ”{value}” för {about} är inte känd. Den räknas som väntande.",
            "Se efter i banken vad som har hänt med betalningen.",
        ),
        en=(
            "Unknown status from the bank",
            "The status “{value}” of {about} is not known. It is taken as pending.",
            "See at the bank what has become of the payment.",
        ),
    ),
    code(
        "PAIN-STATUS-COUNT",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Alla betalningar finns inte i svaret",
            "Banken anger {value} betalningar med status {status} i {about}, men {expected} finns i filen.",
            "Se efter i banken vilka betalningar som saknas i svaret.",
        ),
        en=(
            "Not all payments are in the answer",
            "The bank states {value} payments with the status {status} in {about}, but the file has {expected}.",
            "See at the bank which payments the answer lacks.",
        ),
    ),
    code(
        "PAIN-STATUS-PART-ALONE",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Uppdraget är delvis avvisat, men svaret säger inte vad",
            "{about} har status {value}, men svaret nämner inga betalningar.",
            "Se efter i banken vilka betalningar som har avvisats.",
        ),
        en=(
            "The order is partly rejected, but the answer does not say what",
            "{about} has the status {value}, but the answer names no payments.",
            "See at the bank which payments were rejected.",
        ),
    ),
    code(
        "PAYMENT-STATUS-REJECTED",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Banken har avvisat betalningen",
            "Banken har avvisat {what} i filen {first_name} (fil-id {first_id}). {reason}",
            "Rätta i det sändande systemet och skicka betalningen i ett nytt uppdrag.",
        ),
        en=(
            "The bank rejected the payment",
            "The bank rejected {what} in the file {first_name} (file id {first_id}). {reason}",
            "Correct it in the sending system and send the payment in a new order.",
        ),
    ),
    code(
        "PAYMENT-STATUS-PENDING",
        Severity.INFORMATION,
        Scope.PART,
        sv=(
            "Betalningen väntar i banken",
            "Banken väntar med {what} i filen {first_name} (fil-id {first_id}). {reason}",
            "Se efter i banken om betalningen ska undertecknas eller kompletteras.",
        ),
        en=(
            "The payment waits at the bank",
            "The bank holds {what} in the file {first_name} (file id {first_id}). {reason}",
            "See at the bank whether the payment is to be signed or completed.",
        ),
    ),
    code(
        "PAYMENT-STATUS-UNKNOWN",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Status för en betalning som inte är skickad",
            "Banken svarar med status {status} för {about}, men inget sådant är skickat härifrån.",
            "Ta reda på varifrån betalningen har skickats. Svaret levereras ändå.",
        ),
        en=(
            "Status of a payment that was not sent",
            "The bank answers with the status {status} for {about}, but nothing like it was sent from here.",
            "Find out from where the payment was sent. The answer is delivered all the same.",
        ),
    ),
    code(
        "PAYMENT-STATUS-AMOUNT",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Banken anger ett annat belopp än det skickade",
            "Betalningen {about} skickades med {first_name} (fil-id {first_id}) på {expected}; banken anger {value}.",
            "Kontrollera med banken vilket belopp som betalas.",
        ),
        en=(
            "The bank states another amount than was sent",
            "The payment {about} was sent with {first_name} (file id {first_id}) as {expected}; the bank says {value}.",
            "Check with the bank which amount is paid.",
        ),
    ),
)
