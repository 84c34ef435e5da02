"""Finding codes about translation: a value of the file that a mapping cannot bring into the target file."""

from gateway.catalogue.code import Code, Scope, Severity, code

CODES: tuple[Code, ...] = (
    code(
        "MAPPING-REGISTER-ROW-MISSING",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Värdet saknas i registret",
            "Registret {register} har ingen rad för {value} som gäller {day}. Den behövs för fältet {field}.",
            "Integrationspersonal: lägg till {value} i registret {register}. Är värdet fel i "
            "filen: låt avsändaren rätta det. Skicka sedan filen igen.",
        ),
        en=(
            "The value is not in the register",
            "Register {register} has no row for {value} that is valid on {day}. It is needed for the field {field}.",
            "Integration staff: add {value} to the register {register}. If the value is wrong in "
            "the file: have the sender correct it. Then send the file again.",
        ),
    ),
    code(
        "MAPPING-VALUE-MISSING",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Ett värde som behövs saknas",
            "Fältet {field} i posten {record} måste ha ett värde, men det blev tomt.",
            "Komplettera uppgiften i det sändande systemet och skicka filen igen.",
        ),
        en=(
            "A needed value is missing",
            "The field {field} of the record {record} must have a value, but it is blank.",
            "Add the value in the sending system and send the file again.",
        ),
    ),
    code(
        "MAPPING-VALUE-UNWRITABLE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Värdet kan inte skrivas i målfilen",
            "Värdet {value} kan inte skrivas i fältet {field}. Fältet tar emot: {expected}.",
            "Rätta värdet i det sändande systemet och skicka filen igen. Är värdet rätt: be "
            "integrationspersonal ändra mappningen.",
        ),
        en=(
            "The value cannot be written to the target file",
            "The value {value} cannot be written to the field {field}. The field takes: {expected}.",
            "Correct the value in the sending system and send the file again. If the value is "
            "right: ask integration staff to change the mapping.",
        ),
    ),
    code(
        "MAPPING-NOT-A-NUMBER",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Värdet är inte ett tal",
            "Värdet {value} skulle användas som tal i fältet {field}, men är inget tal.",
            "Rätta värdet i det sändande systemet och skicka filen igen.",
        ),
        en=(
            "The value is not a number",
            "The value {value} was to be used as a number in the field {field}, but is none.",
            "Correct the value in the sending system and send the file again.",
        ),
    ),
    code(
        "MAPPING-DIVISION-BY-ZERO",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Division med noll",
            "Fältet {field} kunde inte räknas ut: {value} skulle delas med noll ({expression}).",
            "Integrationspersonal: låt mappningen pröva att talet inte är noll. Kontrollera annars uppgiften i filen.",
        ),
        en=(
            "Division by zero",
            "The field {field} could not be calculated: {value} was to be divided by zero ({expression}).",
            "Integration staff: have the mapping test that the number is not zero. Otherwise check "
            "the value in the file.",
        ),
    ),
    code(
        "MAPPING-CALCULATION",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Ett värde kunde inte räknas ut",
            "Fältet {field} kunde inte räknas ut med {expression}: {value}",
            "Kontrollera belopp och datum i filen. Är de rätta: be integrationspersonal se över mappningen.",
        ),
        en=(
            "A value could not be calculated",
            "The field {field} could not be calculated by {expression}: {value}",
            "Check amounts and dates in the file. If they are right: ask integration staff to look at the mapping.",
        ),
    ),
    code(
        "MAPPING-TEXT-TOO-LONG",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Orimligt lång text",
            "Texten för fältet {field} blev {value} tecken; högst {expected} är tillåtet.",
            "Korta texten i det sändande systemet och skicka filen igen.",
        ),
        en=(
            "Unreasonably long text",
            "The text for the field {field} became {value} characters; at most {expected} are allowed.",
            "Shorten the text in the sending system and send the file again.",
        ),
    ),
    code(
        "MAPPING-SPLIT-BLANK",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Det går inte att avgöra vilken fil posten hör till",
            "Utdata delas upp efter {expression}, som inte gav något värde för den här posten.",
            "Integrationspersonal: komplettera registret eller mappningen så att alla poster får ett värde. Skicka "
            "sedan filen igen.",
        ),
        en=(
            "It cannot be told which file the record belongs to",
            "The output is split by {expression}, which gave no value for this record.",
            "Integration staff: complete the register or the mapping so that every record gets a value. Then send the "
            "file again.",
        ),
    ),
    code(
        "MAPPING-SPLIT-TOO-MANY",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Utdata delas i för många filer",
            "{value} skulle bli en fil till, men mappningen tillåter {expected}.",
            "Integrationspersonal: kontrollera vad utdata delas upp efter, eller höj split.most i mappningen.",
        ),
        en=(
            "The output is split into too many files",
            "{value} would be one more file, but the mapping allows {expected}.",
            "Integration staff: check what the output is split by, or raise split.most in the mapping.",
        ),
    ),
    code(
        "MAPPING-SPLIT-NAMES",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Två utfiler får samma namn",
            "Både {value} och {expected} ger filnamnet {file}.",
            "Integrationspersonal: dela upp efter ett värde som skiljer sig åt i bokstäver och siffror.",
        ),
        en=(
            "Two output files get the same name",
            "Both {value} and {expected} give the file name {file}.",
            "Integration staff: split by a value that differs in letters and digits.",
        ),
    ),
    code(
        "MAPPING-OTHER-MESSAGE",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Mappningen är gjord för ett annat slags fil",
            "Mappningen {mapping} översätter meddelanden av slaget {expected}, men filen innehåller {value}.",
            "Integrationspersonal: välj en mappning för det slag av fil som kom, eller ändra vilka format rutten tar "
            "emot. Skicka sedan filen igen.",
        ),
        en=(
            "The mapping is made for another kind of file",
            "The mapping {mapping} translates messages of the kind {expected}, but the file holds {value}.",
            "Integration staff: choose a mapping for the kind of file that came, or change which formats the route "
            "accepts. Then send the file again.",
        ),
    ),
    code(
        "MAPPING-OUTER-PART-MISSING",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Överordnad post saknas",
            "Posten kan inte översättas, eftersom {expected} före den saknas eller har avvisats.",
            "Rätta först felen om den överordnade posten och skicka filen igen.",
        ),
        en=(
            "The outer part is missing",
            "The part cannot be translated, because {expected} before it is missing or was rejected.",
            "First correct the errors about the outer part, then send the file again.",
        ),
    ),
)
