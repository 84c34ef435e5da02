"""Repair at the start: claims that a crash broke off are finished or undone."""

import os
from collections.abc import Callable, Iterator

from gateway.intake.claim import ORIGINAL, Claim, Claims, NotClaimed, Note


def broken_claims(claims: Claims, is_known: Callable[[str], bool]) -> Iterator[Claim | NotClaimed]:
    """Finish every claim that the journal does not know of, in the order of their ids.

    A claim that had not taken anything yet is undone silently: its entry is still in the inbox. `is_known`
    says whether the journal has a file id. Files that the journal knows are its own matter
    (`Journal.unfinished`).
    """
    for folder in sorted(claims.work.iterdir()):
        if is_known(folder.name) or not folder.is_dir():
            continue
        note = Note.read(folder)
        if note and (os.path.lexists(note.hidden(folder.name)) or os.path.lexists(folder / ORIGINAL)):
            yield claims.finish(folder, note)
        elif not os.path.lexists(folder / ORIGINAL):
            claims.undo(folder)
    for place in sorted(claims.quarantine.iterdir()):
        note = None if is_known(place.name) else Note.read(place)
        if note:
            yield claims.refused(place, note)
