"""Finding codes about invoices between feeder systems and the ledger, customer and supplier invoices alike."""

from gateway.catalogue.code import Code, Scope, Severity, code

_SEND_AGAIN = "Rätta beloppen i försystemet och skicka fakturan igen."
_SEND_AGAIN_EN = "Correct the amounts in the feeder system and send the invoice again."

CODES: tuple[Code, ...] = (
    code(
        "LEDGER-INVOICE-WITHOUT-LINES",
        Severity.ERROR,
        Scope.PART,
        sv=("Fakturan saknar rader", "Det finns inga rader i {about}.", "Ta bort fakturan, eller lägg till rader."),
        en=("The invoice has no lines", "There are no lines in {about}.", "Remove the invoice, or add lines."),
    ),
    code(
        "LEDGER-INVOICE-TOTAL",
        Severity.ERROR,
        Scope.PART,
        sv=("Totalen stämmer inte", "{about} anger {value}, men raderna blir {expected}.", _SEND_AGAIN),
        en=("The total does not tally", "{about} states {value}, but its lines make {expected}.", _SEND_AGAIN_EN),
    ),
    code(
        "LEDGER-INVOICE-CODINGS",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Konteringen stämmer inte med raden",
            "Raden är på {expected}, men dess konteringar blir {value} ({about}).",
            _SEND_AGAIN,
        ),
        en=(
            "The coding does not tally with the line",
            "The line is of {expected}, but its codings make {value} ({about}).",
            _SEND_AGAIN_EN,
        ),
    ),
    code(
        "LEDGER-INVOICE-PRICE",
        Severity.ERROR,
        Scope.PART,
        sv=("Antal × pris stämmer inte", "Antal × pris blir {expected}, men raden anger {value}.", _SEND_AGAIN),
        en=("Quantity × price does not tally", "Quantity × price is {expected}, but it says {value}.", _SEND_AGAIN_EN),
    ),
    code(
        "LEDGER-INVOICE-DUE-DATE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Förfallodagen är för tidig",
            "Förfallodagen {value} i {about} är före {expected}.",
            "Rätta förfallodagen eller betalningsvillkoret i försystemet.",
        ),
        en=(
            "The due date is too early",
            "The due date {value} of {about} is before {expected}.",
            "Correct the due date or the terms of payment in the feeder system.",
        ),
    ),
    code(
        "LEDGER-INVOICE-DUPLICATE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Fakturan är redan levererad",
            "{about} från samma försystem kom redan i filen {first_name} ({first_id}).",
            "Kontrollera om filen skickats två gånger. En ny faktura ska ha ett nytt nummer.",
        ),
        en=(
            "The invoice was delivered before",
            "{about} of the same feeder system came in the file {first_name} already ({first_id}).",
            "Check whether the file was sent twice. A new invoice must have a new number.",
        ),
    ),
    code(
        "LEDGER-INVOICE-TWICE-IN-FILE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Samma faktura två gånger i filen",
            "Numret på {about} har använts tidigare i filen för samma motpart.",
            "Ta bort dubbletten i försystemet, eller ge fakturan ett eget nummer.",
        ),
        en=(
            "The same invoice twice in the file",
            "The number of {about} was used earlier in the file for the same party.",
            "Remove the duplicate in the feeder system, or give the invoice a number of its own.",
        ),
    ),
    code(
        "LEDGER-INVOICE-DEPARTMENT",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Okänd förvaltning",
            "Förvaltningen {value} i {about} finns inte, eller gäller inte den {date}.",
            "Byt till en giltig förvaltning i försystemet, eller be redovisningen att lägga upp den.",
        ),
        en=(
            "Unknown department",
            "The department {value} of {about} does not exist, or is not valid on {date}.",
            "Change to a valid department in the feeder system, or ask accounting to add it.",
        ),
    ),
    code(
        "LEDGER-INVOICE-STAGE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Fakturan är inte ankomstregistrerad",
            "{about} kom som {value}, men dess ankomstregistrering har aldrig levererats.",
            "Skicka ankomstregistreringen först. Kom den en annan väg: kontrollera fakturan i ekonomisystemet.",
        ),
        en=(
            "The invoice has no arrival registration",
            "{about} came as {value}, but its arrival was never delivered.",
            "Send the arrival first. If it came another way, check the invoice in the ledger.",
        ),
    ),
    code(
        "ARTICLE-UNKNOWN",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Okänd artikel",
            "Artikeln {value} i {about} finns inte, eller gäller inte den {date}.",
            "Byt till en giltig artikel i försystemet. Är artikeln ny: be redovisningen att lägga upp den.",
        ),
        en=(
            "Unknown article",
            "The article {value} of {about} does not exist, or is not valid on {date}.",
            "Change to a valid article in the feeder system. If it is new, ask accounting to add it.",
        ),
    ),
    code(
        "WEB-ORDER-CREDIT-AMOUNT",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Kreditbelopp i webborder",
            "Beloppet {value} i {about} är en kredit. En webborder får inte kreditera.",
            "Gör en kreditfaktura i ekonomisystemet i stället, och ta bort ordern.",
        ),
        en=(
            "Credit amount in a web order",
            "The amount {value} of {about} is a credit. A web order may not credit.",
            "Make a credit note in the ledger instead, and remove the order.",
        ),
    ),
    code(
        "WEB-ORDER-ACCOUNT",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Kontot får inte användas i webborder",
            "{about} har kontot {value}. Konton som börjar på {expected} får inte stå i en webborder.",
            "Byt till det riktiga kontot i ordern. Konton som börjar på {expected} är ekonomiavdelningens egna.",
        ),
        en=(
            "The account may not be used in a web order",
            "{about} has the account {value}. Accounts that begin with {expected} may not stand in a web order.",
            "Change to the right account in the order. Accounts that begin with {expected} are those of accounting.",
        ),
    ),
)
