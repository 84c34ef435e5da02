"""Finding codes about XML: what the secure parser refuses, and what a schema says."""

from gateway.catalogue.code import Code, Scope, Severity, code

_RESEND_SV = "Rätta i det sändande systemet och skicka filen igen."
_RESEND_EN = "Correct it in the sending system and send the file again."

CODES: tuple[Code, ...] = (
    code(
        "XML-MALFORMED",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Filen är inte giltig XML",
            "Filen går inte att läsa som XML: {value}.",
            "Skapa filen på nytt i det sändande systemet. Är filen avhuggen: kontrollera överföringen.",
        ),
        en=(
            "The file is not well-formed XML",
            "The file cannot be read as XML: {value}.",
            "Create the file again in the sending system. If it is cut off: check the transfer.",
        ),
    ),
    code(
        "XML-DOCTYPE",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "XML med DOCTYPE tas inte emot",
            "Filen har en dokumenttypsdeklaration (DOCTYPE {value}). Sådana nekas av säkerhetsskäl.",
            "Be avsändaren att skapa filen utan DOCTYPE.",
        ),
        en=(
            "XML with a DOCTYPE is not accepted",
            "The file has a document type declaration (DOCTYPE {value}). These are refused for safety.",
            "Ask the sender to create the file without a DOCTYPE.",
        ),
    ),
    code(
        "XML-ENCODING",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "XML-filens teckenkodning stöds inte",
            "Filen anger teckenkodningen {value}.",
            "Skapa filen på nytt med någon av: {expected}.",
        ),
        en=(
            "The character encoding of the XML file is not supported",
            "The file states the character encoding {value}.",
            "Create the file again in one of: {expected}.",
        ),
    ),
    code(
        "XML-TOO-DEEP",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "XML-filen har för många nivåer",
            "Elementen är inneslutna i varandra i fler än {expected} nivåer.",
            "Kontrollera att rätt fil har skickats. Inget känt format har så många nivåer.",
        ),
        en=(
            "The XML file has too many levels",
            "Elements are nested more than {expected} levels deep.",
            "Check that the right file was sent. No known format has that many levels.",
        ),
    ),
    code(
        "XML-TOO-LARGE",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "XML-filen är för stor",
            "Filen är {value} byte; formatet läses upp till {expected} byte.",
            "Skicka bilagorna för sig, eller dela upp filen.",
        ),
        en=(
            "The XML file is too large",
            "The file is {value} bytes; this format is read up to {expected} bytes.",
            "Send the attachments separately, or split the file.",
        ),
    ),
    code(
        "XML-SCHEMA-ROOT",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Fel rotelement",
            "Elementet {value} är inte något som schemat känner.",
            "Kontrollera att rätt slags fil har skickats.",
        ),
        en=(
            "Wrong root element",
            "The schema does not know the element {value}.",
            "Check that the right kind of file was sent.",
        ),
    ),
    code(
        "XML-SCHEMA-ELEMENT-MISSING",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Element saknas",
            "I {value} saknas ett element. Här väntades {expected}.",
            "Lägg till det som saknas. " + _RESEND_SV,
        ),
        en=(
            "Element missing",
            "An element is missing in {value}. Expected here: {expected}.",
            "Add what is missing. " + _RESEND_EN,
        ),
    ),
    code(
        "XML-SCHEMA-ELEMENT-UNEXPECTED",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Oväntat element",
            "Elementet {value} får inte stå här. Här väntades {expected}.",
            "Kontrollera stavning och ordning, och att inget element före det saknas. " + _RESEND_SV,
        ),
        en=(
            "Unexpected element",
            "The element {value} may not stand here. Expected here: {expected}.",
            "Check spelling and order, and that no element before it is missing. " + _RESEND_EN,
        ),
    ),
    code(
        "XML-SCHEMA-VALUE",
        Severity.FATAL,
        Scope.FILE,
        sv=("Otillåtet värde", "Värdet ”{value}” är inte tillåtet. Väntat: {expected}.", _RESEND_SV),
        en=("Value not allowed", "The value “{value}” is not allowed. Expected: {expected}.", _RESEND_EN),
    ),
    code(
        "XML-SCHEMA-ATTRIBUTE",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Fel i attribut",
            "Fel på attributet {value}: {expected}.",
            _RESEND_SV,
        ),
        en=("Wrong attribute", "The attribute {value} is missing or not allowed ({expected}).", _RESEND_EN),
    ),
    code(
        "XML-SCHEMA-STRUCTURE",
        Severity.FATAL,
        Scope.FILE,
        sv=("Filen följer inte schemat", "Schemat säger: {value}.", _RESEND_SV),
        en=("The file does not follow the schema", "The schema says: {value}.", _RESEND_EN),
    ),
    code(
        "XML-SCHEMA-MORE",
        Severity.INFORMATION,
        Scope.FILE,
        sv=(
            "Fler fel finns",
            "Schemakontrollen gav {value} anmärkningar; de första {expected} visas.",
            "Rätta de som visas först; ofta försvinner då de övriga.",
        ),
        en=(
            "There are more errors",
            "The schema check gave {value} remarks; the first {expected} are shown.",
            "Correct those shown first; the others often go away with them.",
        ),
    ),
    code(
        "XML-ENVELOPE-STANDARD",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Kuvertet beskriver ett annat dokument",
            "Kuvertet (SBDH) anger {value} men innehåller {expected}. Innehållet gäller.",
            "Ingen åtgärd för denna fil. Tala om felet för avsändarens operatör om det upprepas.",
        ),
        en=(
            "The envelope describes another document",
            "The envelope (SBDH) states {value} but holds {expected}. The content counts.",
            "Nothing to do for this file. Tell the sender's operator if it happens again.",
        ),
    ),
    code(
        "XML-ENVELOPE-EMPTY",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Kuvertet är tomt",
            "I kuvertet finns inget dokument.",
            "Be avsändaren att skicka filen igen med fakturan i kuvertet.",
        ),
        en=(
            "The envelope is empty",
            "There is no document in the envelope.",
            "Ask the sender to send the file again with the invoice in the envelope.",
        ),
    ),
    code(
        "XML-ENVELOPE-ATTACHMENTS-ALONE",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Bilagor utan faktura",
            "Filen har {value} bilagekuvert (ObjectEnvelope) men ingen faktura som de hör till.",
            "Be avsändaren att skicka fakturan och dess bilagor i samma fil.",
        ),
        en=(
            "Attachments without an invoice",
            "The file has {value} attachment envelopes (ObjectEnvelope) but no invoice that they belong to.",
            "Ask the sender to send the invoice and its attachments in one file.",
        ),
    ),
)
