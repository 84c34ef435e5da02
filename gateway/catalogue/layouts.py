"""Finding codes: delimited and fixed-width files, read and written by layout specs."""

from gateway.catalogue.code import Code, Scope, Severity, code

_PART = (Severity.ERROR, Scope.PART)
_ERROR = (Severity.ERROR, Scope.FILE)
_FATAL = (Severity.FATAL, Scope.FILE)

_CORRECT = "Rätta uppgiften i försystemet och skicka filen igen."
_CORRECT_EN = "Correct the value in the feeder system and resend the file."
_AGAIN = "Skapa filen på nytt i försystemet och skicka den igen."
_AGAIN_EN = "Create the file again in the feeder system and resend it."

CODES: tuple[Code, ...] = (
    code(
        "LAYOUT-LINE-LENGTH",
        *_PART,
        sv=(
            "Raden har fel längd",
            "Raden är {value} tecken lång, den ska vara {expected}. Första uppgift som inte passar: {field}.",
            _AGAIN,
        ),
        en=(
            "Wrong line length",
            "The line is {value} characters long; it must be {expected}. First value that does not fit: {field}.",
            _AGAIN_EN,
        ),
    ),
    code(
        "LAYOUT-LINE-TOO-LONG",
        *_FATAL,
        sv=("Orimligt lång rad", "Raden är längre än {expected} tecken. Radbyten saknas troligen.", _AGAIN),
        en=(
            "Line far too long",
            "The line is longer than {expected} characters. Line ends are probably missing.",
            _AGAIN_EN,
        ),
    ),
    code(
        "LAYOUT-COLUMN-COUNT",
        *_PART,
        sv=(
            "Raden har fel antal kolumner",
            "Raden har {value} kolumner, den ska ha {expected}. Första kolumn som inte passar: {field}.",
            "Kontrollera att ingen text innehåller avgränsaren. Skapa filen på nytt och skicka den igen.",
        ),
        en=(
            "Wrong number of columns",
            "The line has {value} columns; it must have {expected}. First column that does not fit: {field}.",
            "Check that no text holds the delimiter. Create the file again and resend it.",
        ),
    ),
    code(
        "LAYOUT-COLUMN-MISSING",
        *_FATAL,
        sv=(
            "Kolumner saknas",
            "Rubrikraden saknar {value} eller har den flera gånger.",
            "Skapa filen med kolumnerna: {expected}.",
        ),
        en=(
            "Columns are missing",
            "The header row lacks {value} or has it twice.",
            "Create the file with the columns: {expected}.",
        ),
    ),
    code(
        "LAYOUT-QUOTES",
        *_FATAL,
        sv=(
            "Felaktiga citattecken",
            "Raden kan inte delas i kolumner: ett citattecken saknar sitt par, eller text följer efter det.",
            "Kontrollera citattecknen på raden. " + _AGAIN,
        ),
        en=(
            "Wrong quotes",
            "The line cannot be split into columns: a quote is not closed, or text follows after it.",
            "Check the quotes of the line. " + _AGAIN_EN,
        ),
    ),
    code(
        "LAYOUT-RECORD-UNKNOWN",
        *_FATAL,
        sv=("Okänd posttyp", "Raden har posttypen {value}. Kända posttyper är {expected}.", _AGAIN),
        en=(
            "Unknown record type",
            "The line has the record type {value}. Known types are {expected}.",
            _AGAIN_EN,
        ),
    ),
    code(
        "LAYOUT-RECORD-ORDER",
        *_FATAL,
        sv=("Poster i fel ordning", "Posten {value} står på fel plats. Här väntades {expected}.", _AGAIN),
        en=(
            "Records in the wrong order",
            "The record {value} is out of place. Expected here: {expected}.",
            _AGAIN_EN,
        ),
    ),
    code(
        "LAYOUT-AFTER-TRAILER",
        *_FATAL,
        sv=(
            "Poster efter slutposten",
            "Posten {value} står efter slutposten, som ska vara filens sista rad.",
            "Kontrollera att inte två filer har lagts ihop. " + _AGAIN,
        ),
        en=(
            "Records after the trailer",
            "The record {value} stands after the trailer, which must be the last line of the file.",
            "Check that two files were not joined. " + _AGAIN_EN,
        ),
    ),
    code(
        "LAYOUT-NUMBER",
        *_PART,
        sv=("Inte ett heltal", "{field}: {value} är inte ett heltal.", _CORRECT),
        en=("Not an integer", "{field}: {value} is not an integer.", _CORRECT_EN),
    ),
    code(
        "LAYOUT-AMOUNT",
        *_PART,
        sv=(
            "Felaktigt belopp",
            "{field}: {value} är inte ett belopp av rätt form. Exempel på rätt form: {expected}.",
            _CORRECT,
        ),
        en=(
            "Wrong amount",
            "{field}: {value} is not an amount of the right form. Example of the right form: {expected}.",
            _CORRECT_EN,
        ),
    ),
    code(
        "LAYOUT-DATE",
        *_PART,
        sv=("Felaktigt datum", "{field}: {value} är inte ett datum av formen {expected}.", _CORRECT),
        en=("Wrong date", "{field}: {value} is not a date of the form {expected}.", _CORRECT_EN),
    ),
    code(
        "LAYOUT-VALUE-MISSING",
        *_PART,
        sv=("Uppgift saknas", "{field} är tom men måste vara ifylld.", _CORRECT),
        en=("Value missing", "{field} is blank but must be filled in.", _CORRECT_EN),
    ),
    code(
        "LAYOUT-AMOUNT-MISSING",
        *_PART,
        sv=("Raden saknar belopp", "Raden saknar belopp. Det ska stå i {field}.", _CORRECT),
        en=("The row has no amount", "The row has no amount. It belongs in {field}.", _CORRECT_EN),
    ),
    code(
        "LAYOUT-VALUE-NOT-ALLOWED",
        *_PART,
        sv=("Otillåtet värde", "{field}: {value} är inte tillåtet. Tillåtet är: {expected}.", _CORRECT),
        en=("Value not allowed", "{field}: {value} is not allowed. Allowed: {expected}.", _CORRECT_EN),
    ),
    code(
        "LAYOUT-TEXT-TOO-LONG",
        *_PART,
        sv=("Texten är för lång", "{field}: {value} är längre än {expected} tecken.", _CORRECT),
        en=("Text too long", "{field}: {value} is longer than {expected} characters.", _CORRECT_EN),
    ),
    code(
        "LAYOUT-CHARACTER",
        *_PART,
        sv=("Otillåtna tecken", "{field}: {value} innehåller styrtecken.", _CORRECT),
        en=("Characters not allowed", "{field}: {value} holds control characters.", _CORRECT_EN),
    ),
    code(
        "LAYOUT-TOTAL-COUNT",
        *_FATAL,
        sv=(
            "Antalet poster stämmer inte",
            "{field}: filen anger {value} poster men har {expected}.",
            "Kontrollera att hela filen har skickats. " + _AGAIN,
        ),
        en=(
            "The record count does not agree",
            "{field}: the file states {value} records but has {expected}.",
            "Check that the whole file was sent. " + _AGAIN_EN,
        ),
    ),
    code(
        "LAYOUT-TOTAL-SUM",
        *_FATAL,
        sv=(
            "Kontrollsumman stämmer inte",
            "{field}: filen anger {value}, raderna summerar till {expected}.",
            "Kontrollera att hela filen har skickats och att inga belopp har ändrats. " + _AGAIN,
        ),
        en=(
            "The control sum does not agree",
            "{field}: the file states {value}; the lines sum to {expected}.",
            "Check that the whole file was sent and that no amounts were changed. " + _AGAIN_EN,
        ),
    ),
    code(
        "LAYOUT-TOTAL-UNVERIFIED",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Kontrollsumman kunde inte prövas",
            "{field}: minst ett belopp kunde inte läsas, så summan {value} har inte prövats.",
            "Rätta de felaktiga raderna i försystemet.",
        ),
        en=(
            "The control sum could not be verified",
            "{field}: at least one amount could not be read, so the sum {value} was not verified.",
            "Correct the faulty lines in the feeder system.",
        ),
    ),
    code(
        "LAYOUT-GROUP-RETURNS",
        *_ERROR,
        sv=(
            "Rader som hör ihop står inte samlade",
            "Numret {value} kommer tillbaka efter rader med ett annat nummer.",
            "Sortera filen så att rader med samma nummer står intill varandra, eller ge de senare ett annat nummer.",
        ),
        en=(
            "Rows that belong together are apart",
            "The number {value} comes back after rows with another number.",
            "Sort the file so that rows with the same number stand together, or give the later ones another number.",
        ),
    ),
    code(
        "LAYOUT-GROUP-DIFFERS",
        *_PART,
        sv=(
            "Olika uppgifter på rader som hör ihop",
            "{field} är {value} på raden men {expected} på en tidigare rad om samma sak.",
            _CORRECT,
        ),
        en=(
            "Different values on rows that belong together",
            "{field} is {value} on the line but {expected} on an earlier line about the same thing.",
            _CORRECT_EN,
        ),
    ),
    code(
        "LAYOUT-PART-MISSING",
        *_ERROR,
        sv=(
            "En rad saknar det som den hör till",
            "Raden {value} står före den rad som börjar {expected}.",
            "Kontrollera att filens rader står i rätt ordning. " + _AGAIN,
        ),
        en=(
            "A line lacks what it belongs to",
            "The line {value} stands before the line that begins {expected}.",
            "Check that the lines of the file are in order. " + _AGAIN_EN,
        ),
    ),
    code(
        "LAYOUT-TEXT-CUT",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Texten har kortats",
            "{field}: texten är längre än {expected} tecken och har kortats i leveransen.",
            "Ingen åtgärd behövs om den kortade texten räcker. Skriv annars en kortare text i försystemet.",
        ),
        en=(
            "Text was cut",
            "{field}: the text is longer than {expected} characters and was cut in the delivery.",
            "Nothing needs doing if the cut text will do. Otherwise write a shorter text in the feeder system.",
        ),
    ),
)
