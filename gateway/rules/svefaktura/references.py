"""Rules about references: the buyer's reference, and documents and attachments that the invoice refers to.

Source: SFTI Svefaktura 1.0, Schematron rules of 2016-10-25.
"""

from collections.abc import Callable

from gateway.catalogue import Severity
from gateway.nodes import Node
from gateway.rules.assertions import Assertion, Breach, Context
from gateway.rules.checks import holds
from gateway.rules.svefaktura.values import never_holds

AGENCY = "SFTI"
"""Who keeps the list of schemes."""

_SCHEME = "identificationSchemeID"
_SCHEME_AGENCY = "identificationSchemeAgencyName"
_SCHEMES = "[CT][ACD][DQ][ATS]"
_SCHEMES_SHOWN = "CT, ACD, DQ, ATS"

Test = Callable[[Node, object], bool]


def _has_known_scheme(reference: Node, _facts: object = None) -> bool:
    return f"[{reference.attribute(_SCHEME) or ''}]" in _SCHEMES


def _is_of_sfti(reference: Node, _facts: object = None) -> bool:
    return reference.attribute(_SCHEME_AGENCY) == AGENCY


def _having(*, scheme: bool | None = None, agency: bool | None = None) -> Test:
    """Whether a reference has the attributes for scheme and agency; None where either will do."""

    def when(reference: Node, _facts: object) -> bool:
        return (scheme is None or scheme == (reference.attribute(_SCHEME) is not None)) and (
            agency is None or agency == (reference.attribute(_SCHEME_AGENCY) is not None)
        )

    return when


def _about(code: str, attribute: str, test: Test, expected: str = "", severity: Severity | None = None) -> Assertion:
    def check(reference: Node, facts: object) -> Breach | None:
        if test(reference, facts):
            return None
        return Breach(missing=f"@{attribute}", value=reference.attribute(attribute), expected=expected)

    return Assertion(code, check, severity)


def _either(reference: Node, facts: object) -> bool:
    return _is_of_sfti(reference, facts) or _has_known_scheme(reference, facts)


_REFERENCE = "Document/AdditionalDocumentReference/cac:ID"

REFERENCES = (
    Context(
        "Document/RequisitionistDocumentReference/cac:ID",
        holds("R-79", lambda node, _: node.text.replace(" ", "") != ""),
    ),
    Context(_REFERENCE, _about("R-84", _SCHEME_AGENCY, _either, AGENCY), when=_having(scheme=True, agency=True)),
    Context(
        _REFERENCE,
        _about("R-31", _SCHEME_AGENCY, _is_of_sfti, AGENCY),
        when=lambda node, facts: _having(agency=True)(node, facts) and _has_known_scheme(node),
    ),
    Context(_REFERENCE, _about("R-85", _SCHEME_AGENCY, _is_of_sfti, AGENCY), when=_having(scheme=False, agency=True)),
    Context(
        _REFERENCE,
        _about("R-29", _SCHEME, _has_known_scheme, _SCHEMES_SHOWN, Severity.INFORMATION),
        when=lambda node, facts: _having(scheme=True)(node, facts) and _is_of_sfti(node),
    ),
    Context(
        _REFERENCE,
        never_holds("R-30", missing=f"@{_SCHEME}", expected=_SCHEMES_SHOWN),
        when=lambda node, facts: _having(scheme=False)(node, facts) and _is_of_sfti(node),
    ),
    Context(
        _REFERENCE,
        _about("R-86", _SCHEME, lambda node, _: not _has_known_scheme(node), AGENCY),
        _about("R-87", _SCHEME, _has_known_scheme, _SCHEMES_SHOWN),
        when=_having(scheme=True, agency=False),
    ),
)
