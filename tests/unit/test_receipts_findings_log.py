"""The findings log gives back what was stored, counts everything and remembers little."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.catalogue import CATALOGUE, Severity
from gateway.findings import Place, finding
from gateway.receipts.findings_log import FindingsLog, findings_of, read_findings

pytestmark = pytest.mark.unit

TEXT = st.text(st.characters(codec=None), max_size=20)
FINDINGS = st.builds(
    finding,
    st.sampled_from(sorted(CATALOGUE)),
    place=st.builds(
        Place, line=st.none() | st.integers(1), record=TEXT, position=TEXT, path=TEXT, document=st.integers(0)
    ),
    value=TEXT,
    expected=TEXT,
    about=TEXT,
    severity=st.none() | st.sampled_from(Severity),
    amount=TEXT,
)


@given(findings=st.lists(FINDINGS, max_size=8))
def test_every_finding_comes_back_equal_with_its_texts_in_both_languages(tmp_path_factory, findings):
    path = tmp_path_factory.getbasetemp() / "findings.jsonl"
    with FindingsLog(path) as log:
        log.extend(findings)
        assert list(log) == findings
    assert list(read_findings(path)) == findings
    assert [each.text("en") for each in log] == [each.text("en") for each in findings]
    with FindingsLog.reopened(path) as reopened:
        assert (reopened.by_code, reopened.by_severity) == (log.by_code, log.by_severity)
    for code in log.by_code:
        assert list(findings_of(path, code)) == [each for each in findings if each.code == code]


def test_a_log_knows_the_worst_and_whether_anything_rejects(tmp_path):
    with FindingsLog(tmp_path / "findings.jsonl") as log:
        assert (log.worst, log.has_rejecting, log.rejects_file, bool(log)) == (None, False, False, False)
        log.add(finding("FILE-SUPERSEDED", first_id="1"))
        assert (log.worst, log.has_rejecting, len(log)) == (Severity.INFORMATION, False, 1)
        log.add(finding("FILE-EMPTY"))
        log.add(finding("FILE-DUPLICATE"))
        assert (log.worst, log.has_rejecting, log.rejects_file) == (Severity.FATAL, True, True)
        assert log.by_severity == {Severity.INFORMATION: 1, Severity.FATAL: 1, Severity.ERROR: 1}


def test_a_new_log_replaces_one_of_an_earlier_attempt(tmp_path):
    for _ in range(2):
        with FindingsLog(tmp_path / "findings.jsonl") as log:
            log.add(finding("FILE-EMPTY"))
    assert len(list(log)) == 1


def test_a_reopened_log_goes_on_where_it_ended(tmp_path):
    with FindingsLog(tmp_path / "findings.jsonl") as log:
        log.add(finding("FILE-EMPTY"))
    with FindingsLog.reopened(tmp_path / "findings.jsonl") as log:
        log.add(finding("FILE-DUPLICATE"))
    assert [each.code for each in log] == ["FILE-EMPTY", "FILE-DUPLICATE"]
    assert log.by_code.total() == 2


def test_memory_does_not_grow_with_the_findings(tmp_path):
    with FindingsLog(tmp_path / "findings.jsonl") as log:
        log.add(finding("FILE-ENCODING", value="x" * 100))
        tracemalloc.start()
        for number in range(5000):
            log.add(finding("FILE-ENCODING", value=f"{number:0100}"))
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert len(log.first) == 50
    assert held < 200_000
