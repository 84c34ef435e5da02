"""Finding codes about customers, suppliers and persons. No text shows the identity number of a person."""

from gateway.catalogue.code import Code, Scope, Severity, code

_Texts = tuple[str, str, str]


def _error(name: str, sv: _Texts, en: _Texts) -> Code:
    return code(name, Severity.ERROR, Scope.PART, sv=sv, en=en)


def _warning(name: str, sv: _Texts, en: _Texts) -> Code:
    return code(name, Severity.WARNING, Scope.PART, sv=sv, en=en)


CODES: tuple[Code, ...] = (
    _error(
        "IDENTITY-INVALID",
        (
            "Ogiltigt person- eller organisationsnummer",
            "Numret {value} i {about} har fel form, fel datum eller fel kontrollsiffra.",
            "Slå upp posten i originalfilen och rätta numret i försystemet.",
        ),
        (
            "Invalid identity or organisation number",
            "The number {value} of {about} has a wrong form, date or check digit.",
            "Look up the record in the original file and correct the number in the feeder system.",
        ),
    ),
    _error(
        "IDENTITY-MISSING",
        (
            "Person- eller organisationsnummer saknas",
            "{about} saknar person- eller organisationsnummer.",
            "Lägg till numret i försystemet och skicka posten igen.",
        ),
        (
            "Identity or organisation number missing",
            "{about} has no identity number and no organisation number.",
            "Add the number in the feeder system and send the record again.",
        ),
    ),
    _error(
        "PARTY-NAME-MISSING",
        ("Namn saknas", "{about} saknar namn.", "Lägg till namnet i försystemet och skicka posten igen."),
        ("Name missing", "{about} has no name.", "Add the name in the feeder system and send the record again."),
    ),
    _error(
        "PARTY-ADDRESS-INCOMPLETE",
        (
            "Ofullständig adress",
            "Adressen i {about} saknar {expected}.",
            "Komplettera adressen i försystemet, eller ange en elektronisk adress.",
        ),
        (
            "Incomplete address",
            "The address of {about} lacks {expected}.",
            "Complete the address in the feeder system, or state an electronic one.",
        ),
    ),
    _error(
        "PARTY-BANKGIRO",
        (
            "Ogiltigt bankgironummer",
            "Bankgironumret {value} i {about} har fel längd eller kontrollsiffra.",
            "Kontrollera numret mot fakturan eller hos Bankgirot, och rätta det i försystemet.",
        ),
        (
            "Invalid bankgiro number",
            "The bankgiro number {value} of {about} has a wrong length or check digit.",
            "Check the number against the invoice or with Bankgirot, and correct it in the feeder system.",
        ),
    ),
    _error(
        "PARTY-PLUSGIRO",
        (
            "Ogiltigt plusgironummer",
            "Plusgironumret {value} i {about} har fel längd eller kontrollsiffra.",
            "Kontrollera numret mot fakturan, och rätta det i försystemet.",
        ),
        (
            "Invalid plusgiro number",
            "The plusgiro number {value} of {about} has a wrong length or check digit.",
            "Check the number against the invoice, and correct it in the feeder system.",
        ),
    ),
    _error(
        "PARTY-IBAN",
        (
            "Ogiltigt IBAN",
            "Kontot {value} i {about} har fel längd för sitt land eller fel kontrollsiffror.",
            "Begär ett riktigt IBAN av mottagaren, och rätta det i försystemet.",
        ),
        (
            "Invalid IBAN",
            "The account {value} of {about} has a wrong length for its country or wrong check digits.",
            "Ask the payee for a right IBAN, and correct it in the feeder system.",
        ),
    ),
    _error(
        "PARTY-BANK-ACCOUNT",
        (
            "Ogiltigt bankkonto",
            "Clearingnummer och konto i {about} kan inte höra ihop ({value}).",
            "Kontrollera clearingnummer och kontonummer med mottagaren, och rätta dem i försystemet.",
        ),
        (
            "Invalid bank account",
            "Clearing number and account of {about} cannot belong together ({value}).",
            "Check clearing number and account with the payee, and correct them in the feeder system.",
        ),
    ),
    _warning(
        "PARTY-ACCOUNT-CHANGED",
        (
            "Annat konto än i registret",
            "{about} har kontot {value}, men registret har {expected}.",
            "Ring mottagaren på ett känt nummer och fråga innan något betalas. Ändra registret om kontot är rätt.",
        ),
        (
            "Another account than in the register",
            "{about} has the account {value}, but the register has {expected}.",
            "Call the payee on a known number and ask before anything is paid. Change the register if it is right.",
        ),
    ),
    _error(
        "PARTY-TWICE-IN-FILE",
        (
            "Samma person eller företag två gånger i filen",
            "Numret i {about} finns på en tidigare post i filen.",
            "Ta bort dubbletten i försystemet och skicka filen igen.",
        ),
        (
            "The same person or company twice in the file",
            "The number of {about} is on an earlier record of the file.",
            "Remove the duplicate in the feeder system and send the file again.",
        ),
    ),
    _error(
        "PARTY-REGISTERED",
        (
            "Finns redan i reskontran",
            "Den nya posten {about} finns redan med nummer {expected}.",
            "Använd det nummer som finns. Ska något ändras: skicka posten som en ändring.",
        ),
        (
            "Is in the ledger already",
            "The new record {about} is there already with number {expected}.",
            "Use the number that is there. If something is to change, send the record as a change.",
        ),
    ),
    _error(
        "CUSTOMER-UNKNOWN",
        (
            "Okänd kund",
            "Kunden {value} i {about} finns inte i kundregistret.",
            "Kontrollera kundnumret i försystemet, eller be kundreskontran att lägga upp kunden.",
        ),
        (
            "Unknown customer",
            "The customer {value} of {about} is not in the register of customers.",
            "Check the customer number in the feeder system, or ask the customer ledger to add the customer.",
        ),
    ),
    _error(
        "CUSTOMER-CLOSED",
        (
            "Kunden är inte aktiv",
            "Kunden {value} i {about} är inte aktiv den {date}.",
            "Byt kund i försystemet, eller be kundreskontran att öppna kunden.",
        ),
        (
            "The customer is not active",
            "The customer {value} of {about} is not active on {date}.",
            "Change the customer in the feeder system, or ask the customer ledger to open it.",
        ),
    ),
    _warning(
        "CUSTOMER-REGISTERED-TWICE",
        (
            "Kunden finns två gånger i registret",
            "Kunden {value} i {about} är aktiv med flera nummer: {expected}.",
            "Be kundreskontran att slå ihop kunderna. Fakturan bokförs på det nummer som står i filen.",
        ),
        (
            "The customer is registered twice",
            "The customer {value} of {about} is active under several numbers: {expected}.",
            "Ask the customer ledger to merge the customers. The invoice is booked on the number in the file.",
        ),
    ),
    _error(
        "SUPPLIER-UNKNOWN",
        (
            "Okänd leverantör",
            "Leverantören {value} i {about} finns inte i leverantörsregistret.",
            "Kontrollera numret i försystemet, eller be leverantörsreskontran att lägga upp leverantören.",
        ),
        (
            "Unknown supplier",
            "The supplier {value} of {about} is not in the register of suppliers.",
            "Check the number in the feeder system, or ask the supplier ledger to add the supplier.",
        ),
    ),
    _error(
        "SUPPLIER-INACTIVE",
        (
            "Leverantören är inte aktiv",
            "Leverantören {value} i {about} är inte aktiv den {date}.",
            "Be leverantörsreskontran att öppna leverantören, eller byt till den som gäller.",
        ),
        (
            "The supplier is not active",
            "The supplier {value} of {about} is not active on {date}.",
            "Ask the supplier ledger to open the supplier, or change to the one that applies.",
        ),
    ),
    _error(
        "SUPPLIER-BLOCKED",
        (
            "Leverantören är spärrad",
            "Leverantören {value} i {about} är spärrad för betalning.",
            "Fråga leverantörsreskontran varför leverantören är spärrad innan något betalas.",
        ),
        (
            "The supplier is blocked",
            "The supplier {value} of {about} is blocked for payment.",
            "Ask the supplier ledger why the supplier is blocked before anything is paid.",
        ),
    ),
    _warning(
        "SUPPLIER-REGISTERED-TWICE",
        (
            "Leverantören finns två gånger i registret",
            "Leverantören {value} i {about} är aktiv med flera nummer: {expected}.",
            "Be leverantörsreskontran att stänga det ena numret, och kontrollera att inget betalas två gånger.",
        ),
        (
            "The supplier is registered twice",
            "The supplier {value} of {about} is active under several numbers: {expected}.",
            "Ask the supplier ledger to close one of the numbers, and check that nothing is paid twice.",
        ),
    ),
    _error(
        "SUPPLIER-RESERVED-INCOMPLETE",
        (
            "Uppgifter saknas för samlingsleverantör",
            "{about} går på samlingsnumret {value} och måste själv ange {expected}.",
            "Lägg till uppgifterna om mottagaren i försystemet, eller använd mottagarens eget leverantörsnummer.",
        ),
        (
            "Particulars missing for a collective supplier",
            "{about} goes to the collective number {value} and must itself state {expected}.",
            "Add the particulars of the payee in the feeder system, or use the payee's own supplier number.",
        ),
    ),
    _error(
        "SUPPLIER-RESERVED-REFUSED",
        (
            "Samlingsleverantör får inte användas",
            "{about} går på samlingsnumret {value}, som inte får användas här.",
            "Be leverantörsreskontran om ett eget nummer för leverantören, och ändra i försystemet.",
        ),
        (
            "A collective supplier may not be used",
            "{about} goes to the collective number {value}, which may not be used here.",
            "Ask the supplier ledger for a number of the supplier's own, and change it in the feeder system.",
        ),
    ),
    _error(
        "PROTECTED-OTHER-COMPANY",
        (
            "Skyddad identitet på fel väg",
            "En person med skyddad identitet får inte behandlas i företaget {value}.",
            "Skicka posten på vägen {expected}, och ta bort den ur den här filen. Lämna inte ut uppgifterna.",
        ),
        (
            "Protected identity on the wrong route",
            "A person with protected identity may not be handled in the company {value}.",
            "Send the record by the route {expected}, and remove it from this file. Do not disclose it.",
        ),
    ),
    _error(
        "PROTECTED-COMPANY-ONLY",
        (
            "Inte skyddad identitet",
            "{about} gäller ingen med skyddad identitet, men företaget {value} är bara för sådana.",
            "Skicka posten på vägen {expected} i stället.",
        ),
        (
            "Not a protected identity",
            "{about} is about nobody with protected identity, but the company {value} is for those alone.",
            "Send the record by the route {expected} instead.",
        ),
    ),
)
