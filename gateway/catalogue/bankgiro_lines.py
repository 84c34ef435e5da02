"""Finding codes about lines that should be records of 80 characters, made for each format that has them."""

from gateway.catalogue.bank_actions import NOTHING_EN, NOTHING_SV
from gateway.catalogue.code import Code, Scope, Severity, code


def line_codes(family: str, *, action_sv: str, action_en: str) -> tuple[Code, ...]:
    """The codes of one family of formats, such as `BGMAX-SHORT-LINE`. The action is about lines that are too long."""
    return (
        code(
            f"{family}-LINE-TOO-LONG",
            Severity.FATAL,
            Scope.FILE,
            sv=(
                "För lång rad",
                "Raden är {value} tecken; en post är {expected} tecken. Fälten kan ha förskjutits.",
                action_sv,
            ),
            en=(
                "Line too long",
                "The line is {value} characters; a record is {expected}. Its fields may have moved.",
                action_en,
            ),
        ),
        code(
            f"{family}-TEXT-TOO-LONG",
            Severity.WARNING,
            Scope.FILE,
            sv=(
                "För lång textrad",
                "Raden är {value} tecken i stället för {expected}; namn eller adress kan vara avhuggna.",
                NOTHING_SV,
            ),
            en=(
                "Text line too long",
                "The line is {value} characters instead of {expected}; a name or address may be cut.",
                NOTHING_EN,
            ),
        ),
        code(
            f"{family}-SHORT-LINE",
            Severity.WARNING,
            Scope.FILE,
            sv=(
                "Rader är kortare än 80 tecken",
                "{value} rader saknar blanktecken på slutet.",
                NOTHING_SV,
            ),
            en=(
                "Lines are shorter than 80 characters",
                "{value} lines lack their trailing blanks.",
                NOTHING_EN,
            ),
        ),
        code(
            f"{family}-TABS",
            Severity.WARNING,
            Scope.FILE,
            sv=(
                "Tabbtecken i stället för blanktecken",
                "{value} rader har tabbtecken där blanktecken ska stå. De har bytts ut mot blanktecken.",
                "Ingen åtgärd för denna fil. Kontrollera om filen har öppnats och sparats i ett annat program.",
            ),
            en=(
                "Tabs instead of blanks",
                "{value} lines have tabs where blanks should be. They were replaced by blanks.",
                "Nothing to do for this file. Check whether it was opened and saved in another program.",
            ),
        ),
        code(
            f"{family}-UTF8",
            Severity.WARNING,
            Scope.FILE,
            sv=(
                "Filen är i UTF-8",
                "{value} rader är i UTF-8 i stället för ISO-8859-1. De har lästs som UTF-8.",
                "Ingen åtgärd för denna fil. Kontrollera om filen har öppnats och sparats i ett annat program.",
            ),
            en=(
                "The file is in UTF-8",
                "{value} lines are in UTF-8 instead of ISO-8859-1. They were read as UTF-8.",
                "Nothing to do for this file. Check whether it was opened and saved in another program.",
            ),
        ),
        code(
            f"{family}-BLANK-LINE",
            Severity.WARNING,
            Scope.FILE,
            sv=(
                "Tomma rader",
                "Filen har {value} tomma rader. De har hoppats över.",
                NOTHING_SV,
            ),
            en=(
                "Blank lines",
                "The file has {value} blank lines. They were skipped.",
                NOTHING_EN,
            ),
        ),
    )
