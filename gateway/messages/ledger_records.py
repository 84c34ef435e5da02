"""What the journal remembers of batches: what was sent to the ledger, and what the ledger answered.

Amounts are Decimal and never negative: the debit sum of a voucher, or of what stands for one.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SentVoucher:
    """A voucher as it was sent: its number in the batch, and the feeder system's own number of it, which may be blank.

    `reference` is masked for a person with protected identity.
    """

    voucher: str
    reference: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBatch:
    """A batch as it was sent. An answer is awaited on the day `due` at the latest; `sums` are by currency."""

    file_id: str
    file_name: str
    route: str
    sender: str
    batch_id: str
    sent: date
    due: date
    vouchers: int
    rows: int
    sums: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedTotals:
    """What an answer states of a batch as a whole: vouchers accepted, and their amount; None where it says nothing."""

    batch_id: str
    count: int | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredVoucher:
    """What the ledger said of a voucher, or of one row of it, in the file `file_id`; `number` counts them there.

    `outcome` is accepted, warned or rejected.
    """

    batch_id: str
    voucher: str
    row: int | None = None
    outcome: str = "accepted"
    code: str = ""
    text: str = ""
    amount: Decimal | None = None
    ledger_number: str = ""
    day: date | None = None
    number: int = 0
    file_id: str = ""
    file_name: str = ""


def voucher_key(text: str) -> str:
    """A voucher number without leading zeros and blanks, as one text however it was padded.

    >>> voucher_key(" 0012 ")
    '12'
    """
    return text.strip().lstrip("0") or text.strip()[-1:]
