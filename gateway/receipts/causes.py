"""The findings of a log by cause: how many of each code, what they amount to, worst first."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from gateway.catalogue import Severity
from gateway.findings import Finding, Language
from gateway.receipts.findings_log import SEVERITIES, read_findings

AMOUNT_DETAIL = "amount"
CURRENCY_DETAIL = "currency"


@dataclass(slots=True)
class Cause:
    """All findings with one code, of which `first` is one.

    `severity` is the worst of them; `amounts` are their sums by currency.
    """

    code: str
    severity: Severity
    first: Finding
    count: int = 0
    amounts: dict[str, Decimal] = field(default_factory=dict)

    def title(self, language: Language) -> str:
        """The heading of the cause."""
        return self.first.title(language)

    def add(self, finding: Finding) -> None:
        """Count one finding. An amount that is masked or no number is left out of the sum."""
        self.count += 1
        if SEVERITIES.index(finding.severity) < SEVERITIES.index(self.severity):
            self.severity = finding.severity
        amount = _amount(finding)
        if amount is not None:
            currency = finding.details.get(CURRENCY_DETAIL, "SEK")
            self.amounts[currency] = self.amounts.get(currency, Decimal(0)) + amount


def causes_of(findings_log: Path | None) -> list[Cause]:
    """The causes in a findings log, worst first, then the most frequent; memory grows with causes alone."""
    causes: dict[str, Cause] = {}
    for finding in read_findings(findings_log) if findings_log else ():
        cause = causes.get(finding.code)
        if cause is None:
            cause = causes[finding.code] = Cause(finding.code, finding.severity, finding)
        cause.add(finding)
    return sorted(causes.values(), key=lambda cause: (SEVERITIES.index(cause.severity), -cause.count, cause.code))


def _amount(finding: Finding) -> Decimal | None:
    try:
        amount = Decimal(finding.details[AMOUNT_DETAIL])
    except (KeyError, InvalidOperation):
        return None
    return amount if amount.is_finite() else None
