"""Finding codes about what became of payments: what the rules say of the bank's status reports."""

from gateway.catalogue.code import Code, Scope, Severity, code

CODES: tuple[Code, ...] = (
    code(
        "PAYMENT-STATUS-REJECTED",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Banken har avvisat betalningen",
            "Banken har avvisat {what}. {reason}",
            "Rätta i det sändande systemet och skicka betalningen i ett nytt uppdrag.",
        ),
        en=(
            "The bank rejected the payment",
            "The bank rejected {what}. {reason}",
            "Correct it in the sending system and send the payment in a new order.",
        ),
    ),
    code(
        "PAYMENT-STATUS-PENDING",
        Severity.INFORMATION,
        Scope.PART,
        sv=(
            "Betalningen väntar i banken",
            "Banken väntar med {what}. {reason}",
            "Se efter i banken om betalningen ska undertecknas eller kompletteras.",
        ),
        en=(
            "The payment waits at the bank",
            "The bank holds {what}. {reason}",
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
