"""Text for files in ISO-8859-1: what it lacks is written as near as can be, the rest as a question mark."""

import unicodedata
from functools import lru_cache

_SPELLED = {
    "€": "EUR",
    "™": "(TM)",
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "−": "-",
    "‘": "'",
    "’": "'",
    "‚": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "•": "*",
    "Đ": "D",
    "đ": "d",
    "Ħ": "H",
    "ħ": "h",
    "ı": "i",
    "Ł": "L",
    "ł": "l",
    "Ŋ": "N",
    "ŋ": "n",
    "Œ": "OE",
    "œ": "oe",
    "ẞ": "SS",
    "Ŧ": "T",
    "ŧ": "t",
}
"""Characters that do not come apart into a letter and a mark, or that come apart into something unlike."""

_INVISIBLE = frozenset({"Cf", "Mn", "Me"})


def latin_text(text: str) -> str:
    """The text in printable ISO-8859-1, with one blank where there are several, and none at its ends.

    >>> latin_text("Łukasz  Šarić – 100 €")
    'Lukasz Saric - 100 EUR'
    """
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(_latin, unicodedata.normalize("NFC", text)))
    return " ".join(text.split())


@lru_cache(maxsize=1024)
def _latin(character: str) -> str:
    if character <= "\xff":
        return character if character.isprintable() else " "
    if spelled := _SPELLED.get(character):
        return spelled
    if unicodedata.category(character) in _INVISIBLE:
        return ""
    if character.isspace():
        return " "
    parts = [part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part)]
    return "".join(part if part <= "\xff" else _SPELLED.get(part, "?") for part in parts) or "?"
