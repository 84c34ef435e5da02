"""Finding codes: spreadsheets and XML documents, read by layout specs."""

from gateway.catalogue.code import Code, Scope, Severity, code

_PART = (Severity.ERROR, Scope.PART)
_ERROR = (Severity.ERROR, Scope.FILE)
_FATAL = (Severity.FATAL, Scope.FILE)
_WARNING = (Severity.WARNING, Scope.FILE)

_AGAIN = "Spara filen på nytt som Excel-arbetsbok (.xlsx) och skicka den igen."
_AGAIN_EN = "Save the file again as an Excel workbook (.xlsx) and resend it."
_LOOK = (
    "Kontrollera att det bara är de synliga uppgifterna som ska tas emot. Ta annars bort resten och skicka filen igen."
)
_LOOK_EN = "Check that only what is visible is meant to be read. Otherwise remove the rest and resend the file."
_ELEMENT = "Rätta filen i det sändande systemet och skicka den igen."
_ELEMENT_EN = "Correct the file in the sending system and resend it."

CODES: tuple[Code, ...] = (
    code(
        "SHEET-NOT-WORKBOOK",
        *_FATAL,
        sv=("Filen är ingen Excel-arbetsbok", "Filen är ett arkiv men ingen Excel-arbetsbok (.xlsx).", _AGAIN),
        en=("Not an Excel workbook", "The file is an archive but no Excel workbook (.xlsx).", _AGAIN_EN),
    ),
    code(
        "SHEET-DAMAGED",
        *_FATAL,
        sv=("Arbetsboken är skadad", "Arbetsboken går inte att läsa: {value}.", _AGAIN),
        en=("The workbook is damaged", "The workbook cannot be read: {value}.", _AGAIN_EN),
    ),
    code(
        "SHEET-OLD",
        *_FATAL,
        sv=("Gammalt Excel-format", "Filen är en arbetsbok i Excels gamla format (.xls).", _AGAIN),
        en=("Old Excel format", "The file is a workbook in Excel's old format (.xls).", _AGAIN_EN),
    ),
    code(
        "SHEET-PROTECTED",
        *_FATAL,
        sv=(
            "Arbetsboken har lösenord",
            "Arbetsboken är skyddad med lösenord och går inte att läsa.",
            "Ta bort lösenordet (Arkiv, Info, Skydda arbetsbok), spara och skicka filen igen.",
        ),
        en=(
            "The workbook has a password",
            "The workbook is protected by a password and cannot be read.",
            "Remove the password (File, Info, Protect Workbook), save and resend the file.",
        ),
    ),
    code(
        "SHEET-MACRO",
        *_FATAL,
        sv=("Arbetsboken har makron", "Arbetsböcker med makron (.xlsm) nekas av säkerhetsskäl.", _AGAIN),
        en=("The workbook has macros", "Workbooks with macros (.xlsm) are refused for safety.", _AGAIN_EN),
    ),
    code(
        "SHEET-BOMB",
        *_FATAL,
        sv=(
            "Arbetsboken är orimligt hårt packad",
            "Arbetsboken rymmer {value} byte uppackad, gränsen är {expected}.",
            "Dela upp filen, eller ta bort tomma rader och formatering, och skicka den igen.",
        ),
        en=(
            "The workbook is packed too hard",
            "The workbook holds {value} bytes unpacked; the limit is {expected}.",
            "Split the file, or remove empty rows and formatting, and resend it.",
        ),
    ),
    code(
        "SHEET-MISSING",
        *_FATAL,
        sv=("Bladet saknas", "Arbetsboken har inget synligt blad {value}. Bladen är: {expected}.", _AGAIN),
        en=(
            "The sheet is missing",
            "The workbook has no visible sheet {value}. The sheets are: {expected}.",
            _AGAIN_EN,
        ),
    ),
    code(
        "SHEET-FORMULA",
        *_ERROR,
        sv=(
            "Formler i arbetsboken",
            "Cellen {cell} har en formel ({value}). Fler formler kan finnas i kolumnen.",
            "Kopiera kolumnen, klistra in den som värden och skicka filen igen.",
        ),
        en=(
            "Formulas in the workbook",
            "The cell {cell} has a formula ({value}). There may be more in the column.",
            "Copy the column, paste it as values and resend the file.",
        ),
    ),
    code(
        "SHEET-MERGED",
        *_ERROR,
        sv=(
            "Sammanslagna celler",
            "Cellerna {value} är sammanslagna. Det går inte att veta vilka rader värdet gäller.",
            "Dela cellerna, fyll i värdet på varje rad och skicka filen igen.",
        ),
        en=(
            "Merged cells",
            "The cells {value} are merged. Which rows the value is for cannot be known.",
            "Split the cells, fill in the value on each row and resend the file.",
        ),
    ),
    code(
        "SHEET-CELL-ERROR",
        *_PART,
        sv=(
            "Cellen visar ett fel",
            "{field}: cellen har felvärdet {value}.",
            "Rätta cellen och skicka filen igen.",
        ),
        en=(
            "The cell shows an error",
            "{field}: the cell has the error value {value}.",
            "Correct the cell and resend.",
        ),
    ),
    code(
        "SHEET-CELL-KIND",
        *_PART,
        sv=(
            "Fel sorts värde i cellen",
            "{field}: cellen är formaterad som datum, tid eller sant/falskt ({value}) men ska vara {expected}.",
            "Formatera kolumnen som text eller tal, skriv in värdet på nytt och skicka filen igen.",
        ),
        en=(
            "Wrong kind of value in the cell",
            "{field}: the cell is formatted as a date, time or true/false ({value}) but must be {expected}.",
            "Format the column as text or number, enter the value again and resend the file.",
        ),
    ),
    code(
        "SHEET-DATE-NUMBER",
        *_PART,
        sv=(
            "Datum som tal",
            "{field}: cellen är talet {value} utan datumformat. Det kan vara vilket datum som helst.",
            "Formatera kolumnen som datum, kontrollera datumen och skicka filen igen.",
        ),
        en=(
            "Date as a number",
            "{field}: the cell is the number {value} without a date format. It could be any date.",
            "Format the column as dates, check the dates and resend the file.",
        ),
    ),
    code(
        "SHEET-CODE-NUMBER",
        *_PART,
        sv=(
            "Kod som har blivit ett tal",
            "{field}: cellen är talet {value}. Nollor eller siffror kan ha gått förlorade.",
            "Formatera kolumnen som text, skriv in hela värdet ({expected}) och skicka filen igen.",
        ),
        en=(
            "A code that has become a number",
            "{field}: the cell is the number {value}. Zeros or digits may have been lost.",
            "Format the column as text, enter the whole value ({expected}) and resend the file.",
        ),
    ),
    code(
        "SHEET-CELL-BEYOND",
        *_PART,
        sv=(
            "Värde utanför kolumnerna",
            "Raden har ett värde utanför kolumnerna: {value}.",
            "Ta bort värdet, eller flytta det till rätt kolumn, och skicka filen igen.",
        ),
        en=(
            "A value beyond the columns",
            "The row has a value beyond the columns: {value}.",
            "Remove the value, or move it to its column, and resend the file.",
        ),
    ),
    code(
        "SHEET-OTHER-SHEETS",
        *_WARNING,
        sv=("Fler blad med uppgifter", "Bara bladet {expected} har lästs. Uppgifter finns också på: {value}.", _LOOK),
        en=("More sheets with data", "Only the sheet {expected} was read. There is data on {value} too.", _LOOK_EN),
    ),
    code(
        "SHEET-HIDDEN-SHEETS",
        *_WARNING,
        sv=("Dolda blad med uppgifter", "Uppgifter finns på dolda blad: {value}.", _LOOK),
        en=("Hidden sheets with data", "There is data on hidden sheets: {value}.", _LOOK_EN),
    ),
    code(
        "SHEET-HIDDEN-ROWS",
        *_WARNING,
        sv=("Dolda rader", "Dolda rader har lästs: {value}. Den första är rad {expected}.", _LOOK),
        en=("Hidden rows", "Hidden rows were read: {value}. The first is row {expected}.", _LOOK_EN),
    ),
    code(
        "SHEET-HIDDEN-COLUMNS",
        *_WARNING,
        sv=("Dolda kolumner", "Dolda kolumner med uppgifter har lästs: {value}.", _LOOK),
        en=("Hidden columns", "Hidden columns with data were read: {value}.", _LOOK_EN),
    ),
    code(
        "SHEET-LINKS",
        *_WARNING,
        sv=(
            "Länkar till andra arbetsböcker",
            "Arbetsboken hämtar uppgifter ur andra arbetsböcker. De hämtas inte på nytt.",
            "Kontrollera att värdena är aktuella.",
        ),
        en=(
            "Links to other workbooks",
            "The workbook takes data from other workbooks. It is not fetched again.",
            "Check that the values are up to date.",
        ),
    ),
    code(
        "LAYOUT-ELEMENT-UNKNOWN",
        *_ERROR,
        sv=("Okänt element", "Filen har {value}, som layouten inte känner.", _ELEMENT),
        en=("Unknown element", "The file has {value}, which the layout does not know.", _ELEMENT_EN),
    ),
    code(
        "LAYOUT-ELEMENT-LATE",
        *_ERROR,
        sv=("Elementet står för sent", "{value} står efter poster som hör till samma {expected}.", _ELEMENT),
        en=("The element comes too late", "{value} stands after records within the same {expected}.", _ELEMENT_EN),
    ),
    code(
        "LAYOUT-ELEMENT-TWICE",
        *_ERROR,
        sv=("Elementet står flera gånger", "{value} står flera gånger i samma {expected}.", _ELEMENT),
        en=("The element stands more than once", "{value} stands more than once in the same {expected}.", _ELEMENT_EN),
    ),
)
