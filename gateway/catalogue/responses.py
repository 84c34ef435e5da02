"""Finding codes about invoices that the city sends (`SENT-INVOICE-…`) and the responses to them (`RESPONSE-…`)."""

from gateway.catalogue.code import Code, Scope, Severity, code

_ASK_SV = "Be den som svarade att skicka ett rättat svar. Tills dess gäller det senaste svaret."
_ASK_EN = "Ask whoever answered for a corrected response. Until then the last response counts."

_READING: tuple[Code, ...] = (
    code(
        "RESPONSE-SPECIFICATION",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Svaret är av ett annat slag",
            "Svaret anger specifikationen ”{value}”. Väntat: {expected}.",
            "Kontrollera vad som kommit. Är det ett svar på en faktura: be avsändaren skicka det enligt Peppol.",
        ),
        en=(
            "The response is of another kind",
            "The response states the specification “{value}”. Expected: {expected}.",
            "See what has come. If it answers an invoice: ask the sender to send it as Peppol says.",
        ),
    ),
    code(
        "RESPONSE-EMPTY",
        Severity.ERROR,
        Scope.FILE,
        sv=(
            "Svaret svarar inte på något",
            "Filen har inget svar på något dokument (cac:DocumentResponse saknas).",
            "Be avsändaren att skicka svaret igen.",
        ),
        en=(
            "The response answers nothing",
            "The file has no response to any document (cac:DocumentResponse is missing).",
            "Ask the sender to send the response again.",
        ),
    ),
    code(
        "RESPONSE-NUMBER-MISSING",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Svaret nämner ingen faktura",
            "Svaret har inget fakturanummer, så det går inte att se vilken faktura det gäller.",
            _ASK_SV,
        ),
        en=(
            "The response names no invoice",
            "The response has no invoice number, so it cannot be seen which invoice it is about.",
            _ASK_EN,
        ),
    ),
    code(
        "RESPONSE-STATUS-UNKNOWN",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Okänd status",
            "Svaret på faktura {about} har statusen ”{value}”. Koder som finns: {expected}.",
            _ASK_SV,
        ),
        en=(
            "Unknown status",
            "The response to invoice {about} has the status “{value}”. The codes are: {expected}.",
            _ASK_EN,
        ),
    ),
    code(
        "RESPONSE-REASON-UNKNOWN",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Okänd orsakskod",
            "Svaret på faktura {about} har orsakskoden ”{value}” (kodlista {code_list}). Koder som finns: {expected}.",
            "Läs orsaken i klartext. Förstår ni den inte: fråga den som svarade.",
        ),
        en=(
            "Unknown reason code",
            "The response to invoice {about} has the reason code “{value}” (list {code_list}). "
            "The codes are: {expected}.",
            "Read the reason in plain words. If you do not understand it: ask whoever answered.",
        ),
    ),
    code(
        "RESPONSE-REASON-MISSING",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Orsak saknas i svaret",
            "Faktura {about} är {value}, men svaret säger inte varför.",
            "Fråga den som svarade vad som är fel.",
        ),
        en=(
            "The response gives no reason",
            "Invoice {about} has the status “{value}”, but the response does not say why.",
            "Ask whoever answered what is wrong.",
        ),
    ),
    code(
        "RESPONSE-DATE",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Datumet i svaret kan inte användas",
            "Svaret på faktura {about} har datumet {value}, som inte kan användas. Datumet lämnas tomt.",
            "Ingen åtgärd om statusen är riktig.",
        ),
        en=(
            "Unusable date in the response",
            "The response to invoice {about} has the date {value}, which cannot be used. The date is left empty.",
            "Nothing to do if the status is right.",
        ),
    ),
)

