"""What is sent to the bank to be paid: an order, its instructions, and the transfers of each.

A reader yields one PaymentOrder, then for each debited account and day a PaymentInstruction followed by its
CreditTransfers. Amounts are Decimal in the currency beside them; a deduction or credit note has a negative amount.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from gateway.findings import NOWHERE, Place
from gateway.messages.describe import Term


@dataclass(slots=True, kw_only=True)
class PaymentOrder:
    """The whole order."""

    identifier: Annotated[str, Term("Identity of the order", "GrpHdr/MsgId; LB: bankgiro and date")]
    created: Annotated[datetime | None, Term("When it was made, Europe/Stockholm if no zone is given")] = None
    initiating_party: Annotated[str, Term("Name of who sends it", "GrpHdr/InitgPty/Nm")] = ""
    initiating_party_identifier: Annotated[str, Term("Identity of who sends it", "GrpHdr/InitgPty/Id")] = ""
    stated_count: Annotated[int | None, Term("Number of transfers stated", "GrpHdr/NbOfTxs; TK29 13-20")] = None
    stated_sum: Annotated[Decimal | None, Term("Sum stated, whatever the currencies", "GrpHdr/CtrlSum; TK29 21-32")] = (
        None
    )
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class PaymentInstruction:
    """What one account is to be debited for on one day."""

    identifier: Annotated[str, Term("Identity of the instruction", "PmtInf/PmtInfId")]
    debtor_account: Annotated[str, Term("Account to debit, no separators", "PmtInf/DbtrAcct; TK11 3-12")]
    debtor_account_kind: Annotated[str, Term("BGNR, PGNR, IBAN or BBAN")]
    number: Annotated[int, Term("Running number of the instruction in the file, from 1")]
    execution_date: Annotated[date | None, Term("Day of payment; missing = at once", "ReqdExctnDt; TK11 41-46")] = None
    currency: Annotated[str, Term("Currency of the account, where stated", "DbtrAcct/Ccy; TK11 60-62")] = ""
    debtor_name: Annotated[str, Term("Name of the account holder", "PmtInf/Dbtr/Nm")] = ""
    debtor_agent: Annotated[str, Term("BIC of the account holder's bank", "PmtInf/DbtrAgt")] = ""
    debtor_clearing: Annotated[str, Term("Clearing number of the account", "DbtrAgt ClrSysMmbId SESBA")] = ""
    method: Annotated[str, Term("TRF transfer, CHK cheque", "PmtInf/PmtMtd")] = "TRF"
    category: Annotated[str, Term("Purpose: SUPP, SALA and so on", "PmtTpInf/CtgyPurp/Cd")] = ""
    service_level: Annotated[str, Term("NURG, SEPA, URGP and so on", "PmtTpInf/SvcLvl/Cd")] = ""
    stated_count: Annotated[int | None, Term("Number of transfers stated", "PmtInf/NbOfTxs")] = None
    stated_sum: Annotated[Decimal | None, Term("Sum stated, whatever the currencies", "PmtInf/CtrlSum")] = None
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class CreditTransfer:
    """One payment to one payee, or one deduction from payments to that payee."""

    amount: Annotated[Decimal, Term("Amount; negative for a deduction or credit note", "Amt/InstdAmt; TK14 38-49")]
    currency: Annotated[str, Term("Currency of the amount", "ISO 4217")]
    kind: Annotated[str, Term("payment, deduction, credit, salary, payout or cheque", "TK14-17, TK40, TK54")] = (
        "payment"
    )
    end_to_end_identifier: Annotated[str, Term("End to end identification", "PmtId/EndToEndId")] = ""
    instruction_identifier: Annotated[str, Term("Identity between sender and bank", "PmtId/InstrId; TK14 61-80")] = ""
    creditor_name: Annotated[str, Term("Payee's name", "Cdtr/Nm; TK26 13-47")] = ""
    creditor_account: Annotated[str, Term("Payee's account, no separators, without clearing number", "CdtrAcct")] = ""
    creditor_account_kind: Annotated[str, Term("BGNR, PGNR, IBAN, BBAN; blank when there is none")] = ""
    creditor_clearing: Annotated[
        str, Term("Clearing number of the payee's account", "ClrSysMmbId SESBA; TK40 13-16")
    ] = ""
    creditor_agent: Annotated[str, Term("BIC of the payee's bank", "CdtrAgt/FinInstnId/BIC, BICFI")] = ""
    creditor_country: Annotated[str, Term("Payee's country", "Cdtr/PstlAdr/Ctry")] = ""
    creditor_address: Annotated[str, Term("Payee's address on one line", "Cdtr/PstlAdr; TK27")] = ""
    creditor_identifier: Annotated[str, Term("Payee's organisation or identity number", "Cdtr/Id")] = ""
    execution_date: Annotated[date | None, Term("Day of payment, where the transfer has its own", "TK14 50-55")] = None
    equivalent_currency: Annotated[
        str, Term("Currency to pay in, when the amount is its worth", "EqvtAmt/CcyOfTrf")
    ] = ""
    exchange_rate: Annotated[Decimal | None, Term("Agreed rate of exchange", "XchgRateInf/XchgRate")] = None
    reference: Annotated[str, Term("Reference to the payee: OCR number or invoice number")] = ""
    reference_kind: Annotated[str, Term("ocr, reference or none", "RmtInf/Strd CdtrRefInf SCOR")] = "none"
    other_references: Annotated[list[str], Term("Further references", "RmtInf/Strd, RfrdDocInf/Nb")] = field(
        default_factory=list
    )
    message: Annotated[str, Term("Free text to the payee, lines joined by a blank", "RmtInf/Ustrd; TK25")] = ""
    number: Annotated[int, Term("Running number of the transfer in the file, from 1")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE
