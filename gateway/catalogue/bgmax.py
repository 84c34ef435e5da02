"""Finding codes about BgMax files."""

from gateway.catalogue.bank_actions import BANK_EN, BANK_SV, NOTHING_EN, NOTHING_SV
from gateway.catalogue.bankgiro_lines import line_codes
from gateway.catalogue.code import Code, Scope, Severity, code

CODES: tuple[Code, ...] = (
    *line_codes("BGMAX", action_sv=BANK_SV, action_en=BANK_EN),
    code(
        "BGMAX-STRUCTURE",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Posterna står i fel ordning",
            "{value} får inte stå efter TK {after}.",
            BANK_SV,
        ),
        en=(
            "Records in the wrong order",
            "{value} may not follow TK {after}.",
            BANK_EN,
        ),
    ),
    code(
        "BGMAX-SECTION-OPEN",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Insättningspost saknas",
            "Avsnittet som börjar här avslutas inte med {expected}.",
            BANK_SV,
        ),
        en=(
            "Deposit record missing",
            "The section that begins here is not closed by {expected}.",
            BANK_EN,
        ),
    ),
    code(
        "BGMAX-AFTER-TRAILER",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Poster efter slutposten",
            "Efter slutposten TK70 kommer ytterligare en post ({value}).",
            "Kontrollera om flera filer har lagts ihop till en. Skicka dem i så fall var för sig.",
        ),
        en=(
            "Records after the end record",
            "Another record ({value}) follows the end record TK70.",
            "Check whether several files were joined into one. If so, send them one by one.",
        ),
    ),
    code(
        "BGMAX-TOO-MANY-RECORDS",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "För många tilläggsposter",
            "En betalning har fler än {expected} referens- och informationsposter.",
            BANK_SV,
        ),
        en=(
            "Too many further records",
            "A payment has more than {expected} reference and information records.",
            BANK_EN,
        ),
    ),
    code(
        "BGMAX-NUMBER",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Felaktigt tal eller datum",
            "Fältet innehåller ”{value}”, som inte går att läsa ({expected}).",
            BANK_SV,
        ),
        en=(
            "Wrong number or date",
            "The field holds “{value}”, which cannot be read ({expected}).",
            BANK_EN,
        ),
    ),
    code(
        "BGMAX-BANKGIRO",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Mottagarens bankgironummer saknas",
            "Fältet för mottagarens bankgironummer innehåller ”{value}”.",
            BANK_SV,
        ),
        en=(
            "The receiving bankgiro number is missing",
            "The field for the receiving bankgiro number holds “{value}”.",
            BANK_EN,
        ),
    ),
    code(
        "BGMAX-CURRENCY",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Fel valuta",
            "Valutan är ”{value}”; väntat är {expected}.",
            BANK_SV,
        ),
        en=(
            "Wrong currency",
            "The currency is “{value}”; expected is {expected}.",
            BANK_EN,
        ),
    ),
    code(
        "BGMAX-DEPOSIT-SUM",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Insättningens belopp stämmer inte",
            "Insättningen {about} anges till {value}, men betalningarna minus avdragen blir {expected}.",
            BANK_SV,
        ),
        en=(
            "The amount of the deposit is wrong",
            "The deposit {about} is stated as {value}, but payments less deductions come to {expected}.",
            BANK_EN,
        ),
    ),
    code(
        "BGMAX-DEPOSIT-COUNT",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Antalet betalningar i insättningen stämmer inte",
            "Insättningen {about} anger {value} betalningar, men {expected} finns i filen.",
            BANK_SV,
        ),
        en=(
            "The number of payments in the deposit is wrong",
            "The deposit {about} states {value} payments, but the file has {expected}.",
            BANK_EN,
        ),
    ),
    code(
        "BGMAX-TRAILER-COUNT",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Antalet i slutposten stämmer inte",
            "Slutposten anger {value}, men {expected} finns i filen.",
            BANK_SV,
        ),
        en=(
            "The count in the end record is wrong",
            "The end record states {value}, but the file has {expected}.",
            BANK_EN,
        ),
    ),
    code(
        "BGMAX-REFERENCE-COUNT",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Antalet extra referenser stämmer inte",
            ("Slutposten anger {value} extra referenser, men {expected} finns i filen. Beloppen påverkas inte."),
            NOTHING_SV,
        ),
        en=(
            "The number of extra references is wrong",
            ("The end record states {value} extra references, but the file has {expected}. Amounts are not affected."),
            NOTHING_EN,
        ),
    ),
    code(
        "BGMAX-SUB-AMOUNTS",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Delbeloppen stämmer inte med betalningen",
            (
                "De extra referensernas belopp blir {value}, men betalningen är {expected}. Betalningen"
                " har inte delats upp."
            ),
            "Fördela betalningen för hand på de referenser som står i den.",
        ),
        en=(
            "Sub-amounts differ from the payment",
            ("The amounts of the extra references come to {value}, but the payment is {expected}. It was not split."),
            "Divide the payment by hand among the references that stand in it.",
        ),
    ),
    code(
        "BGMAX-VERSION",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Okänd version av BgMax",
            "Filen anger version {value}; känd är {expected}.",
            "Integrationspersonal: jämför filen med Bankgirots tekniska manual.",
        ),
        en=(
            "Unknown version of BgMax",
            "The file states version {value}; known is {expected}.",
            "Integration staff: compare the file with the technical manual of Bankgirot.",
        ),
    ),
    code(
        "BGMAX-UNKNOWN-RECORD",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Okända posttyper",
            "{value} poster är av en typ som inte är känd. De har hoppats över, som Bankgirots manual säger.",
            NOTHING_SV,
        ),
        en=(
            "Unknown record types",
            ("{value} records are of a type that is not known. They were skipped, as the manual of Bankgirot says."),
            NOTHING_EN,
        ),
    ),
    code(
        "BGMAX-TIMESTAMP",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Filens tidpunkt går inte att läsa",
            "Startposten TK01 har ingen riktig tidpunkt.",
            NOTHING_SV,
        ),
        en=(
            "The time of the file cannot be read",
            "The start record TK01 has no real time.",
            NOTHING_EN,
        ),
    ),
    code(
        "BGMAX-OCR",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "OCR-nummer med fel kontrollsiffra",
            "{value} betalningar är märkta som kontrollerade OCR-nummer men har fel kontrollsiffra.",
            "Kontrollera de betalningar som står som oidentifierade.",
        ),
        en=(
            "OCR numbers with a wrong check digit",
            "{value} payments are marked as checked OCR numbers but have a wrong check digit.",
            "Check the payments that are listed as unidentified.",
        ),
    ),
    code(
        "BGMAX-REFERENCE-CODE",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Okänd referenskod",
            "{value} betalningar har en referenskod som inte är en siffra.",
            NOTHING_SV,
        ),
        en=(
            "Unknown reference code",
            "{value} payments have a reference code that is no digit.",
            NOTHING_EN,
        ),
    ),
    code(
        "BGMAX-PAYER-BANKGIRO",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Avsändarens bankgironummer har fel kontrollsiffra",
            "{value} betalningar har ett avsändarbankgiro med fel kontrollsiffra.",
            NOTHING_SV,
        ),
        en=(
            "The payer's bankgiro number has a wrong check digit",
            "{value} payments have a payer's bankgiro number with a wrong check digit.",
            NOTHING_EN,
        ),
    ),
)
