"""Finding codes about Total IN files."""

from gateway.catalogue.bank_actions import BANK_EN, BANK_SV, NOTHING_EN, NOTHING_SV
from gateway.catalogue.bankgiro_lines import line_codes
from gateway.catalogue.code import Code, Scope, Severity, code

_FATAL = (Severity.FATAL, Scope.FILE)
_WARNING = (Severity.WARNING, Scope.FILE)


CODES: tuple[Code, ...] = (
    *line_codes("TOTALIN", action_sv=BANK_SV, action_en=BANK_EN),
    code(
        "TOTALIN-STRUCTURE",
        *_FATAL,
        sv=("Posterna står i fel ordning", "Post {value} får inte stå efter {after}.", BANK_SV),
        en=("Records in the wrong order", "Record {value} may not follow {after}.", BANK_EN),
    ),
    code(
        "TOTALIN-SECTION-OPEN",
        *_FATAL,
        sv=("Summapost saknas", "Avsnittet som börjar här avslutas inte med {expected}.", BANK_SV),
        en=("Total record missing", "The section that begins here is not closed by {expected}.", BANK_EN),
    ),
    code(
        "TOTALIN-NUMBER",
        *_FATAL,
        sv=(
            "Felaktigt tal, konto eller datum",
            "Fältet innehåller ”{value}”, som inte går att läsa ({expected}).",
            BANK_SV,
        ),
        en=(
            "Wrong number, account or date",
            "The field holds “{value}”, which cannot be read ({expected}).",
            BANK_EN,
        ),
    ),
    code(
        "TOTALIN-TOO-MANY-RECORDS",
        *_FATAL,
        sv=("För många tilläggsposter", "En betalning har fler än {expected} tilläggsposter.", BANK_SV),
        en=("Too many further records", "A payment has more than {expected} further records.", BANK_EN),
    ),
    code(
        "TOTALIN-DEPOSIT-SUM",
        *_FATAL,
        sv=(
            "Kontots summa stämmer inte",
            "Summan för {about} anges till {value}, men betalningarna minus avdragen blir {expected}.",
            BANK_SV,
        ),
        en=(
            "The total of the account is wrong",
            "The total of {about} is stated as {value}, but payments less deductions come to {expected}.",
            BANK_EN,
        ),
    ),
    code(
        "TOTALIN-DEPOSIT-COUNT",
        *_FATAL,
        sv=(
            "Antalet betalningar på kontot stämmer inte",
            "För {about} anges {value} betalningar, men {expected} finns i filen.",
            BANK_SV,
        ),
        en=(
            "The number of payments on the account is wrong",
            "{value} payments are stated for {about}, but the file has {expected}.",
            BANK_EN,
        ),
    ),
    code(
        "TOTALIN-RECORD-COUNT",
        *_FATAL,
        sv=("Antalet poster stämmer inte", "Slutposten anger {value} poster, men filen har {expected}.", BANK_SV),
        en=(
            "The number of records is wrong",
            "The end record states {value} records, but the file has {expected}.",
            BANK_EN,
        ),
    ),
    code(
        "TOTALIN-FILE-TYPE",
        *_WARNING,
        sv=(
            "Okänd filtyp",
            "Startposten anger en annan filtyp än TL1.",
            "Integrationspersonal: jämför filen med bankens postbeskrivning.",
        ),
        en=(
            "Unknown file type",
            "The start record states another file type than TL1.",
            "Integration staff: compare the file with the bank's record description.",
        ),
    ),
    code(
        "TOTALIN-TIMESTAMP",
        *_WARNING,
        sv=("Filens tidpunkt går inte att läsa", "Startposten har ingen riktig tidpunkt.", NOTHING_SV),
        en=("The time of the file cannot be read", "The start record has no real time.", NOTHING_EN),
    ),
    code(
        "TOTALIN-UNKNOWN-RECORD",
        *_WARNING,
        sv=(
            "Okända posttyper",
            "{value} poster är av en typ som inte är känd. De har hoppats över; summorna stämmer.",
            NOTHING_SV,
        ),
        en=(
            "Unknown record types",
            "{value} records are of a type that is not known. They were skipped; the sums are right.",
            NOTHING_EN,
        ),
    ),
)
