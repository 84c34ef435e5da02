"""Finding codes about a file as a whole: what can be said before its content is understood."""

from gateway.catalogue.code import Code, Scope, Severity, code

CODES: tuple[Code, ...] = (
    code(
        "FILE-EMPTY",
        Severity.FATAL,
        Scope.FILE,
        sv=("Tom fil", "Filen är tom (0 byte).", "Skapa filen på nytt i det sändande systemet och skicka den igen."),
        en=("Empty file", "The file is empty (0 bytes).", "Create the file again in the sending system and resend it."),
    ),
    code(
        "FILE-FORMAT-UNKNOWN",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Okänt filformat",
            "Filens innehåll börjar med {value} och liknar inget format som rutten tar emot.",
            "Kontrollera att rätt fil har lagts i rätt inkorg. Rutten tar emot: {expected}.",
        ),
        en=(
            "Unknown file format",
            "The file begins with {value} and is like no format that the route accepts.",
            "Check that the right file was put in the right inbox. The route accepts: {expected}.",
        ),
    ),
    code(
        "FILE-IS-WEB-PAGE",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Filen är en webbsida",
            "Filens innehåll är en webbsida ({value}), ofta ett felmeddelande som sparades i stället för filen.",
            "Hämta filen på nytt och öppna den i en textredigerare före sändning. Rutten tar emot: {expected}.",
        ),
        en=(
            "The file is a web page",
            "The content is a web page ({value}), often an error message that was saved in place of the file.",
            "Download the file again and look at it in a text editor before sending. The route accepts: {expected}.",
        ),
    ),
    code(
        "FILE-FORMAT-NOT-READ",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Filformatet läses inte",
            "Filen är {value}. Det formatet läses inte på någon rutt.",
            "Skapa filen på nytt i det sändande systemet, i ett format som rutten tar emot: {expected}.",
        ),
        en=(
            "The file format is not read",
            "The file is {value}. No route reads that format.",
            "Create the file again in the sending system, in a format that the route accepts: {expected}.",
        ),
    ),
    code(
        "FILE-FORMAT-WRONG-ROUTE",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Fel inkorg för filen",
            "Filen är av formatet {value}, men rutten tar emot {expected}.",
            "Lägg filen i den inkorg som tar emot formatet {value}.",
        ),
        en=(
            "Wrong inbox for the file",
            "The file is of the format {value}, but the route accepts {expected}.",
            "Put the file in the inbox that accepts the format {value}.",
        ),
    ),
    code(
        "FILE-FORMAT-AMBIGUOUS",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Filformatet är inte entydigt",
            "Filen passar in på flera format: {value}.",
            "Integrationspersonal: gör formaten i rutten åtskiljbara, pröva sedan med: gateway retry {file_id}.",
        ),
        en=(
            "Ambiguous file format",
            "The file fits more than one format: {value}.",
            "Integration staff: make the formats of the route distinguishable, then run: gateway retry {file_id}.",
        ),
    ),
    code(
        "FILE-CONTAINER-DAMAGED",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Avro-behållaren kan inte läsas",
            "Filen är skadad eller har ett annat schema: {value}",
            "Skapa filen på nytt. Integrationspersonal: jämför filens schema med docs/schemas.",
        ),
        en=(
            "The Avro container cannot be read",
            "The file is damaged or has another schema: {value}",
            "Create the file again. Integration staff: compare its schema with docs/schemas.",
        ),
    ),
    code(
        "FILE-TOO-LARGE",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "För stor fil",
            "Filen är {value} byte; rutten tar emot högst {expected} byte.",
            "Dela upp filen och skicka delarna, eller be integrationspersonal att höja limits i rutten.",
        ),
        en=(
            "File too large",
            "The file is {value} bytes; the route accepts at most {expected} bytes.",
            "Split the file and send the pieces, or ask integration staff to raise the limits of the route.",
        ),
    ),
    code(
        "FILE-NOT-REGULAR",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Inte en vanlig fil",
            "Posten i inkorgen är {value}, inte en vanlig fil. Den har inte lästs.",
            "Lägg själva filen i inkorgen, inte en länk, mapp eller enhet.",
        ),
        en=(
            "Not a regular file",
            "The entry in the inbox is {value}, not a regular file. It was not read.",
            "Put the file itself in the inbox, not a link, folder or device.",
        ),
    ),
    code(
        "FILE-DUPLICATE",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Filen är redan mottagen",
            "Samma innehåll togs emot {received} som {first_name} (fil-id {first_id}).",
            "Ingen åtgärd behövs om filen skickades två gånger av misstag. Ska den verkligen bokföras igen: skapa en "
            "ny fil i det sändande systemet.",
        ),
        en=(
            "The file was already received",
            "The same content was received {received} as {first_name} (file id {first_id}).",
            "Nothing needs doing if the file was sent twice by mistake. If it really must be booked again: create a "
            "new file in the sending system.",
        ),
    ),
    code(
        "FILE-POISON",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Filen har satts i karantän",
            "Behandlingen avbröts {value} gånger ({reason}). Originalet ligger kvar orört.",
            "Support: kontakta systemförvaltningen med fil-id {file_id}. Pröva igen med: gateway retry {file_id}.",
        ),
        en=(
            "The file was put in quarantine",
            "Processing broke off {value} times ({reason}). The original is kept untouched.",
            "Support: contact system management with the file id {file_id}. Try again with: gateway retry {file_id}.",
        ),
    ),
    code(
        "FILE-NOTHING-TO-DELIVER",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Inget att leverera",
            "Filen lästes utan fel men innehåller inga poster som ska levereras.",
            "Kontrollera urvalet i det sändande systemet. Är en tom leverans väntad behövs ingen åtgärd.",
        ),
        en=(
            "Nothing to deliver",
            "The file was read without errors but holds no records to deliver.",
            "Check the selection in the sending system. If an empty delivery was expected nothing needs doing.",
        ),
    ),
    code(
        "FILE-NOTHING-NEW",
        Severity.INFORMATION,
        Scope.FILE,
        sv=(
            "Inget nytt i filen",
            "Alla {value} betalningar i filen fanns redan i andra filer. Ingen importfil har skapats.",
            "Ingen åtgärd behövs. Vilka filer de fanns i står i listan.",
        ),
        en=(
            "Nothing new in the file",
            "All {value} payments of the file stood in other files already. No import file was made.",
            "Nothing needs doing. The list says in which files they stood.",
        ),
    ),
    code(
        "FILE-ENCODING",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Fel teckenkodning",
            "Filen kan inte läsas som {expected}: {value}.",
            "Skapa filen på nytt med teckenkodningen {expected}.",
        ),
        en=(
            "Wrong character encoding",
            "The file cannot be read as {expected}: {value}.",
            "Create the file again in the character encoding {expected}.",
        ),
    ),
    code(
        "FILE-TRUNCATED",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Filen är avhuggen",
            "Filen slutar innan {expected} har kommit.",
            "Skicka hela filen igen; kontrollera att överföringen blev klar.",
        ),
        en=(
            "The file is cut off",
            "The file ends before {expected}.",
            "Send the whole file again; check that the transfer was completed.",
        ),
    ),
    code(
        "FILE-SUPERSEDED",
        Severity.INFORMATION,
        Scope.FILE,
        sv=(
            "Filen ersätter en avvisad fil",
            "Filen är en rättad version av {first_id}.",
            "Ingen åtgärd behövs.",
        ),
        en=(
            "The file replaces a rejected one",
            "The file is a corrected version of {first_id}.",
            "Nothing needs doing.",
        ),
    ),
)
