"""Finding codes about payments from the bank: BgMax, camt.054, and what the rules say of them."""

from gateway.catalogue.code import Code, Scope, Severity, code

_BANK_SV = "Boka inte för hand. Be banken om en ny fil, eller kontrollera överföringen och skicka filen igen."
_BANK_EN = "Book nothing by hand. Ask the bank for a new file, or check the transfer and send the file again."
_NOTHING_SV = "Ingen åtgärd behövs; filen har lästs ändå."
_NOTHING_EN = "Nothing needs doing; the file was read all the same."

CODES: tuple[Code, ...] = (
    code(
        "BGMAX-STRUCTURE",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Posterna står i fel ordning",
            "{value} får inte stå efter TK {after}.",
            _BANK_SV,
        ),
        en=(
            "Records in the wrong order",
            "{value} may not follow TK {after}.",
            _BANK_EN,
        ),
    ),
    code(
        "BGMAX-SECTION-OPEN",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Insättningspost saknas",
            "Avsnittet som börjar här avslutas inte med {expected}.",
            _BANK_SV,
        ),
        en=(
            "Deposit record missing",
            "The section that begins here is not closed by {expected}.",
            _BANK_EN,
        ),
    ),
    code(
        "BGMAX-AFTER-TRAILER",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Poster efter slutposten",
            "Efter slutposten TK70 kommer ytterligare en post ({value}).",
            "Kontrollera om flera filer har lagts ihop till en. Skicka dem i så fall var för sig.",
        ),
        en=(
            "Records after the end record",
            "Another record ({value}) follows the end record TK70.",
            "Check whether several files were joined into one. If so, send them one by one.",
        ),
    ),
    code(
        "BGMAX-LINE-TOO-LONG",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "För lång rad",
            "Raden är {value} tecken; en post är {expected} tecken. Fälten kan ha förskjutits.",
            _BANK_SV,
        ),
        en=(
            "Line too long",
            "The line is {value} characters; a record is {expected}. Its fields may have moved.",
            _BANK_EN,
        ),
    ),
    code(
        "BGMAX-TOO-MANY-RECORDS",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "För många tilläggsposter",
            "En betalning har fler än {expected} referens- och informationsposter.",
            _BANK_SV,
        ),
        en=(
            "Too many further records",
            "A payment has more than {expected} reference and information records.",
            _BANK_EN,
        ),
    ),
    code(
        "BGMAX-NUMBER",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Felaktigt tal eller datum",
            "Fältet innehåller ”{value}”, som inte går att läsa ({expected}).",
            _BANK_SV,
        ),
        en=(
            "Wrong number or date",
            "The field holds “{value}”, which cannot be read ({expected}).",
            _BANK_EN,
        ),
    ),
    code(
        "BGMAX-BANKGIRO",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Mottagarens bankgironummer saknas",
            "Fältet för mottagarens bankgironummer innehåller ”{value}”.",
            _BANK_SV,
        ),
        en=(
            "The receiving bankgiro number is missing",
            "The field for the receiving bankgiro number holds “{value}”.",
            _BANK_EN,
        ),
    ),
    code(
        "BGMAX-CURRENCY",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Fel valuta",
            "Valutan är ”{value}”; väntat är {expected}.",
            _BANK_SV,
        ),
        en=(
            "Wrong currency",
            "The currency is “{value}”; expected is {expected}.",
            _BANK_EN,
        ),
    ),
    code(
        "BGMAX-DEPOSIT-SUM",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Insättningens belopp stämmer inte",
            "Insättningen {about} anges till {value}, men betalningarna minus avdragen blir {expected}.",
            _BANK_SV,
        ),
        en=(
            "The amount of the deposit is wrong",
            "The deposit {about} is stated as {value}, but payments less deductions come to {expected}.",
            _BANK_EN,
        ),
    ),
    code(
        "BGMAX-DEPOSIT-COUNT",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Antalet betalningar i insättningen stämmer inte",
            "Insättningen {about} anger {value} betalningar, men {expected} finns i filen.",
            _BANK_SV,
        ),
        en=(
            "The number of payments in the deposit is wrong",
            "The deposit {about} states {value} payments, but the file has {expected}.",
            _BANK_EN,
        ),
    ),
    code(
        "BGMAX-TRAILER-COUNT",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Antalet i slutposten stämmer inte",
            "Slutposten anger {value}, men {expected} finns i filen.",
            _BANK_SV,
        ),
        en=(
            "The count in the end record is wrong",
            "The end record states {value}, but the file has {expected}.",
            _BANK_EN,
        ),
    ),
    code(
        "BGMAX-REFERENCE-COUNT",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Antalet extra referenser stämmer inte",
            "Slutposten anger {value} extra referenser, men {expected} finns i filen. Beloppen "
            "påverkas inte.",
            _NOTHING_SV,
        ),
        en=(
            "The number of extra references is wrong",
            "The end record states {value} extra references, but the file has {expected}. Amounts "
            "are not affected.",
            _NOTHING_EN,
        ),
    ),
    code(
        "BGMAX-SUB-AMOUNTS",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Delbeloppen stämmer inte med betalningen",
            "De extra referensernas belopp blir {value}, men betalningen är {expected}. Betalningen"
            " har inte delats upp.",
            "Fördela betalningen för hand på de referenser som står i den.",
        ),
        en=(
            "Sub-amounts differ from the payment",
            "The amounts of the extra references come to {value}, but the payment is {expected}. It"
            " was not split.",
            "Divide the payment by hand among the references that stand in it.",
        ),
    ),
    code(
        "BGMAX-VERSION",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Okänd version av BgMax",
            "Filen anger version {value}; känd är {expected}.",
            "Integrationspersonal: jämför filen med Bankgirots tekniska manual.",
        ),
        en=(
            "Unknown version of BgMax",
            "The file states version {value}; known is {expected}.",
            "Integration staff: compare the file with the technical manual of Bankgirot.",
        ),
    ),
    code(
        "BGMAX-TEXT-TOO-LONG",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "För lång textrad",
            "Raden är {value} tecken i stället för {expected}; namn eller adress kan vara avhuggna.",
            _NOTHING_SV,
        ),
        en=(
            "Text line too long",
            "The line is {value} characters instead of {expected}; a name or address may be cut.",
            _NOTHING_EN,
        ),
    ),
    code(
        "BGMAX-SHORT-LINE",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Rader är kortare än 80 tecken",
            "{value} rader saknar blanktecken på slutet.",
            _NOTHING_SV,
        ),
        en=(
            "Lines are shorter than 80 characters",
            "{value} lines lack their trailing blanks.",
            _NOTHING_EN,
        ),
    ),
    code(
        "BGMAX-UTF8",
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
        "BGMAX-BLANK-LINE",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Tomma rader",
            "Filen har {value} tomma rader. De har hoppats över.",
            _NOTHING_SV,
        ),
        en=(
            "Blank lines",
            "The file has {value} blank lines. They were skipped.",
            _NOTHING_EN,
        ),
    ),
    code(
        "BGMAX-UNKNOWN-RECORD",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Okända posttyper",
            "{value} poster är av en typ som inte är känd. De har hoppats över, som Bankgirots manual säger.",
            _NOTHING_SV,
        ),
        en=(
            "Unknown record types",
            "{value} records are of a type that is not known. They were skipped, as the manual of "
            "Bankgirot says.",
            _NOTHING_EN,
        ),
    ),
    code(
        "BGMAX-TIMESTAMP",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Filens tidpunkt går inte att läsa",
            "Startposten TK01 har ingen riktig tidpunkt.",
            _NOTHING_SV,
        ),
        en=(
            "The time of the file cannot be read",
            "The start record TK01 has no real time.",
            _NOTHING_EN,
        ),
    ),
    code(
        "BGMAX-OCR",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "OCR-nummer med fel kontrollsiffra",
            "{value} betalningar är märkta som kontrollerade OCR-nummer men har fel kontrollsiffra.",
            "Kontrollera de betalningar som står som oidentifierade.",
        ),
        en=(
            "OCR numbers with a wrong check digit",
            "{value} payments are marked as checked OCR numbers but have a wrong check digit.",
            "Check the payments that are listed as unidentified.",
        ),
    ),
    code(
        "BGMAX-REFERENCE-CODE",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Okänd referenskod",
            "{value} betalningar har en referenskod som inte är en siffra.",
            _NOTHING_SV,
        ),
        en=(
            "Unknown reference code",
            "{value} payments have a reference code that is no digit.",
            _NOTHING_EN,
        ),
    ),
    code(
        "BGMAX-PAYER-BANKGIRO",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Avsändarens bankgironummer har fel kontrollsiffra",
            "{value} betalningar har ett avsändarbankgiro med fel kontrollsiffra.",
            _NOTHING_SV,
        ),
        en=(
            "The payer's bankgiro number has a wrong check digit",
            "{value} payments have a payer's bankgiro number with a wrong check digit.",
            _NOTHING_EN,
        ),
    ),
    code(
        "CAMT-VALUE",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Värdet går inte att läsa",
            "Elementet innehåller ”{value}”; väntat är {expected}.",
            _BANK_SV,
        ),
        en=(
            "The value cannot be read",
            "The element holds “{value}”; expected is {expected}.",
            _BANK_EN,
        ),
    ),
    code(
        "CAMT-DETAIL-AMOUNT",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Belopp saknas för en betalning",
            "Posten {about} har flera betalningar, och minst en saknar belopp.",
            _BANK_SV,
        ),
        en=(
            "A payment has no amount",
            "The entry {about} has several payments, and at least one has no amount.",
            _BANK_EN,
        ),
    ),
    code(
        "CAMT-ENTRY-SUM",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Postens belopp stämmer inte",
            "Posten {about} är {value}, men dess betalningar blir {expected}.",
            _BANK_SV,
        ),
        en=(
            "The amount of the entry is wrong",
            "The entry {about} is {value}, but its payments come to {expected}.",
            _BANK_EN,
        ),
    ),
    code(
        "CAMT-BATCH-COUNT",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Antalet betalningar stämmer inte",
            "Posten {about} anger {value} betalningar, men {expected} finns i filen.",
            _BANK_SV,
        ),
        en=(
            "The number of payments is wrong",
            "The entry {about} states {value} payments, but the file has {expected}.",
            _BANK_EN,
        ),
    ),
    code(
        "CAMT-SUMMARY",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Sammanställningen stämmer inte",
            "{about} anger {value}, men posterna blir {expected}.",
            _BANK_SV,
        ),
        en=(
            "The summary is wrong",
            "{about} states {value}, but the entries come to {expected}.",
            _BANK_EN,
        ),
    ),
    code(
        "CAMT-CURRENCY",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Olika valutor i samma post",
            "Betalningen är i {value}, men posten {about} är i {expected}.",
            _BANK_SV,
        ),
        en=(
            "Different currencies in one entry",
            "The payment is in {value}, but the entry {about} is in {expected}.",
            _BANK_EN,
        ),
    ),
    code(
        "CAMT-ACCOUNT-MIXED",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Flera mottagarkonton i samma post",
            "Betalningen är till {value}, men posten {about} är till {expected}.",
            _BANK_SV,
        ),
        en=(
            "Several receiving accounts in one entry",
            "The payment is to {value}, but the entry {about} is to {expected}.",
            _BANK_EN,
        ),
    ),
    code(
        "CAMT-NOT-BOOKED",
        Severity.INFORMATION,
        Scope.FILE,
        sv=(
            "Posten är inte bokförd av banken",
            "Posten {about} har status {value} och tas inte med.",
            "Ingen åtgärd behövs. Posten kommer i en senare fil när banken har bokfört den.",
        ),
        en=(
            "The bank has not booked the entry",
            "The entry {about} has the status {value} and is left out.",
            "Nothing needs doing. The entry comes in a later file when the bank has booked it.",
        ),
    ),
    code(
        "CAMT-DEBIT-ENTRY",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Uttag bland inbetalningarna",
            "Posten {about} är ett uttag eller en återföring på {value}. Den tas med som negativt belopp.",
            "Kontrollera vad uttaget avser och boka om det vid behov.",
        ),
        en=(
            "A debit among the incoming payments",
            "The entry {about} is a debit or a reversal of {value}. It is taken as a negative amount.",
            "Check what the debit is for and rebook it if needed.",
        ),
    ),
    code(
        "CAMT-COPY",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Banken har märkt filen som kopia",
            "Meddelandet är märkt {value}.",
            "Kontrollera att insättningarna inte redan är bokförda.",
        ),
        en=(
            "The bank marked the file as a copy",
            "The message is marked {value}.",
            "Check that the deposits are not booked already.",
        ),
    ),
    code(
        "PAYMENT-TEST-FILE",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Testfil",
            "Filen är märkt som test av banken och bokförs inte.",
            "Be banken om en produktionsfil, eller lägg filen i en testmiljö.",
        ),
        en=(
            "Test file",
            "The bank marked the file as a test; it is not booked.",
            "Ask the bank for a production file, or put the file in a test environment.",
        ),
    ),
    code(
        "PAYMENT-ACCOUNT-UNKNOWN",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Okänt mottagarkonto",
            "Kontot {value} finns inte i registret över mottagarkonton för {expected}.",
            "Lägg till kontot i mappings/registers/receiving_accounts.csv om det är stadens, och "
            "pröva filen igen. Kontakta annars banken.",
        ),
        en=(
            "Unknown receiving account",
            "The account {value} is not in the register of receiving accounts on {expected}.",
            "Add the account to mappings/registers/receiving_accounts.csv if it is the city's, and "
            "try the file again. Otherwise contact the bank.",
        ),
    ),
    code(
        "PAYMENT-DEPOSIT-DUPLICATE",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Insättningen är redan bokförd",
            "Insättningen {about} på {value} levererades tidigare med {first_name} (fil-id {first_id}).",
            "Boka inte igen. Kontakta banken om insättningen verkligen har gjorts två gånger.",
        ),
        en=(
            "The deposit was already booked",
            "The deposit {about} of {value} was delivered earlier with {first_name} (file id {first_id}).",
            "Do not book it again. Contact the bank if the deposit really was made twice.",
        ),
    ),
    code(
        "PAYMENT-DEPOSIT-ALIKE",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "En likadan insättning har redan kommit",
            "Insättningen {about} på {value} har samma konto, dag, belopp och antal som en i "
            "{first_name} (fil-id {first_id}).",
            "Kontrollera mot kontoutdraget att insättningen inte rapporteras både i BgMax och camt.054.",
        ),
        en=(
            "A deposit like this one has already come",
            "The deposit {about} of {value} has the account, day, amount and count of one in "
            "{first_name} (file id {first_id}).",
            "Check against the bank statement that the deposit is not reported in both BgMax and camt.054.",
        ),
    ),
    code(
        "PAYMENT-UNIDENTIFIED",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Oidentifierad betalning",
            "Betalningen på {value} från {payer} med referensen ”{reference}” passar ingen "
            "nummerserie. Den bokförs på kontot för oidentifierade betalningar.",
            "Ta reda på vad betalningen avser och boka om den. Ny nummerserie: lägg till den i "
            "mappings/registers/payment_references.csv.",
        ),
        en=(
            "Unidentified payment",
            "The payment of {value} from {payer} with the reference “{reference}” fits no number "
            "series. It is booked on the account for unidentified payments.",
            "Find out what the payment is for and rebook it. New number series: add it to "
            "mappings/registers/payment_references.csv.",
        ),
    ),
    code(
        "PAYMENT-OCR-CHECK-DIGIT",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "OCR-numret har fel kontrollsiffra",
            "OCR-numret {value} har fel kontrollsiffra.",
            "Kontrollera med betalaren vilken räkning betalningen avser.",
        ),
        en=(
            "The OCR number has a wrong check digit",
            "The OCR number {value} has a wrong check digit.",
            "Check with the payer which bill the payment is for.",
        ),
    ),
    code(
        "PAYMENT-ZERO",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Betalning på noll kronor",
            "Betalningen har beloppet 0.",
            "Ingen åtgärd behövs om betalaren har kvittat hela beloppet. Kontrollera annars med betalaren.",
        ),
        en=(
            "Payment of nothing",
            "The payment has the amount 0.",
            "Nothing needs doing if the payer set off the whole amount. Otherwise check with the payer.",
        ),
    ),
    code(
        "PAYMENT-NEGATIVE",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Avdrag eller återbetalning",
            "Beloppet är {value} för referensen ”{reference}”. Det bokförs som ett minus.",
            "Kontrollera att en motsvarande kreditfaktura eller återbetalning finns.",
        ),
        en=(
            "Deduction or return",
            "The amount is {value} for the reference “{reference}”. It is booked as a minus.",
            "Check that there is a credit note or refund that matches it.",
        ),
    ),
)
