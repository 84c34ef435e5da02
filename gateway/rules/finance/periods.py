"""Whether the accounting period of a day is open, in the ledger that a rule is about."""

import datetime

from gateway.rules.base import Surroundings
from gateway.rules.finance.options import PeriodOption

OPEN = "open"

_REMEMBERED = 4_000
"""Days whose answer is kept; a file rarely has more than a few."""


def is_open(rule: PeriodOption, day: datetime.date, surroundings: Surroundings) -> bool:
    """Whether the period is open: by the ledger's own column where that is filled, else by ``status``."""
    known: dict[datetime.date, bool] = surroundings.memory.setdefault(f"period.{rule.register_name}.{rule.ledger}", {})
    answer = known.get(day)
    if answer is None:
        if len(known) >= _REMEMBERED:
            known.clear()
        answer = known[day] = _is_open(rule, day, surroundings)
    return answer


def _is_open(rule: PeriodOption, day: datetime.date, surroundings: Surroundings) -> bool:
    row = surroundings.registers[rule.register_name].find(f"{day:%Y%m}", on=day)
    if row is None:
        return False
    status = row.values.get(rule.ledger, "") if rule.ledger else ""
    return (status or row.values["status"]) == OPEN
