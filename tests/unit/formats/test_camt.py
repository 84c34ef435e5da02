"""camt: deposits and payments as the bank tells them, and no file whose sums differ from what it states."""

from decimal import Decimal
from pathlib import Path

import pytest

from gateway.messages import Deposit, Payment, PaymentReport, Statement
from tests.camt_documents import IBAN, Detail, Entry, Stated, document
from tests.camt_files import REPOSITORY, codes, needs_schemas, read_file, read_text

pytestmark = [pytest.mark.unit, needs_schemas]

SAMPLES = REPOSITORY / "samples" / "bank"
STATEMENT = "camt.053.001.08"
NOTIFICATION = "camt.054.001.08"
REPORT = "camt.052.001.08"


def _statement(*entries: Entry, opening: str = "100", closing: str, name: str = STATEMENT) -> str:
    return document(name, [Stated(entries=entries, opening=Decimal(opening), closing=Decimal(closing))])


def _with_details(amount: str, *details: Detail, **stated: object) -> Entry:
    return Entry(amount=Decimal(amount), details=details, **stated)  # type: ignore[arg-type]


def _detail(amount: str, **more: object) -> Detail:
    return Detail(amount=Decimal(amount), **more)  # type: ignore[arg-type]


def _payments(parts: list[object]) -> list[Payment]:
    return [part for part in parts if isinstance(part, Payment)]


def _deposits(parts: list[object]) -> list[Deposit]:
    return [part for part in parts if isinstance(part, Deposit)]


def test_a_statement_stands_before_its_deposits_and_each_deposit_before_its_payments(tmp_path: Path) -> None:
    text = document(
        STATEMENT,
        [
            Stated(entries=[Entry(amount=Decimal(1))], opening=Decimal(0), closing=Decimal(1)),
            Stated(entries=[Entry(amount=Decimal(-1))], opening=Decimal(1), closing=Decimal(0)),
        ],
    )
    parts, findings = read_text(text, tmp_path)
    assert findings == []
    assert [type(part) for part in parts] == [PaymentReport, *(Statement, Deposit, Payment) * 2]
    assert [part.number for part in parts[1:]] == [1, 1, 1, 2, 2, 2]
    assert [part.amount for part in _deposits(parts)] == [1, -1]


@pytest.mark.parametrize(
    ("closing", "expected"),
    [("95.01", ["CAMT-BALANCE"]), ("95", [])],
)
def test_opening_balance_and_booked_entries_make_the_closing_balance(
    tmp_path: Path, closing: str, expected: list[str]
) -> None:
    text = _statement(
        Entry(amount=Decimal("15")),
        Entry(amount=Decimal("-20")),
        Entry(amount=Decimal(7), status="PDNG"),
        closing=closing,
    )
    _, findings = read_text(text, tmp_path)
    assert [found.code for found in findings if found.rejects_file] == expected
    assert "CAMT-NOT-BOOKED" in codes(findings)


def test_a_reversal_has_the_sign_of_its_own_direction(tmp_path: Path) -> None:
    text = _statement(Entry(amount=Decimal(-10), is_reversal=True), closing="90")
    parts, findings = read_text(text, tmp_path)
    assert findings == []
    assert [(part.amount, part.is_reversal) for part in _deposits(parts)] == [(-10, True)]


def test_the_previous_closing_balance_opens_a_statement_that_has_no_other(tmp_path: Path) -> None:
    balances = (("PRCD", Decimal(5)), ("CLAV", Decimal(99)))
    stated = Stated(entries=[Entry(amount=Decimal(2))], closing=Decimal(7), balances=balances)
    parts, findings = read_text(document(STATEMENT, [stated]), tmp_path)
    assert findings == []
    assert (parts[1].opening, parts[1].closing) == (5, 7)


def test_a_statement_that_lacks_a_balance_is_told_of(tmp_path: Path) -> None:
    stated = Stated(entries=[Entry(amount=Decimal(2))], opening=Decimal(7))
    parts, findings = read_text(document(STATEMENT, [stated]), tmp_path)
    assert [(found.code, found.value) for found in findings] == [("CAMT-BALANCE-MISSING", "CLBD SEK")]
    assert parts[1].closing is None


