"""How far the gateway's verdicts agree with those of the official artefacts, suite by suite.

The suites are folders of test data by others, which are no part of the gateway; ``docs/reference/conformance.md``
says where they come from and lists every difference that is left.
"""

from gateway.conformance.suites import Agreement, run

__all__ = ["Agreement", "run"]
