"""camt: deposits and payments as the bank tells them, and no file whose sums differ from what it states."""

from decimal import Decimal
from pathlib import Path

import pytest

from gateway.messages import Deposit, Payment, PaymentReport, Statement
from tests.camt_documents import (
    Entry,
    Stated,
    deposits,
    detail,
    document,
    payments,
    replaced,
    statement,
    with_details,
)
from tests.camt_files import REPOSITORY, codes, needs_schemas, read_file, read_text

pytestmark = [pytest.mark.unit, needs_schemas]

SAMPLES = REPOSITORY / "samples" / "bank"
STATEMENT = "camt.053.001.08"
NOTIFICATION = "camt.054.001.08"
REPORT = "camt.052.001.08"


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
    assert [part.amount for part in deposits(parts)] == [1, -1]


@pytest.mark.parametrize(
    ("closing", "expected"),
    [("95.01", ["CAMT-BALANCE"]), ("95", [])],
)
def test_opening_balance_and_booked_entries_make_the_closing_balance(
    tmp_path: Path, closing: str, expected: list[str]
) -> None:
    text = statement(
        Entry(amount=Decimal("15")),
        Entry(amount=Decimal("-20")),
        Entry(amount=Decimal(7), status="PDNG"),
        closing=closing,
    )
    _, findings = read_text(text, tmp_path)
    assert [found.code for found in findings if found.rejects_file] == expected
    assert "CAMT-NOT-BOOKED" in codes(findings)


def test_a_reversal_has_the_sign_of_its_own_direction(tmp_path: Path) -> None:
    text = statement(Entry(amount=Decimal(-10), is_reversal=True), closing="90")
    parts, findings = read_text(text, tmp_path)
    assert findings == []
    assert [(part.amount, part.is_reversal) for part in deposits(parts)] == [(-10, True)]


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
        (with_details("30", detail("10"), detail("21")), "CAMT-ENTRY-SUM"),
        (with_details("30", detail("10"), detail("20"), count=3), "CAMT-BATCH-COUNT"),
        (with_details("30", detail("10"), detail("20"), total=Decimal(31)), "CAMT-BATCH-SUM"),
        (with_details("30", total=Decimal(31)), "CAMT-ENTRY-SUM"),
        (Entry(amount=Decimal(30), currency="EUR"), "CAMT-ENTRY-CURRENCY"),
        (
            with_details("30", detail("10", bankgiro="9912346"), detail("20", bankgiro="54029681")),
            "CAMT-ACCOUNT-MIXED",
        ),
    ],
)
def test_what_touches_money_rejects_the_file(tmp_path: Path, entry: Entry, code: str) -> None:
    _, findings = read_text(statement(entry, closing="130"), tmp_path)
    assert code in {found.code for found in findings if found.rejects_file}


@pytest.mark.parametrize(
    "entry",
    [
        with_details("30", detail("10"), detail("20"), count=2, total=Decimal(30)),
        with_details("30", count=17),
        with_details("30", detail("40"), detail("-10")),
        Entry(amount=Decimal(30)),
    ],
)
def test_what_tallies_passes(tmp_path: Path, entry: Entry) -> None:
    parts, findings = read_text(statement(entry, closing="130"), tmp_path)
    assert findings == []
    assert sum(payment.amount for payment in payments(parts)) == 30


def test_a_group_that_is_counted_and_not_listed_is_one_payment(tmp_path: Path) -> None:
    parts, findings = read_text(statement(with_details("30", count=17, text="Lön"), closing="130"), tmp_path)
    assert findings == []
    (payment,) = payments(parts)
    assert (payment.amount, payment.is_lump, payment.message) == (30, True, "Lön")
    assert deposits(parts)[0].payment_count == 17


def test_a_group_with_an_amount_and_no_details_is_one_payment_among_others(tmp_path: Path) -> None:
    alone = with_details("30", count=17, total=Decimal(30))
    parts, findings = read_text(statement(alone, closing="130"), tmp_path)
    assert findings == []
    assert [(payment.amount, payment.is_lump) for payment in payments(parts)] == [(30, True)]
    text = statement(with_details("70", detail("0", currency="EUR"), count=1), closing="170").replace(
        "<NtryDtls>", '<NtryDtls><Btch><NbOfTxs>3</NbOfTxs><TtlAmt Ccy="SEK">50</TtlAmt></Btch></NtryDtls><NtryDtls>'
    )
    parts, findings = read_text(text, tmp_path)
    assert findings == []
    assert [(payment.amount, payment.is_lump) for payment in payments(parts)] == [(50, True), (20, False)]
    assert deposits(parts)[0].payment_count == 4


