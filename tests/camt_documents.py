"""Writes camt documents for tests, in any version: entries, details and balances as the test says. All is invented."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from xml.sax.saxutils import escape

from gateway.messages import Deposit, Payment

KINDS = {
    "camt.052": ("BkToCstmrAcctRpt", "Rpt"),
    "camt.053": ("BkToCstmrStmt", "Stmt"),
    "camt.054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
}
IBAN = "SE4550000000058398257466"
VERSIONS = tuple(f"001.{number:02d}" for number in range(1, 15))


@dataclass(kw_only=True)
class Detail:
    """One transaction: a signed amount; texts are escaped. `more` is XML that stands before the parties."""

    amount: Decimal
    reference: str = ""
    text: str = ""
    payer: str = "Kalles Plåt AB"
    bankgiro: str = ""
    identifier: str = "B1"
    currency: str = ""
    charges: Decimal = Decimal(0)


@dataclass(kw_only=True)
class Entry:
    """One entry: a signed amount, its details, and what is stated of them."""

    amount: Decimal
    details: Sequence[Detail] = ()
    status: str = "BOOK"
    currency: str = "SEK"
    reference: str = "BANK-1"
    is_reversal: bool = False
    count: int | None = None
    total: Decimal | None = None
    charges: Decimal = Decimal(0)
    text: str = ""
    day: str = "2026-03-02"


@dataclass(kw_only=True)
class Stated:
    """One statement: entries, and opening and closing balance, signed. `head` is XML before the account."""

    entries: Sequence[Entry] = ()
    opening: Decimal | None = None
    closing: Decimal | None = None
    currency: str = "SEK"
    pages: str = ""
    summary: str = ""
    copy: str = ""
    balances: Sequence[tuple[str, Decimal]] = field(default_factory=tuple)


def document(name: str, statements: Sequence[Stated]) -> str:
    """A document of the message and version `name`, such as camt.053.001.08."""
    return Writer(name).document(statements)


class Writer:
    """Writes one version, in its own spelling."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.number = int(name[-2:])
        self.message, self.statement = KINDS[name[:8]]
        if self.number == 1:
            self.message += "V01"

    def document(self, statements: Sequence[Stated]) -> str:
        body = "\n".join(self._statement(number, one) for number, one in enumerate(statements, start=1))
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{self.name}"><{self.message}>\n'
            "<GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-03-02T17:30:35</CreDtTm></GrpHdr>\n"
            f"{body}\n</{self.message}></Document>\n"
        )

    def _statement(self, number: int, stated: Stated) -> str:
        balances = [
            *(
                (kind, amount)
                for kind, amount in (("OPBD", stated.opening), ("CLBD", stated.closing))
                if amount is not None
            ),
            *stated.balances,
        ]
        currency = f"<Ccy>{stated.currency}</Ccy>" if stated.currency else ""
        copy = f"<CpyDplctInd>{stated.copy}</CpyDplctInd>" if stated.copy else ""
        return (
            f"<{self.statement}><Id>S-{number}</Id>{stated.pages}<CreDtTm>2026-03-02T17:30:35</CreDtTm>{copy}"
            f"<Acct><Id><IBAN>{IBAN}</IBAN></Id>{currency}</Acct>\n"
            f"{''.join(self._balance(kind, amount, stated.currency or 'SEK') for kind, amount in balances)}"
            f"{stated.summary}{''.join(map(self._entry, stated.entries))}</{self.statement}>"
        )

    def _balance(self, kind: str, amount: Decimal, currency: str) -> str:
        code = f"<Cd>{kind}</Cd>" if self.number == 1 else f"<CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry>"
        return (
            f'<Bal><Tp>{code}</Tp><Amt Ccy="{currency}">{abs(amount)}</Amt>{direction(amount)}'
            "<Dt><Dt>2026-03-02</Dt></Dt></Bal>\n"
        )

    def _entry(self, entry: Entry) -> str:
        status = f"<Cd>{entry.status}</Cd>" if self.number >= 7 else entry.status
        reversal = "<RvslInd>true</RvslInd>" if entry.is_reversal else ""
        days = f"<BookgDt><Dt>{entry.day}</Dt></BookgDt><ValDt><Dt>{entry.day}</Dt></ValDt>" if entry.day else ""
        count = f"<NbOfTxs>{entry.count}</NbOfTxs>" if entry.count is not None else ""
        total = (
            f'<TtlAmt Ccy="{entry.currency}">{entry.total}</TtlAmt>'
            if entry.total is not None and self.number > 1
            else ""
        )
        batch = f"<Btch>{count}{total}</Btch>" if count or total else ""
        details = "\n".join(self._detail(one, entry.currency) for one in entry.details)
        if self.number == 1:
            before, after = batch, details
        else:
            before, after = "", f"<NtryDtls>{batch}{details}</NtryDtls>" if batch or details else ""
        text = f"<AddtlNtryInf>{escape(entry.text)}</AddtlNtryInf>" if entry.text else ""
        return (
            f'<Ntry><Amt Ccy="{entry.currency}">{abs(entry.amount)}</Amt>{direction(entry.amount)}{reversal}'
            f"<Sts>{status}</Sts>\n{days}<AcctSvcrRef>{entry.reference}</AcctSvcrRef>"
            "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn></BkTxCd>\n"
            f"{before}{self._charges(entry.charges, entry.currency)}{after}{text}</Ntry>\n"
        )

    def _detail(self, detail: Detail, currency: str) -> str:
        amount = f'<Amt Ccy="{detail.currency or currency}">{abs(detail.amount)}</Amt>'
        amounts = (
            f"{amount}{direction(detail.amount)}" if self.number >= 3 else f"<AmtDtls><TxAmt>{amount}</TxAmt></AmtDtls>"
        )
        opened, closed = ("<Pty>", "</Pty>") if self.number >= 7 else ("", "")
        account = f"<CdtrAcct>{self._bankgiro(detail.bankgiro)}</CdtrAcct>" if detail.bankgiro else ""
        return (
            f"<TxDtls><Refs><AcctSvcrRef>{detail.identifier}</AcctSvcrRef></Refs>{amounts}"
            f"{self._charges(detail.charges, currency)}"
            f"<RltdPties><Dbtr>{opened}<Nm>{escape(detail.payer)}</Nm>{closed}</Dbtr>{account}</RltdPties>"
            f"{self._remittance(detail)}</TxDtls>"
        )

    def _remittance(self, detail: Detail) -> str:
        texts = f"<Ustrd>{escape(detail.text)}</Ustrd>" if detail.text else ""
        references = ""
        if detail.reference and self.number == 1:
            references = f"<CdtrRefTp><Cd>SCOR</Cd></CdtrRefTp><CdtrRef>{detail.reference}</CdtrRef>"
        elif detail.reference:
            references = f"<Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>{detail.reference}</Ref>"
        structured = f"<Strd><CdtrRefInf>{references}</CdtrRefInf></Strd>" if references else ""
        return f"<RmtInf>{texts}{structured}</RmtInf>" if texts or structured else ""

    def _bankgiro(self, number: str) -> str:
        if self.number == 1:
            return f"<Id><PrtryAcct><Id>{number}</Id></PrtryAcct></Id>"
        return f"<Id><Othr><Id>{number}</Id><SchmeNm><Prtry>BGNR</Prtry></SchmeNm></Othr></Id>"

    def _charges(self, amount: Decimal, currency: str) -> str:
        if not amount:
            return ""
        charge = f'<Amt Ccy="{currency}">{amount}</Amt>'
        return f"<Chrgs><Rcrd>{charge}</Rcrd></Chrgs>" if self.number >= 3 else f"<Chrgs>{charge}</Chrgs>"


