"""Which EN 16931 term an element of UBL holds.

``ubl_terms.txt`` has a term a line: its number, then the paths below the root that hold it. Source: EN 16931-3-2.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files


def term_at(names: Sequence[str], below: str = "") -> str:
    """The term at a path from the root (its names, root first), or at one below it; empty when there is none.

    >>> term_at(("Invoice",), "cbc:ID")
    'BT-1'
    """
    path = "/".join(names[1:])
    if below:
        path = f"{path}/{below}" if path else below
    return _terms().get(path, "")


@cache
def _terms() -> dict[str, str]:
    table = files(__package__).joinpath("ubl_terms.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in table.splitlines() if line and not line.startswith("#")]
    return {path: words[0] for words in lines for path in words[1:]}