@pytest.mark.parametrize(
    "pages", ["<PgNb>1</PgNb><LastPgInd>false</LastPgInd>", "<PgNb>2</PgNb><LastPgInd>true</LastPgInd>"]
)
def test_one_page_of_several_is_not_balanced_alone(tmp_path: Path, pages: str) -> None:
    stated = Stated(
        entries=[Entry(amount=Decimal(2))],
        opening=Decimal(1),
        closing=Decimal(99),
        summary="<TxsSummry><TtlNtries><NbOfNtries>9</NbOfNtries></TtlNtries></TxsSummry>",
        pages=f"<StmtPgntn>{pages}</StmtPgntn>",
    )
    parts, findings = read_text(document(STATEMENT, [stated]), tmp_path)
    assert codes(findings) == ["CAMT-PAGE"]
    assert (parts[1].opening, parts[1].closing) == (None, None)


def test_the_balance_of_a_report_during_the_day_is_no_proof(tmp_path: Path) -> None:
    stated = Stated(entries=[Entry(amount=Decimal(2))], opening=Decimal(1), balances=(("ITBD", Decimal(9)),))
    parts, findings = read_text(document(REPORT, [stated]), tmp_path)
    assert [(found.code, found.rejects) for found in findings] == [("CAMT-REPORT-BALANCE", False)]
    assert (parts[1].opening, parts[1].closing) == (None, None)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (_with_details("30", _detail("10"), _detail("21")), "CAMT-ENTRY-SUM"),
        (_with_details("30", _detail("10"), _detail("20"), count=3), "CAMT-BATCH-COUNT"),
        (_with_details("30", _detail("10"), _detail("20"), total=Decimal(31)), "CAMT-BATCH-SUM"),
        (_with_details("30", total=Decimal(31)), "CAMT-ENTRY-SUM"),
        (Entry(amount=Decimal(30), currency="EUR"), "CAMT-ENTRY-CURRENCY"),
        (
            _with_details("30", _detail("10", bankgiro="9912346"), _detail("20", bankgiro="54029681")),
            "CAMT-ACCOUNT-MIXED",
        ),
    ],
)
def test_what_touches_money_rejects_the_file(tmp_path: Path, entry: Entry, code: str) -> None:
    _, findings = read_text(_statement(entry, closing="130"), tmp_path)
    assert code in {found.code for found in findings if found.rejects_file}


@pytest.mark.parametrize(
    "entry",
    [
        _with_details("30", _detail("10"), _detail("20"), count=2, total=Decimal(30)),
        _with_details("30", count=17),
        _with_details("30", _detail("40"), _detail("-10")),
        Entry(amount=Decimal(30)),
    ],
)
def test_what_tallies_passes(tmp_path: Path, entry: Entry) -> None:
    parts, findings = read_text(_statement(entry, closing="130"), tmp_path)
    assert findings == []
    assert sum(payment.amount for payment in _payments(parts)) == 30


def test_a_group_that_is_counted_and_not_listed_is_one_payment(tmp_path: Path) -> None:
    parts, findings = read_text(_statement(_with_details("30", count=17, text="Lön"), closing="130"), tmp_path)
    assert findings == []
    (payment,) = _payments(parts)
    assert (payment.amount, payment.is_lump, payment.message) == (30, True, "Lön")
    assert _deposits(parts)[0].payment_count == 17


def test_a_group_with_an_amount_and_no_details_is_one_payment_among_others(tmp_path: Path) -> None:
    alone = _with_details("30", count=17, total=Decimal(30))
    parts, findings = read_text(_statement(alone, closing="130"), tmp_path)
    assert findings == []
    assert [(payment.amount, payment.is_lump) for payment in _payments(parts)] == [(30, True)]
    text = _statement(_with_details("70", _detail("0", currency="EUR"), count=1), closing="170").replace(
        "<NtryDtls>", '<NtryDtls><Btch><NbOfTxs>3</NbOfTxs><TtlAmt Ccy="SEK">50</TtlAmt></Btch></NtryDtls><NtryDtls>'
    )
    parts, findings = read_text(text, tmp_path)
    assert findings == []
    assert [(payment.amount, payment.is_lump) for payment in _payments(parts)] == [(50, True), (20, False)]
    assert _deposits(parts)[0].payment_count == 4


def test_a_group_without_details_or_amount_is_what_the_entry_leaves(tmp_path: Path) -> None:
    text = _statement(_with_details("70", _detail("20"), count=1), closing="170").replace(
        "<NtryDtls>", "<NtryDtls><Btch><NbOfTxs>3</NbOfTxs></Btch></NtryDtls><NtryDtls>"
    )
    parts, findings = read_text(text, tmp_path)
    assert findings == []
    assert [(payment.amount, payment.is_lump) for payment in _payments(parts)] == [(20, False), (50, True)]


