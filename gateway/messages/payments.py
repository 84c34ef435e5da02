"""What a bank reports as paid in and out: a report, its statements, their deposits, and the payments of each deposit.

A reader yields one PaymentReport, then for each account a Statement, and in it Deposits, each followed by its
Payments. Amounts are Decimal in `Deposit.currency`; what leaves the account, a deduction or a returned payment, has
a negative amount.
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
    source: Annotated[str, Term("Kind of report: camt.052, camt.053, camt.054, bgmax, total-in, swish, autogiro")] = ""
    created: Annotated[datetime | None, Term("When the bank made it, Europe/Stockholm if no zone is given")] = None
    is_test: Annotated[bool, Term("Marked as test", "BgMax TK01 45")] = False
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class Statement:
    """What is reported about one account: a camt statement, report or notification; in BgMax one section.

    The balances are those of booked amounts, and missing where the report has none. A statement that has both is
    true only if the opening balance and the booked deposits make the closing balance; its reader has seen to that.
    """

    account: Annotated[str, Term("Bankgiro, plusgiro, Swish number, IBAN or account, no separators", "Acct/Id")]
    account_kind: Annotated[str, Term("BGNR, PGNR, SWISH, IBAN or BBAN")]
    number: Annotated[int, Term("Running number of the statement in the file, from 1")]
    identifier: Annotated[str, Term("Identity of the statement", "Stmt/Id")] = ""
    currency: Annotated[str, Term("Currency", "Acct/Ccy, Bal/Amt/@Ccy")] = ""
    clearing: Annotated[str, Term("Clearing number of the account", "Acct/Svcr ClrSysMmbId SESBA")] = ""
    sequence: Annotated[str, Term("Sequence number", "ElctrncSeqNb, LglSeqNb")] = ""
    from_date: Annotated[date | None, Term("First day", "FrToDt/FrDtTm")] = None
    to_date: Annotated[date | None, Term("Last day", "FrToDt/ToDtTm, Bal/Dt")] = None
    opening: Annotated[Decimal | None, Term("Opening booked balance", "Bal OPBD or PRCD")] = None
    closing: Annotated[Decimal | None, Term("Closing booked balance", "Bal CLBD")] = None
    is_copy: Annotated[bool, Term("A copy or duplicate of an earlier one", "CpyDplctInd")] = False
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class Deposit:
    """One amount booked on an account: a camt entry, or a BgMax section from TK05 to TK15."""

    identifier: Annotated[str, Term("Serial number of the deposit", "Ntry/NtryRef or AcctSvcrRef; TK15 46-50")]
    account: Annotated[str, Term("Receiving bankgiro, plusgiro, IBAN or account, no separators", "TK05 3-12")]
    account_kind: Annotated[str, Term("BGNR, PGNR, SWISH, IBAN or BBAN")]
    currency: Annotated[str, Term("Currency", "ISO 4217")]
    amount: Annotated[Decimal, Term("Amount credited; negative when debited", "Ntry/Amt; TK15 51-68")]
    booking_date: Annotated[date, Term("Booking date", "Ntry/BookgDt; TK15 38-45")]
    number: Annotated[int, Term("Running number of the deposit in the file, from 1")]
    value_date: Annotated[date | None, Term("Value date", "Ntry/ValDt")] = None
    bank_account: Annotated[str, Term("Bank account credited, when the account is a giro number", "TK15 3-37")] = ""
    plusgiro: Annotated[str, Term("Plusgiro number paid to, since moved to the account", "TK05 13-22")] = ""
    bank_reference: Annotated[str, Term("The bank's reference", "Ntry/AcctSvcrRef")] = ""
    transaction_code: Annotated[
        str, Term("Bank transaction code", "Ntry/BkTxCd: PMNT/RCDT/DMCT, proprietary last; TK15 80")
    ] = ""
    is_reversal: Annotated[bool, Term("Takes back an earlier entry", "Ntry/RvslInd")] = False
    charges: Annotated[Decimal, Term("Charges of the bank within the amount", "Ntry/Chrgs")] = Decimal(0)
    text: Annotated[str, Term("The bank's text about the entry", "Ntry/AddtlNtryInf")] = ""
    payment_count: Annotated[int | None, Term("Number of payments stated", "Btch/NbOfTxs; TK15 72-79")] = None
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class Payment:
    """One payment, or one deduction from payments.

    Where the bank gives no details of a deposit, one payment stands for all of it, and `is_lump` says so.
    """

    amount: Annotated[Decimal, Term("Amount; negative for a deduction or return", "TK20/21 38-55; TxDtls/Amt")]
    reference: Annotated[str, Term("The payer's reference: OCR number or free reference, trimmed")] = ""
    reference_kind: Annotated[str, Term("ocr, reference, wrong or none", "TK20 56; CdtrRefInf/Tp")] = "none"
    other_references: Annotated[list[str], Term("Further references of the same payment", "TK22/23; RmtInf/Strd")] = (
        field(default_factory=list)
    )
    identifier: Annotated[str, Term("Identity of the payment", "TK20 58-69; Refs/AcctSvcrRef, TxId")] = ""
    end_to_end_identifier: Annotated[str, Term("End to end identification", "Refs/EndToEndId")] = ""
    is_deduction: Annotated[bool, Term("A deduction or credit note", "TK21")] = False
    is_return: Annotated[bool, Term("An own payment that came back, or a refund", "RtrInf; BkTxCd RRTN, ARET")] = False
    is_lump: Annotated[bool, Term("Stands for a whole deposit of which the bank gives no details")] = False
    return_reason: Annotated[str, Term("Why it came back", "RtrInf/Rsn/Cd: ISO external code list")] = ""
    payer_account: Annotated[str, Term("Payer's bankgiro, account or mobile number", "TK20 3-12; DbtrAcct")] = ""
    payer_name: Annotated[str, Term("Payer's name", "TK26; Dbtr/Nm")] = ""
    payer_address: Annotated[str, Term("Payer's address on one line", "TK27, TK28; Dbtr/PstlAdr")] = ""
    payer_organisation_number: Annotated[str, Term("Payer's organisation number", "TK29")] = ""
    payee_account: Annotated[str, Term("Payee's account, of what leaves the account", "CdtrAcct")] = ""
    payee_name: Annotated[str, Term("Payee's name, of what leaves the account", "Cdtr/Nm")] = ""
    message: Annotated[str, Term("Free text to the payee, lines joined by a blank", "TK25; RmtInf/Ustrd")] = ""
    transaction_code: Annotated[str, Term("Bank transaction code", "TxDtls/BkTxCd, else that of the entry")] = ""
    instructed_amount: Annotated[Decimal | None, Term("Amount as the payer ordered it", "AmtDtls/InstdAmt")] = None
    instructed_currency: Annotated[str, Term("Currency that the payer ordered", "AmtDtls/InstdAmt/@Ccy")] = ""
    exchange_rate: Annotated[Decimal | None, Term("Rate of exchange", "AmtDtls CcyXchg/XchgRate")] = None
    charges: Annotated[Decimal, Term("Charges of the bank", "TxDtls/Chrgs")] = Decimal(0)
    channel: Annotated[str, Term("How it was paid: 1 electronic, 2 LB, 3 paper, 4 Autogiro", "TK20 57")] = ""
    paid_at: Annotated[datetime | None, Term("When it was paid, if the bank says", "Swish: time stamp")] = None
    deduction_code: Annotated[str, Term("0 whole, 1 part, 2 last part", "TK21 71")] = ""
    number: Annotated[int, Term("Running number of the payment in the file, from 1")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE
