"""What became of what was sent to the bank: accepted, rejected or pending, for a whole order or for one payment.

A reader yields one PaymentStatusReport, then a PaymentStatus for each order, instruction and transfer spoken of.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from gateway.findings import NOWHERE, Place
from gateway.messages.describe import Term


@dataclass(slots=True, kw_only=True)
class PaymentStatusReport:
    """The whole report."""

    identifier: Annotated[str, Term("Identity of the report", "GrpHdr/MsgId")]
    source: Annotated[str, Term("Kind of report: pain.002, lb, autogiro")]
    original_message: Annotated[str, Term("Identity of the order", "OrgnlGrpInfAndSts/OrgnlMsgId")] = ""
    original_format: Annotated[str, Term("Format of the order", "OrgnlMsgNmId")] = ""
    created: Annotated[datetime | None, Term("When the bank made it, Europe/Stockholm if no zone is given")] = None
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class PaymentStatus:
    """The status of an order, of an instruction in it, or of one payment."""

    level: Annotated[str, Term("order, instruction or payment")]
    status: Annotated[str, Term("Status as the bank gives it", "GrpSts, PmtInfSts, TxSts; AG status; LB error number")]
    outcome: Annotated[str, Term("accepted, rejected or pending")]
    reasons: Annotated[list[str], Term("Reason codes", "StsRsnInf/Rsn/Cd, Prtry")] = field(default_factory=list)
    texts: Annotated[list[str], Term("The bank's own texts", "StsRsnInf/AddtlInf")] = field(default_factory=list)
    original_message: Annotated[str, Term("Identity of the order", "OrgnlMsgId")] = ""
    original_instruction: Annotated[str, Term("Identity of the instruction", "OrgnlPmtInfId")] = ""
    original_end_to_end: Annotated[str, Term("End to end identification of the payment", "OrgnlEndToEndId")] = ""
    original_identifier: Annotated[str, Term("Identity between sender and bank", "OrgnlInstrId; sender info")] = ""
    kind: Annotated[str, Term("payment, deduction, credit, salary, payout, collection or disbursement")] = "payment"
    amount: Annotated[Decimal | None, Term("Amount, where stated", "OrgnlTxRef/Amt")] = None
    currency: Annotated[str, Term("Currency of the amount", "ISO 4217")] = ""
    execution_date: Annotated[date | None, Term("Day of payment asked for", "OrgnlTxRef/ReqdExctnDt")] = None
    new_date: Annotated[date | None, Term("Day that it was moved to", "Autogiro: new date")] = None
    counterparty_name: Annotated[str, Term("Name of payee, or of payer for a collection", "OrgnlTxRef/Cdtr/Nm")] = ""
    counterparty_account: Annotated[str, Term("Account of payee, or payer number", "OrgnlTxRef/CdtrAcct")] = ""
    reference: Annotated[str, Term("Reference of the payment", "OrgnlTxRef/RmtInf; reference")] = ""
    stated_count: Annotated[int | None, Term("Number of payments with this status", "NbOfTxsPerSts, OrgnlNbOfTxs")] = (
        None
    )
    sent_file: Annotated[
        str, Term("Name of the file that it was sent in; known once the rule set payment-status has matched it")
    ] = ""
    number: Annotated[int, Term("Running number of the status in the file, from 1")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE
