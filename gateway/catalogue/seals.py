"""Finding codes about the seals of files to Bankgirot."""

from gateway.catalogue.code import Code, Scope, Severity, code

_AGAIN_SV = (
    "Filen kan ha ändrats efter att den förseglades. Hämta den på nytt ur det system som gjorde den, och utred hur den "
    "ändrades. Skicka den inte till Bankgirot."
)
_AGAIN_EN = (
    "The file may have been changed after it was sealed. Fetch it again from the system that made it, and find out how "
    "it was changed. Do not send it to Bankgirot."
)

CODES: tuple[Code, ...] = (
    code(
        "SEAL-MISSING",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Sigill saknas",
            "Filen har inget helt sigill: {expected} saknas.",
            "Försegla filen med gateway seal, eller hämta den på nytt ur det system som gjorde den.",
        ),
        en=(
            "The seal is missing",
            "The file has no whole seal: {expected} is missing.",
            "Seal the file with gateway seal, or fetch it again from the system that made it.",
        ),
    ),
    code(
        "SEAL-WRONG-KEY",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Förseglad med en annan nyckel",
            "Sigillets nyckelkontroll är {value}; den egna nyckelns är {expected}.",
            "Ta reda på vilken nyckel som gäller hos Bankgirot, och försegla filen med den.",
        ),
        en=(
            "Sealed with another key",
            "The key check of the seal is {value}; that of our key is {expected}.",
            "Find out which key Bankgirot has, and seal the file with it.",
        ),
    ),
    code(
        "SEAL-BROKEN",
        Severity.FATAL,
        Scope.FILE,
        sv=("Sigillet är brutet", "Sigillet stämmer inte med filens innehåll.", _AGAIN_SV),
        en=("The seal is broken", "The seal does not fit what the file holds.", _AGAIN_EN),
    ),
    code(
        "SEAL-NO-KEY",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Ingen nyckel att kontrollera sigillet med",
            "Filen har ett sigill, men ingen nyckel är inställd.",
            "Ange filen med nyckeln i inställningen seal_key_file.",
        ),
        en=(
            "No key to check the seal with",
            "The file has a seal, but no key is set.",
            "Name the file with the key in the setting seal_key_file.",
        ),
    ),
)
