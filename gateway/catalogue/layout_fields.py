"""Finding codes: fields, lines and encodings of files by layout specs, told by what they show."""

from gateway.catalogue.code import Code, Scope, Severity, code

_PART = (Severity.ERROR, Scope.PART)
_FATAL = (Severity.FATAL, Scope.FILE)

_CORRECT = "Rätta uppgiften i försystemet och skicka filen igen."
_CORRECT_EN = "Correct the value in the feeder system and resend the file."
_SETTING = "Be försystemets leverantör att ändra filen, eller integrationspersonal att ändra layouten."
_SETTING_EN = "Ask the supplier of the feeder system to change the file, or integration staff to change the layout."
_NUMBER = "Kontrollera numret mot underlaget, rätta det i försystemet och skicka filen igen."
_NUMBER_EN = "Check the number against its source, correct it in the feeder system and resend the file."

# Check, what it checks in Swedish and English, and what a right one is like.
_CHECKS = (
    (
        "BANKGIRO",
        ("bankgironummer", "7 eller 8 siffror med kontrollsiffra sist"),
        ("bankgiro number", "7 or 8 digits with a check digit last"),
    ),
    ("BIC", ("BIC", "8 eller 11 tecken: bank, land och ort"), ("BIC", "8 or 11 characters: bank, country and place")),
    (
        "CLEARING-NUMBER",
        ("clearingnummer", "4 siffror ur en serie som någon bank har, eller 5 som börjar med 8"),
        ("clearing number", "4 digits of a series that some bank has, or 5 that begin with 8"),
    ),
    ("GLN", ("GLN", "13 siffror med kontrollsiffra sist"), ("GLN", "13 digits with a check digit last")),
    (
        "IBAN",
        ("IBAN", "landskod, två kontrollsiffror och kontonummer av landets längd"),
        ("IBAN", "a country code, two check digits and an account number of the length of the country"),
    ),
    (
        "IDENTITY-NUMBER",
        ("person- eller samordningsnummer", "10 eller 12 siffror: ett datum, tre siffror och kontrollsiffra"),
        ("personnummer or samordningsnummer", "10 or 12 digits: a date, three digits and a check digit"),
    ),
    (
        "LUHN",
        ("nummer med kontrollsiffra", "siffror vars sista är kontrollsiffra enligt modulus 10"),
        ("number with a check digit", "digits of which the last is the check digit of modulus 10"),
    ),
    (
        "OCR",
        ("OCR-nummer", "2 till 25 siffror med kontrollsiffra sist"),
        ("OCR reference", "2 to 25 digits with a check digit last"),
    ),
    (
        "OCR-WITH-LENGTH",
        ("OCR-nummer med längdsiffra", "2 till 25 siffror med längdsiffra näst sist och kontrollsiffra sist"),
        (
            "OCR reference with a length digit",
            "2 to 25 digits with a length digit before the check digit, which is last",
        ),
    ),
    (
        "ORGANISATION-NUMBER",
        ("organisationsnummer", "10 siffror med kontrollsiffra sist, eller 12 med 16 först"),
        ("organisation number", "10 digits with a check digit last, or 12 with 16 first"),
    ),
    (
        "PERSONNUMMER",
        ("personnummer", "10 eller 12 siffror: ett datum, tre siffror och kontrollsiffra"),
        ("personnummer", "10 or 12 digits: a date, three digits and a check digit"),
    ),
    (
        "PLUSGIRO",
        ("plusgironummer", "2 till 8 siffror med kontrollsiffra sist"),
        ("plusgiro number", "2 to 8 digits with a check digit last"),
    ),
    (
        "SAMORDNINGSNUMMER",
        ("samordningsnummer", "10 eller 12 siffror: ett datum med 60 lagt till dagen, tre siffror och kontrollsiffra"),
        ("samordningsnummer", "10 or 12 digits: a date with 60 added to the day, three digits and a check digit"),
    ),
    (
        "VAT-NUMBER",
        ("momsregistreringsnummer", "landskod och landets nummer, i Sverige SE, organisationsnummer och 01"),
        ("VAT number", "a country code and the number of the country, in Sweden SE, organisation number and 01"),
    ),
)


def _check(name: str, swedish: tuple[str, str], english: tuple[str, str]) -> Code:
    return code(
        f"LAYOUT-CHECK-{name}",
        *_PART,
        sv=(
            f"Felaktigt {swedish[0]}",
            f"{{field}}: {{value}} är inget {swedish[0]}. Ett sådant har {swedish[1]}.",
            _NUMBER,
        ),
        en=(f"Wrong {english[0]}", f"{{field}}: {{value}} is no {english[0]}. It has {english[1]}.", _NUMBER_EN),
    )


