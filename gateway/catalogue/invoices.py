"""Finding codes about supplier invoices: reading, and sums (`INVOICE-SUM-…`)."""

from gateway.catalogue.code import Code, Scope, Severity, code

_RETURN_SV = "Lämna tillbaka fakturan till leverantören och begär en rättad. Rätta inte beloppen för hand."
_RETURN_EN = "Return the invoice to the supplier and ask for a corrected one. Do not correct amounts by hand."


def _sum(name: str, sv: tuple[str, str], en: tuple[str, str]) -> Code:
    """A code for a stated amount that is not what its parts make; `sv` and `en` are "
    "(title, what was reckoned)."""
    return code(
        f"INVOICE-SUM-{name}",
        Severity.ERROR,
        Scope.PART,
        sv=(
            sv[0],
            (f"Faktura {{about}}: fakturan anger {{value}} men {sv[1]} är {{expected}}. Skillnad {{difference}}."),
            _RETURN_SV,
        ),
        en=(
            en[0],
            (
                f"Invoice {{about}}: the invoice states {{value}} but {en[1]} is {{expected}}. "
                f"Difference {{difference}}."
            ),
            _RETURN_EN,
        ),
    )


_READING: tuple[Code, ...] = (
    code(
        "INVOICE-SPECIFICATION",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Fakturan följer en annan specifikation",
            "Faktura {about} anger specifikationen ”{value}”. Här tas emot: {expected}.",
            "Be leverantören att skicka fakturan enligt {expected}.",
        ),
        en=(
            "The invoice follows another specification",
            "Invoice {about} states the specification “{value}”. Accepted here: {expected}.",
            "Ask the supplier to send the invoice by {expected}.",
        ),
    ),
    code(
        "INVOICE-FORMATS-MIXED",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Fakturor av olika format i en fil",
            "Faktura {about} är av formatet {value}, men filen börjar med en av formatet {expected}.",
            "Be avsändaren att skicka fakturor av olika format i skilda filer.",
        ),
        en=(
            "Invoices of different formats in one file",
            "Invoice {about} is of the format {value}, but the file begins with one of the format {expected}.",
            "Ask the sender to send invoices of different formats in separate files.",
        ),
    ),
    code(
        "INVOICE-ENVELOPE-RECEIVER",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Kuvert och faktura har olika mottagare",
            "Faktura {about}: kuvertet är ställt till {value} men fakturan till {expected}. Fakturan gäller.",
            "Kontrollera att fakturan är avsedd för er.",
        ),
        en=(
            "Envelope and invoice have different receivers",
            (
                "Invoice {about}: the envelope is addressed to {value} but the invoice to "
                "{expected}. The invoice counts."
            ),
            "Check that the invoice is meant for you.",
        ),
    ),
    code(
        "INVOICE-NUMBER-TOO-LONG",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Orimligt långt tal",
            "Talet {value} har fler än {expected} tecken.",
            "Lämna tillbaka fakturan till leverantören.",
        ),
        en=(
            "Unreasonably long number",
            "The number {value} has more than {expected} characters.",
            "Return the invoice to the supplier.",
        ),
    ),
    code(
        "INVOICE-DATE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Datumet kan inte användas",
            "Datumet {value} kan inte användas. Väntat: {expected}.",
            "Lämna tillbaka fakturan till leverantören.",
        ),
        en=(
            "Unusable date",
            "The date {value} cannot be used. Expected: {expected}.",
            "Return the invoice to the supplier.",
        ),
    ),
    code(
        "INVOICE-ATTACHMENT-DAMAGED",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Bilagan är skadad",
            "Bilagan {about} går inte att avkoda från base64: {value}.",
            "Be leverantören att skicka fakturan igen med hel bilaga.",
        ),
        en=(
            "Damaged attachment",
            "The attachment {about} cannot be decoded from base64: {value}.",
            "Ask the supplier to send the invoice again with a whole attachment.",
        ),
    ),
    code(
        "INVOICE-ATTACHMENT-EMPTY",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Bilagan är tom",
            "Bilagan {about} har inget innehåll.",
            "Behövs bilagan för attesten: begär den av leverantören.",
        ),
        en=(
            "Empty attachment",
            "The attachment {about} has no content.",
            "If the attachment is needed for approval: ask the supplier for it.",
        ),
    ),
    code(
        "INVOICE-ATTACHMENT-ABSENT",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Bilagan kom inte med",
            "Faktura {about} hänvisar till bilagan {value}, som inte finns i filen.",
            "Behövs bilagan för attesten: begär den av leverantören.",
        ),
        en=(
            "The attachment did not come",
            "Invoice {about} refers to the attachment {value}, which is not in the file.",
            "If the attachment is needed for approval: ask the supplier for it.",
        ),
    ),
    code(
        "INVOICE-ATTACHMENT-RENAMED",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Bilagan levereras utan sin filändelse",
            "Bilagan {value} till faktura {about} uppges vara {mime}, och sådana får inte den filändelsen. Den "
            "levereras som {expected}.",
            "Öppna inte filen om innehållet inte är väntat. Fråga leverantören vad bilagan är.",
        ),
        en=(
            "The attachment is delivered without its file extension",
            "The attachment {value} of invoice {about} is said to be {mime}, which cannot have that file extension. "
            "It is delivered as {expected}.",
            "Do not open the file unless its content is expected. Ask the supplier what the attachment is.",
        ),
    ),
    code(
        "INVOICE-ATTACHMENTS-TOO-MANY",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "För många bilagor",
            "Med bilagorna till faktura {about} har filen {value} bilagor; rutten tar emot högst {expected}.",
            "Be leverantören att samla bilagorna i färre filer, eller be integrationspersonal att höja limits i "
            "rutten.",
        ),
        en=(
            "Too many attachments",
            "With the attachments of invoice {about} the file has {value}; the route accepts at most {expected}.",
            "Ask the supplier to gather the attachments in fewer files, or ask integration staff to raise the limits "
            "of the route.",
        ),
    ),
    code(
        "INVOICE-ATTACHMENTS-TOO-LARGE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "För stora bilagor",
            "Med bilagorna till faktura {about} har filen {value} byte bilagor; rutten tar emot högst {expected} byte.",
            "Be leverantören att skicka mindre bilagor, eller be integrationspersonal att höja limits i rutten.",
        ),
        en=(
            "Attachments too large",
            "With the attachments of invoice {about} the file has {value} bytes of them; the route accepts at most "
            "{expected} bytes.",
            "Ask the supplier to send smaller attachments, or ask integration staff to raise the limits of the route.",
        ),
    ),
)

