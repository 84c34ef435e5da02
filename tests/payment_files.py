"""pain.001 and pain.002 documents made for tests: each says what it was told to, right or wrong."""

from dataclasses import dataclass, field
from decimal import Decimal
from xml.sax.saxutils import escape

CITY_IBAN = "SE4550000000058398257466"
DAY = "2027-06-30"


@dataclass(frozen=True, kw_only=True)
class MadeTransfer:
    """One transfer. `account` is (kind, number), `clearing` the member of SESBA; `documents` stand as they are."""

    amount: str = "100.00"
    currency: str = "SEK"
    identity: str = "E1"
    name: str = "Exempel Kontorsvaror AB"
    organisation: str = ""
    account: tuple[str, str] = ("BGNR", "9000126")
    clearing: str = ""
    bic: str = ""
    country: str = "SE"
    reference: str = ""
    text: str = ""
    documents: str = ""
    equivalent: str = ""


@dataclass(frozen=True, kw_only=True)
class MadeInstruction:
    """One instruction; a stated count or sum that is None is the right one, and one that is empty is left out."""

    transfers: list[MadeTransfer] = field(default_factory=lambda: [MadeTransfer()])
    identity: str = "D1"
    day: str = DAY
    account: tuple[str, str] = ("IBAN", CITY_IBAN)
    category: str = ""
    method: str = "TRF"
    count: str | None = None
    total: str | None = None


def order_xml(
    *instructions: MadeInstruction,
    version: int = 9,
    identity: str = "U1",
    count: str | None = None,
    total: str | None = None,
) -> str:
    """A whole order."""
    transfers = [transfer for instruction in instructions for transfer in instruction.transfers]
    stated = _stated(transfers, count, total)
    body = "\n".join(_instruction(instruction, version) for instruction in instructions)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.{version:02}"><CstmrCdtTrfInitn>
<GrpHdr><MsgId>{escape(identity)}</MsgId><CreDtTm>2026-11-23T08:00:00</CreDtTm>{stated}
<InitgPty><Nm>Exempelstaden</Nm><Id><OrgId><Othr><Id>5569003428</Id></Othr></OrgId></Id></InitgPty></GrpHdr>
{body}
</CstmrCdtTrfInitn></Document>
"""


def _instruction(made: MadeInstruction, version: int) -> str:
    day = made.day if version < 8 else f"<Dt>{made.day}</Dt>"
    category = f"<PmtTpInf><CtgyPurp><Cd>{made.category}</Cd></CtgyPurp></PmtTpInf>" if made.category else ""
    transfers = "\n".join(_transfer(transfer, version) for transfer in made.transfers)
    return f"""<PmtInf><PmtInfId>{escape(made.identity)}</PmtInfId><PmtMtd>{made.method}</PmtMtd>{
        _stated(made.transfers, made.count, made.total)
    }{category}