def test_a_group_without_details_or_amount_is_what_the_entry_leaves(tmp_path: Path) -> None:
    text = statement(with_details("70", detail("20"), count=1), closing="170").replace(
        "<NtryDtls>", "<NtryDtls><Btch><NbOfTxs>3</NbOfTxs></Btch></NtryDtls><NtryDtls>"
    )
    parts, findings = read_text(text, tmp_path)
    assert findings == []
    assert [(payment.amount, payment.is_lump) for payment in payments(parts)] == [(20, False), (50, True)]


@pytest.mark.parametrize(
    "entry",
    [
        with_details("995", detail("1000", charges=Decimal(5))),
        with_details("995", detail("600"), detail("400"), charges=Decimal(5)),
        with_details("995", detail("600", charges=Decimal(2)), detail("400"), charges=Decimal(3)),
    ],
)
def test_charges_that_explain_a_difference_are_a_deduction(tmp_path: Path, entry: Entry) -> None:
    parts, findings = read_text(statement(entry, closing="1095"), tmp_path)
    assert codes(findings) == ["CAMT-CHARGES"]
    *_, charge = payments(parts)
    assert (charge.amount, charge.charges, charge.is_deduction, charge.is_lump) == (-5, 5, True, False)
    assert charge.transaction_code == "PMNT/MDOP/CHRG"
    assert sum(payment.amount for payment in payments(parts)) == 995


def test_charges_on_top_of_what_was_paid_out_are_a_further_payment_out(tmp_path: Path) -> None:
    entry = with_details("-1005", detail("-1000"), charges=Decimal(5))
    parts, findings = read_text(statement(entry, opening="2000", closing="995"), tmp_path)
    assert codes(findings) == ["CAMT-CHARGES"]
    assert [payment.amount for payment in payments(parts)] == [-1000, -5]


def test_charges_that_do_not_explain_a_difference_do_not_excuse_it(tmp_path: Path) -> None:
    entry = with_details("994", detail("1000", charges=Decimal(5)))
    _, findings = read_text(statement(entry, closing="1094"), tmp_path)
    assert "CAMT-ENTRY-SUM" in codes(findings)


def test_a_lone_payment_in_another_currency_has_the_amount_of_its_entry(tmp_path: Path) -> None:
    text = statement(with_details("1100", detail("100", currency="EUR")), closing="1200").replace(
        "<RltdPties>",
        '<AmtDtls><InstdAmt><Amt Ccy="EUR">100</Amt></InstdAmt><CntrValAmt><Amt Ccy="SEK">1101</Amt>'
        "<CcyXchg><SrcCcy>EUR</SrcCcy><XchgRate>11.01</XchgRate></CcyXchg></CntrValAmt></AmtDtls><RltdPties>",
    )
    parts, findings = read_text(text, tmp_path)
    assert findings == []
    (payment,) = payments(parts)
    assert payment.amount == 1100
    assert (payment.instructed_amount, payment.instructed_currency, payment.exchange_rate) == (
        100,
        "EUR",
        Decimal("11.01"),
    )


def test_several_payments_without_amounts_in_the_accounts_currency_are_one(tmp_path: Path) -> None:
    entry = with_details("1100", detail("60", currency="EUR"), detail("40", currency="EUR"))
    parts, findings = read_text(statement(entry, Entry(amount=Decimal(1)), closing="1201"), tmp_path)
    assert [(found.code, found.rejects) for found in findings] == [("CAMT-DETAIL-AMOUNT", False)]
    assert [(payment.amount, payment.is_lump, payment.number) for payment in payments(parts)] == [
        (1100, True, 1),
        (1, True, 2),
    ]


def test_an_amount_of_zero_where_the_schema_demands_one_says_nothing(tmp_path: Path) -> None:
    entry = with_details("30", detail("0"))
    parts, findings = read_text(statement(entry, closing="130", name="camt.053.001.04"), tmp_path)
    assert findings == []
    assert [payment.amount for payment in payments(parts)] == [30]


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
    _, findings = read_text(statement(*both, closing="87"), tmp_path)
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
    assert {part.booking_date.isoformat() for part in deposits(parts)} == {"2026-03-02"}


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
    text = replaced(statement(with_details("30", detail("30")), closing="130"), (old, new))
    _, findings = read_text(text, tmp_path)
    assert code in {found.code for found in findings if found.rejects_file}


@pytest.mark.parametrize("name", ["camt054-001-02.xml", "camt054-001-08.xml"])
def test_good_samples_have_no_findings(name: str) -> None:
    assert read_file(SAMPLES / name)[1] == []


def test_an_entry_that_is_not_the_sum_of_its_payments_rejects_the_file() -> None:
    _, findings = read_file(SAMPLES / "fel-camt054-summa.xml")
    assert [(found.code, found.rejects_file) for found in findings] == [("CAMT-ENTRY-SUM", True)]