_MATCHING: tuple[Code, ...] = (
    code(
        "RESPONSE-INVOICE-UNKNOWN",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Svar på en faktura som inte har skickats",
            "Svaret gäller ”{value}” men ingen sådan faktura har skickats härifrån. Svaret kommer från {sender}.",
            "Sök numret i ekonomisystemet. Hör det till en faktura som skickats en annan väg: lämna svaret dit. "
            "Är det ett kuvert-id: fråga den som förmedlar fakturorna vilken faktura det gäller.",
        ),
        en=(
            "Response to an invoice that was not sent",
            "The response is about “{value}” but no such invoice was sent from here. The response is from {sender}.",
            "Look for the number in the ledger. If the invoice was sent another way: pass the response on. "
            "If it is the id of an envelope: ask whoever forwards the invoices which invoice it belongs to.",
        ),
    ),
    code(
        "RESPONSE-SENDER-DIFFERS",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Svaret kommer från en annan än mottagaren",
            "Faktura {about} skickades i filen {first_name} (fil-id {first_id}), men inte till {value} som svarar.",
            "Ingen åtgärd om {value} är mottagarens ombud. Annars: kontrollera svaret med mottagaren.",
        ),
        en=(
            "The response is from another than the receiver",
            "Invoice {about} was sent in the file {first_name} (file id {first_id}), but not to {value}, who answers.",
            "Nothing to do if {value} answers for the receiver. Otherwise check the response with the receiver.",
        ),
    ),
    code(
        "RESPONSE-INVOICE-REJECTED",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Fakturan har avvisats av mottagaren",
            "Faktura {about} till {receiver} har avvisats: {value}. Den skickades i filen {first_name} "
            "(fil-id {first_id}). Plats i fakturan: {location}.",
            "Fakturan är inte mottagen. Rätta det som är fel och skicka en ny, eller kreditera den här, "
            "och bevaka att kunden får en riktig faktura.",
        ),
        en=(
            "The receiver rejected the invoice",
            "Invoice {about} to {receiver} was rejected: {value}. It was sent in the file {first_name} "
            "(file id {first_id}). Place in the invoice: {location}.",
            "The invoice was not taken. Correct what is wrong and send a new one, or credit this one, and see to it "
            "that the customer gets a right invoice.",
        ),
    ),
    code(
        "RESPONSE-UNDER-QUERY",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Mottagaren väntar på besked om fakturan",
            "Faktura {about} till {receiver} behandlas inte förrän mottagaren fått besked: {value}.",
            "Lämna mottagaren det besked som efterfrågas. Fakturan betalas inte förrän det är gjort.",
        ),
        en=(
            "The receiver waits for an answer about the invoice",
            "Invoice {about} to {receiver} is on hold until the receiver gets an answer: {value}.",
            "Give the receiver what is asked for. The invoice is not paid before that.",
        ),
    ),
    code(
        "RESPONSE-CONDITIONALLY-ACCEPTED",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Fakturan godkänns med villkor",
            "Faktura {about} godkänns av {receiver} med villkor: {value}.",
            "Avgör om villkoren godtas. Gör de inte det: säg till mottagaren innan fakturan betalas.",
        ),
        en=(
            "The invoice is accepted with conditions",
            "Invoice {about} is accepted by {receiver} with conditions: {value}.",
            "Decide whether the conditions are acceptable. If not, tell the receiver before the invoice is paid.",
        ),
    ),
    code(
        "RESPONSE-REMARK",
        Severity.INFORMATION,
        Scope.PART,
        sv=(
            "Mottagaren har en anmärkning",
            "Faktura {about} är {status} av {receiver}, med anmärkningen: {value}.",
            "Ingen åtgärd nu. Rätta orsaken i det system som gör fakturorna.",
        ),
        en=(
            "The receiver has a remark",
            "Invoice {about} has the status “{status}” at {receiver}, with the remark: {value}.",
            "Nothing to do now. Correct the cause in the system that makes the invoices.",
        ),
    ),
)

_SENDING: tuple[Code, ...] = (
    code(
        "SENT-INVOICE-TWICE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Fakturan är redan skickad",
            "Faktura {about} till {value} skickades i filen {first_name} (fil-id {first_id}) och har inte avvisats.",
            "Ingen åtgärd om fakturan har gjorts två gånger. Är det en annan faktura: ge den ett eget nummer.",
        ),
        en=(
            "The invoice was already sent",
            "Invoice {about} to {value} was sent in the file {first_name} (file id {first_id}) and was not rejected.",
            "Nothing to do if the invoice was made twice. If it is another invoice: give it a number of its own.",
        ),
    ),
)

CODES: tuple[Code, ...] = (*_READING, *_MATCHING, *_SENDING)
