"""What the catalogue says of one finding code."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is. Fatal and error reject what the finding is about; the others are listed only."""

    FATAL = "fatal"
    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"

    @property
    def rejects(self) -> bool:
        """Whether a finding of this severity stops a delivery."""
        return self in (Severity.FATAL, Severity.ERROR)


class Scope(StrEnum):
    """What a rejecting finding takes with it: the whole file, or the one part (voucher, invoice, record)."""

    FILE = "file"
    PART = "part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One entry of the catalogue. Titles group an error list; texts and actions are templates."""

    code: str
    severity: Severity
    scope: Scope
    title_sv: str
    title_en: str
    text_sv: str
    text_en: str
    action_sv: str
    action_en: str
    leaves_out: bool = False
    """Whether the part that it is about is left out of what is delivered, without anything being wrong."""


def code(
    name: str,
    severity: Severity,
    scope: Scope,
    *,
    sv: tuple[str, str, str],
    en: tuple[str, str, str],
    leaves_out: bool = False,
) -> Code:
    """A catalogue entry from (title, text, action) in Swedish and in English."""
    return Code(
        code=name,
        severity=severity,
        scope=scope,
        title_sv=sv[0],
        text_sv=sv[1],
        action_sv=sv[2],
        title_en=en[0],
        text_en=en[1],
        action_en=en[2],
        leaves_out=leaves_out,
    )
