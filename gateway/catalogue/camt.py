"""Finding codes about camt.052, camt.053 and camt.054."""

from gateway.catalogue.bank_actions import BANK_EN, BANK_SV
from gateway.catalogue.code import Code, Scope, Severity, code

CODES: tuple[Code, ...] = (
    code(
        "CAMT-VALUE",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Värdet går inte att läsa",
            "Elementet innehåller ”{value}”; väntat är {expected}.",
            BANK_SV,
        ),
        en=(
            "The value cannot be read",
            "The element holds “{value}”; expected is {expected}.",
            BANK_EN,
        ),
    ),
    code(
        "CAMT-ENTRY-SUM",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Postens belopp stämmer inte",
            "Posten {about} är {value}, men dess betalningar blir {expected}.",
            BANK_SV,
        ),
        en=(
            "The amount of the entry is wrong",
            "The entry {about} is {value}, but its payments come to {expected}.",
            BANK_EN,
        ),
    ),
    code(
        "CAMT-BATCH-COUNT",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Antalet betalningar stämmer inte",
            "Posten {about} anger {value} betalningar, men {expected} finns i filen.",
            BANK_SV,
        ),
        en=(
            "The number of payments is wrong",
            "The entry {about} states {value} payments, but the file has {expected}.",
            BANK_EN,
        ),
    ),
    code(
        "CAMT-SUMMARY",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Sammanställningen stämmer inte",
            "{about} anger {value}, men posterna blir {expected}.",
            BANK_SV,
        ),
        en=(
            "The summary is wrong",
            "{about} states {value}, but the entries come to {expected}.",
            BANK_EN,
        ),
    ),
    code(
        "CAMT-ACCOUNT-MIXED",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Flera mottagarkonton i samma post",
            "Betalningen är till {value}, men posten {about} är till {expected}.",
            BANK_SV,
        ),
        en=(
            "Several receiving accounts in one entry",
            "The payment is to {value}, but the entry {about} is to {expected}.",
            BANK_EN,
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
        "CAMT-ENTRY-CURRENCY",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Posten är i en annan valuta än kontot",
            "Posten är i {value}, men kontot är i {expected}.",
            BANK_SV,
        ),
        en=(
            "The entry is in another currency than the account",
            "The entry is in {value}, but the account is in {expected}.",
            BANK_EN,
        ),
    ),
    code(
        "CAMT-BALANCE",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Saldot stämmer inte",
            (
                "Ingående saldo {opening} och kontoutdragets bokförda poster blir {expected}, men utgående "
                "saldo är {value} (kontoutdrag {about})."
            ),
            (
                "Boka inte för hand. En post saknas eller är dubbel: be banken om ett nytt kontoutdrag, eller "
                "kontrollera överföringen."
            ),
        ),
        en=(
            "The balance does not tally",
            (
                "The opening balance {opening} and the booked entries come to {expected}, but the closing "
                "balance is {value} (statement {about})."
            ),
            (
                "Book nothing by hand. An entry is missing or doubled: ask the bank for a new statement, or "
                "check the transfer."
            ),
        ),
    ),
    code(
        "CAMT-REPORT-BALANCE",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Saldot stämmer inte med rapportens poster",
            (
                "Ingående saldo {opening} och rapportens bokförda poster blir {expected}, men saldot är {value} "
                "(rapport {about})."
            ),
            (
                "Rapporten kan sakna poster som kom i en tidigare rapport samma dag. Stäm av mot kontoutdraget "
                "när dagen är slut."
            ),
        ),
        en=(
            "The balance does not tally with the entries of the report",
            (
                "The opening balance {opening} and the booked entries come to {expected}, but the balance is "
                "{value} (report {about})."
            ),
            (
                "The report may lack entries that came in an earlier report that day. Compare with the "
                "statement when the day is over."
            ),
        ),
    ),
    code(
        "CAMT-BALANCE-MISSING",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Kontoutdraget saknar ett saldo",
            "Saldot {value} saknas i kontoutdrag {about}, så summan av posterna kan inte prövas mot saldona.",
            "Stäm av posterna mot internetbanken. Be banken ta med bokfört ingående (OPBD) och utgående (CLBD) saldo.",
        ),
        en=(
            "The statement lacks a balance",
            "The balance {value} is missing in statement {about}, so its entries cannot be compared with its balances.",
            (
                "Compare the entries with the internet bank. Ask the bank to include opening (OPBD) and closing "
                "(CLBD) booked balances."
            ),
        ),
    ),
    code(
        "CAMT-PAGE",
        Severity.INFORMATION,
        Scope.FILE,
        sv=(
            "Kontoutdraget har flera sidor",
            "{about} är en sida av flera. Saldon och sammanställning gäller alla sidor och har inte prövats.",
            "Kontrollera att alla sidor har kommit.",
        ),
        en=(
            "The statement has several pages",
            "{about} is one page of several. Balances and summary are those of all pages and were not checked.",
            "Check that all pages have come.",
        ),
    ),
    code(
        "CAMT-BATCH-SUM",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Betalningarnas summa stämmer inte",
            "Posten {about} anger summan {value} för betalningarna, men de blir {expected}.",
            BANK_SV,
        ),
        en=(
            "The sum of the payments is wrong",
            "The entry {about} states the sum {value} of its payments, but they come to {expected}.",
            BANK_EN,
        ),
    ),
    code(
        "CAMT-DETAIL-AMOUNT",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Betalningarna saknar belopp i kontots valuta",
            "Posten {about} har {value} betalningar, men alla har inte ett belopp i postens valuta.",
            (
                "Posten har tagits med som en enda betalning, utan referenser. Fördela den för hand, eller be "
                "banken ta med beloppen."
            ),
        ),
        en=(
            "The payments have no amounts in the account’s currency",
            "The entry {about} has {value} payments, but not all have an amount in the currency of the entry.",
            (
                "The entry was taken as one payment, without references. Divide it by hand, or ask the bank to "
                "include the amounts."
            ),
        ),
    ),
    code(
        "CAMT-CHARGES",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Banken har dragit avgifter",
            "Banken har dragit {value} i avgifter från posten {about}.",
            "Avgiften är med som ett avdrag. Bokför den på rätt konto.",
        ),
        en=(
            "The bank has deducted charges",
            "The bank has deducted {value} in charges from the entry {about}.",
            "The charge is listed as a deduction. Book it on the right account.",
        ),
    ),
    code(
        "CAMT-NO-DATE",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Bokföringsdag saknas",
            "{value} poster saknar bokföringsdag. De har fått kontoutdragets sista dag, eller dagen då det skapades.",
            "Kontrollera dagen mot internetbanken.",
        ),
        en=(
            "No booking date",
            (
                "{value} entries have no booking date. They were given the last day of the statement, or the "
                "day when it was made."
            ),
            "Check the day with the internet bank.",
        ),
    ),
    code(
        "CAMT-DEBIT-ENTRY",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Uttag bland inbetalningarna",
            "Aviseringen har både insättningar och {value} uttag. Uttagen tas med som negativa belopp.",
            "Kontrollera vad uttagen avser och boka om dem vid behov.",
        ),
        en=(
            "Debits among the incoming payments",
            "The notification has both credits and {value} debits. The debits are taken as negative amounts.",
            "Check what the debits are for and rebook them if needed.",
        ),
    ),
    code(
        "CAMT-COPY",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Banken har märkt filen som kopia",
            "{about} är märkt {value}.",
            "Kontrollera att posterna inte redan är bokförda.",
        ),
        en=(
            "The bank marked the file as a copy",
            "{about} is marked {value}.",
            "Check that the entries are not booked already.",
        ),
    ),
    code(
        "CAMT-PART-TOO-LARGE",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "En del av filen är för stor",
            "En post eller betalning är större än {expected} byte och läses inte.",
            BANK_SV,
        ),
        en=(
            "A part of the file is too large",
            "An entry or payment is larger than {expected} bytes and is not read.",
            BANK_EN,
        ),
    ),
)
