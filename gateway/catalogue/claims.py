"""Finding codes about claims for the enforcement authority or a collection agency."""

from gateway.catalogue.code import Code, Scope, Severity, code

CODES: tuple[Code, ...] = (
    code(
        "CLAIM-PRINCIPAL",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Kapitalbelopp saknas",
            "Kapitalbeloppet i {about} är {value} kronor. Det ska vara större än noll.",
            "Rätta beloppet i försystemet, eller ta bort ärendet om skulden är betald.",
        ),
        en=(
            "No principal",
            "The principal of {about} is {value} kronor. It must be above zero.",
            "Correct the amount in the feeder system, or remove the case if the debt is paid.",
        ),
    ),
    code(
        "CLAIM-NOT-DUE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Fordran har inte förfallit",
            "{about} förfaller {value}. Den kan krävas in tidigast {expected}.",
            "Vänta med ärendet, eller rätta förfallodagen i försystemet.",
        ),
        en=(
            "The claim is not due",
            "{about} falls due on {value}. It can be claimed on {expected} at the earliest.",
            "Wait with the case, or correct the due date in the feeder system.",
        ),
    ),
    code(
        "CLAIM-TWICE-IN-FILE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Samma ärendenummer två gånger",
            "Numret i {about} har använts tidigare i filen.",
            "Ta bort dubbletten i försystemet, eller ge ärendet ett eget nummer.",
        ),
        en=(
            "The same case number twice",
            "The number of {about} was used earlier in the file.",
            "Remove the duplicate in the feeder system, or give the case a number of its own.",
        ),
    ),
    code(
        "CLAIM-DUPLICATE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Ärendet är redan skickat",
            "{about} kom redan i filen {first_name} ({first_id}).",
            "Kontrollera om filen skickats två gånger. Ett nytt ärende ska ha ett nytt nummer.",
        ),
        en=(
            "The case was sent before",
            "{about} came in the file {first_name} already ({first_id}).",
            "Check whether the file was sent twice. A new case must have a new number.",
        ),
    ),
)
