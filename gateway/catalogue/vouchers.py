"""Finding codes about vouchers: the SIE format, and the coding that the ledger demands."""

from gateway.catalogue.code import Code, Scope, Severity, code

_SIE: tuple[Code, ...] = (
    code(
        "SIE-ALREADY-IMPORTED",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "SIE-filen är redan inläst",
            "#FLAGGA är {value}. Ett annat program har redan läst in filen.",
            (
                "Skapa en ny fil i försystemet, där #FLAGGA är 0. Kontrollera först att verifikationerna "
                "inte redan är bokförda."
            ),
        ),
        en=(
            "The SIE file was already imported",
            "#FLAGGA is {value}. Another program has already imported the file.",
            (
                "Create a new file in the feeder system, where #FLAGGA is 0. First check that the vouchers "
                "are not booked."
            ),
        ),
    ),
    code(
        "SIE-TYPE-NOT-SUPPORTED",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "SIE-typ utan verifikationer",
            "Filen är SIE typ {value}. Bara typ 4 innehåller verifikationer.",
            "Välj SIE typ 4 (4I eller 4E) när filen skapas i försystemet.",
        ),
        en=(
            "SIE type without vouchers",
            "The file is SIE type {value}. Only type 4 holds vouchers.",
            "Choose SIE type 4 (4I or 4E) when the file is made in the feeder system.",
        ),
    ),
    code(
        "SIE-TYPE-MISSING",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "#SIETYP saknas",
            (
                "Filen säger inte vilken SIE-typ den är. Utan #SIETYP räknas den som typ 1, som saknar "
                "verifikationer."
            ),
            "Lägg till raden #SIETYP 4 i försystemets SIE-export, eller byt till en export av typ 4.",
        ),
        en=(
            "#SIETYP is missing",
            (
                "The file does not say which SIE type it is. Without #SIETYP it counts as type 1, which has "
                "no vouchers."
            ),
            "Add the line #SIETYP 4 to the feeder system's SIE export, or change to an export of type 4.",
        ),
    ),
    code(
        "SIE-ENCODING",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "SIE-filen har annan teckenkodning än PC8",
            "SIE ska skrivas i {expected}, men filen är skriven i {value}. Den har lästs som {value}.",
            "Kontrollera å, ä och ö i texterna. Be försystemets leverantör att skriva filen i {expected}.",
        ),
        en=(
            "The SIE file is not in PC8",
            "SIE must be written in {expected}, but the file is written in {value}. It was read as {value}.",
            (
                "Check å, ä and ö in the texts. Ask the feeder system's supplier to write the file in "
                "{expected}."
            ),
        ),
    ),
    code(
        "SIE-CHECKSUM-WRONG",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Kontrollsumman stämmer inte",
            "#KSUMMA är {value}, men innehållet ger {expected}. Filen har ändrats eller skadats.",
            (
                "Skicka en ny, orörd fil från försystemet. En SIE-fil med kontrollsumma får inte ändras för "
                "hand."
            ),
        ),
        en=(
            "The control sum is wrong",
            "#KSUMMA is {value}, but the content gives {expected}. The file was changed or damaged.",
            (
                "Send a new, untouched file from the feeder system. A SIE file with a control sum must not "
                "be edited by hand."
            ),
        ),
    ),
    code(
        "SIE-STRUCTURE",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "SIE-filens uppbyggnad är fel",
            "{value} står på fel ställe. Där väntades {expected}.",
            "Skapa filen på nytt i försystemet. Är felet kvar: felanmäl till försystemets leverantör.",
        ),
        en=(
            "The structure of the SIE file is wrong",
            "{value} stands in the wrong place. Expected there: {expected}.",
            (
                "Create the file again in the feeder system. If the fault remains, report it to the system's "
                "supplier."
            ),
        ),
    ),
    code(
        "SIE-LINE-TOO-LONG",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "För lång rad i SIE-filen",
            "Raden är längre än {expected} byte. Troligen saknar filen radslut.",
            "Skapa filen på nytt i försystemet och skicka den utan att öppna den i ett annat program.",
        ),
        en=(
            "Line too long in the SIE file",
            "The line is longer than {expected} bytes. The file probably has no line ends.",
            "Create the file again in the feeder system and send it without opening it in another program.",
        ),
    ),
    code(
        "SIE-SYNTAX",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Raden kan inte tolkas",
            "Raden har ett citattecken eller en klammerparentes som inte stängs.",
            'Rätta texten i försystemet. Citattecken inne i en text ska skrivas \\".',
        ),
        en=(
            "The line cannot be understood",
            "The line has a quotation mark or brace that is not closed.",
            'Correct the text in the feeder system. A quotation mark inside a text is written \\".',
        ),
    ),
    code(
        "SIE-DATE-INVALID",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Ogiltigt datum",
            "Datumet ”{value}” är inte ett riktigt datum skrivet {expected}.",
            "Rätta datumet i försystemet och skicka verifikationen igen.",
        ),
        en=(
            "Invalid date",
            "The date “{value}” is not a real date written {expected}.",
            "Correct the date in the feeder system and send the voucher again.",
        ),
    ),
    code(
        "SIE-AMOUNT-INVALID",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Ogiltigt belopp",
            "Beloppet ”{value}” går inte att läsa. Så ska det skrivas: {expected}.",
            (
                "Rätta beloppet i försystemet: punkt före ören, högst två decimaler, inga mellanslag, minus "
                "för kredit."
            ),
        ),
        en=(
            "Invalid amount",
            "The amount “{value}” cannot be read. It is to be written: {expected}.",
            (
                "Correct the amount in the feeder system: a point before öre, at most two decimals, minus "
                "for credit."
            ),
        ),
    ),
    code(
        "SIE-QUANTITY-INVALID",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Ogiltig kvantitet",
            "Kvantiteten ”{value}” är inte ett tal.",
            "Rätta kvantiteten i försystemet, eller lämna fältet tomt.",
        ),
        en=(
            "Invalid quantity",
            "The quantity “{value}” is not a number.",
            "Correct the quantity in the feeder system, or leave the field empty.",
        ),
    ),
    code(
        "SIE-ACCOUNT-INVALID",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Ogiltigt kontonummer",
            "Kontot ”{value}” är inte ett kontonummer. Ett konto skrivs med enbart siffror.",
            "Rätta kontot i försystemet och skicka verifikationen igen.",
        ),
        en=(
            "Invalid account number",
            "The account “{value}” is not an account number. An account is written in digits only.",
            "Correct the account in the feeder system and send the voucher again.",
        ),
    ),
    code(
        "SIE-OBJECT-LIST-INVALID",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Ogiltig objektlista",
            (
                "Objektlistan är ”{value}”. Den ska stå inom klammer, som par av dimension och objekt: "
                "{expected}."
            ),
            "Rätta koddelarna på raden i försystemet och skicka verifikationen igen.",
        ),
        en=(
            "Invalid object list",
            (
                "The object list is “{value}”. It must stand in braces, as pairs of dimension and object: "
                "{expected}."
            ),
            "Correct the coding of the row in the feeder system and send the voucher again.",
        ),
    ),
    code(
        "SIE-HEADER-IGNORED",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Uppgift i filhuvudet kunde inte användas",
            "{value} är inte {expected}. Uppgiften har hoppats över.",
            (
                "Ingen åtgärd behövs för bokföringen. Rätta uppgiften i försystemets inställningar vid "
                "tillfälle."
            ),
        ),
        en=(
            "A statement in the file header could not be used",
            "{value} is not {expected}. The statement was skipped.",
            (
                "Nothing needs doing for the booking. Correct it in the feeder system's settings when "
                "convenient."
            ),
        ),
    ),
)

