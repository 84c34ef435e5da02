"""The seal: what was sealed is right, what was changed is broken, and no key or code of a file is given away."""

import datetime
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.findings import Finding
from gateway.formats.hmac_seal import UnusableSealKey, has_seal, key_check, load_key, seal, verify
from tests.unit.formats.autogiro_files import CONFORMANCE, REPOSITORY

pytestmark = pytest.mark.unit

TEST_KEY = bytes.fromhex("1234567890ABCDEF1234567890ABCDEF")
"""Bankgirot's published test key."""
DAY = datetime.date(2026, 11, 23)
SAMPLE = REPOSITORY / "samples" / "autogiro-ut" / "betalningar-2026-11.txt"
PEER = CONFORMANCE / "hmac-hoglandet"
needs_conformance = pytest.mark.skipif(not PEER.is_dir(), reason="the conformance data is not here")


def sealed(source: Path, target: Path, day: datetime.date = DAY) -> Path:
    with target.open("wb") as file:
        seal(source, file, TEST_KEY, day)
    return target


def code(found: Finding | None) -> str:
    return found.code if found else ""


def test_the_published_test_key_has_its_published_check() -> None:
    assert key_check(TEST_KEY) == "FF365893D899291C3BF505FB3175E880"


def test_a_sealed_file_is_the_file_between_two_records(tmp_path: Path) -> None:
    lines = sealed(SAMPLE, tmp_path / "sealed").read_bytes().split(b"\r\n")
    assert b"\r\n".join(lines[1:-2]) + b"\r\n" == SAMPLE.read_bytes()
    assert lines[0] == b"00261123HMAC".ljust(80)
    assert lines[-2].startswith(b"99261123FF365893D899291C3BF505FB3175E880")
    assert (len(lines[-2]), lines[-1]) == (80, b"")


def test_a_right_seal_has_nothing_against_it(tmp_path: Path) -> None:
    path = sealed(SAMPLE, tmp_path / "sealed")
    assert has_seal(path)
    assert verify(path, TEST_KEY) is None


@given(position=st.integers(0, 10**6), byte=st.integers(33, 126))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_every_printable_byte_that_is_changed_breaks_the_seal(position: int, byte: int, tmp_path: Path) -> None:
    content = bytearray(sealed(SAMPLE, tmp_path / "sealed").read_bytes())
    position %= len(content) - 2
    if content[position] in (byte, 13, 10) or position >= len(content) - 10:
        return
    if chr(content[position]).upper() == chr(byte).upper():
        return
    content[position] = byte
    path = tmp_path / "changed"
    path.write_bytes(content)
    assert code(verify(path, TEST_KEY)) in ("SEAL-BROKEN", "SEAL-WRONG-KEY", "SEAL-MISSING")


def test_line_ends_blank_lines_and_swedish_letters_in_either_place_do_not_count(tmp_path: Path) -> None:
    path = sealed(SAMPLE, tmp_path / "sealed")
    content = path.read_bytes()
    assert "Å".encode("latin-1") in content
    for other in (
        content.replace(b"\r\n", b"\n"),
        content + b"\r\n   \r\n",
        content.replace(b"\r\n82", b"\r\n \t\r\n82", 1),
        content.replace("Å".encode("latin-1"), b"]"),
        b"\xef\xbb\xbf" + content,
    ):
        path.write_bytes(other)
        assert verify(path, TEST_KEY) is None


def test_a_seal_of_another_key_is_told_from_a_broken_one(tmp_path: Path) -> None:
    path = sealed(SAMPLE, tmp_path / "sealed")
    assert code(verify(path, bytes(16))) == "SEAL-WRONG-KEY"
    assert code(verify(path, None)) == "SEAL-NO-KEY"
    path.write_bytes(path.read_bytes().replace(b"000000125000", b"000000925000"))
    assert code(verify(path, TEST_KEY)) == "SEAL-BROKEN"


def test_half_a_seal_is_missing(tmp_path: Path) -> None:
    content = sealed(SAMPLE, tmp_path / "sealed").read_bytes()
    path = tmp_path / "half"
    for half in (content[: content.rindex(b"99261123")], content[82:], b""):
        path.write_bytes(half)
        assert code(verify(path, TEST_KEY)) == "SEAL-MISSING"


def test_no_finding_says_what_the_code_of_the_file_should_be(tmp_path: Path) -> None:
    path = sealed(SAMPLE, tmp_path / "sealed")
    right = path.read_bytes()[-42:-10].decode()
    path.write_bytes(path.read_bytes().replace(right.encode(), b"0" * 32))
    found = verify(path, TEST_KEY)
    assert code(found) == "SEAL-BROKEN"
    assert right not in str(found)
    assert found is not None
    assert right not in found.text()


def test_a_line_without_end_is_sealed_in_flat_memory(tmp_path: Path) -> None:
    source = tmp_path / "long"
    source.write_bytes(b" " * 200_000 + b"x" * 200_000)
    path = sealed(source, tmp_path / "sealed")
    assert verify(path, TEST_KEY) is None
    assert path.stat().st_size == 400_000 + 2 + 2 * 82


@pytest.mark.parametrize("text", ["", "1234", "1234567890ABCDEF1234567890ABCDEG", "å" * 32, "12" * 17])
def test_a_key_file_without_a_key_is_refused_without_showing_it(text: str, tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableSealKey) as refusal:
        load_key(path)
    assert not text or text not in str(refusal.value)


def test_a_key_is_read_with_or_without_a_line_end(tmp_path: Path) -> None:
    path = tmp_path / "key"
    for text in ("1234567890abcdef1234567890ABCDEF", "1234567890ABCDEF1234567890ABCDEF\r\n"):
        path.write_text(text)
        assert load_key(path) == TEST_KEY
    for nowhere in (None, tmp_path / "nowhere"):
        with pytest.raises(UnusableSealKey):
            load_key(nowhere)


@needs_conformance
@pytest.mark.parametrize("name", ["basic", "blank-rows"])
def test_the_files_of_a_peer_are_sealed_as_the_peer_sealed_them(name: str) -> None:
    made = io.BytesIO()
    seal(PEER / "sealFile" / f"{name}.txt", made, TEST_KEY, datetime.date(2024, 4, 29))
    theirs = PEER / "sealFile" / f"{name}-signed.txt"
    assert made.getvalue().removesuffix(b"\r\n") == theirs.read_bytes().removesuffix(b"\r\n")
    assert verify(theirs, TEST_KEY) is None


@needs_conformance
def test_a_file_counts_as_the_peer_says_it_does(tmp_path: Path) -> None:
    pairs = sorted((PEER / "normalization").glob("*-expected.txt"))
    assert len(pairs) == 14
    for expected in pairs:
        source = expected.with_name(expected.name.replace("-expected", ""))
        # The peer keeps what counts as UTF-8, and took one file in UTF-8 for what it says.
        counted, original = tmp_path / "counted", tmp_path / "original"
        counted.write_bytes(_latin(expected.read_bytes()))
        original.write_bytes(_latin(source.read_bytes()))
        codes = [sealed(path, tmp_path / "sealed").read_bytes()[-42:-10] for path in (counted, original)]
        assert codes[0] == codes[1], source.name


def _latin(content: bytes) -> bytes:
    try:
        return content.decode("utf-8").encode("latin-1")
    except UnicodeError:
        return content
