"""Makes bank files of any size: BgMax, Total IN, Swish reports, camt.054 in both versions. All content is invented.

Usage: ``python benchmarks/make_bank_files.py bgmax|total-in|swish-csv|camt.054.001.02|camt.054.001.08 COUNT FILE``
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from gateway.identifiers import ocr_with_check

BANKGIRO = "9912346"
PLUSGIRO = "4205506"
SWISH = "1231231231"
IBAN = "SE4550000000058398257466"


class MadePayment(NamedTuple):
    """One payment to write: öre, OCR number, and whether it is a deduction (BgMax only)."""

    amount: int
    reference: str
    is_deduction: bool = False


def made_payments(count: int) -> list[MadePayment]:
    """Payments with OCR numbers of ten digits in the series 71."""
    return [
        MadePayment(10_000 + number % 900_000, ocr_with_check(f"71{number % 1_000_000:06d}", length_digit=True))
        for number in range(count)
    ]


def write_bgmax(path: Path, sections: Sequence[Sequence[MadePayment]], *, newline: str = "\r\n") -> None:
    """A BgMax file with one section for each sequence of payments."""
    payments = [payment for section in sections for payment in section]
    with path.open("w", encoding="iso-8859-1", newline=newline) as file:
        file.write("01" + f"{'BGMAX':<20}0120260302173035010331P".ljust(78) + "\n")
        serial = 0
        for number, section in enumerate(sections, start=1):
            file.write(f"05{BANKGIRO:0>10}{'':10}SEK".ljust(80) + "\n")
            for payment in section:
                serial += 1
                code = "21" if payment.is_deduction else "20"
                file.write(
                    f"{code}0003783511{payment.reference:>25}{payment.amount:018d}21{serial:012d}0".ljust(80) + "\n"
                )
                file.write("26" + "Kalles Plåt AB".ljust(78) + "\n")
                file.write("27" + f"{'Storgatan 2':<35}12345".ljust(78) + "\n")
                file.write("28" + "Storåker".ljust(78) + "\n")
                file.write("29" + "005560566258".ljust(78) + "\n")
            total = sum(-payment.amount if payment.is_deduction else payment.amount for payment in section)
            account = "5839" + "8257466".zfill(12)
            file.write(f"15{account:0>35}20260302{number % 100_000:05d}{total:018d}SEK{len(section):08d} \n")
        deductions = sum(payment.is_deduction for payment in payments)
        counts = (len(payments) - deductions, deductions, 0, len(sections))
        file.write("70" + "".join(f"{count:08d}" for count in counts).ljust(78) + "\n")


def write_total_in(path: Path, payments: Sequence[MadePayment]) -> None:
    """A Total IN file with one section that holds all payments."""
    records = 4
    with path.open("w", encoding="iso-8859-1", newline="\r\n") as file:
        file.write(f"00{'STORSTADEN':<12}2026030304150000000001TL1TOTALIN".ljust(80) + "\n")
        file.write(f"10{PLUSGIRO:<36}SEK20260302".ljust(80) + "\n")
        for number, payment in enumerate(payments, start=1):
            code = "25" if payment.is_deduction else "20"
            lines = [
                f"{code}{payment.reference:<35}{payment.amount:015d}{number:017d}",
                f"60{'3783511':<36}1{'5560566258':<20}",
                "61Kalles Plåt AB",
                "62Storgatan 2",
                "6312345    Storåker",
            ]
            records += len(lines)
            file.write("".join(line.ljust(80) + "\n" for line in lines))
        total = sum(-payment.amount if payment.is_deduction else payment.amount for payment in payments)
        file.write(f"90{len(payments):08d}{total:017d}20260302001".ljust(80) + "\n")
        file.write(f"99{records:015d}".ljust(80) + "\n")


def write_swish(path: Path, payments: Sequence[MadePayment]) -> None:
    """A Swish report whose payments are booked on one day."""
    with path.open("w", encoding="utf-8", newline="\r\n") as file:
        file.write("01;2026-03-03;2026-03-02;\n")
        for number, payment in enumerate(payments, start=1):
            kind = "SWR" if payment.is_deduction else "SWH"
            amount = _crowns(payment.amount).replace(".", ",")
            file.write(
                f"02;2120001355;8257466;HANDSESS;{SWISH};2026-03-02;{kind};{amount};SEK;+46700000101;Åsa Exempel;"
                f"A{number:031X};{payment.reference};;2026-03-02T08:15:02;2026-03-02;B{number:031X};E2E{number}\n"
            )
        file.write(f"03;{len(payments)}\n")


def write_camt054(path: Path, payments: Sequence[MadePayment], *, version: str = "camt.054.001.08") -> None:
    """A camt.054 file with one entry that holds all payments."""
    is_new = version.endswith("08")
    status = "<Sts><Cd>BOOK</Cd></Sts>" if is_new else "<Sts>BOOK</Sts>"
    opened, closed = ("<Pty>", "</Pty>") if is_new else ("", "")
    total = _crowns(sum(payment.amount for payment in payments))
    with path.open("w", encoding="utf-8") as file:
        file.write(
            f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{version}"><BkToCstmrDbtCdtNtfctn>
<GrpHdr><MsgId>AVI-20260302-1</MsgId><CreDtTm>2026-03-02T17:30:35</CreDtTm></GrpHdr>
<Ntfctn><Id>AVI-1</Id><CreDtTm>2026-03-02T17:30:35</CreDtTm><Acct><Id><IBAN>{IBAN}</IBAN></Id></Acct>
<TxsSummry><TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>{total}</Sum></TtlCdtNtries></TxsSummry>
<Ntry><NtryRef>00056</NtryRef><Amt Ccy="SEK">{total}</Amt><CdtDbtInd>CRDT</CdtDbtInd>{status}
<BookgDt><Dt>2026-03-02</Dt></BookgDt><ValDt><Dt>2026-03-02</Dt></ValDt><AcctSvcrRef>BANK-56</AcctSvcrRef>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><Btch><NbOfTxs>{len(payments)}</NbOfTxs></Btch>
"""
        )
        for number, payment in enumerate(payments, start=1):
            amount = f'<Amt Ccy="SEK">{_crowns(payment.amount)}</Amt>'
            detail = f"{amount}<CdtDbtInd>CRDT</CdtDbtInd>" if is_new else f"<AmtDtls><TxAmt>{amount}</TxAmt></AmtDtls>"
            file.write(
                f"<TxDtls><Refs><AcctSvcrRef>B{number}</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId></Refs>{detail}"
                f"<RltdPties><Dbtr>{opened}<Nm>Kalles Plåt AB</Nm><PstlAdr><StrtNm>Storgatan</StrtNm>"
                f"<BldgNb>2</BldgNb><PstCd>12345</PstCd><TwnNm>Storåker</TwnNm></PstlAdr>{closed}</Dbtr>"
                "<DbtrAcct><Id><Othr><Id>3783511</Id><SchmeNm><Prtry>BGNR</Prtry></SchmeNm></Othr></Id></DbtrAcct>"
                f"<CdtrAcct><Id><Othr><Id>{BANKGIRO}</Id><SchmeNm><Prtry>BGNR</Prtry></SchmeNm></Othr></Id></CdtrAcct>"
                "</RltdPties><RmtInf><Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp>"
                f"<Ref>{payment.reference}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>\n"
            )
        file.write("</NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>\n")


def _crowns(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d}"


def main(arguments: Sequence[str]) -> int:
    """Write one file as the command line says."""
    kind, count, name = arguments
    if kind == "bgmax":
        write_bgmax(Path(name), [made_payments(int(count))])
    elif kind == "total-in":
        write_total_in(Path(name), made_payments(int(count)))
    elif kind == "swish-csv":
        write_swish(Path(name), made_payments(int(count)))
    else:
        write_camt054(Path(name), made_payments(int(count)), version=kind)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
