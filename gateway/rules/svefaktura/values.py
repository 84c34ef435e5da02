"""Values as SFTI's rules read them, which are XPath 2 over text that no schema has given types.

Amounts are reckoned in xs:double there, so that whether a sum is exactly half a krona off can depend on the last bit
of a double. To judge as SFTI does, these rules reckon in float, in the same order. No amount leaves them but in texts
for people, and for those they are Decimal.
"""

import math
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from gateway.nodes import WHITE_SPACE, Node
from gateway.rules.assertions import Assertion, Breach
from gateway.rules.checks import plain

HALF_A_KRONA = 0.5
"""How far a sum may be off."""
NOTHING = "–"
"""What stands in a text for a number that is not there."""

_DOUBLE = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|-?INF|NaN", re.ASCII)
_MOMENT = re.compile(
    r"(-?\d{4,9})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d(?:\.\d+)?))?(?:Z|([-+])(\d\d):(\d\d))?", re.ASCII
)
_EDITED = frozenset("PZC")
_SHOWN_DECIMALS = 4
_PHONE = re.compile(r"\+?\d*")


def double(text: str) -> float:
    """A text as xs:double; not a number (NaN) when it is none, which no comparison holds for."""
    bare = text.strip(WHITE_SPACE)
    return float(bare) if _DOUBLE.fullmatch(bare) else math.nan


def double_at(node: Node, *names: str) -> float:
    """The first node at a path as xs:double; NaN when there is none."""
    found = node.first(*names)
    return math.nan if found is None else double(found.text)


def total(nodes: Iterable[Node]) -> float:
    """The sum of nodes, added one by one as XPath does; zero when there are none."""
    reckoned = 0.0
    for node in nodes:
        reckoned += double(node.text)
    return reckoned


def normal(text: str) -> str:
    """A text with single blanks between its words and none around them (normalize-space).

    >>> normal("  F  \\n skatt ")
    'F skatt'
    """
    return " ".join(word for word in re.split(f"[{WHITE_SPACE}]+", text) if word)


def is_unedited(text: str) -> bool:
    """Whether a text has letters, digits and symbols only: no blank, no hyphen, no full stop.

    >>> is_unedited("5569001208"), is_unedited("556900-1208"), is_unedited("")
    (True, False, True)
    """
    return text.isalnum() or not any(unicodedata.category(character)[0] in _EDITED for character in text)


def is_plain_phone(text: str) -> bool:
    """Whether a text has digits only, perhaps after a plus sign.

    >>> is_plain_phone("+4685550100"), is_plain_phone("08-555 01 00")
    (True, False)
    """
    return _PHONE.fullmatch(text) is not None


def moment(text: str) -> Decimal | None:
    """A date or a date with time as seconds, to be compared with others; None when it is no such value.

    Without a time zone it is taken as UTC.

    >>> moment("2026-10-02") - moment("2026-10-01T23:00:00-01:00")
    Decimal('0')
    """
    match = _MOMENT.fullmatch(text.strip(WHITE_SPACE))
    if match is None:
        return None
    year, month, day, hour, minute, second, sign, hours, minutes = match.groups()
    seconds = 86_400 * _day_number(int(year), int(month), int(day))
    if hour is not None:
        seconds += 3_600 * int(hour) + 60 * int(minute)
    if sign:
        seconds -= int(f"{sign}1") * (3_600 * int(hours) + 60 * int(minutes))
    return seconds + Decimal(second or 0)


def day_of(text: str) -> Decimal | None:
    """The day of a date with time, its time zone left out, as `moment` gives it."""
    day, has_time, _ = text.partition("T")
    return moment(day) if has_time else None


def is_ordered(first: Decimal | None, second: Decimal | None) -> bool:
    """Whether one moment is before another or the same; never when either is missing or unreadable."""
    return first is not None and second is not None and first <= second


def sum_breach(node: Node, stated: float, reckoned: float) -> Breach:
    """The breach of a sum that does not tally: both sides and their difference."""
    words: dict[str, object] = {"difference": _shown(stated - reckoned)}
    return Breach(value=_shown(stated), expected=_shown(reckoned), words=words, at=node)


def never_holds(code: str, **breach: Any) -> Assertion:
    """A rule that is broken by every node it is about: its context says it all."""
    return Assertion(code, lambda _node, _facts: Breach(**breach))


def _shown(number: float) -> str:
    return plain(Decimal(repr(round(number, _SHOWN_DECIMALS)))) if math.isfinite(number) else NOTHING


def _day_number(year: int, month: int, day: int) -> int:
    """The number of a day in the Gregorian calendar, for years of any length."""
    # March is the first month, so that the leap day is the last of its year.
    years = year - (month <= 2)
    months = (month + 9) % 12
    return 365 * years + years // 4 - years // 100 + years // 400 + (153 * months + 2) // 5 + day
