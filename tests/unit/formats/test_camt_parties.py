"""camt: who paid, to which number, for what, and what came back."""

from pathlib import Path

import pytest

from tests.camt_documents import IBAN, deposits, detail, payments, replaced, statement, with_details
from tests.camt_files import needs_schemas, read_text

pytestmark = [pytest.mark.unit, needs_schemas]


def test_the_bankgiro_that_payments_name_receives_the_deposit(tmp_path: Path) -> None:
    entry = with_details("30", detail("10", bankgiro="991-2346"), detail("20", bankgiro="9912346"))
    parts, findings = read_text(statement(entry, closing="130"), tmp_path)
    assert findings == []
    (deposit,) = deposits(parts)
    assert (deposit.account, deposit.account_kind, deposit.bank_account) == ("9912346", "BGNR", IBAN)


def _account(name: str, number: str, scheme: str) -> str:
    return f"<{name}><Id><Othr><Id>{number}</Id><SchmeNm><Prtry>{scheme}</Prtry></SchmeNm></Othr></Id></{name}>"


def test_a_swish_payment_is_received_on_the_swish_number(tmp_path: Path) -> None:
    text = replaced(
        statement(with_details("30", detail("30", text="Bok 17")), closing="130"),
        (
            "</Dbtr>",
            f"</Dbtr>{_account('DbtrAcct', '+46700000000', 'MOBNB')}{_account('CdtrAcct', '1231231231', 'MOBNB')}",
        ),
        (
            "<SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn>",
            "<SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn><Prtry><Cd>MOB</Cd></Prtry>",
        ),
    )
    parts, findings = read_text(text, tmp_path)
    assert findings == []
    (deposit,), (payment,) = deposits(parts), payments(parts)
    assert (deposit.account, deposit.account_kind, deposit.bank_account) == ("1231231231", "SWISH", IBAN)
    assert (payment.payer_account, payment.reference) == ("+46700000000", "Bok 17")
    assert payment.transaction_code == "PMNT/RCDT/DMCT/MOB"


def test_a_swish_refund_goes_out_from_the_swish_number_with_its_clearing_reference(tmp_path: Path) -> None:
    text = replaced(
        statement(with_details("-15", detail("-15"), reference="4669873074677905 ORDER-1"), closing="85"),
        (
            "<Cd>RCDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn>",
            "<Cd>ICDT</Cd><SubFmlyCd>ARET</SubFmlyCd></Fmly></Domn><Prtry><Cd>MOB</Cd></Prtry>",
        ),
        ("<AcctSvcrRef>B1</AcctSvcrRef>", "<ClrSysRef>4669873074677905</ClrSysRef>"),
        (
            "</Dbtr>",
            f"</Dbtr>{_account('DbtrAcct', '1231231231', 'MOBNB')}<Cdtr><Pty><Nm>Berits Garn</Nm></Pty></Cdtr>"
            f"{_account('CdtrAcct', '+46700000000', 'MOBNB')}",
        ),
    )
    parts, findings = read_text(text, tmp_path)
    assert findings == []
    (deposit,), (payment,) = deposits(parts), payments(parts)
    assert (deposit.account, deposit.account_kind) == ("1231231231", "SWISH")
    assert deposit.bank_reference == "4669873074677905 ORDER-1"
    assert (payment.reference, payment.is_return) == ("4669873074677905", True)
    assert (payment.payee_account, payment.payee_name) == ("+46700000000", "Berits Garn")


def test_a_payment_that_came_back_says_why_and_to_whom_it_was_sent(tmp_path: Path) -> None:
    text = replaced(
        statement(with_details("30", detail("30")), closing="130"),
        ("</Dbtr>", f"</Dbtr><Cdtr><Pty><Nm>Berits Garn</Nm></Pty></Cdtr>{_account('CdtrAcct', '54029681', 'BGNR')}"),
        ("</TxDtls>", "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls>"),
    )
    parts, findings = read_text(text, tmp_path)
    assert findings == []
    (deposit,), (payment,) = deposits(parts), payments(parts)
    assert deposit.account == IBAN
    assert (payment.is_return, payment.return_reason, payment.payee_name) == (True, "AC04", "Berits Garn")


def test_a_bank_account_has_its_clearing_number_beside_it(tmp_path: Path) -> None:
    account = (
        "<Acct><Id><Othr><Id>401 234-567</Id><SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr></Id><Ccy>SEK</Ccy><Svcr>"
        "<FinInstnId><ClrSysMmbId><ClrSysId><Cd>SESBA</Cd></ClrSysId><MmbId>6290</MmbId></ClrSysMmbId></FinInstnId></Svcr></Acct>"
    )
    text = statement(closing="100")
    start, end = text.index("<Acct>"), text.index("</Acct>") + len("</Acct>")
    parts, _ = read_text(text[:start] + account + text[end:], tmp_path)
    assert (parts[1].account, parts[1].account_kind, parts[1].clearing) == ("401234567", "BBAN", "6290")


def test_every_structured_reference_is_read_and_each_keeps_its_own_kind(tmp_path: Path) -> None:
    more = (
        "<Strd><RfrdDocInf><Nb>F-17</Nb></RfrdDocInf><RfrdDocInf><Nb>F-18</Nb></RfrdDocInf></Strd>"
        "<Strd><CdtrRefInf><Ref>RF-A</Ref></CdtrRefInf></Strd>"
    )
    entry = with_details("30", detail("30", reference="7100001101"))
    parts, findings = read_text(replaced(statement(entry, closing="130"), ("</Strd>", f"</Strd>{more}")), tmp_path)
    assert findings == []
    (payment,) = payments(parts)
    assert (payment.reference, payment.reference_kind) == ("7100001101", "ocr")
    assert payment.other_references == ["F-17", "F-18", "RF-A"]


@pytest.mark.parametrize(("identity", "reference"), [("FAKTURA-1", "FAKTURA-1"), ("NOTPROVIDED", "")])
def test_the_end_to_end_identity_is_the_reference_for_want_of_another(
    tmp_path: Path, identity: str, reference: str
) -> None:
    text = replaced(
        statement(with_details("30", detail("30")), closing="130"),
        ("<AcctSvcrRef>B1</AcctSvcrRef>", f"<AcctSvcrRef>B1</AcctSvcrRef><EndToEndId>{identity}</EndToEndId>"),
    )
    parts, _ = read_text(text, tmp_path)
    assert [payment.reference for payment in payments(parts)] == [reference]


def test_names_of_other_parties_are_not_taken_for_the_payers(tmp_path: Path) -> None:
    other = (
        "<UltmtDbtr><Pty><Nm>En annan</Nm><Id><OrgId><Othr><Id>5560566258</Id></Othr></OrgId></Id></Pty></UltmtDbtr>"
    )
    text = replaced(
        statement(with_details("30", detail("30")), closing="130"),
        ("<Nm>Kalles Plåt AB</Nm>", ""),
        ("</Dbtr>", f"</Dbtr>{other}"),
    )
    parts, findings = read_text(text, tmp_path)
    assert findings == []
    (payment,) = payments(parts)
    assert (payment.payer_name, payment.payer_organisation_number) == ("", "")
