"""Where the values that are read stand in pain.001 and pain.002, version by version.

Source: ISO 20022 pain.001.001.03-13 and pain.002.001.03, 12, 14, 15. Paths are written as in `element_paths`. The
versions differ in little: a day became a choice of day and time in pain.001.001.08, the bank's code BIC is called
BICFI since .04, the amounts of a document became a list in .12, and a party in pain.002 stands one element deeper.
"""

from gateway.formats.element_paths import Paths

ACCOUNT = ("Id/IBAN", "Id/Othr/Id", "Id/Othr/SchmeNm/Prtry", "Id/Othr/SchmeNm/Cd")
_ADDRESS = ("AdrLine*", "StrtNm", "BldgNb", "PstBx", "PstCd", "TwnNm", "Ctry")
_IDENTITIES = ("Id/OrgId/Othr/Id*", "Id/PrvtId/Othr/Id*", "Id/OrgId/LEI", "Id/OrgId/BICOrBEI", "Id/OrgId/AnyBIC")

_STRUCTURED = {
    "CdtrRefInf/Tp/CdOrPrtry/Cd": "Tp",
    "CdtrRefInf/Ref": "Ref",
    "RfrdDocInf*/Tp/CdOrPrtry/Cd": "Tp",
    "RfrdDocInf*/Nb": "Nb",
    "RfrdDocAmt/RmtdAmt": "RmtdAmt",
    "RfrdDocAmt/CdtNoteAmt": "CdtNoteAmt",
    "RfrdDocAmt/RmtAmtAndTp*/Tp/Cd": "Tp",
    "RfrdDocAmt/RmtAmtAndTp*/Amt": "Amt",
    "AddtlRmtInf*": "AddtlRmtInf",
}
"""The paths below one ``Strd``."""


def _party(path: str, inner: tuple[str, ...] = ("",)) -> dict[str, str]:
    """The paths of a party's name, identities and address, found by the same names whatever stands in between."""
    identity = {f"{path}/{step}{one}": f"{path}/{one.partition('*')[0]}" for step in inner for one in _IDENTITIES}
    address = {f"{path}/{step}PstlAdr/{one}": f"{path}/PstlAdr/{one.rstrip('*')}" for step in inner for one in _ADDRESS}
    residence = {f"{path}/{step}CtryOfRes": f"{path}/CtryOfRes" for step in inner}
    return {f"{path}/{step}Nm": f"{path}/Nm" for step in inner} | identity | address | residence


def _agent(path: str) -> dict[str, str]:
    below = f"{path}/FinInstnId"
    return {
        f"{below}/BIC": f"{path}/BIC",
        f"{below}/BICFI": f"{path}/BIC",
        f"{below}/ClrSysMmbId/ClrSysId/Cd": f"{path}/System",
        f"{below}/ClrSysMmbId/MmbId": f"{path}/Member",
    }


def _plain(*paths: str) -> dict[str, str]:
    return {path: path.rpartition("*/")[2].rstrip("*@") for path in paths}


def _below(path: str, *names: str) -> dict[str, str]:
    return {f"{path}/{name}": f"{path}/{name}" for name in names}


def _day(path: str, *, is_choice: bool) -> dict[str, str]:
    return {f"{path}/Dt": path, f"{path}/DtTm": path} if is_choice else {path: path}


class Version:
    """One version of a message: its name and its namespace."""

    def __init__(self, message: str, number: int) -> None:
        self.name = f"{message}.001.{number:02}"
        self.namespace = f"urn:iso:std:iso:20022:tech:xsd:{self.name}"

    def tag(self, name: str) -> str:
        """The name of an element in Clark notation."""
        return f"{{{self.namespace}}}{name}"


class OrderVersion(Version):
    """One version of pain.001, with the paths of each kind of element that is read."""

    def __init__(self, number: int) -> None:
        super().__init__("pain.001", number)
        self.header = Paths(self.namespace, _plain("MsgId", "CreDtTm", "NbOfTxs", "CtrlSum") | _party("InitgPty"))
        self.instruction = Paths(
            self.namespace,
            _plain("PmtInfId", "PmtMtd", "NbOfTxs", "CtrlSum", "DbtrAcct/Ccy")
            | _plain("PmtTpInf/SvcLvl/Cd", "PmtTpInf/CtgyPurp/Cd")
            | _below("DbtrAcct", *ACCOUNT)
            | _day("ReqdExctnDt", is_choice=number >= 8)
            | _party("Dbtr")
            | _agent("DbtrAgt"),
        )
        self.transfer = Paths(
            self.namespace,
            _plain("PmtId/InstrId", "PmtId/EndToEndId", "Amt/InstdAmt@", "Amt/EqvtAmt/Amt@", "Amt/EqvtAmt/CcyOfTrf")
            | _plain("XchgRateInf/XchgRate", "ChqInstr/ChqTp", "PmtTpInf/CtgyPurp/Cd")
            | {"RmtInf/Ustrd*": "RmtInf/Ustrd"}
            | _below("CdtrAcct", *ACCOUNT)
            | _party("Cdtr")
            | _agent("CdtrAgt"),
        )
        self.remittance = Paths(self.namespace, _STRUCTURED)
        self.structured = f"{self.tag('RmtInf')}/{self.tag('Strd')}"


class StatusVersion(Version):
    """One version of pain.002, with the paths of each kind of element that is read."""

    def __init__(self, number: int) -> None:
        super().__init__("pain.002", number)
        is_later = number >= 12
        inner = ("Pty/",) if is_later else ("",)
        reasons = _plain("StsRsnInf*/Rsn/Cd", "StsRsnInf*/Rsn/Prtry") | {"StsRsnInf*/AddtlInf*": "AddtlInf"}
        counts = {"NbOfTxsPerSts*/DtldSts": "DtldSts", "NbOfTxsPerSts*/DtldNbOfTxs": "DtldNbOfTxs"}
        self.header = Paths(self.namespace, _plain("MsgId", "CreDtTm"))
        self.order = Paths(
            self.namespace, _plain("OrgnlMsgId", "OrgnlMsgNmId", "OrgnlNbOfTxs", "GrpSts") | reasons | counts
        )
        self.instruction = Paths(
            self.namespace, _plain("OrgnlPmtInfId", "OrgnlNbOfTxs", "PmtInfSts") | reasons | counts
        )
        self.payment = Paths(
            self.namespace,
            _plain("OrgnlInstrId", "OrgnlEndToEndId", "TxSts")
            | reasons
            | _plain("OrgnlTxRef/Amt/InstdAmt@", "OrgnlTxRef/Amt/EqvtAmt/Amt@", "OrgnlTxRef/IntrBkSttlmAmt@")
            | _plain("OrgnlTxRef/ReqdColltnDt", "OrgnlTxRef/RmtInf/Strd/CdtrRefInf/Ref")
            | _plain("OrgnlTxRef/RmtInf/Strd/RfrdDocInf/Nb")
            | {"OrgnlTxRef/RmtInf/Ustrd*": "OrgnlTxRef/RmtInf/Ustrd"}
            | _day("OrgnlTxRef/ReqdExctnDt", is_choice=is_later)
            | _below("OrgnlTxRef/CdtrAcct", *ACCOUNT)
            | _below("OrgnlTxRef/DbtrAcct", *ACCOUNT)
            | _party("OrgnlTxRef/Cdtr", inner)
            | _party("OrgnlTxRef/Dbtr", inner),
        )


ORDER_VERSIONS = tuple(map(OrderVersion, range(3, 14)))
STATUS_VERSIONS = tuple(map(StatusVersion, (3, 12, 14, 15)))
