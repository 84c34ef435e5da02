"""Finding codes about Swish reports."""

from gateway.catalogue.bank_actions import BANK_EN, BANK_SV, NOTHING_EN, NOTHING_SV
from gateway.catalogue.code import Code, Scope, Severity, code

_FATAL = (Severity.FATAL, Scope.FILE)
_WARNING = (Severity.WARNING, Scope.FILE)


CODES: tuple[Code, ...] = (
    code(
        "SWISH-STRUCTURE",
        *_FATAL,
        sv=("Raderna står i fel ordning", "En rad av typen ”{value}” får inte stå efter ”{after}”.", BANK_SV),
        en=("Rows in the wrong order", "A row of type “{value}” may not follow “{after}”.", BANK_EN),
    ),
    code(
        "SWISH-COLUMNS",
        *_FATAL,
        sv=(
            "Raden har fel antal kolumner",
            "Raden har {value} kolumner; väntat är {expected}. Kolumnerna kan ha förskjutits.",
            "Be banken om en semikolonseparerad fil om ett namn i raden innehåller ett kommatecken. " + BANK_SV,
        ),
        en=(
            "Wrong number of columns",
            "The row has {value} columns; expected is {expected}. The columns may have moved.",
            "Ask the bank for a file separated by semicolons if a name in the row holds a comma. " + BANK_EN,
        ),
    ),
    code(
        "SWISH-VALUE",
        *_FATAL,
        sv=(
            "Värdet går inte att läsa",
            "Kolumn {column} innehåller ”{value}”; väntat är {expected}.",
            BANK_SV,
        ),
        en=(
            "The value cannot be read",
            "Column {column} holds “{value}”; expected is {expected}.",
            BANK_EN,
        ),
    ),
    code(
        "SWISH-COUNT",
        *_FATAL,
        sv=(
            "Antalet betalningar stämmer inte",
            "Slutraden anger {value} betalningar, men {expected} finns i filen.",
            BANK_SV,
        ),
        en=(
            "The number of payments is wrong",
            "The end row states {value} payments, but the file has {expected}.",
            BANK_EN,
        ),
    ),
    code(
        "SWISH-QUOTES",
        *_FATAL,
        sv=(
            "Raden går inte att dela upp i kolumner",
            "Ett citattecken saknas, eller så är raden orimligt lång.",
            BANK_SV,
        ),
        en=(
            "The row cannot be split into columns",
            "A quotation mark is missing, or the row is far too long.",
            BANK_EN,
        ),
    ),
    code(
        "SWISH-MESSAGE-SPLIT",
        *_WARNING,
        sv=(
            "Meddelanden med avgränsare i",
            "{value} rader har ett meddelande som innehåller filens avgränsare. Det har satts ihop igen.",
            NOTHING_SV,
        ),
        en=(
            "Messages that hold the delimiter",
            "{value} rows have a message that holds the delimiter of the file. It was put together again.",
            NOTHING_EN,
        ),
    ),
    code(
        "SWISH-TIMESTAMP",
        *_WARNING,
        sv=(
            "Tidpunkter går inte att läsa",
            "{value} betalningar har ingen riktig tidpunkt. Bokföringsdagen påverkas inte.",
            NOTHING_SV,
        ),
        en=(
            "Times that cannot be read",
            "{value} payments have no real time. The booking date is not affected.",
            NOTHING_EN,
        ),
    ),
    code(
        "SWISH-UNKNOWN-RECORD",
        *_WARNING,
        sv=(
            "Okända radtyper",
            "{value} rader är av en typ som inte är känd. De har hoppats över; antalet betalningar stämmer.",
            NOTHING_SV,
        ),
        en=(
            "Unknown row types",
            "{value} rows are of a type that is not known. They were skipped; the number of payments is right.",
            NOTHING_EN,
        ),
    ),
    code(
        "SWISH-ENCODING",
        *_WARNING,
        sv=(
            "Filen är inte i UTF-8",
            "Filen har rader i ISO-8859-1, från och med den här. De har lästs så.",
            NOTHING_SV,
        ),
        en=(
            "The file is not in UTF-8",
            "The file has rows in ISO-8859-1, this one the first. They were read as that.",
            NOTHING_EN,
        ),
    ),
)
