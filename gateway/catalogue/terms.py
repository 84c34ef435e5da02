"""The business terms and groups of EN 16931-1 by number, with their names in Swedish and English."""

import csv
from functools import cache
from importlib.resources import files


def term_name(term: str, language: str) -> str:
    """The name of a term such as ``BT-1`` in ``sv`` or ``en``; the term itself when it has no name.

    >>> term_name("BT-1", "en")
    'Invoice number'
    """
    names = _terms().get(term)
    return term if names is None else names[0 if language == "sv" else 1]


@cache
def _terms() -> dict[str, tuple[str, str]]:
    table = files(__package__).joinpath("official", "terms.csv")
    with table.open(encoding="utf-8") as file:
        return {row["term"]: (row["name_sv"], row["name_en"]) for row in csv.DictReader(file, delimiter=";")}