@pytest.mark.parametrize(
    "entry",
    [
        _with_details("995", _detail("1000", charges=Decimal(5))),
        _with_details("995", _detail("600"), _detail("400"), charges=Decimal(5)),
        _with_details("995", _detail("600", charges=Decimal(2)), _detail("400"), charges=Decimal(3)),
    ],
)
def test_charges_that_explain_a_difference_are_a_deduction(tmp_path: Path, entry: Entry) -> None:
    parts, findings = read_text(_statement(entry, closing="1095"), tmp_path)
    assert codes(findings) == ["CAMT-CHARGES"]
    *_, charge = _payments(parts)
    assert (charge.amount, charge.charges, charge.is_deduction, charge.is_lump) == (-5, 5, True, False)
    assert charge.transaction_code == "PMNT/MDOP/CHRG"
    assert sum(payment.amount for payment in _payments(parts)) == 995


def test_charges_on_top_of_what_was_paid_out_are_a_further_payment_out(tmp_path: Path) -> None:
    entry = _with_details("-1005", _detail("-1000"), charges=Decimal(5))
    parts, findings = read_text(_statement(entry, opening="2000", closing="995"), tmp_path)
    assert codes(findings) == ["CAMT-CHARGES"]
    assert [payment.amount for payment in _payments(parts)] == [-1000, -5]


def test_charges_that_do_not_explain_a_difference_do_not_excuse_it(tmp_path: Path) -> None:
    entry = _with_details("994", _detail("1000", charges=Decimal(5)))
    _, findings = read_text(_statement(entry, closing="1094"), tmp_path)
    assert "CAMT-ENTRY-SUM" in codes(findings)


def test_a_lone_payment_in_another_currency_has_the_amount_of_its_entry(tmp_path: Path) -> None:
    text = _statement(_with_details("1100", _detail("100", currency="EUR")), closing="1200").replace(
        "<RltdPties>",
        '<AmtDtls><InstdAmt><Amt Ccy="EUR">100</Amt></InstdAmt><CntrValAmt><Amt Ccy="SEK">1101</Amt>'
        "<CcyXchg><SrcCcy>EUR</SrcCcy><XchgRate>11.01</XchgRate></CcyXchg></CntrValAmt></AmtDtls><RltdPties>",
    )
    parts, findings = read_text(text, tmp_path)
    assert findings == []
    (payment,) = _payments(parts)
    assert payment.amount == 1100
    assert (payment.instructed_amount, payment.instructed_currency, payment.exchange_rate) == (
        100,
        "EUR",
        Decimal("11.01"),
    )


def test_several_payments_without_amounts_in_the_accounts_currency_are_one(tmp_path: Path) -> None:
    entry = _with_details("1100", _detail("60", currency="EUR"), _detail("40", currency="EUR"))
    parts, findings = read_text(_statement(entry, Entry(amount=Decimal(1)), closing="1201"), tmp_path)
    assert [(found.code, found.rejects) for found in findings] == [("CAMT-DETAIL-AMOUNT", False)]
    assert [(payment.amount, payment.is_lump, payment.number) for payment in _payments(parts)] == [
        (1100, True, 1),
        (1, True, 2),
    ]


def test_an_amount_of_zero_where_the_schema_demands_one_says_nothing(tmp_path: Path) -> None:
    entry = _with_details("30", _detail("0"))
    parts, findings = read_text(_statement(entry, closing="130", name="camt.053.001.04"), tmp_path)
    assert findings == []
    assert [payment.amount for payment in _payments(parts)] == [30]


@pytest.mark.parametrize(
    ("summary", "is_right"),
    [
        ("<TtlNtries><NbOfNtries>3</NbOfNtries><Sum>37</Sum></TtlNtries>", True),
        ("<TtlNtries><NbOfNtries>2</NbOfNtries><Sum>30</Sum></TtlNtries>", True),
        ("<TtlNtries><NbOfNtries>4</NbOfNtries></TtlNtries>", False),
        ("<TtlNtries><Sum>36</Sum></TtlNtries>", False),
        (
            "<TtlNtries><TtlNetNtry><Amt>10</Amt><CdtDbtInd>DBIT</CdtDbtInd></TtlNetNtry></TtlNtries>",
            True,
        ),
        (
            "<TtlNtries><TtlNetNtry><Amt>10</Amt><CdtDbtInd>CRDT</CdtDbtInd></TtlNetNtry></TtlNtries>",
            False,
        ),
        ("<TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>10</Sum></TtlCdtNtries>", True),
        ("<TtlDbtNtries><NbOfNtries>1</NbOfNtries><Sum>20.5</Sum></TtlDbtNtries>", False),
    ],
)
def test_the_summary_counts_all_entries_or_the_booked_ones(tmp_path: Path, summary: str, is_right: bool) -> None:
    entries = (Entry(amount=Decimal(10)), Entry(amount=Decimal(-20)), Entry(amount=Decimal(7), status="PDNG"))
    stated = Stated(entries=entries, summary=f"<TxsSummry>{summary}</TxsSummry>")
    _, findings = read_text(document(NOTIFICATION, [stated]), tmp_path)
    assert ("CAMT-SUMMARY" in codes(findings)) is not is_right


