"""Finding codes about vouchers as documents: their dates, numbers, texts and amounts."""

from gateway.catalogue.code import Code, Scope, Severity, code

VOUCHER_FILE_CODES: tuple[Code, ...] = (
    code(
        "VOUCHER-DATE-FAR",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Verifikationsdatum ligger långt bort",
            "Verifikationsdatum {value} i {about} ligger utanför {expected}.",
            "Kontrollera datumet i försystemet. Är det rätt: be redovisningen att släppa igenom verifikationen.",
        ),
        en=(
            "The voucher date is far away",
            "The voucher date {value} of {about} is outside {expected}.",
            "Check the date in the feeder system. If it is right, ask accounting to let the voucher through.",
        ),
    ),
    code(
        "VOUCHER-DUPLICATE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Verifikationen är redan levererad",
            "{about} från samma försystem kom redan i filen {first_name} ({first_id}).",
            "Kontrollera om filen skickats två gånger. En ny verifikation ska ha ett nytt nummer.",
        ),
        en=(
            "The voucher was delivered before",
            "{about} of the same feeder system came in the file {first_name} already ({first_id}).",
            "Check whether the file was sent twice. A new voucher must have a new number.",
        ),
    ),
    code(
        "VOUCHER-TWICE-IN-FILE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Samma verifikation två gånger i filen",
            "Numret i {about} har använts tidigare i filen.",
            "Ta bort dubbletten i försystemet, eller ge verifikationen ett eget nummer.",
        ),
        en=(
            "The same voucher twice in the file",
            "The number of {about} was used earlier in the file.",
            "Remove the duplicate in the feeder system, or give the voucher a number of its own.",
        ),
    ),
    code(
        "VOUCHER-TEXT-MISSING",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Text saknas",
            "En rad i {about} har ingen text, och verifikationen har ingen heller.",
            "Skriv i försystemet vad verifikationen avser, och skicka den igen.",
        ),
        en=(
            "Text missing",
            "A row of {about} has no text, and neither has the voucher.",
            "State in the feeder system what the voucher is for, and send it again.",
        ),
    ),
    code(
        "VOUCHER-ROW-ZERO",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Rad utan belopp",
            "En rad på kontot {account} i {about} är på noll kronor.",
            "Ta bort raden i försystemet om den inte behövs.",
        ),
        en=(
            "Row without amount",
            "A row on the account {account} of {about} is of zero kronor.",
            "Remove the row in the feeder system if it is not needed.",
        ),
    ),
    code(
        "VOUCHER-DECIMALS",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "För många decimaler",
            "Beloppet {value} i {about} har fler än {expected} decimaler.",
            "Avrunda beloppen i försystemet så att verifikationen ändå balanserar, och skicka den igen.",
        ),
        en=(
            "Too many decimals",
            "The amount {value} of {about} has more than {expected} decimals.",
            "Round the amounts in the feeder system so that the voucher still balances, and send it again.",
        ),
    ),
    code(
        "VOUCHER-ROUNDING-LARGE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Öresutjämningen är för stor",
            "{value} kronor är bokfört på avrundningskontot {account} i {about}; högst {expected} är avrundning.",
            "Rätta den rad som egentligen är fel i försystemet, i stället för att jämna ut skillnaden.",
        ),
        en=(
            "The rounding is too large",
            "{value} kronor are booked on the rounding account {account} of {about}; at most {expected} is rounding.",
            "Correct the row that is really wrong in the feeder system, rather than evening out the difference.",
        ),
    ),
)
