"""Finding codes of the rules about Autogiro."""

from gateway.catalogue.code import Code, Scope, Severity, code

_SYSTEM_SV = (
    "Rätta i det system som gjorde filen, och skicka en ny fil. Inget ur denna fil har skickats till Bankgirot."
)
_SYSTEM_EN = "Mend it in the system that made the file, and send a new file. Nothing of this one went to Bankgirot."
_REGISTER_SV = "Är numret stadens, lägg till det i registret receiving_accounts. Ta annars reda på vems filen är."
_REGISTER_EN = "If the number is the city's, add it to the register receiving_accounts. Else find out whose file it is."

CODES: tuple[Code, ...] = (
    code(
        "DEBIT-BANKGIRO",
        Severity.ERROR,
        Scope.FILE,
        sv=("Fel kontrollsiffra i bankgironummer", "Bankgironumret {value} har fel kontrollsiffra.", _SYSTEM_SV),
        en=(
            "Wrong check digit of a bankgiro number",
            "The bankgiro number {value} has a wrong check digit.",
            _SYSTEM_EN,
        ),
    ),
    code(
        "DEBIT-BANKGIRO-UNKNOWN",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Bankgironumret är inte stadens",
            "Bankgironumret {value} finns inte i registret receiving_accounts den {expected}.",
            _REGISTER_SV,
        ),
        en=(
            "The bankgiro number is not the city's",
            "The bankgiro number {value} is not in the register receiving_accounts on {expected}.",
            _REGISTER_EN,
        ),
    ),
    code(
        "DEBIT-PAYER-MISSING",
        Severity.ERROR,
        Scope.FILE,
        sv=("Betalarnummer saknas", "Posten har inget betalarnummer ({kind}).", _SYSTEM_SV),
        en=("The payer number is missing", "The record has no payer number ({kind}).", _SYSTEM_EN),
    ),
    code(
        "DEBIT-AMOUNT",
        Severity.ERROR,
        Scope.FILE,
        sv=("Beloppet är noll", "Betalningen för betalarnummer {about} har beloppet {value}.", _SYSTEM_SV),
        en=("The amount is zero", "The payment of payer number {about} has the amount {value}.", _SYSTEM_EN),
    ),
    code(
        "DEBIT-DATE-PASSED",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Betalningsdagen har passerats",
            "Betalningsdagen {value} för betalarnummer {about} är före i dag, {expected}. Bankgirot avvisar den.",
            _SYSTEM_SV,
        ),
        en=(
            "The day of payment has passed",
            "The day of payment {value} of payer number {about} is before today, {expected}. Bankgirot rejects it.",
            _SYSTEM_EN,
        ),
    ),
    code(
        "DEBIT-DATE-NO-BANK-DAY",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Betalningsdagen är ingen bankdag",
            "Betalningsdagen {value} för betalarnummer {about} är ingen bankdag; pengarna kommer {expected}.",
            "Ingen åtgärd behövs om en senare dag duger; ändra annars dagen och skicka en ny fil.",
        ),
        en=(
            "The day of payment is no bank day",
            "The day of payment {value} of payer number {about} is no bank day; the money comes on {expected}.",
            "Nothing needs doing if a later day will do; else change the day and send a new file.",
        ),
    ),
    code(
        "DEBIT-IDENTITY-INVALID",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Person- eller organisationsnummer är fel",
            "Numret i medgivandet för betalarnummer {about} är varken ett personnummer, ett samordningsnummer eller "
            "ett organisationsnummer.",
            "Kontrollera numret med betalaren; Bankgirot avvisar annars medgivandet.",
        ),
        en=(
            "The identity or organisation number is wrong",
            "The number in the mandate of payer number {about} is neither an identity number nor an organisation "
            "number.",
            "Check the number with the payer; Bankgirot otherwise rejects the mandate.",
        ),
    ),
    code(
        "DEBIT-DATE-FAR",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Betalningsdagen ligger långt fram",
            "Betalningsdagen {value} för betalarnummer {about} är mer än två år bort.",
            "Kontrollera om året är rätt; makulera annars betalningen och skicka en ny.",
        ),
        en=(
            "The day of payment is far ahead",
            "The day of payment {value} of payer number {about} is more than two years away.",
            "Check whether the year is right; else cancel the payment and send a new one.",
        ),
    ),
)
