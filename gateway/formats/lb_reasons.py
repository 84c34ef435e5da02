"""Error numbers (*felnummer*) by which Bankgirot says what is wrong with a payment: TK49, positions 3-10.

What they mean stands in ``gateway/catalogue/lb_reasons.csv``. The numbers there are those that public programs and
example files show; one that is not there is shown with Bankgirot's own text.
"""

from collections.abc import Iterable

RETURNED = "KONTANT"
"""Our own reason for cash that came back: the file has nothing but such payments, and no error numbers."""

USUAL_KIND = "MTRV"
ACCEPTED_ALL_THE_SAME = frozenset({"0055"})
"""Remarks on payments that are carried out."""


def reason_of(kind: str, number: str) -> str:
    """The reason code of a comment: its number alone when it is of the usual kind, MTRV."""
    return number if kind == USUAL_KIND else kind + number


def is_rejecting(reasons: Iterable[str]) -> bool:
    """Whether a payment with these reasons was stopped; without any reason it was."""
    reasons = frozenset(reasons)
    return not reasons or not reasons <= ACCEPTED_ALL_THE_SAME
