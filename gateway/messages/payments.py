"""What a bank reports as paid in: a report, its deposits, and the payments of each deposit.

A reader yields one PaymentReport, then for each deposit one Deposit followed by its Payments. Amounts are Decimal
in `Deposit.currency`; a deduction or a returned payment has a negative amount.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from gateway.findings import NOWHERE, Place
from gateway.messages.describe import Term


@dataclass(slots=True, kw_only=True)
class PaymentReport:
    """The whole report."""

    identifier: Annotated[str, Term("Identity of the report", "GrpHdr/MsgId; BgMax TK01 25-44")]
    created: Annotated[datetime | None, Term("When the bank made it, Europe/Stockholm if no zone is given")] = None
    is_test: Annotated[bool, Term("Marked as test", "BgMax TK01 45")] = False
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class Deposit:
    """One amount credited to an account: a camt entry, or a BgMax section from TK05 to TK15."""

    identifier: Annotated[str, Term("Serial number of the deposit", "Ntry/NtryRef or AcctSvcrRef; TK15 46-50")]
    account: Annotated[str, Term("Receiving bankgiro, plusgiro, IBAN or account, no separators", "TK05 3-12")]
    account_kind: Annotated[str, Term("BGNR, PGNR, IBAN or BBAN")]
    currency: Annotated[str, Term("Currency", "ISO 4217")]
    amount: Annotated[Decimal, Term("Amount credited", "Ntry/Amt; TK15 51-68")]
    booking_date: Annotated[date, Term("Booking date", "Ntry/BookgDt; TK15 38-45")]
    number: Annotated[int, Term("Running number of the deposit in the file, from 1")]
    value_date: Annotated[date | None, Term("Value date", "Ntry/ValDt")] = None
    bank_account: Annotated[str, Term("Bank account credited, when the account is a giro number", "TK15 3-37")] = ""
    bank_reference: Annotated[str, Term("The bank's reference", "Ntry/AcctSvcrRef")] = ""
    transaction_code: Annotated[str, Term("Bank transaction code", "Ntry/BkTxCd")] = ""
    payment_count: Annotated[int | None, Term("Number of payments stated", "Btch/NbOfTxs; TK15 72-79")] = None
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class Payment:
    """One payment, or one deduction from payments."""

    amount: Annotated[Decimal, Term("Amount; negative for a deduction or return", "TK20/21 38-55; TxDtls/Amt")]
    reference: Annotated[str, Term("The payer's reference: OCR number or free reference, trimmed")] = ""
    reference_kind: Annotated[str, Term("ocr, reference, wrong or none", "TK20 56; CdtrRefInf/Tp")] = "none"
    other_references: Annotated[list[str], Term("Further references of the same payment", "TK22/23; RmtInf/Strd")] = (
        field(default_factory=list)
    )
    identifier: Annotated[str, Term("Identity of the payment", "TK20 58-69; Refs/AcctSvcrRef, TxId")] = ""
    end_to_end_identifier: Annotated[str, Term("End to end identification", "Refs/EndToEndId")] = ""
    is_deduction: Annotated[bool, Term("A deduction or credit note", "TK21")] = False
    payer_account: Annotated[str, Term("Payer's bankgiro or account", "TK20 3-12; DbtrAcct")] = ""
    payer_name: Annotated[str, Term("Payer's name", "TK26; Dbtr/Nm")] = ""
    payer_address: Annotated[str, Term("Payer's address on one line", "TK27, TK28; Dbtr/PstlAdr")] = ""
    payer_organisation_number: Annotated[str, Term("Payer's organisation number", "TK29")] = ""
    message: Annotated[str, Term("Free text to the payee, lines joined by a blank", "TK25; RmtInf/Ustrd")] = ""
    number: Annotated[int, Term("Running number of the payment in the file, from 1")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE
