"""Whether the accounting period of a day is open, in the ledger that a rule is about."""

import datetime

from gateway.rules.base import Surroundings
from gateway.rules.finance.options import PeriodOption

OPEN = "open"


def is_open(rule: PeriodOption, day: datetime.date, surroundings: Surroundings) -> bool:
    """Whether the period is open: by the ledger's own column where that is filled, else by ``status``."""
    row = surroundings.registers[rule.register_name].find(f"{day:%Y%m}", on=day)
    if row is None:
        return False
    status = row.values.get(rule.ledger, "") if rule.ledger else ""
    return (status or row.values["status"]) == OPEN
