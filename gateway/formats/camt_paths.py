"""Where the values that are read stand in camt.054, and one walk over an element that finds them all.

Source: ISO 20022 camt.054, versions 001.02 and 001.08. A path is element names from the element that is walked.
``*`` after a name says that the element repeats and all of them count; of any other the first with a text counts.
``@`` after the last name says that its currency is wanted too.

The walk visits each element once and knows by the table where to go on. Looking up some thirty paths one by one,
by ``find`` or XPath, costs two to five times as much, and this is most of the time that a large file takes.
"""

from typing import Any, NamedTuple, Union

from lxml import etree


class Found(NamedTuple):
    """Values by path: first texts, all texts of repeated elements, and repeated groups. Texts are trimmed."""

    texts: dict[str, str]
    several: dict[str, list[str]]
    groups: dict[str, list[dict[str, str]]]

    def text(self, *paths: str) -> str:
        """The text of the first path that has any, or an empty text."""
        for path in paths:
            if path in self.texts:
                return self.texts[path]
        return ""


class _Several(NamedTuple):
    path: str


class _Amount(NamedTuple):
    path: str
    currency: str


class _Group(NamedTuple):
    path: str
    steps: "_Steps"


_Step = Union[str, "_Steps", _Several, _Amount, _Group]
_Steps = dict[str, _Step]


class Paths:
    """A table of paths, ready to be walked."""

    def __init__(self, namespace: str, paths: dict[str, str]) -> None:
        """`paths` says by which name the value at each path is found; two paths may share a name."""
        self._namespace = namespace
        self._steps: _Steps = {}
        for path, name in paths.items():
            self._insert(self._steps, path.split("/"), name)

    def found(self, element: etree._Element) -> Found:
        """All values below an element."""
        found = Found({}, {}, {})
        _walk(element, self._steps, found.texts, found)
        return found

    def _insert(self, steps: Any, path: list[str], name: str) -> None:
        first, *rest = path
        tag = f"{{{self._namespace}}}{first.rstrip('*@')}"
        if not rest:
            steps[tag] = (
                _Several(name)
                if first.endswith("*")
                else _Amount(name, f"{name}/@Ccy")
                if first.endswith("@")
                else name
            )
        elif first.endswith("*"):
            group = steps.setdefault(tag, _Group(first.rstrip("*"), {}))
            self._insert(group.steps, rest, name)
        else:
            self._insert(steps.setdefault(tag, {}), rest, name)


def _walk(element: etree._Element, steps: _Steps, texts: dict[str, str], found: Found) -> None:
    # A slice is the fastest way to all children; the parser has removed comments, so each has a name.
    for child in element[:]:  # type: ignore[index]  # lxml-stubs lacks slices
        step = steps.get(child.tag)
        if step is None:
            continue
        if type(step) is str:
            if (text := child.text) and step not in texts and (text := text.strip()):
                texts[step] = text
        elif type(step) is dict:
            _walk(child, step, texts, found)
        elif isinstance(step, _Group):
            group: dict[str, str] = {}
            _walk(child, step.steps, group, found)
            found.groups.setdefault(step.path, []).append(group)
        elif isinstance(step, _Several):
            if text := (child.text or "").strip():
                found.several.setdefault(step.path, []).append(text)
        elif isinstance(step, _Amount) and step.path not in texts:
            texts[step.path] = (child.text or "").strip()
            texts[step.currency] = child.get("Ccy", "")


_ACCOUNT = ("Id/IBAN", "Id/Othr/Id", "Id/Othr/SchmeNm/Prtry", "Id/Othr/SchmeNm/Cd")
_PARTY = (
    "Nm",
    "Id/OrgId/Othr/Id*",
    *(f"PstlAdr/{name}" for name in ("AdrLine*", "StrtNm", "BldgNb", "PstCd", "TwnNm", "Ctry")),
)
_HEADER = ("MsgId", "CreDtTm")
_NOTIFICATION = (
    "CpyDplctInd",
    *(f"Acct/{path}" for path in _ACCOUNT),
    *(
        f"TxsSummry/{total}/{name}"
        for total in ("TtlNtries", "TtlCdtNtries", "TtlDbtNtries")
        for name in ("NbOfNtries", "Sum")
    ),
)
_ENTRY = (
    "NtryRef",
    "Amt@",
    "CdtDbtInd",
    *(f"{day}/{name}" for day in ("BookgDt", "ValDt") for name in ("Dt", "DtTm")),
    "AcctSvcrRef",
    *(f"BkTxCd/{path}" for path in ("Domn/Cd", "Domn/Fmly/Cd", "Domn/Fmly/SubFmlyCd", "Prtry/Cd")),
    "NtryDtls/Btch/NbOfTxs",
    *(f"NtryDtls/TxDtls/RltdPties/CdtrAcct/{path}" for path in _ACCOUNT),
    "AddtlNtryInf",
)
_TRANSACTION = (
    *(f"Refs/{name}" for name in ("AcctSvcrRef", "TxId", "ClrSysRef", "InstrId", "EndToEndId")),
    "AmtDtls/TxAmt/Amt@",
    "CdtDbtInd",
    *(f"RltdPties/{party}/{path}" for party in ("DbtrAcct", "CdtrAcct") for path in _ACCOUNT),
    *(f"RmtInf/Strd*/{path}" for path in ("CdtrRefInf/Tp/CdOrPrtry/Cd", "CdtrRefInf/Ref", "RfrdDocInf/Nb")),
    "RmtInf/Ustrd*",
)


class Version:
    """One version of camt.054: its name, its namespace, and the paths of each kind of element that is read."""

    def __init__(
        self, name: str, *, status: tuple[str, ...], party: tuple[str, ...], transaction: tuple[str, ...]
    ) -> None:
        """`status` and `party` are where a status and a party stand, `transaction` what is read beside the rest."""
        self.name = name
        self.namespace = f"urn:iso:std:iso:20022:tech:xsd:{name}"
        parties = {
            f"RltdPties/Dbtr/{inner}{path}": _plain(f"RltdPties/Dbtr/{path}") for inner in party for path in _PARTY
        }
        self.header = self._paths(_HEADER)
        self.notification = self._paths(_NOTIFICATION)
        self.group = self._paths(("Btch/NbOfTxs",))
        self.entry = Paths(self.namespace, _by_own_name(_ENTRY) | dict.fromkeys(status, "Sts"))
        self.transaction = Paths(self.namespace, _by_own_name((*_TRANSACTION, *transaction)) | parties)

    def _paths(self, paths: tuple[str, ...]) -> Paths:
        return Paths(self.namespace, _by_own_name(paths))


def _by_own_name(paths: tuple[str, ...]) -> dict[str, str]:
    return {path: _plain(path.rpartition("*/")[2]) for path in paths}


def _plain(path: str) -> str:
    return path.rstrip("*@")


VERSIONS = (
    Version("camt.054.001.02", status=("Sts",), party=("",), transaction=()),
    Version(
        "camt.054.001.08",
        status=("Sts/Cd", "Sts/Prtry"),
        party=("Pty/", "Agt/FinInstnId/"),
        transaction=("Amt@",),
    ),
)
