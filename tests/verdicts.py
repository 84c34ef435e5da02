"""Verdicts on e-invoices, for tests: given by content, and held to what every verdict must be."""

import json
from pathlib import Path

from gateway.app.validation import DocumentVerdict, e_invoice_format, e_invoice_verdicts
from gateway.findings import Finding
from gateway.schemas import SchemaStore


def judged(path: Path, content: bytes, schemas: SchemaStore) -> list[DocumentVerdict]:
    """The verdicts on a file of some content, which is written to a path."""
    path.write_bytes(content)
    form = e_invoice_format(path)
    assert form, "not seen as an e-invoice"
    return e_invoice_verdicts(path, form, schemas)


def outcome(verdict: DocumentVerdict) -> tuple[str, bool, list[str]]:
    """Verdict, whether the schema takes it, and the codes of its findings."""
    return verdict.verdict, verdict.schema_valid, [found.code for found in verdict.findings]


def assert_shown(findings: list[Finding]) -> None:
    """Every finding can be shown in both languages."""
    for found in findings:
        assert found.title("sv")
        assert found.title("en")
        assert found.text("sv")
        assert found.text("en")
        assert found.action("sv")
        assert found.action("en")
        assert json.dumps(found.as_dict("sv"))
        assert json.dumps(found.as_dict("en"))


def assert_told(verdicts: list[DocumentVerdict]) -> None:
    """Each verdict follows from its findings, and they can be shown."""
    assert verdicts
    for verdict in verdicts:
        assert_shown(verdict.findings)
        rejects = any(found.rejects for found in verdict.findings)
        assert rejects is (verdict.verdict != "valid")
        if verdict.verdict != "invalid":
            assert verdict.schema_valid is (verdict.verdict == "valid")
