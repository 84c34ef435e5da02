"""Finding codes about the ISO 20022 files of payments to the bank: orders (pain.001) and their status (pain.002)."""

from gateway.catalogue.code import Code, Scope, Severity, code

_REMAKE_SV = "Betala inte. Skapa filen på nytt i det sändande systemet; ändra den inte för hand."
_REMAKE_EN = "Do not pay. Create the file again in the sending system; do not change it by hand."

CODES: tuple[Code, ...] = (
    code(
        "PAIN-VALUE",
        Severity.FATAL,
        Scope.FILE,
        sv=("Värdet går inte att läsa", "{expected} innehåller ”{value}” ({about}).", _REMAKE_SV),
        en=("The value cannot be read", "{expected} holds “{value}” ({about}).", _REMAKE_EN),
    ),
    code(
        "PAIN-CURRENCY",
        Severity.FATAL,
        Scope.FILE,
        sv=("Okänd valuta", "Betalningen {about} är i {value}, som inte är en valuta enligt {expected}.", _REMAKE_SV),
        en=("Unknown currency", "The payment {about} is in {value}, no currency of {expected}.", _REMAKE_EN),
    ),
    code(
        "PAIN-DECIMALS",
        Severity.FATAL,
        Scope.FILE,
        sv=("För många decimaler", "Betalningen {about} är på {value}; så små delar har inte {expected}.", _REMAKE_SV),
        en=("Too many decimals", "The payment {about} is of {value}; {expected} has no parts so small.", _REMAKE_EN),
    ),
    code(
        "PAIN-COUNT",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Antalet betalningar stämmer inte",
            "{about} anger {value} betalningar, men {expected} finns i filen.",
            f"Filen kan vara ofullständig eller ändrad. {_REMAKE_SV}",
        ),
        en=(
            "The number of payments is wrong",
            "{about} states {value} payments, but the file has {expected}.",
            f"The file may be incomplete or changed. {_REMAKE_EN}",
        ),
    ),
    code(
        "PAIN-SUM",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Kontrollsumman stämmer inte",
            "{about} anger kontrollsumman {value}, men betalningarna blir {expected}.",
            f"Filen kan vara ofullständig eller ändrad. {_REMAKE_SV}",
        ),
        en=(
            "The control sum is wrong",
            "{about} states the control sum {value}, but the payments come to {expected}.",
            f"The file may be incomplete or changed. {_REMAKE_EN}",
        ),
    ),
    code(
        "PAIN-REMITTANCE-SUM",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Fakturorna blir inte betalningens belopp",
            "Betalningen {about} är på {expected}, men dess fakturor och kreditfakturor blir {value}.",
            "Kontrollera betalningen i det sändande systemet; banken kan avvisa den.",
        ),
        en=(
            "The invoices do not come to the amount paid",
            "The payment {about} is of {expected}, but its invoices and credit notes come to {value}.",
            "Check the payment in the sending system; the bank may reject it.",
        ),
    ),
    code(
        "PAIN-CREDIT-NOTE",
        Severity.INFORMATION,
        Scope.PART,
        sv=(
            "Kreditfaktura dras av från betalningen",
            "Från betalningen {about} dras kreditfaktura {number} på {value} av.",
            "Ingen åtgärd behövs om avdraget är riktigt.",
        ),
        en=(
            "A credit note is deducted from the payment",
            "The credit note {number} of {value} is deducted from the payment {about}.",
            "Nothing needs doing if the deduction is right.",
        ),
    ),
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
)