<ReqdExctnDt>{day}</ReqdExctnDt><Dbtr><Nm>Exempelstaden</Nm></Dbtr><DbtrAcct>{_account(made.account)}</DbtrAcct>
<DbtrAgt>{_agent("ESSESESS", "", version)}</DbtrAgt>
{transfers}
</PmtInf>"""


def _transfer(made: MadeTransfer, version: int) -> str:
    amount = f'<InstdAmt Ccy="{made.currency}">{made.amount}</InstdAmt>'
    if made.equivalent:
        worth = f'<Amt Ccy="{made.currency}">{made.amount}</Amt>'
        amount = f"<EqvtAmt>{worth}<CcyOfTrf>{made.equivalent}</CcyOfTrf></EqvtAmt>"
    agent = _agent(made.bic, made.clearing, version)
    identity = f"<Id><OrgId><Othr><Id>{made.organisation}</Id></Othr></OrgId></Id>" if made.organisation else ""
    address = f"<PstlAdr><TwnNm>Exempelby</TwnNm><Ctry>{made.country}</Ctry></PstlAdr>" if made.country else ""
    account = f"<CdtrAcct>{_account(made.account)}</CdtrAcct>" if made.account[1] else ""
    return f"""<CdtTrfTxInf><PmtId><EndToEndId>{escape(made.identity)}</EndToEndId></PmtId><Amt>{amount}</Amt>{
        f"<CdtrAgt>{agent}</CdtrAgt>" if agent else ""
    }<Cdtr><Nm>{escape(made.name)}</Nm>{address}{identity}</Cdtr>{account}{_remittance(made)}</CdtTrfTxInf>"""


def _remittance(made: MadeTransfer) -> str:
    free = f"<Ustrd>{escape(made.text)}</Ustrd>" if made.text else ""
    kind = "<Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp>"
    ocr = f"<Strd><CdtrRefInf>{kind}<Ref>{escape(made.reference)}</Ref></CdtrRefInf></Strd>" if made.reference else ""
    content = free + ocr + made.documents
    return f"<RmtInf>{content}</RmtInf>" if content else ""


def document_xml(number: str, amount: str, *, code: str = "CINV", version: int = 9) -> str:
    """A document that is paid, or with the code CREN deducted, as structured remittance information."""
    name, kind = ("CdtNoteAmt", "CREN") if code == "CREN" else ("RmtdAmt", "REMI")
    stated = f'<{name} Ccy="SEK">{amount}</{name}>'
    if version >= 12:
        stated = f'<RmtAmtAndTp><Tp><Cd>{kind}</Cd></Tp><Amt Ccy="SEK">{amount}</Amt></RmtAmtAndTp>'
    document = f"<RfrdDocInf><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Nb>{number}</Nb></RfrdDocInf>"
    return f"<Strd>{document}<RfrdDocAmt>{stated}</RfrdDocAmt></Strd>"


def _stated(transfers: list[MadeTransfer], count: str | None, total: str | None) -> str:
    right = sum((Decimal(transfer.amount) for transfer in transfers), Decimal(0))
    counted = f"<NbOfTxs>{len(transfers) if count is None else count}</NbOfTxs>" if count != "" else ""
    summed = f"<CtrlSum>{f'{right:f}' if total is None else total}</CtrlSum>" if total != "" else ""
    return counted + summed


def _account(account: tuple[str, str]) -> str:
    kind, number = account
    if kind == "IBAN":
        return f"<Id><IBAN>{number}</IBAN></Id>"
    scheme = "<Cd>BBAN</Cd>" if kind == "BBAN" else f"<Prtry>{kind}</Prtry>"
    return f"<Id><Othr><Id>{number}</Id><SchmeNm>{scheme}</SchmeNm></Othr></Id>"


def _agent(bic: str, clearing: str, version: int) -> str:
    name = "BIC" if version < 4 else "BICFI"
    member = f"<ClrSysMmbId><ClrSysId><Cd>SESBA</Cd></ClrSysId><MmbId>{clearing}</MmbId></ClrSysMmbId>"
    inner = (f"<{name}>{bic}</{name}>" if bic else "") + (member if clearing else "")
    return f"<FinInstnId>{inner}</FinInstnId>" if inner else ""


@dataclass(frozen=True, kw_only=True)
class MadeStatus:
    """The status of one payment. A blank status is left out; `payee` and `amount` are what the bank repeats."""

    identity: str = "E1"
    status: str = "RJCT"
    reasons: tuple[str, ...] = ()
    text: str = ""
    amount: str = ""
    currency: str = "SEK"
    payee: str = ""


def status_xml(
    *payments: MadeStatus,
    version: int = 3,
    order: str = "U1",
    instruction: str = "D1",
    group: str = "",
    instruction_status: str = "",
    group_reasons: tuple[str, ...] = (),
    counts: tuple[tuple[str, int], ...] = (),
    original: str = "pain.001.001.09",
    identity: str = "S1",
) -> str:
    """A whole report about one order, with one instruction where there is anything to say of it."""
    grouped = f"<GrpSts>{group}</GrpSts>" if group else ""
    counted = "".join(
        f"<NbOfTxsPerSts><DtldNbOfTxs>{count}</DtldNbOfTxs><DtldSts>{status}</DtldSts></NbOfTxsPerSts>"
        for status, count in counts
    )
    within = f"<PmtInfSts>{instruction_status}</PmtInfSts>" if instruction_status else ""
    listed = "\n".join(_status(payment, version) for payment in payments)
    below = f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{instruction}</OrgnlPmtInfId>{within}\n{listed}</OrgnlPmtInfAndSts>"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.{version:02}"><CstmrPmtStsRpt>
<GrpHdr><MsgId>{identity}</MsgId><CreDtTm>2026-11-23T09:00:00+01:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>{order}</OrgnlMsgId><OrgnlMsgNmId>{original}</OrgnlMsgNmId>{grouped}{
        _reasons(group_reasons, "")
    }{counted}</OrgnlGrpInfAndSts>
{below if payments or within else ""}
</CstmrPmtStsRpt></Document>
"""


def _status(made: MadeStatus, version: int) -> str:
    status = f"<TxSts>{made.status}</TxSts>" if made.status else ""
    amount = f'<Amt><InstdAmt Ccy="{made.currency}">{made.amount}</InstdAmt></Amt>' if made.amount else ""
    name = f"<Nm>{made.payee}</Nm>"
    payee = f"<Cdtr>{name if version < 12 else f'<Pty>{name}</Pty>'}</Cdtr>" if made.payee else ""
    repeated = f"<OrgnlTxRef>{amount}{payee}</OrgnlTxRef>" if amount or payee else ""
    return (
        f"<TxInfAndSts><OrgnlEndToEndId>{made.identity}</OrgnlEndToEndId>{status}"
        f"{_reasons(made.reasons, made.text)}{repeated}</TxInfAndSts>"
    )


def _reasons(codes: tuple[str, ...], text: str) -> str:
    added = f"<AddtlInf>{escape(text)}</AddtlInf>" if text else ""
    found = [f"<Rsn><Cd>{code}</Cd></Rsn>" for code in codes] or ([""] if added else [])
    return "".join(
        f"<StsRsnInf>{reason}{added if index == 0 else ''}</StsRsnInf>" for index, reason in enumerate(found)
    )
