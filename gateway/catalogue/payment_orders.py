"""Finding codes about orders of payments to the bank: what the rules say before an order is passed on."""

from gateway.catalogue.code import Code, Scope, Severity, code

_REMAKE_SV = "Betala inte. Skapa filen på nytt i det sändande systemet; ändra den inte för hand."
_REMAKE_EN = "Do not pay. Create the file again in the sending system; do not change it by hand."
_PAYEE_SV = (
    "Kontrollera kontot mot fakturan eller med betalningsmottagaren, rätta i det sändande systemet och skicka om."
)
_PAYEE_EN = "Check the account against the invoice or with the payee, correct it in the sending system and resend."

CODES: tuple[Code, ...] = (
    code(
        "PAYMENT-ORDER-EMPTY",
        Severity.ERROR,
        Scope.FILE,
        sv=("Uppdraget har inga betalningar", "Uppdraget {about} säger sig ha {value} betalningar.", _REMAKE_SV),
        en=("The order has no payments", "The order {about} says that it has {value} payments.", _REMAKE_EN),
    ),
    code(
        "PAYMENT-ORDER-DUPLICATE",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Uppdraget är redan skickat till banken",
            "Ett uppdrag med identiteten {value} skickades med {first_name} (fil-id {first_id}).",
            (
                "Skicka inte igen: då betalas allt två gånger. Är det ett nytt uppdrag med gammal identitet, skapa det "
                "på nytt i det sändande systemet."
            ),
        ),
        en=(
            "The order was sent to the bank before",
            "An order with the identity {value} was sent with {first_name} (file id {first_id}).",
            (
                "Do not send it again: everything would be paid twice. If it is a new order with an old identity, "
                "create it again in the sending system."
            ),
        ),
    ),
    code(
        "PAYMENT-ORDER-ACCOUNT-UNKNOWN",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Okänt konto att betala från",
            "Kontot {value} finns inte i registret över stadens betalkonton för {expected}.",
            (
                "Rätta kontot i det sändande systemet. Är det stadens konto, lägg till det i "
                "mappings/registers/paying_accounts.csv och pröva filen igen."
            ),
        ),
        en=(
            "Unknown account to pay from",
            "The account {value} is not in the register of the city's paying accounts on {expected}.",
            (
                "Correct the account in the sending system. If it is the city's account, add it to "
                "mappings/registers/paying_accounts.csv and try the file again."
            ),
        ),
    ),
    code(
        "PAYMENT-ORDER-DATE-PAST",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Betalningsdagen har passerat",
            "{about} ska betalas {value}, men i dag är det {expected}.",
            "Skapa uppdraget på nytt med en ny betalningsdag.",
        ),
        en=(
            "The day of payment has passed",
            "{about} is to be paid on {value}, but today is {expected}.",
            "Create the order again with a new day of payment.",
        ),
    ),
    code(
        "PAYMENT-ORDER-DATE-FAR",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Betalningsdagen ligger för långt fram",
            "{about} ska betalas {value}; senaste dag är {expected}.",
            "Rätta betalningsdagen. Gränsen är maximum_days_ahead under rule_options i rutten.",
        ),
        en=(
            "The day of payment is too far ahead",
            "{about} is to be paid on {value}; the last day is {expected}.",
            "Correct the day of payment. The limit is maximum_days_ahead in rule_options of the route.",
        ),
    ),
    code(
        "PAYMENT-ORDER-NO-BANK-DAY",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Betalningsdagen är ingen bankdag",
            "{about} ska betalas {value}, då bankerna har stängt. Nästa bankdag är {expected}.",
            "Kontrollera att betalningarna får komma en dag senare, eller byt betalningsdag och skicka om.",
        ),
        en=(
            "The day of payment is no bank day",
            "{about} is to be paid on {value}, when banks are closed. The next bank day is {expected}.",
            "Check that the payments may come a day later, or change the day of payment and resend.",
        ),
    ),
    code(
        "PAYMENT-ORDER-AMOUNT",
        Severity.ERROR,
        Scope.FILE,
        sv=("Betalning utan belopp", "Betalningen {about} till {payee} är på {value}.", _REMAKE_SV),
        en=("Payment of nothing", "The payment {about} to {payee} is of {value}.", _REMAKE_EN),
    ),
    code(
        "PAYMENT-ORDER-NO-ACCOUNT",
        Severity.ERROR,
        Scope.FILE,
        sv=("Betalningsmottagaren saknar konto", "Betalningen {about} till {payee} har inget konto.", _PAYEE_SV),
        en=("The payee has no account", "The payment {about} to {payee} has no account.", _PAYEE_EN),
    ),
    code(
        "PAYMENT-ORDER-BANKGIRO",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Felaktigt bankgironummer",
            "Bankgironumret {value} till {payee} har fel längd eller kontrollsiffra.",
            _PAYEE_SV,
        ),
        en=(
            "Wrong bankgiro number",
            "The bankgiro number {value} of {payee} has a wrong length or check digit.",
            _PAYEE_EN,
        ),
    ),
    code(
        "PAYMENT-ORDER-PLUSGIRO",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Felaktigt plusgironummer",
            "Plusgironumret {value} till {payee} har fel längd eller kontrollsiffra.",
            _PAYEE_SV,
        ),
        en=(
            "Wrong plusgiro number",
            "The plusgiro number {value} of {payee} has a wrong length or check digit.",
            _PAYEE_EN,
        ),
    ),
    code(
        "PAYMENT-ORDER-IBAN",
        Severity.ERROR,
        Scope.FILE,
        sv=("Felaktigt IBAN", "IBAN {value} till {payee} har fel längd eller kontrollsiffror.", _PAYEE_SV),
        en=("Wrong IBAN", "The IBAN {value} of {payee} has a wrong length or check digits.", _PAYEE_EN),
    ),
    code(
        "PAYMENT-ORDER-BIC",
        Severity.ERROR,
        Scope.FILE,
        sv=("Felaktig BIC", "BIC {value} för {payee} är inte skriven som en BIC: 8 eller 11 tecken.", _PAYEE_SV),
        en=("Wrong BIC", "The BIC {value} of {payee} is not written as one: 8 or 11 characters.", _PAYEE_EN),
    ),
    code(
        "PAYMENT-ORDER-BIC-COUNTRY",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "BIC och IBAN är i olika länder",
            "BIC {value} för {payee} är i ett annat land än IBAN {expected}.",
            _PAYEE_SV,
        ),
        en=(
            "BIC and IBAN are of different countries",
            "The BIC {value} of {payee} is of another country than the IBAN {expected}.",
            _PAYEE_EN,
        ),
    ),
    code(
        "PAYMENT-ORDER-CLEARING",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Felaktigt clearingnummer",
            "Ingen svensk bank har clearingnumret {value}, som står för {payee}.",
            _PAYEE_SV,
        ),
        en=("Wrong clearing number", "No Swedish bank has the clearing number {value}, given for {payee}.", _PAYEE_EN),
    ),
    code(
        "PAYMENT-ORDER-ACCOUNT-LENGTH",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Kontonumret har fel längd",
            "Kontot {value} till {payee} kan inte finnas i banken med clearingnummer {expected}.",
            _PAYEE_SV,
        ),
        en=(
            "The account number has a wrong length",
            "The account {value} of {payee} cannot be of the bank with the clearing number {expected}.",
            _PAYEE_EN,
        ),
    ),
    code(
        "PAYMENT-ORDER-LARGE",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Stor betalning, titta en gång till",
            "Betalningen {about} till {payee} är på {value}, över gränsen {expected} SEK.",
            "Låt en person till kontrollera betalningen innan den undertecknas i banken.",
        ),
        en=(
            "Large payment, take a second look",
            "The payment {about} to {payee} is of {value}, above the limit of {expected} SEK.",
            "Have one more person check the payment before it is signed at the bank.",
        ),
    ),
    code(
        "PAYMENT-ORDER-FOREIGN",
        Severity.INFORMATION,
        Scope.PART,
        sv=(
            "Utlandsbetalning",
            "Betalningen {about} till {payee} ({country}) är på {value}, ungefär {kronor} SEK.",
            "Kontrollera betalningen enligt rutinen för utlandsbetalningar.",
        ),
        en=(
            "Foreign payment",
            "The payment {about} to {payee} ({country}) is of {value}, about {kronor} SEK.",
            "Check the payment as the routine for foreign payments says.",
        ),
    ),
    code(
        "PAYMENT-ORDER-NO-RATE",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Utlandsbetalning utan känd kurs",
            "Betalningen {about} till {payee} ({country}) är på {value}. Ingen kurs är känd för {expected}.",
            (
                "Räkna om beloppet för hand och kontrollera betalningen. Lägg in kursen i "
                "mappings/registers/exchange_rates.csv."
            ),
        ),
        en=(
            "Foreign payment with no known rate",
            "The payment {about} to {payee} ({country}) is of {value}. No rate is known on {expected}.",
            (
                "Reckon the amount by hand and check the payment. Enter the rate in "
                "mappings/registers/exchange_rates.csv."
            ),
        ),
    ),
    code(
        "PAYMENT-ORDER-END-TO-END",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Betalningens identitet är inte unik",
            "Flera betalningar i filen har identiteten {value} (EndToEndId).",
            "Kontrollera att betalningen inte är dubbel. Bankens svar kan inte skilja betalningarna åt.",
        ),
        en=(
            "The identity of the payment is not unique",
            "Several payments in the file have the identity {value} (EndToEndId).",
            "Check that the payment is not there twice. Answers of the bank cannot tell the payments apart.",
        ),
    ),
    code(
        "PAYMENT-ORDER-ALIKE",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "En likadan betalning finns redan",
            (
                "Betalningen {about} till {payee} på {value} har samma konto, belopp och referens som en i "
                "{first_name} (fil-id {first_id})."
            ),
            "Kontrollera att fakturan inte betalas två gånger.",
        ),
        en=(
            "A payment like this one is there already",
            (
                "The payment {about} to {payee} of {value} has the account, amount and reference of one in "
                "{first_name} (file id {first_id})."
            ),
            "Check that the invoice is not paid twice.",
        ),
    ),
    code(
        "PAYMENT-ORDER-PAYEE-CHANGED",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Betalningsmottagaren har fått nytt konto",
            "{payee} har förut betalts på annat konto, med {first_name} (fil-id {first_id}). Nu är kontot {value}.",
            (
                "Ring betalningsmottagaren på ett nummer som ni redan har, inte det på fakturan, och fråga om kontot "
                "är deras. Underteckna inte i banken förrän det är klart."
            ),
        ),
        en=(
            "The payee has a new account",
            "{payee} was paid on another account before, with {first_name} (file id {first_id}). Now it is {value}.",
            (
                "Call the payee on a number that you have already, not the one on the invoice, and ask whether the "
                "account is theirs. Do not sign at the bank before that is clear."
            ),
        ),
    ),
    code(
        "PAYMENT-ORDER-PAYEE-NEW",
        Severity.INFORMATION,
        Scope.PART,
        sv=(
            "Ny betalningsmottagare",
            "{payee} har inte betalts förut; kontot är {value}.",
            "Kontrollera att betalningsmottagaren och kontot är riktiga.",
        ),
        en=(
            "New payee",
            "{payee} was not paid before; the account is {value}.",
            "Check that the payee and the account are right.",
        ),
    ),
)