def test_debits_are_told_of_only_among_credits_of_a_notification(tmp_path: Path) -> None:
    both = [Entry(amount=Decimal(10)), Entry(amount=Decimal(-20)), Entry(amount=Decimal(-3))]
    _, findings = read_text(document(NOTIFICATION, [Stated(entries=both)]), tmp_path)
    assert [(found.code, found.value) for found in findings] == [("CAMT-DEBIT-ENTRY", "2")]
    _, findings = read_text(document(NOTIFICATION, [Stated(entries=both[1:])]), tmp_path)
    assert findings == []
    _, findings = read_text(_statement(*both, closing="87"), tmp_path)
    assert findings == []


def test_a_copy_is_marked_and_told_of(tmp_path: Path) -> None:
    stated = Stated(entries=[Entry(amount=Decimal(10))], copy="DUPL")
    parts, findings = read_text(document(NOTIFICATION, [stated]), tmp_path)
    assert codes(findings) == ["CAMT-COPY"]
    assert parts[1].is_copy


def test_entries_without_a_date_have_that_of_the_report_and_one_warning(tmp_path: Path) -> None:
    stated = Stated(entries=[Entry(amount=Decimal(10), day=""), Entry(amount=Decimal(11), day="")])
    parts, findings = read_text(document(NOTIFICATION, [stated]), tmp_path)
    assert [(found.code, found.value) for found in findings] == [("CAMT-NO-DATE", "2")]
    assert {part.booking_date.isoformat() for part in _deposits(parts)} == {"2026-03-02"}


def test_the_bankgiro_that_payments_name_receives_the_deposit(tmp_path: Path) -> None:
    entry = _with_details("30", _detail("10", bankgiro="991-2346"), _detail("20", bankgiro="9912346"))
    parts, findings = read_text(_statement(entry, closing="130"), tmp_path)
    assert findings == []
    (deposit,) = _deposits(parts)
    assert (deposit.account, deposit.account_kind, deposit.bank_account) == ("9912346", "BGNR", IBAN)


