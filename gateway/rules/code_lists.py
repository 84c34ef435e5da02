"""Code lists that rules hold values against, by name: UNTDID lists as ``UNCL5305``, ISO lists as ``ISO4217``.

``code_lists.txt`` has a list a line: its name, then its codes between blanks. Lists differ between rule sets and
releases, so a name can carry the rule set: ``UNCL5189-peppol``.
"""

from importlib.resources import files


def _read() -> dict[str, frozenset[str]]:
    table = files(__package__).joinpath("code_lists.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in table.splitlines() if line and not line.startswith("#")]
    return {words[0]: frozenset(words[1:]) for words in lines}


CODE_LISTS = _read()
