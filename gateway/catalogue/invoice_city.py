"""Finding codes about what the city demands of supplier invoices; `mappings/rules/` says which are used."""

from gateway.catalogue.code import Code, Scope, Severity, code

CODES: tuple[Code, ...] = (
    code(
        "INVOICE-DUPLICATE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Fakturan är redan mottagen",
            "Faktura {about} från {supplier} kom tidigare i filen {first_name} (fil-id {first_id}).",
            (
                "Ingen åtgärd om leverantören har skickat fakturan två gånger. Är det en annan "
                "faktura: begär en ny med "
                "eget fakturanummer."
            ),
        ),
        en=(
            "The invoice was already received",
            "Invoice {about} from {supplier} came before in the file {first_name} (file id {first_id}).",
            (
                "Nothing to do if the supplier sent the invoice twice. If it is another invoice: ask "
                "for a new one with "
                "its own number."
            ),
        ),
    ),
    code(
        "INVOICE-RECEIVER-UNKNOWN",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Fakturan är inte ställd till oss",
            "Faktura {about} är ställd till {value}, som inte finns bland våra mottagare.",
            (
                "Är mottagaren er: be integrationspersonal att lägga till den i registret receivers. "
                "Annars: lämna "
                "tillbaka fakturan till leverantören."
            ),
        ),
        en=(
            "The invoice is not addressed to us",
            "Invoice {about} is addressed to {value}, which is not among our receivers.",
            (
                "If the receiver is yours: ask integration staff to add it to the register receivers. "
                "Otherwise return "
                "the invoice to the supplier."
            ),
        ),
    ),
    code(
        "INVOICE-SUPPLIER-NEW",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Ny leverantör",
            (
                "Faktura {about} kommer från {supplier} (organisationsnummer {value}), som inte finns "
                "i leverantörs"
                "registret."
            ),
            (
                "Kontrollera leverantören (F-skatt, bankgiro), lägg upp den i ekonomisystemet och i "
                "registret suppliers "
                "och kör sedan filen igen."
            ),
        ),
        en=(
            "New supplier",
            (
                "Invoice {about} is from {supplier} (organisation number {value}), which is not "
                "in the supplier register."
            ),
            (
                "Check the supplier (F-tax, bankgiro), add it to the ledger and to the register "
                "suppliers, then run the "
                "file again."
            ),
        ),
    ),
    code(
        "INVOICE-ACCOUNT-CHANGED",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Betalkontot är ett annat än registrets",
            "Faktura {about} från {supplier} ska betalas till {value}; registret har {expected}.",
            "Ring leverantören på ett nummer ni redan har och bekräfta kontot innan fakturan betalas.",
        ),
        en=(
            "The payment account differs from the register",
            "Invoice {about} from {supplier} is to be paid to {value}; the register has {expected}.",
            "Call the supplier on a number you already have and confirm the account before paying.",
        ),
    ),
    code(
        "INVOICE-PAYEE-UNKNOWN",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Okänd betalningsmottagare",
            "Faktura {about} från {supplier} ska betalas till {value}, som inte finns bland factoringbolagen.",
            (
                "Kontrollera överlåtelsen hos leverantören, på ett nummer ni redan har. Stämmer den: be "
                "integrationspersonal att lägga till bolaget i registret factoring_companies och kör filen igen. "
                "Annars: lämna tillbaka fakturan."
            ),
        ),
        en=(
            "Unknown payee",
            "Invoice {about} from {supplier} is to be paid to {value}, which is not among the factoring companies.",
            (
                "Confirm the assignment with the supplier, on a number you already have. If it is right: ask "
                "integration staff to add the company to the register factoring_companies, then run the file again. "
                "Otherwise return the invoice."
            ),
        ),
    ),
    code(
        "INVOICE-PAYEE-ACCOUNT",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Fel konto för factoringbolaget",
            "Faktura {about} ska betalas till {payee} på {value}; registret har {expected}.",
            (
                "Betala inte. Fråga factoringbolaget, på ett nummer ni redan har, vilket konto som gäller. Är det "
                "nytt: be integrationspersonal att rätta registret factoring_companies och kör filen igen."
            ),
        ),
        en=(
            "Wrong account for the factoring company",
            "Invoice {about} is to be paid to {payee} on {value}; the register has {expected}.",
            (
                "Do not pay. Ask the factoring company, on a number you already have, which account is right. If it is "
                "new: ask integration staff to correct the register factoring_companies, then run the file again."
            ),
        ),
    ),
    code(
        "INVOICE-REFERENCE-MISSING",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Referens saknas",
            "Faktura {about} har varken inköpsordernummer eller beställarreferens.",
            "Lämna tillbaka fakturan till leverantören och begär en referens: {expected}.",
        ),
        en=(
            "Reference missing",
            "Invoice {about} has neither a purchase order number nor a buyer reference.",
            "Return the invoice to the supplier and ask for a reference: {expected}.",
        ),
    ),
    code(
        "INVOICE-REFERENCE-UNKNOWN",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Okänd referens",
            "Faktura {about} har referensen ”{value}”, som inte går att kontera på.",
            (
                "Är referensen riktig: be integrationspersonal att lägga till den i registret "
                "buyer_references. Annars: "
                "begär en rättad faktura. Godtagna former: {expected}."
            ),
        ),
        en=(
            "Unknown reference",
            "Invoice {about} has the reference “{value}”, which cannot be coded.",
            (
                "If the reference is right: ask integration staff to add it to the register "
                "buyer_references. Otherwise "
                "ask for a corrected invoice. Accepted forms: {expected}."
            ),
        ),
    ),
    code(
        "INVOICE-DUE-DATE-MISSING",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Förfallodatum saknas",
            "Faktura {about} har inget förfallodatum.",
            "Sätt förfallodatum efter avtalets betalningsvillkor i ekonomisystemet.",
        ),
        en=(
            "Due date missing",
            "Invoice {about} has no due date.",
            "Set the due date by the payment terms of the contract in the ledger.",
        ),
    ),
    code(
        "INVOICE-DUE-DATE-EARLY",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Förfallodatum för tidigt",
            "Faktura {about} från {issued} förfaller {value}; tidigast väntat är {expected}.",
            "Kontrollera datumen med leverantören.",
        ),
        en=(
            "Due date too early",
            "Invoice {about} of {issued} is due {value}; the earliest expected is {expected}.",
            "Check the dates with the supplier.",
        ),
    ),
    code(
        "INVOICE-CURRENCY",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Fel valuta",
            "Faktura {about} är i {value}; vi tar emot {expected}.",
            "Registrera fakturan för hand i ekonomisystemet, eller begär en i {expected}.",
        ),
        en=(
            "Wrong currency",
            "Invoice {about} is in {value}; we accept {expected}.",
            "Register the invoice by hand in the ledger, or ask for one in {expected}.",
        ),
    ),
    code(
        "INVOICE-VAT-SHARE",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Ovanlig momsandel",
            "Faktura {about}: momsen är {value} % av summan utan moms; vanligt är {expected} %.",
            "Stickprov: kontrollera att momsen är rätt för det som köpts.",
        ),
        en=(
            "Unusual share of VAT",
            "Invoice {about}: VAT is {value} % of the total without VAT; usual is {expected} %.",
            "Spot check: see that the VAT is right for what was bought.",
        ),
    ),
    code(
        "INVOICE-CREDIT-NOTE-REFERENCE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Kreditfakturan anger ingen faktura",
            "Kreditfaktura {about} från {supplier} säger inte vilken faktura den avser.",
            "Lämna tillbaka kreditfakturan till leverantören och begär en som anger den krediterade fakturans nummer.",
        ),
        en=(
            "The credit note names no invoice",
            "Credit note {about} from {supplier} does not say which invoice it credits.",
            "Return the credit note to the supplier and ask for one with the number of the credited invoice.",
        ),
    ),
    code(
        "INVOICE-CREDITED-UNKNOWN",
        Severity.INFORMATION,
        Scope.PART,
        sv=(
            "Den krediterade fakturan har inte kommit hit",
            "Kreditfaktura {about} avser faktura {value}, som {supplier} inte har skickat denna väg.",
            "Leta upp fakturan i ekonomisystemet innan kreditfakturan bokas. Den kan ha kommit på papper.",
        ),
        en=(
            "The credited invoice did not come this way",
            "Credit note {about} credits invoice {value}, which {supplier} has not sent this way.",
            "Find the credited invoice in the ledger before the credit note is booked. It may have come on paper.",
        ),
    ),
)
