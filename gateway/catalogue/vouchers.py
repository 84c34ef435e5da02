"""Finding codes about vouchers: those of SIE files, and the coding that the ledger demands."""

from gateway.catalogue import coding, sie, voucher_files
from gateway.catalogue.code import Code, Scope, Severity, code

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
            ("Ändra datumet i {about} till en öppen period, eller be redovisningen att öppna perioden {period}."),
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
            ("Byt till ett konto i kontoplanen i försystemet. Är kontot nytt: be redovisningen att lägga upp det."),
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
            ("Byt konto eller verifikationsdatum i försystemet. Fråga redovisningen om vilket konto som gäller."),
        ),
        en=(
            "The account is not valid on the voucher date",
            "The account {value} is in the chart of accounts but is not valid on {date}.",
            ("Change the account or the voucher date in the feeder system. Ask accounting which account applies."),
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
            ("The account {account} must not have the dimension {dimension}, but the row has the value {value}."),
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

CODES: tuple[Code, ...] = sie.CODES + _RULES + coding.VOUCHER_CODES + voucher_files.VOUCHER_FILE_CODES
