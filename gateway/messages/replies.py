"""What a receiver says of the records that it was sent: a report, and one reply for each record.

The ledger's answer to a batch, an agency's receipt, and the reply that a feeder system gets of its file. A reader
yields one ReplyReport, then RecordReplies.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from gateway.findings import NOWHERE, Place
from gateway.messages.describe import Term


@dataclass(slots=True, kw_only=True)
class ReplyReport:
    """What is said of the file or batch as a whole."""

    sender: Annotated[str, Term("Who replies")] = ""
    created: Annotated[datetime.date | None, Term("Date made")] = None
    file_name: Annotated[str, Term("Name of the file that is replied to")] = ""
    file_id: Annotated[str, Term("The gateway's id of the file that is replied to")] = ""
    batch_id: Annotated[str, Term("Batch id of what is replied to")] = ""
    outcome: Annotated[str, Term("accepted, partly or rejected, of the whole; blank = only its records tell")] = ""
    text: Annotated[str, Term("What is said of the whole")] = ""
    count: Annotated[int | None, Term("Records accepted, as the report states")] = None
    amount: Annotated[Decimal | None, Term("Amount accepted, as the report states")] = None
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class RecordReply:
    """The result of one record: a voucher, an invoice, a case."""

    reference: Annotated[str, Term("The record's own number: voucher, invoice, case")] = ""
    batch_id: Annotated[str, Term("Batch id that the record was sent with; blank = that of the report")] = ""
    record_number: Annotated[int | None, Term("Running number of the record in the file that was sent, from 1")] = None
    row: Annotated[int | None, Term("Row of the record, from 1, where the reply is about one")] = None
    outcome: Annotated[str, Term("accepted, warned or rejected")] = "accepted"
    code: Annotated[str, Term("Code of the reason; several between blanks")] = ""
    text: Annotated[str, Term("The reason in words")] = ""
    action: Annotated[str, Term("What to do")] = ""
    receiver_number: Annotated[str, Term("Number that the receiver gave the record: voucher, order, customer")] = ""
    amount: Annotated[Decimal | None, Term("Amount")] = None
    date: Annotated[datetime.date | None, Term("Day on which it was booked or decided")] = None
    number: Annotated[int, Term("Running number of the reply in the file, from 1")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE
