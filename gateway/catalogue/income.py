"""Finding codes about income of persons. No text shows an identity number; the line leads to the record."""

from gateway.catalogue.code import Code, Scope, Severity, code

CODES: tuple[Code, ...] = (
    code(
        "INCOME-YEAR-NOT-PLAUSIBLE",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Orimligt inkomstår",
            "Filen gäller inkomståret {value}. Avgifter kan bara jämföras för åren {expected}.",
            "Kontrollera vilket inkomstår som beställdes, och hämta en ny fil från Skatteverket.",
        ),
        en=(
            "Income year not plausible",
            "The file is for the income year {value}. Fees can only be compared for the years {expected}.",
            "Check which income year was ordered, and fetch a new file from the tax agency.",
        ),
    ),
    code(
        "INCOME-IDENTITY-INVALID",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Ogiltigt personnummer",
            "Personnumret eller samordningsnumret har fel form, fel datum eller fel kontrollsiffra.",
            "Slå upp posten på den angivna raden i originalfilen och kontrollera numret i folkbokföringen.",
        ),
        en=(
            "Invalid identity number",
            "The personnummer or samordningsnummer has a wrong form, date or check digit.",
            ("Look up the record on the stated line of the original file and check the number in the register."),
        ),
    ),
    code(
        "INCOME-YEAR-DIFFERS",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Posten gäller ett annat inkomstår",
            "Posten gäller inkomståret {value}, men filen gäller {expected}.",
            "Posten har inte lästs in. Behövs året {value}: beställ en egen fil för det från Skatteverket.",
        ),
        en=(
            "The record is for another income year",
            "The record is for the income year {value}, but the file is for {expected}.",
            "The record was not delivered. If the year {value} is needed, order a file of its own for it.",
        ),
    ),
    code(
        "INCOME-AMOUNT-NEGATIVE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Negativ inkomst",
            "Inkomst av {kind} är {value} kronor. Ett underskott ska anges som 0.",
            "Kontrollera posten hos Skatteverket innan avgiften jämförs.",
        ),
        en=(
            "Negative income",
            "Income of {kind} is {value} kronor. A deficit is to be stated as 0.",
            "Check the record with the tax agency before the fee is compared.",
        ),
    ),
    code(
        "INCOME-DECISION-IN-FUTURE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Beslutsdatum i framtiden",
            "Skattebeslutet är daterat {value}, en dag som inte har varit än.",
            "Kontrollera posten hos Skatteverket. Posten har inte lästs in.",
        ),
        en=(
            "Decision date in the future",
            "The tax decision is dated {value}, a day that has not come yet.",
            "Check the record with the tax agency. The record was not delivered.",
        ),
    ),
    code(
        "INCOME-DECISION-TOO-EARLY",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Beslutet är äldre än inkomståret",
            "Skattebeslutet är daterat {value}, före inkomståret {expected} började.",
            "Posten har lästs in. Kontrollera beslutet hos Skatteverket om avgiften ändras mycket.",
        ),
        en=(
            "The decision is older than the income year",
            "The tax decision is dated {value}, before the income year {expected} began.",
            "The record was delivered. Check the decision with the tax agency if the fee changes much.",
        ),
    ),
    code(
        "INCOME-PERSON-TWICE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Personen står två gånger i filen",
            "En tidigare post i filen gäller samma person. Den här posten har inte lästs in.",
            ("Jämför posterna i originalfilen. Är den senare rätt: rätta inkomsten för hand i avgiftssystemet."),
        ),
        en=(
            "The person stands twice in the file",
            "An earlier record of the file is about the same person. This record was not delivered.",
            ("Compare the records in the original file. If the later one is right, correct the income by hand."),
        ),
    ),
)
