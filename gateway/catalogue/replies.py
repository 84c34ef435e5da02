"""Finding codes about replies: those that feeder systems get from us, and those that the ledger gives us."""

from gateway.catalogue.code import Code, Scope, Severity, code

CODES: tuple[Code, ...] = (
    code(
        "REPLY-REJECTED-WITH-FILE",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Posten är avvisad tillsammans med hela filen",
            "Inget fel hittades i posten, men hela filen är avvisad. Posten har inte levererats.",
            "Rätta det som filen avvisades för och skicka hela filen igen.",
        ),
        en=(
            "The record was rejected with the whole file",
            "Nothing wrong was found in the record, but the whole file is rejected. The record was not delivered.",
            "Correct what the file was rejected for and send the whole file again.",
        ),
    ),
    code(
        "REPLY-NOT-WRITTEN",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "En rad i svarsfilen kunde inte skrivas",
            "Svaret till försystemet om {about} kunde inte skrivas: {reason}",
            "Meddela avsändaren på annat sätt, och rätta svarets mappning eller layout.",
        ),
        en=(
            "A row of the reply file could not be written",
            "The reply to the feeder system about {about} could not be written: {reason}",
            "Tell the sender in another way, and correct the mapping or layout of the reply.",
        ),
    ),
    code(
        "LEDGER-BATCH-UNKNOWN",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Ekonomisystemet svarar om en bunt som inte är skickad",
            "Bunten {value} finns i svaret, men ingen sådan bunt är skickad härifrån.",
            "Ta reda på varifrån bunten har lästs in, och om den är bokförd två gånger.",
        ),
        en=(
            "The ledger answers for a batch that was not sent",
            "The batch {value} stands in the answer, but no such batch was sent from here.",
            "Find out from where the batch was loaded, and whether it is posted twice.",
        ),
    ),
    code(
        "LEDGER-VOUCHER-UNKNOWN",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Ekonomisystemet svarar om en verifikation som inte är skickad",
            "Verifikation {value} i bunten {batch} finns i svaret, men filen {first_name} (fil-id {first_id}) "
            "innehåller ingen sådan.",
            "Ta reda på varifrån verifikationen kommer.",
        ),
        en=(
            "The ledger answers for a voucher that was not sent",
            "Voucher {value} of the batch {batch} stands in the answer, but the file {first_name} (file id "
            "{first_id}) holds none such.",
            "Find out where the voucher comes from.",
        ),
    ),
    code(
        "LEDGER-VOUCHER-REFUSED",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Ekonomisystemet har avvisat en verifikation",
            "Verifikation {voucher} i bunten {batch} är inte bokförd. Ekonomisystemet säger: {reason}",
            "Rätta i ekonomisystemets inläsningsregister, eller rätta i försystemet och skicka en ny fil.",
        ),
        en=(
            "The ledger refused a voucher",
            "Voucher {voucher} of the batch {batch} is not posted. The ledger says: {reason}",
            "Correct it in the ledger's batch input, or correct it in the feeder system and send a new file.",
        ),
    ),
    code(
        "LEDGER-AMOUNT-DIFFERS",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Ekonomisystemet har bokfört ett annat belopp än det skickade",
            "Verifikation {voucher} i bunten {batch} skickades på {expected}; ekonomisystemet anger {value}.",
            "Jämför verifikationens rader i ekonomisystemet med utfilen.",
        ),
        en=(
            "The ledger posted another amount than was sent",
            "Voucher {voucher} of the batch {batch} was sent with {expected}; the ledger says {value}.",
            "Compare the rows of the voucher in the ledger with the file that was delivered.",
        ),
    ),
)
