"""Finding codes about LB files: payment orders to Bankgirot, and the files that come back."""

from gateway.catalogue.bank_actions import NOTHING_EN, NOTHING_SV
from gateway.catalogue.bankgiro_lines import line_codes
from gateway.catalogue.code import Code, Scope, Severity, code

_AGAIN_SV = "Rätta i det system som gjorde filen, eller kontrollera överföringen, och skicka filen igen."
_AGAIN_EN = "Correct it in the system that made the file, or check the transfer, and send the file again."

CODES: tuple[Code, ...] = (
    *line_codes("LB", action_sv=_AGAIN_SV, action_en=_AGAIN_EN),
    code(
        "LB-OPENING",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Filen börjar inte med en öppningspost",
            (
                "Före den första öppningsposten ({expected}) står ”{value}”. Exempel ur dokumentation börjar "
                "ofta med en rubrik."
            ),
            "Ta bort det som står före öppningsposten, om filen i övrigt är riktig, och skicka den igen.",
        ),
        en=(
            "The file does not begin with an opening record",
            (
                "Before the first opening record ({expected}) stands “{value}”. Examples out of documentation "
                "often begin with a heading."
            ),
            "Remove what stands before the opening record, if the file is right otherwise, and send it again.",
        ),
    ),
    code(
        "LB-STRUCTURE",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Posterna står i fel ordning",
            "{value} får inte stå efter TK{after}.",
            _AGAIN_SV,
        ),
        en=(
            "Records in the wrong order",
            "{value} may not follow TK{after}.",
            _AGAIN_EN,
        ),
    ),
    code(
        "LB-SECTION-OPEN",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Slutsummapost saknas",
            "Avsnittet som börjar här avslutas av {value} och inte av {expected}.",
            _AGAIN_SV,
        ),
        en=(
            "Total record missing",
            "The section that begins here is ended by {value} and not by {expected}.",
            _AGAIN_EN,
        ),
    ),
    code(
        "LB-CANCELLATION",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Makulering eller datumändring i filen",
            (
                "Filen har en post TKLB, som ändrar eller makulerar betalningar som banken redan har. Den kan "
                "inte kontrolleras här."
            ),
            "Skicka makuleringar och ändringar direkt till banken. Ta bort posterna och skicka betalningarna igen.",
        ),
        en=(
            "Cancellation or change of date in the file",
            (
                "The file has a record TKLB, which changes or cancels payments that the bank already has. It "
                "cannot be checked here."
            ),
            "Send cancellations and changes straight to the bank. Remove the records and send the payments again.",
        ),
    ),
    code(
        "LB-PLACEHOLDER",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Filen är ett exempel ur dokumentation",
            (
                "Fältet innehåller ”{value}”, som dokumentation skriver i stället för siffror ({expected}). "
                "Filen har inte lästs vidare."
            ),
            "Skicka den riktiga filen i stället.",
        ),
        en=(
            "The file is an example out of documentation",
            (
                "The field holds “{value}”, which documentation prints instead of digits ({expected}). The file "
                "was not read further."
            ),
            "Send the real file instead.",
        ),
    ),
    code(
        "LB-NUMBER",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Felaktigt nummer, belopp eller datum",
            "Fältet innehåller ”{value}”; väntat är {expected}.",
            _AGAIN_SV,
        ),
        en=(
            "Wrong number, amount or date",
            "The field holds “{value}”; expected is {expected}.",
            _AGAIN_EN,
        ),
    ),
    code(
        "LB-CURRENCY",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Okänd valuta",
            "Valutan är ”{value}”; väntat är {expected}.",
            _AGAIN_SV,
        ),
        en=(
            "Unknown currency",
            "The currency is “{value}”; expected is {expected}.",
            _AGAIN_EN,
        ),
    ),
    code(
        "LB-PAYEE-UNKNOWN",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Mottagare saknas",
            "Utbetalningsnumret {value} har varken konto (TK40) eller både namn och adress (TK26, TK27) i avsnittet.",
            (
                "Lägg till mottagarens konto, eller namn och adress, i det system som gjorde filen, och skicka "
                "en ny fil."
            ),
        ),
        en=(
            "Payee missing",
            (
                "The payout number {value} has neither an account (TK40) nor both a name and an address (TK26, "
                "TK27) in the section."
            ),
            "Add the payee's account, or name and address, in the system that made the file, and send a new file.",
        ),
    ),
    code(
        "LB-PAYEE-TWICE",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Samma utbetalningsnummer för olika mottagare",
            (
                "Utbetalningsnumret {value} har två olika konton, namn eller adresser i samma avsnitt. Det går "
                "inte att veta vem som ska få pengarna."
            ),
            "Rätta filen i det system som gjorde den: varje mottagare ska ha ett eget utbetalningsnummer.",
        ),
        en=(
            "The same payout number for different payees",
            (
                "The payout number {value} has two different accounts, names or addresses in one section. Nobody"
                " can tell who is to get the money."
            ),
            "Correct the file in the system that made it: each payee has a payout number of their own.",
        ),
    ),
    code(
        "LB-TOO-MANY-RECORDS",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "För många informationsposter",
            "Det finns fler än {expected} informationsposter för samma betalning.",
            _AGAIN_SV,
        ),
        en=(
            "Too many information records",
            "There are more than {expected} information records for one payment.",
            _AGAIN_EN,
        ),
    ),
    code(
        "LB-TOTAL-BANKGIRO",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Slutsumman gäller ett annat bankgironummer",
            "Slutsummaposten gäller {value}, men avsnittet {expected}.",
            _AGAIN_SV,
        ),
        en=(
            "The total is for another bankgiro number",
            "The total record is for {value}, but the section for {expected}.",
            _AGAIN_EN,
        ),
    ),
    code(
        "LB-TOTAL-COUNT",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Antalet i slutsummaposten stämmer inte",
            "För {about} anger slutsummaposten {value} poster, men {expected} finns i filen.",
            _AGAIN_SV,
        ),
        en=(
            "The count in the total record is wrong",
            "For {about} the total record states {value} records, but the file has {expected}.",
            _AGAIN_EN,
        ),
    ),
    code(
        "LB-TOTAL-SUM",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Slutsumman stämmer inte",
            "För {about} anges summan {value}, men betalningarna minus avdragen blir {expected}.",
            _AGAIN_SV,
        ),
        en=(
            "The sum in the total record is wrong",
            "For {about} the sum is stated as {value}, but payments less deductions come to {expected}.",
            _AGAIN_EN,
        ),
    ),
    code(
        "LB-RETURN-LAYOUT",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Okänd fil från Bankgirot",
            "Öppningsposten anger layout ”{value}”; kända är {expected}.",
            "Integrationspersonal: jämför filen med Bankgirots tekniska manual.",
        ),
        en=(
            "Unknown file from Bankgirot",
            "The opening record states layout “{value}”; known are {expected}.",
            "Integration staff: compare the file with the technical manual of Bankgirot.",
        ),
    ),
    code(
        "LB-RETURN-RECORD",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Bankgirot har avvisat en tilläggspost",
            "Posten {about} har avvisats med felnummer {reason}, men ingen betalning för dess skull: {value}",
            "Kontrollera uppgiften i det system som gör betalningsfilen.",
        ),
        en=(
            "Bankgirot has rejected a further record",
            "The record {about} was rejected with error number {reason}, but no payment because of it: {value}",
            "Check the record in the system that makes the payment file.",
        ),
    ),
    code(
        "LB-RETURN-WATCH-SUM",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Bevakade belopp stämmer inte",
            "Utgående saldo (TK42, position {about}) är {value}, men dagarna (TK43) blir {expected}.",
            "Jämför med vad som ska betalas enligt leverantörsreskontran.",
        ),
        en=(
            "Watched amounts differ",
            "The closing balance (TK42, position {about}) is {value}, but the days (TK43) come to {expected}.",
            "Compare with what is to be paid according to the supplier ledger.",
        ),
    ),
    code(
        "LB-PRODUCT",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Produktnamnet avviker",
            "{value} öppningsposter har inte produktnamnet LEVERANTÖRSBETALNINGAR.",
            NOTHING_SV,
        ),
        en=(
            "The product name differs",
            "{value} opening records lack the product name LEVERANTÖRSBETALNINGAR.",
            NOTHING_EN,
        ),
    ),
    code(
        "LB-UNKNOWN-RECORD",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Okända posttyper",
            "{value} poster är av en typ som inte är känd. De har hoppats över.",
            "Integrationspersonal: jämför filen med Bankgirots tekniska manual.",
        ),
        en=(
            "Unknown record types",
            "{value} records are of a type that is not known. They were skipped.",
            "Integration staff: compare the file with the technical manual of Bankgirot.",
        ),
    ),
    code(
        "LB-TEXT-UNUSED",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Informationsposter utan betalning",
            "{value} avsnitt har informationsposter till mottagare som inte får någon betalning där.",
            NOTHING_SV,
        ),
        en=(
            "Information records without a payment",
            "{value} sections have information records for payees who get no payment there.",
            NOTHING_EN,
        ),
    ),
    code(
        "LB-NAME-UNUSED",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Namn eller adress utan utbetalningsnummer",
            "{value} namn- eller adressposter har inget utbetalningsnummer. De har hoppats över.",
            NOTHING_SV,
        ),
        en=(
            "Name or address without a payout number",
            "{value} name or address records have no payout number. They were skipped.",
            NOTHING_EN,
        ),
    ),
)