_RULES: tuple[Code, ...] = (
    code(
        "VOUCHER-UNBALANCED",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Verifikationen balanserar inte",
            "Debet minus kredit är {value} kronor i {about}. Skillnaden ska vara {expected}.",
            "Rätta raderna i försystemet så att debet och kredit blir lika, och skicka verifikationen igen.",
        ),
        en=(
            "The voucher does not balance",
            "Debit minus credit is {value} kronor in {about}. The difference must be {expected}.",
            "Correct the rows in the feeder system so that debit equals credit, and send the voucher again.",
        ),
    ),
    code(
        "VOUCHER-WITHOUT-ROWS",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Verifikationen saknar rader",
            "Det finns inga konteringsrader i {about}.",
            "Ta bort den tomma verifikationen i försystemet, eller lägg till raderna och skicka den igen.",
        ),
        en=(
            "The voucher has no rows",
            "There are no rows in {about}.",
            "Remove the empty voucher in the feeder system, or add the rows and send it again.",
        ),
    ),
    code(
        "VOUCHER-CURRENCY",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Fel valuta",
            "Filen är i {value}, men ekonomisystemet bokför i {expected}.",
            "Skapa filen på nytt i försystemet med belopp i {expected}.",
        ),
        en=(
            "Wrong currency",
            "The file is in {value}, but the ledger books in {expected}.",
            "Create the file again in the feeder system with amounts in {expected}.",
        ),
    ),
    code(
        "VOUCHER-PERIOD-CLOSED",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Perioden är stängd",
            "Verifikationsdatum {value} hör till perioden {period}, som inte är öppen för bokföring.",
            (
                "Ändra datumet i {about} till en öppen period, eller be redovisningen att öppna perioden "
                "{period}."
            ),
        ),
        en=(
            "The period is closed",
            "The voucher date {value} belongs to the period {period}, which is not open for booking.",
            "Change the date of {about} to an open period, or ask accounting to open the period {period}.",
        ),
    ),
    code(
        "VOUCHER-ACCOUNT-UNKNOWN",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Okänt konto",
            "Kontot {value} finns inte i kontoplanen.",
            (
                "Byt till ett konto i kontoplanen i försystemet. Är kontot nytt: be redovisningen att lägga "
                "upp det."
            ),
        ),
        en=(
            "Unknown account",
            "The account {value} is not in the chart of accounts.",
            "Change to an account of the chart in the feeder system. If it is new, ask accounting to add it.",
        ),
    ),
    code(
        "VOUCHER-ACCOUNT-NOT-VALID",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Kontot gäller inte på verifikationsdatum",
            "Kontot {value} finns i kontoplanen men gäller inte den {date}.",
            (
                "Byt konto eller verifikationsdatum i försystemet. Fråga redovisningen om vilket konto som "
                "gäller."
            ),
        ),
        en=(
            "The account is not valid on the voucher date",
            "The account {value} is in the chart of accounts but is not valid on {date}.",
            (
                "Change the account or the voucher date in the feeder system. Ask accounting which account "
                "applies."
            ),
        ),
    ),
    code(
        "VOUCHER-DIMENSION-UNKNOWN",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Okänd koddel",
            "Värdet {value} finns inte i koddelen {dimension}, eller gäller inte den {date}.",
            "Byt till ett giltigt värde i försystemet. Är värdet nytt: be redovisningen att lägga upp det.",
        ),
        en=(
            "Unknown coding value",
            "The value {value} is not in the dimension {dimension}, or is not valid on {date}.",
            "Change to a valid value in the feeder system. If the value is new, ask accounting to add it.",
        ),
    ),
    code(
        "VOUCHER-DIMENSION-REQUIRED",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Koddel saknas",
            "Kontot {account} kräver koddelen {expected}, men raden saknar den.",
            "Lägg till koddelen {expected} på raden i försystemet och skicka verifikationen igen.",
        ),
        en=(
            "Coding dimension missing",
            "The account {account} requires the dimension {expected}, but the row lacks it.",
            "Add the dimension {expected} to the row in the feeder system and send the voucher again.",
        ),
    ),
    code(
        "VOUCHER-DIMENSION-NOT-ALLOWED",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Koddelen får inte användas på kontot",
            "Kontot {account} får inte ha koddelen {dimension}, men raden har värdet {value}.",
            "Ta bort koddelen {dimension} från raden i försystemet, eller byt konto.",
        ),
        en=(
            "The dimension is not allowed on the account",
            (
                "The account {account} must not have the dimension {dimension}, but the row has the value "
                "{value}."
            ),
            "Remove the dimension {dimension} from the row in the feeder system, or change the account.",
        ),
    ),
    code(
        "VOUCHER-DIMENSION-TWICE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Koddelen står två gånger på raden",
            "Koddelen {dimension} har mer än ett värde på samma rad: {value}.",
            "Dela upp raden i försystemet, så att varje rad har ett värde per koddel.",
        ),
        en=(
            "The dimension stands twice on the row",
            "The dimension {dimension} has more than one value on the same row: {value}.",
            "Split the row in the feeder system, so that each row has one value per dimension.",
        ),
    ),
    code(
        "VOUCHER-VAT-CODE-UNKNOWN",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Okänd momskod",
            "Momskoden {value} finns inte, eller gäller inte den {date}.",
            "Byt till en giltig momskod i försystemet och skicka verifikationen igen.",
        ),
        en=(
            "Unknown VAT code",
            "The VAT code {value} does not exist, or is not valid on {date}.",
            "Change to a valid VAT code in the feeder system and send the voucher again.",
        ),
    ),
    code(
        "VOUCHER-VAT-CODE-REQUIRED",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Momskod saknas",
            "Kontot {account} kräver momskod, men raden saknar den.",
            "Lägg till momskod på raden i försystemet och skicka verifikationen igen.",
        ),
        en=(
            "VAT code missing",
            "The account {account} requires a VAT code, but the row lacks it.",
            "Add a VAT code to the row in the feeder system and send the voucher again.",
        ),
    ),
    code(
        "VOUCHER-VAT-CODE-NOT-ALLOWED",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Momskod får inte användas på kontot",
            "Kontot {account} får inte ha momskod, men raden har {value}.",
            "Ta bort momskoden från raden i försystemet, eller byt konto.",
        ),
        en=(
            "No VAT code is allowed on the account",
            "The account {account} must not have a VAT code, but the row has {value}.",
            "Remove the VAT code from the row in the feeder system, or change the account.",
        ),
    ),
)

CODES: tuple[Code, ...] = _SIE + _RULES
