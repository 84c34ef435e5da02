"""How commands print tables."""

import sys

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

UNFOLDED_WIDTH = 200


def table(*headings: str) -> Table:
    """An empty table in the one style of all commands."""
    return Table(*headings, box=SIMPLE_HEAD, pad_edge=False)


def show_table(made: Table) -> None:
    """Print a table; into a file or a build log it is not folded to the 80 columns of an absent terminal."""
    Console(width=None if sys.stdout.isatty() else UNFOLDED_WIDTH).print(made)
