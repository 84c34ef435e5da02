"""Finding codes about coding: account, dimensions, VAT code and counterparty, of vouchers and of invoice lines."""

from gateway.catalogue.code import Code, Scope, Severity, code

_Texts = tuple[str, str, str]


def _rule(name: str, sv: _Texts, en: _Texts) -> Code:
    return code(name, Severity.ERROR, Scope.PART, sv=sv, en=en)


def _of_both(prefix: str) -> tuple[Code, ...]:
    """The codes whose texts are the same for vouchers and invoices."""
    return (
        _rule(
            f"{prefix}-DIMENSION-FIXED",
            (
                "Fel värde i koddelen",
                "Kontot {account} ska ha {expected} i koddelen {dimension}, men raden har {value}.",
                "Ändra koddelen till {expected} i försystemet, eller byt konto.",
            ),
            (
                "Wrong value of the dimension",
                "The account {account} is to have {expected} in the dimension {dimension}, but the row has {value}.",
                "Change the dimension to {expected} in the feeder system, or change the account.",
            ),
        ),
        _rule(
            f"{prefix}-DIMENSION-RELATION",
            (
                "Koddelarna hör inte ihop",
                "{dimension} får inte användas med {value}. Tillåtet är {expected}.",
                "Byt någon av koddelarna i försystemet. Är kombinationen ny: be redovisningen att lägga upp den.",
            ),
            (
                "The coding values do not belong together",
                "{dimension} may not be used with {value}. Allowed is {expected}.",
                "Change one of the values in the feeder system. If the combination is new, ask accounting to add it.",
            ),
        ),
        _rule(
            f"{prefix}-VAT-CODE-FIXED",
            (
                "Fel momskod",
                "Kontot {account} ska ha momskoden {expected}, men raden har {value}.",
                "Ändra momskoden till {expected} i försystemet, eller byt konto.",
            ),
            (
                "Wrong VAT code",
                "The account {account} is to have the VAT code {expected}, but the row has {value}.",
                "Change the VAT code to {expected} in the feeder system, or change the account.",
            ),
        ),
        _rule(
            f"{prefix}-COUNTERPARTY-REQUIRED",
            (
                "Motpart saknas vid intern affär",
                "Posten på kontot {account} är intern, men saknar en motpart inom staden (angivet: {value}).",
                "Ange den förvaltning eller det bolag som är motpart i försystemet, eller byt konto.",
            ),
            (
                "No counterparty of an internal dealing",
                "The item on the account {account} is internal, but names no counterparty within the city ({value}).",
                "State the department or company that is the counterparty in the feeder system, or change the account.",
            ),
        ),
        _rule(
            f"{prefix}-COUNTERPARTY-NOT-ALLOWED",
            (
                "Intern motpart vid extern affär",
                "Posten på kontot {account} är extern, men har den interna motparten {value}.",
                "Ta bort motparten i försystemet, eller byt till ett konto eller en kund för interna affärer.",
            ),
            (
                "An internal counterparty of an external dealing",
                "The item on the account {account} is external, but has the internal counterparty {value}.",
                "Remove the counterparty in the feeder system, or change to an internal account or customer.",
            ),
        ),
    )


VOUCHER_CODES: tuple[Code, ...] = _of_both("VOUCHER")

