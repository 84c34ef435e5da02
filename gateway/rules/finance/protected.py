"""Protected identity: such a record goes to a company of its own (sekretessföretag), and no other record does."""

from collections.abc import Iterable
from typing import Any

from gateway.findings import Finding, finding
from gateway.messages import is_protected
from gateway.rules.base import Surroundings
from gateway.rules.finance.options import ProtectedOption
from gateway.rules.named import NamedCheck, named
from gateway.rules.naming import about


def check_protected(rule: ProtectedOption, part: Any, surroundings: Surroundings) -> Iterable[Finding]:
    """Whoever has protected identity comes by a route of such a company, or one whose mapping puts them there.

    The latter has ``values.protected_company``. The route to use is told as what was expected, which stays in clear
    when the finding is masked.
    """
    places = (_company(surroundings), surroundings.route_values.get("protected_company", ""))
    if not is_protected(part) or any(place in rule.companies for place in places):
        return ()
    return (_finding("PROTECTED-OTHER-COMPANY", rule, part, surroundings),)


def check_others(rule: ProtectedOption, part: Any, surroundings: Surroundings) -> Iterable[Finding]:
    """Nobody else comes by such a route."""
    if is_protected(part) or _company(surroundings) not in rule.companies:
        return ()
    return (_finding("PROTECTED-COMPANY-ONLY", rule, part, surroundings),)


def protected_checks(part: type) -> tuple[NamedCheck, NamedCheck]:
    """Both checks, for one type of part."""
    return (
        named(part, "PROTECTED-OTHER-COMPANY", check_protected, ProtectedOption),
        named(part, "PROTECTED-COMPANY-ONLY", check_others, ProtectedOption),
    )


def _company(surroundings: Surroundings) -> str:
    return surroundings.route_values.get("company", "")


def _finding(code: str, rule: ProtectedOption, part: Any, surroundings: Surroundings) -> Finding:
    company = _company(surroundings)
    return finding(code, place=part.place, value=company, expected=rule.route, about=about(part))