_SUMS: tuple[Code, ...] = (
    _sum(
        "LINE",
        ("Radbeloppet stämmer inte", "antal × pris med rabatter och avgifter"),
        ("The line amount does not add up", "quantity × price with allowances and charges"),
    ),
    _sum(
        "LINES",
        ("Radsumman stämmer inte", "summan av raderna"),
        ("The sum of lines does not add up", "the sum of the lines"),
    ),
    _sum(
        "ALLOWANCES",
        ("Summan av rabatter stämmer inte", "summan av rabatterna"),
        ("The sum of allowances does not add up", "the sum of the allowances"),
    ),
    _sum(
        "CHARGES",
        ("Summan av avgifter stämmer inte", "summan av avgifterna"),
        ("The sum of charges does not add up", "the sum of the charges"),
    ),
    _sum(
        "WITHOUT-VAT",
        ("Summan utan moms stämmer inte", "radsumma − rabatter + avgifter"),
        ("The total without VAT does not add up", "lines − allowances + charges"),
    ),
    _sum(
        "VAT",
        ("Momssumman stämmer inte", "summan av momsraderna"),
        ("The VAT total does not add up", "the sum of the VAT breakdown"),
    ),
    _sum(
        "WITH-VAT",
        ("Summan med moms stämmer inte", "summan utan moms + moms"),
        ("The total with VAT does not add up", "total without VAT + VAT"),
    ),
    _sum(
        "PAYABLE",
        ("Att betala stämmer inte", "summan med moms − redan betalt + avrundning"),
        ("The amount due does not add up", "total with VAT − paid + rounding"),
    ),
    _sum(
        "VAT-BASE",
        ("Momsunderlaget stämmer inte", "underlaget enligt raderna för moms {category} {rate} %"),
        ("The taxable amount does not add up", "the amount of the lines with VAT {category} {rate} %"),
    ),
    _sum(
        "VAT-AMOUNT",
        ("Momsbeloppet stämmer inte", "underlag × momssats för moms {category} {rate} %"),
        ("The VAT amount does not add up", "taxable amount × rate for VAT {category} {rate} %"),
    ),
)

CODES: tuple[Code, ...] = (*_READING, *_SUMS)
