"""The schemas of an installation, found through an OASIS XML Catalog and compiled once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from gateway.findings import Finding

if TYPE_CHECKING:
    from gateway.schemas.validation import Explainer

_CATALOG = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"


class MissingSchema(Exception):
    """A schema that a document needs is not installed; `gateway schemas install` fetches it."""

    def __init__(self, document: str, path: Path | None = None) -> None:
        self.document = document
        self.path = path
        where = f" ({path})" if path else " (not in catalog.xml)"
        super().__init__(f"no schema for {document}{where}; run: gateway schemas install")


class SchemaStore:
    """Compiled schemas by document type: the namespace and local name of a root element.

    Only files named in ``catalog.xml`` of the folder are ever used; a document's own ``xsi:schemaLocation``
    is ignored. Raises OSError or lxml.etree.XMLSyntaxError when the catalog cannot be read.
    """

    def __init__(self, xsd_folder: Path) -> None:
        self.folder = xsd_folder
        self._paths = _catalog(xsd_folder / "catalog.xml")
        self._compiled: dict[str, etree.XMLSchema] = {}
        self._explainers: dict[str, Explainer] = {}

    def knows(self, namespace: str, local_name: str) -> bool:
        """Whether the catalog names a schema for such documents, installed or not."""
        return f"{namespace}::{local_name}" in self._paths

    def schema(self, namespace: str, local_name: str) -> etree.XMLSchema:
        """The compiled schema of a document type. Raises MissingSchema when it is not installed."""
        document = f"{namespace}::{local_name}"
        if document not in self._compiled:
            path = self._paths.get(document)
            if path is None or not path.is_file():
                raise MissingSchema(document, path)
            parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
            self._compiled[document] = etree.XMLSchema(etree.parse(str(path), parser))
        return self._compiled[document]

    def missing(self) -> list[str]:
        """The document types whose schema file is not there, sorted."""
        return sorted(document for document, path in self._paths.items() if not path.is_file())

    def explain(self, element: etree._Element) -> list[Finding]:
        """What the schema of an element says against it; empty when it is valid. Raises MissingSchema.

        The element is the root of a document, or of the document that an envelope holds.
        """
        name = etree.QName(element)
        schema = self.schema(name.namespace or "", name.localname)
        if schema.validate(element):
            return []
        return self.explainer(name.namespace or "", name.localname).explain(element, schema.error_log)

    def explainer(self, namespace: str, local_name: str) -> Explainer:
        """What explains invalid documents of a type; one for each type is kept."""
        # xmlschema takes half a second to load, and most runs see no invalid document.
        from gateway.schemas.validation import Explainer  # noqa: PLC0415

        document = f"{namespace}::{local_name}"
        if document not in self._explainers:
            self._explainers[document] = Explainer(self._paths[document])
        return self._explainers[document]


def _catalog(path: Path) -> dict[str, Path]:
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
    root = etree.parse(str(path), parser).getroot()
    return {entry.get("name", ""): path.parent / entry.get("uri", "") for entry in root.iter(_CATALOG + "uri")}
