"""Finding codes about SIE files. They are part of the voucher family: see `gateway.catalogue.vouchers`."""

from gateway.catalogue.code import Code, Scope, Severity, code

CODES: tuple[Code, ...] = (
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
            ("Filen säger inte vilken SIE-typ den är. Utan #SIETYP räknas den som typ 1, som saknar verifikationer."),
            "Lägg till raden #SIETYP 4 i försystemets SIE-export, eller byt till en export av typ 4.",
        ),
        en=(
            "#SIETYP is missing",
            ("The file does not say which SIE type it is. Without #SIETYP it counts as type 1, which has no vouchers."),
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
            ("Check å, ä and ö in the texts. Ask the feeder system's supplier to write the file in {expected}."),
        ),
    ),
    code(
        "SIE-CHECKSUM-WRONG",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Kontrollsumman stämmer inte",
            "#KSUMMA är {value}, men innehållet ger {expected}. Filen har ändrats eller skadats.",
            ("Skicka en ny, orörd fil från försystemet. En SIE-fil med kontrollsumma får inte ändras för hand."),
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
            ("Create the file again in the feeder system. If the fault remains, report it to the system's supplier."),
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
            ("Rätta beloppet i försystemet: punkt före ören, högst två decimaler, inga mellanslag, minus för kredit."),
        ),
        en=(
            "Invalid amount",
            "The amount “{value}” cannot be read. It is to be written: {expected}.",
            ("Correct the amount in the feeder system: a point before öre, at most two decimals, minus for credit."),
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
            ("Objektlistan är ”{value}”. Den ska stå inom klammer, som par av dimension och objekt: {expected}."),
            "Rätta koddelarna på raden i försystemet och skicka verifikationen igen.",
        ),
        en=(
            "Invalid object list",
            ("The object list is “{value}”. It must stand in braces, as pairs of dimension and object: {expected}."),
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
            ("Ingen åtgärd behövs för bokföringen. Rätta uppgiften i försystemets inställningar vid tillfälle."),
        ),
        en=(
            "A statement in the file header could not be used",
            "{value} is not {expected}. The statement was skipped.",
            ("Nothing needs doing for the booking. Correct it in the feeder system's settings when convenient."),
        ),
    ),
    code(
        "SIE-NUMBER-ORDER",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Verifikationsnumren kommer inte i ordning",
            "Verifikation {value} kommer efter {expected} i samma serie. I SIE ska numren stiga inom en serie.",
            "Kontrollera att ingen verifikation är med två gånger. Annars behövs ingen åtgärd: filen läses som den är.",
        ),
        en=(
            "The voucher numbers are not in order",
            "Voucher {value} comes after {expected} in the same series. In SIE numbers ascend within a series.",
            "Check that no voucher is there twice. Otherwise nothing needs doing: the file is read as it is.",
        ),
    ),
    code(
        "SIE-ADDED-ROW-ALONE",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Tillagd rad utan sin vanliga rad",
            (
                "Raden med konto {value} är en tilläggspost (#RTRANS), men den följs inte av en likadan #TRANS. "
                "Den har räknats in i verifikationen."
            ),
            "Kontrollera verifikationen i försystemet. Be leverantören att skriva #TRANS efter varje #RTRANS.",
        ),
        en=(
            "An added row without its ordinary row",
            (
                "The row on account {value} is an added one (#RTRANS), but no identical #TRANS follows it. It was "
                "counted in the voucher."
            ),
            "Check the voucher in the feeder system. Ask its supplier to write #TRANS after each #RTRANS.",
        ),
    ),
)