def _replaced(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def _account(name: str, number: str, scheme: str) -> str:
    return f"<{name}><Id><Othr><Id>{number}</Id><SchmeNm><Prtry>{scheme}</Prtry></SchmeNm></Othr></Id></{name}>"


def test_a_swish_payment_is_received_on_the_swish_number(tmp_path: Path) -> None:
    text = _replaced(
        _statement(_with_details("30", _detail("30", text="Bok 17")), closing="130"),
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
    (deposit,), (payment,) = _deposits(parts), _payments(parts)
    assert (deposit.account, deposit.account_kind, deposit.bank_account) == ("1231231231", "SWISH", IBAN)
    assert (payment.payer_account, payment.reference) == ("+46700000000", "Bok 17")
    assert payment.transaction_code == "PMNT/RCDT/DMCT/MOB"


def test_a_swish_refund_goes_out_from_the_swish_number_with_its_clearing_reference(tmp_path: Path) -> None:
    text = _replaced(
        _statement(_with_details("-15", _detail("-15"), reference="4669873074677905 ORDER-1"), closing="85"),
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
    (deposit,), (payment,) = _deposits(parts), _payments(parts)
    assert (deposit.account, deposit.account_kind) == ("1231231231", "SWISH")
    assert deposit.bank_reference == "4669873074677905 ORDER-1"
    assert (payment.reference, payment.is_return) == ("4669873074677905", True)
    assert (payment.payee_account, payment.payee_name) == ("+46700000000", "Berits Garn")


def test_a_payment_that_came_back_says_why_and_to_whom_it_was_sent(tmp_path: Path) -> None:
    text = _replaced(
        _statement(_with_details("30", _detail("30")), closing="130"),
        ("</Dbtr>", f"</Dbtr><Cdtr><Pty><Nm>Berits Garn</Nm></Pty></Cdtr>{_account('CdtrAcct', '54029681', 'BGNR')}"),
        ("</TxDtls>", "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls>"),
    )
    parts, findings = read_text(text, tmp_path)
    assert findings == []
    (deposit,), (payment,) = _deposits(parts), _payments(parts)
    assert deposit.account == IBAN
    assert (payment.is_return, payment.return_reason, payment.payee_name) == (True, "AC04", "Berits Garn")


def test_a_bank_account_has_its_clearing_number_beside_it(tmp_path: Path) -> None:
    account = (
        "<Acct><Id><Othr><Id>401 234-567</Id><SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr></Id><Ccy>SEK</Ccy><Svcr>"
        "<FinInstnId><ClrSysMmbId><ClrSysId><Cd>SESBA</Cd></ClrSysId><MmbId>6290</MmbId></ClrSysMmbId></FinInstnId></Svcr></Acct>"
    )
    text = _statement(closing="100")
    start, end = text.index("<Acct>"), text.index("</Acct>") + len("</Acct>")
    parts, _ = read_text(text[:start] + account + text[end:], tmp_path)
    assert (parts[1].account, parts[1].account_kind, parts[1].clearing) == ("401234567", "BBAN", "6290")


def test_every_structured_reference_is_read_and_each_keeps_its_own_kind(tmp_path: Path) -> None:
    more = (
        "<Strd><RfrdDocInf><Nb>F-17</Nb></RfrdDocInf><RfrdDocInf><Nb>F-18</Nb></RfrdDocInf></Strd>"
        "<Strd><CdtrRefInf><Ref>RF-A</Ref></CdtrRefInf></Strd>"
    )
    entry = _with_details("30", _detail("30", reference="7100001101"))
    parts, findings = read_text(_replaced(_statement(entry, closing="130"), ("</Strd>", f"</Strd>{more}")), tmp_path)
    assert findings == []
    (payment,) = _payments(parts)
    assert (payment.reference, payment.reference_kind) == ("7100001101", "ocr")
    assert payment.other_references == ["F-17", "F-18", "RF-A"]


@pytest.mark.parametrize(("identity", "reference"), [("FAKTURA-1", "FAKTURA-1"), ("NOTPROVIDED", "")])
def test_the_end_to_end_identity_is_the_reference_for_want_of_another(
    tmp_path: Path, identity: str, reference: str
) -> None:
    text = _replaced(
        _statement(_with_details("30", _detail("30")), closing="130"),
        ("<AcctSvcrRef>B1</AcctSvcrRef>", f"<AcctSvcrRef>B1</AcctSvcrRef><EndToEndId>{identity}</EndToEndId>"),
    )
    parts, _ = read_text(text, tmp_path)
    assert [payment.reference for payment in _payments(parts)] == [reference]


def test_names_of_other_parties_are_not_taken_for_the_payers(tmp_path: Path) -> None:
    other = (
        "<UltmtDbtr><Pty><Nm>En annan</Nm><Id><OrgId><Othr><Id>5560566258</Id></Othr></OrgId></Id></Pty></UltmtDbtr>"
    )
    text = _replaced(
        _statement(_with_details("30", _detail("30")), closing="130"),
        ("<Nm>Kalles Plåt AB</Nm>", ""),
        ("</Dbtr>", f"</Dbtr>{other}"),
    )
    parts, findings = read_text(text, tmp_path)
    assert findings == []
    (payment,) = _payments(parts)
    assert (payment.payer_name, payment.payer_organisation_number) == ("", "")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<MsgId>M-1</MsgId>", "", "XML-SCHEMA-ELEMENT-MISSING"),
        ('<Amt Ccy="SEK">30</Amt><CdtDbtInd>', '<Amt Ccy="SEK">NaN</Amt><CdtDbtInd>', "XML-SCHEMA-VALUE"),
        ("</Document>", "", "XML-MALFORMED"),
        ("<Document", '<!DOCTYPE Document [<!ENTITY a "b">]><Document', "XML-DOCTYPE"),
    ],
)
def test_what_the_schema_refuses_is_refused_with_its_place(tmp_path: Path, old: str, new: str, code: str) -> None:
    text = _replaced(_statement(_with_details("30", _detail("30")), closing="130"), (old, new))
    _, findings = read_text(text, tmp_path)
    assert code in {found.code for found in findings if found.rejects_file}


@pytest.mark.parametrize("name", ["camt054-001-02.xml", "camt054-001-08.xml"])
def test_good_samples_have_no_findings(name: str) -> None:
    assert read_file(SAMPLES / name)[1] == []


def test_an_entry_that_is_not_the_sum_of_its_payments_rejects_the_file() -> None:
    _, findings = read_file(SAMPLES / "fel-camt054-summa.xml")
    assert [(found.code, found.rejects_file) for found in findings] == [("CAMT-ENTRY-SUM", True)]