def direction(amount: Decimal) -> str:
    """``CdtDbtInd`` of a signed amount."""
    return f"<CdtDbtInd>{'DBIT' if amount < 0 else 'CRDT'}</CdtDbtInd>"


def statement(*entries: Entry, opening: str = "100", closing: str, name: str = "camt.053.001.08") -> str:
    """A camt.053 with one statement of these entries and balances."""
    return document(name, [Stated(entries=entries, opening=Decimal(opening), closing=Decimal(closing))])


def with_details(amount: str, *details: Detail, **stated: object) -> Entry:
    """An entry with details; `stated` is what else it says."""
    return Entry(amount=Decimal(amount), details=details, **stated)  # type: ignore[arg-type]


def detail(amount: str, **more: object) -> Detail:
    """One transaction."""
    return Detail(amount=Decimal(amount), **more)  # type: ignore[arg-type]


def payments(parts: list[object]) -> list[Payment]:
    """The payments among parts."""
    return [part for part in parts if isinstance(part, Payment)]


def deposits(parts: list[object]) -> list[Deposit]:
    """The deposits among parts."""
    return [part for part in parts if isinstance(part, Deposit)]


def replaced(text: str, *changes: tuple[str, str]) -> str:
    """A document with every occurrence of some texts replaced; each must occur."""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text