CODES: tuple[Code, ...] = (
    code(
        "CODING-PROPOSED",
        Severity.INFORMATION,
        Scope.PART,
        sv=(
            "Konteringen är ett förslag",
            "En rad i {about} fick kontot {value} ur registret {expected}, genom {found_by}.",
            "Kontrollera konteringen vid attesten. Är den fel: rätta raden i registret {expected}.",
        ),
        en=(
            "The coding is a proposal",
            "A line of {about} got the account {value} from the register {expected}, by {found_by}.",
            "Check the coding when certifying. If it is wrong, correct the row in the register {expected}.",
        ),
    ),
    _rule(
        "CODING-PERIOD-CLOSED",
        (
            "Perioden är stängd",
            "Datumet {value} hör till perioden {period}, som inte är öppen.",
            "Ändra datumet på {about} till en öppen period, eller be redovisningen att öppna perioden {period}.",
        ),
        (
            "The period is closed",
            "The date {value} belongs to the period {period}, which is not open.",
            "Change the date of {about} to an open period, or ask accounting to open the period {period}.",
        ),
    ),
    _rule(
        "CODING-ACCOUNT-MISSING",
        (
            "Konto saknas",
            "En rad i {about} har varken konto eller artikel.",
            "Ange konto eller artikel på raden i försystemet.",
        ),
        (
            "Account missing",
            "A line of {about} has neither account nor article.",
            "State an account or an article on the line in the feeder system.",
        ),
    ),
    _rule(
        "CODING-ACCOUNT-UNKNOWN",
        (
            "Okänt konto",
            "Kontot {value} i {about} finns inte i kontoplanen.",
            "Byt till ett konto i kontoplanen i försystemet. Är kontot nytt: be redovisningen att lägga upp det.",
        ),
        (
            "Unknown account",
            "The account {value} in {about} is not in the chart of accounts.",
            "Change to an account of the chart in the feeder system. If it is new, ask accounting to add it.",
        ),
    ),
    _rule(
        "CODING-ACCOUNT-NOT-VALID",
        (
            "Kontot gäller inte på fakturadatum",
            "Kontot {value} finns i kontoplanen men gäller inte den {date}.",
            "Byt konto i försystemet. Fråga redovisningen vilket konto som gäller.",
        ),
        (
            "The account is not valid on the invoice date",
            "The account {value} is in the chart of accounts but is not valid on {date}.",
            "Change the account in the feeder system. Ask accounting which account applies.",
        ),
    ),
    _rule(
        "CODING-DIMENSION-UNKNOWN",
        (
            "Okänd koddel",
            "Värdet {value} finns inte i koddelen {dimension}, eller gäller inte den {date}.",
            "Byt till ett giltigt värde i försystemet. Är värdet nytt: be redovisningen att lägga upp det.",
        ),
        (
            "Unknown coding value",
            "The value {value} is not in the dimension {dimension}, or is not valid on {date}.",
            "Change to a valid value in the feeder system. If the value is new, ask accounting to add it.",
        ),
    ),
    _rule(
        "CODING-DIMENSION-TWICE",
        (
            "Koddelen står två gånger",
            "Koddelen {dimension} har mer än ett värde på samma rad: {value}.",
            "Dela upp raden i försystemet, så att varje rad har ett värde per koddel.",
        ),
        (
            "The dimension stands twice",
            "The dimension {dimension} has more than one value on the same line: {value}.",
            "Split the line in the feeder system, so that each line has one value per dimension.",
        ),
    ),
    _rule(
        "CODING-DIMENSION-REQUIRED",
        (
            "Koddel saknas",
            "Kontot {account} kräver koddelen {expected}, men raden saknar den.",
            "Lägg till koddelen {expected} på raden i försystemet och skicka fakturan igen.",
        ),
        (
            "Coding dimension missing",
            "The account {account} requires the dimension {expected}, but the line lacks it.",
            "Add the dimension {expected} to the line in the feeder system and send the invoice again.",
        ),
    ),
    _rule(
        "CODING-DIMENSION-NOT-ALLOWED",
        (
            "Koddelen får inte användas på kontot",
            "Kontot {account} får inte ha koddelen {dimension}, men raden har värdet {value}.",
            "Ta bort koddelen {dimension} från raden i försystemet, eller byt konto.",
        ),
        (
            "The dimension is not allowed on the account",
            "The account {account} must not have the dimension {dimension}, but the line has the value {value}.",
            "Remove the dimension {dimension} from the line in the feeder system, or change the account.",
        ),
    ),
    _rule(
        "CODING-VAT-CODE-UNKNOWN",
        (
            "Okänd momskod",
            "Momskoden {value} finns inte, eller gäller inte den {date}.",
            "Byt till en giltig momskod i försystemet och skicka fakturan igen.",
        ),
        (
            "Unknown VAT code",
            "The VAT code {value} does not exist, or is not valid on {date}.",
            "Change to a valid VAT code in the feeder system and send the invoice again.",
        ),
    ),
    _rule(
        "CODING-VAT-CODE-REQUIRED",
        (
            "Momskod saknas",
            "Kontot {account} kräver momskod, men raden saknar den.",
            "Lägg till momskod på raden i försystemet och skicka fakturan igen.",
        ),
        (
            "VAT code missing",
            "The account {account} requires a VAT code, but the line lacks it.",
            "Add a VAT code to the line in the feeder system and send the invoice again.",
        ),
    ),
    _rule(
        "CODING-VAT-CODE-NOT-ALLOWED",
        (
            "Momskod får inte användas på kontot",
            "Kontot {account} får inte ha momskod, men raden har {value}.",
            "Ta bort momskoden från raden i försystemet, eller byt konto.",
        ),
        (
            "No VAT code is allowed on the account",
            "The account {account} must not have a VAT code, but the line has {value}.",
            "Remove the VAT code from the line in the feeder system, or change the account.",
        ),
    ),
    *_of_both("CODING"),
)
