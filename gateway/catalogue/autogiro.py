"""Finding codes about Autogiro files, to and from Bankgirot."""

from gateway.catalogue.bank_actions import NOTHING_EN, NOTHING_SV
from gateway.catalogue.bankgiro_lines import line_codes
from gateway.catalogue.code import Code, Scope, Severity, code

_NEW_FILE_SV = "Boka eller rätta inget för hand. Be avsändaren om en ny fil, eller kontrollera överföringen."
_NEW_FILE_EN = "Book or mend nothing by hand. Ask the sender for a new file, or check the transfer."

CODES: tuple[Code, ...] = (
    *line_codes("AUTOGIRO", action_sv=_NEW_FILE_SV, action_en=_NEW_FILE_EN),
    code(
        "AUTOGIRO-STRUCTURE",
        Severity.FATAL,
        Scope.FILE,
        sv=("Posterna står i fel ordning", "{value} får inte stå efter {after}.", _NEW_FILE_SV),
        en=("Records in the wrong order", "{value} may not follow {after}.", _NEW_FILE_EN),
    ),
    code(
        "AUTOGIRO-AFTER-TRAILER",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Poster efter slutposten",
            "Efter slutposten kommer ytterligare en post ({value}).",
            "Kontrollera om flera filer har lagts ihop till en. Skicka dem i så fall var för sig.",
        ),
        en=(
            "Records after the end record",
            "Another record ({value}) follows the end record.",
            "Check whether several files were joined into one. If so, send them one by one.",
        ),
    ),
    code(
        "AUTOGIRO-NUMBER",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Felaktigt tal eller datum",
            "Fältet innehåller ”{value}”, som inte går att läsa ({expected}).",
            _NEW_FILE_SV,
        ),
        en=("Wrong number or date", "The field holds “{value}”, which cannot be read ({expected}).", _NEW_FILE_EN),
    ),
    code(
        "AUTOGIRO-BANKGIRO",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Mottagarens bankgironummer saknas",
            "Öppningsposten har inget bankgironummer (”{value}”).",
            _NEW_FILE_SV,
        ),
        en=(
            "The payee's bankgiro number is missing",
            "The opening record has no bankgiro number (“{value}”).",
            _NEW_FILE_EN,
        ),
    ),
    code(
        "AUTOGIRO-BANKGIRO-DIFFERS",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Posten gäller ett annat bankgironummer",
            "Posten har bankgironummer {value}, men öppningsposten har {expected}.",
            _NEW_FILE_SV,
        ),
        en=(
            "The record is about another bankgiro number",
            "The record has bankgiro number {value}, but the opening record has {expected}.",
            _NEW_FILE_EN,
        ),
    ),
    code(
        "AUTOGIRO-STATUS",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Okänd betalningsstatus",
            "Betalningen har status ”{value}”. Kända är {expected}, så det går inte att veta om den är genomförd.",
            _NEW_FILE_SV,
        ),
        en=(
            "Unknown status of a payment",
            "The payment has status “{value}”. Known are {expected}, so nobody can tell whether it was carried out.",
            _NEW_FILE_EN,
        ),
    ),
    code(
        "AUTOGIRO-SECTION-SUM",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Avsnittets belopp stämmer inte",
            "Avsnittet {about} anges till {value}, men de genomförda betalningarna blir {expected}.",
            _NEW_FILE_SV,
        ),
        en=(
            "The amount of the section is wrong",
            "The section {about} is stated as {value}, but the payments carried out come to {expected}.",
            _NEW_FILE_EN,
        ),
    ),
    code(
        "AUTOGIRO-SECTION-COUNT",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Antalet betalningar i avsnittet stämmer inte",
            "Avsnittet {about} anger {value} genomförda betalningar, men {expected} finns i filen.",
            _NEW_FILE_SV,
        ),
        en=(
            "The number of payments in the section is wrong",
            "The section {about} states {value} payments carried out, but the file has {expected}.",
            _NEW_FILE_EN,
        ),
    ),
    code(
        "AUTOGIRO-TRAILER-SUM",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Slutpostens belopp stämmer inte",
            "Slutposten anger beloppet {value}, men posterna blir {expected}.",
            _NEW_FILE_SV,
        ),
        en=(
            "The amount in the end record is wrong",
            "The end record states the amount {value}, but the records come to {expected}.",
            _NEW_FILE_EN,
        ),
    ),
    code(
        "AUTOGIRO-TRAILER-COUNT",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Slutpostens antal stämmer inte",
            "Slutposten anger antalet {value}, men filen har {expected}.",
            _NEW_FILE_SV,
        ),
        en=(
            "The number in the end record is wrong",
            "The end record states the number {value}, but the file has {expected}.",
            _NEW_FILE_EN,
        ),
    ),
    code(
        "AUTOGIRO-NOT-PAID-FUNDS",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Inte betalt: täckning saknas",
            "Betalningen på {value} kr den {day}, betalarnummer {about}, är inte genomförd: "
            "täckning saknas på kontot. Inget har bokats för den.",
            "Kräv betalaren på annat sätt, med faktura eller påminnelse, eller begär ett nytt uttag.",
        ),
        en=(
            "Not paid: no funds",
            "The payment of SEK {value} on {day}, payer number {about}, was not carried out: "
            "there are no funds on the account. Nothing was booked for it.",
            "Claim the amount in another way, by invoice or reminder, or order a new collection.",
        ),
    ),
    code(
        "AUTOGIRO-NOT-PAID-ACCOUNT",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Inte betalt: kontot kan inte användas",
            "Betalningen på {value} kr den {day}, betalarnummer {about}, är inte genomförd: "
            "kontot är avslutat eller saknar koppling till Autogiro. Inget har bokats för den.",
            "Skicka en faktura, och be betalaren om ett nytt medgivande innan nästa uttag.",
        ),
        en=(
            "Not paid: the account cannot be used",
            "The payment of SEK {value} on {day}, payer number {about}, was not carried out: "
            "the account is closed or has no link to Autogiro. Nothing was booked for it.",
            "Send an invoice, and ask the payer for a new mandate before the next collection.",
        ),
    ),
    code(
        "AUTOGIRO-NOT-PAID-YET",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Inte betalt ännu: nytt försök görs",
            "Betalningen på {value} kr den {day}, betalarnummer {about}, är inte genomförd: "
            "täckning saknas, men Bankgirot försöker igen om avtal finns. Inget har bokats för den.",
            "Vänta på nästa betalningsspecifikation. Kräv inte betalaren så länge försöken pågår.",
        ),
        en=(
            "Not paid yet: another attempt will be made",
            "The payment of SEK {value} on {day}, payer number {about}, was not carried out: "
            "there are no funds, but Bankgirot tries again where agreed. Nothing was booked for it.",
            "Wait for the next payment specification. Do not claim the amount while attempts go on.",
        ),
    ),
    code(
        "AUTOGIRO-REFUND",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Betalning har återbetalats",
            "{value} kr som drogs den {day} från betalarnummer {about} har betalats tillbaka: {reason_sv}.",
            "Fordran är obetald igen. Kräv betalaren på annat sätt, och rätta medgivandet innan nästa uttag.",
        ),
        en=(
            "A payment was refunded",
            "SEK {value} collected on {day} from payer number {about} was paid back: {reason_en}.",
            "The claim is unpaid again. Claim it in another way, and mend the mandate before the next collection.",
        ),
    ),
    code(
        "AUTOGIRO-UNKNOWN-RECORD",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Okända poster",
            "{value} poster har en okänd transaktionskod. De har hoppats över.",
            "Ingen åtgärd för denna fil. Fråga Bankgirot om posterna, om de kommer igen.",
        ),
        en=(
            "Unknown records",
            "{value} records have an unknown code. They were skipped.",
            "Nothing to do for this file. Ask Bankgirot about the records if they come again.",
        ),
    ),
    code(
        "AUTOGIRO-UNREADABLE",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Uppgifter går inte att läsa",
            "{value} poster har ett belopp eller datum som inte går att läsa. Det lämnas tomt.",
            NOTHING_SV,
        ),
        en=(
            "Values cannot be read",
            "{value} records have an amount or date that cannot be read. It is left blank.",
            NOTHING_EN,
        ),
    ),
    code(
        "AUTOGIRO-UNKNOWN-CODE",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Okända koder",
            "{value} poster har en status- eller kommentarkod som inte är känd.",
            "Slå upp koden i Bankgirots manual; den står kvar i den fil som levereras.",
        ),
        en=(
            "Unknown codes",
            "{value} records have a status or comment code that is not known.",
            "Look the code up in Bankgirot's manual; it is kept in the file that is delivered.",
        ),
    ),
)