CODES: tuple[Code, ...] = (
    code(
        "FILE-ENCODING-DETECTED",
        Severity.INFORMATION,
        Scope.FILE,
        sv=(
            "Filens teckenkodning",
            "Filen har lästs som {value}, vilket dess tecken tyder på.",
            "Ingen åtgärd behövs om å, ä och ö är rätt i underlaget.",
        ),
        en=(
            "Character encoding of the file",
            "The file was read as {value}, which its characters speak for.",
            "Nothing needs doing if å, ä and ö are right in what was read.",
        ),
    ),
    code(
        "FILE-ENCODING-OTHER",
        *_FATAL,
        sv=(
            "Filen har en annan teckenkodning",
            "Filen ska ha teckenkodningen {expected} men är troligen {found}: {value}.",
            "Skapa filen på nytt med teckenkodningen {expected}, eller be integrationspersonal att ändra layoutens "
            "encoding till {found}.",
        ),
        en=(
            "The file has another character encoding",
            "The file must have the character encoding {expected} but is probably {found}: {value}.",
            "Create the file again in the character encoding {expected}, or ask integration staff to change encoding "
            "of the layout to {found}.",
        ),
    ),
    code(
        "LAYOUT-LINE-END",
        *_FATAL,
        sv=(
            "Okända radbyten",
            "Filens rader slutar med enbart {value}. Rader ska sluta med {expected}.",
            "Skapa filen på nytt med radbyten av typen LF eller CR LF.",
        ),
        en=(
            "Unknown line ends",
            "The lines of the file end in {value} alone. Lines must end in {expected}.",
            "Create the file again with line ends LF or CR LF.",
        ),
    ),
    code(
        "LAYOUT-SHIFTED",
        *_PART,
        sv=(
            "Raden är förskjuten",
            "Från {field} och framåt står uppgifterna på fel plats: där står {value}, väntat är {expected}. "
            "{count} uppgifter passar inte. Förskjutning i tecken: {shift}.",
            "Kontrollera att inga tecken saknas eller har lagts till före den uppgiften. Skapa filen på nytt och "
            "skicka den igen.",
        ),
        en=(
            "The line is shifted",
            "From {field} on the values are out of place: {value} stands there, {expected} is expected. {count} values "
            "do not fit. Shift in characters: {shift}.",
            "Check that no characters are missing or were added before that value. Create the file again and resend "
            "it.",
        ),
    ),
    code(
        "LAYOUT-DECIMAL-SIGN",
        *_PART,
        sv=(
            "Fel decimaltecken",
            "{field}: {value} har decimaltecknet \u201d{found}\u201d. Rätt form är som {expected}.",
            _SETTING,
        ),
        en=(
            "Wrong decimal sign",
            "{field}: {value} has the decimal sign \u201c{found}\u201d. The right form is like {expected}.",
            _SETTING_EN,
        ),
    ),
    code(
        "LAYOUT-THOUSANDS",
        *_PART,
        sv=(
            "Oväntade tusentalsavgränsare",
            "{field}: {value} har \u201d{found}\u201d mellan tusentalen. Rätt form är som {expected}.",
            _SETTING,
        ),
        en=(
            "Unexpected thousands separators",
            "{field}: {value} has \u201c{found}\u201d between the thousands. The right form is like {expected}.",
            _SETTING_EN,
        ),
    ),
    code(
        "LAYOUT-SIGN",
        *_PART,
        sv=(
            "Tecken på fel plats",
            "{field}: {value} har ett \u201d{found}\u201d som inte får stå där. Rätt form är som {expected}.",
            _SETTING,
        ),
        en=(
            "Sign out of place",
            "{field}: {value} has a \u201c{found}\u201d that may not stand there. The right form is like {expected}.",
            _SETTING_EN,
        ),
    ),
    code(
        "LAYOUT-PARENTHESES",
        *_PART,
        sv=(
            "Belopp inom parentes",
            "{field}: {value} står inom parentes. Om det är negativt är oklart. Rätt form är som {expected}.",
            "Skriv negativa belopp med minustecken. " + _SETTING,
        ),
        en=(
            "Amount in parentheses",
            "{field}: {value} stands in parentheses. Whether it is negative is not clear. The right form is like "
            "{expected}.",
            "Write negative amounts with a minus sign. " + _SETTING_EN,
        ),
    ),
    code(
        "LAYOUT-DATE-FORM",
        *_PART,
        sv=("Datum av annan form", "{field}: {value} är ett datum av formen {found}, väntat är {expected}.", _SETTING),
        en=(
            "Date of another form",
            "{field}: {value} is a date of the form {found}; {expected} is expected.",
            _SETTING_EN,
        ),
    ),
    code(
        "LAYOUT-PATTERN",
        *_PART,
        sv=("Värdet har fel form", "{field}: {value} är inte skrivet enligt mönstret {expected}.", _CORRECT),
        en=("Value of the wrong form", "{field}: {value} is not written by the pattern {expected}.", _CORRECT_EN),
    ),
    code(
        "LAYOUT-UNIT-COUNT",
        *_PART,
        sv=(
            "Antalet rader stämmer inte",
            "{field}: raden anger {value}, men {expected} har kommit sedan posten började.",
            "Kontrollera att alla rader är med. Skapa filen på nytt i försystemet och skicka den igen.",
        ),
        en=(
            "The number of rows does not agree",
            "{field}: the line states {value}, but {expected} have come since the unit began.",
            "Check that all rows are there. Create the file again in the feeder system and resend it.",
        ),
    ),
    code(
        "LAYOUT-UNIT-SUM",
        *_PART,
        sv=(
            "Summan av raderna stämmer inte",
            "{field}: raden anger {value}, men raderna sedan posten började summerar till {expected}.",
            "Kontrollera att alla rader är med och att inga belopp har ändrats. " + _CORRECT,
        ),
        en=(
            "The sum of the rows does not agree",
            "{field}: the line states {value}, but the rows since the unit began sum to {expected}.",
            "Check that all rows are there and that no amounts were changed. " + _CORRECT_EN,
        ),
    ),
    *(_check(*check) for check in _CHECKS),
)
