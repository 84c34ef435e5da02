"""One camt notification as its elements end: entries into deposits, transaction details into payments.

The header of an entry stands before its details, so the deposit is made when the first of them ends. A payment is
held back until the next one, because a lone payment without an amount has that of its entry.
"""

from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from gateway.findings import Finding, Place, finding
from gateway.formats.camt_values import Account, Reader, amount_of, moment_of
from gateway.messages import Deposit, Part, Payment, PaymentReport

_ZERO = Decimal(0)
_TOTALS = (("TtlNtries", ("CRDT", "DBIT")), ("TtlCdtNtries", ("CRDT",)), ("TtlDbtNtries", ("DBIT",)))


class Notification:
    """What is known while the elements of a file end one after another."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._deposits = 0
        self._payments = 0
        self._entry: etree._Element | None = None
        self._group: etree._Element | None = None
        self._is_new_notification = True
        self._account: Account | None = None
        self._stated: dict[str, tuple[str, str]] = {}
        self._sums: dict[str, tuple[int, Decimal]] = {}
        self._reset_entry()

    def header(self, element: etree._Element) -> Iterator[Part | Finding]:
        """``GrpHdr``: the report."""
        yield PaymentReport(
            identifier=self._reader.text(element, "MsgId"),
            created=moment_of(self._reader.text(element, "CreDtTm")),
            place=_place(element, "GrpHdr"),
        )

    def transaction(self, element: etree._Element) -> Iterator[Part | Finding]:
        """``TxDtls``: one payment of the entry it stands in."""
        group = element.getparent()
        entry = None if group is None else group.getparent()
        if group is None or entry is None:
            return
        yield from self._begin(entry)
        if group is not self._group:
            self._group = group
            self._group_count = 0
            self._group_stated = self._reader.text(group, "Btch/NbOfTxs")
        self._group_count += 1
        if self._deposit is None:
            return
        yield from self._release()
        yield from self._prepare(element, self._deposit)

    def details(self, element: etree._Element) -> Iterator[Part | Finding]:
        """``NtryDtls``: a group of payments, with or without their details."""
        entry = element.getparent()
        if entry is not None:
            yield from self._begin(entry)
        if element is self._group and self._deposit is not None:
            stated = self._group_stated
            if stated and (not stated.isdecimal() or int(stated) != self._group_count):
                yield finding(
                    "CAMT-BATCH-COUNT",
                    place=_place(element, "Btch"),
                    value=stated,
                    expected=self._group_count,
                    about=self._deposit.identifier,
                )
        self._group = None

    def entry(self, element: etree._Element) -> Iterator[Part | Finding]:
        """``Ntry``: the entry is complete."""
        yield from self._begin(element)
        deposit = self._deposit
        if deposit is not None:
            if self._pending is None:
                self._payments += 1
                yield Payment(
                    amount=deposit.amount,
                    identifier=deposit.bank_reference,
                    is_deduction=deposit.amount < 0,
                    message=self._reader.text(element, "AddtlNtryInf"),
                    number=self._payments,
                    place=deposit.place,
                )
            elif self._detail_count == 1 and self._pending_lacks_amount:
                self._pending.amount = deposit.amount
                self._pending.is_deduction = deposit.amount < 0
                yield self._pending
            else:
                yield from self._release()
                if not self._is_incomplete and self._total != deposit.amount:
                    yield finding(
                        "CAMT-ENTRY-SUM",
                        place=deposit.place,
                        value=deposit.amount,
                        expected=self._total,
                        about=deposit.identifier,
                    )
        self._entry = None
        self._reset_entry()

    def notification(self, element: etree._Element) -> Iterator[Part | Finding]:
        """``Ntfctn``: all entries have come; compare them with the summary."""
        if self._is_new_notification:
            yield from self._begin_notification(element)
        place = _place(element, "TxsSummry")
        for name, directions in _TOTALS:
            if name not in self._stated:
                continue
            counted = [self._sums[direction] for direction in directions if direction in self._sums]
            count, total = sum(one for one, _ in counted), sum((one for _, one in counted), _ZERO)
            stated_count, stated_sum = self._stated[name]
            if stated_count and (not stated_count.isdecimal() or int(stated_count) != count):
                yield finding(
                    "CAMT-SUMMARY",
                    place=place,
                    value=stated_count,
                    expected=count,
                    about=f"{name}/NbOfNtries",
                )
            if stated_sum and amount_of(stated_sum) != total:
                yield finding("CAMT-SUMMARY", place=place, value=stated_sum, expected=total, about=f"{name}/Sum")
        self._is_new_notification = True

    def _reset_entry(self) -> None:
        self._deposit: Deposit | None = None
        self._pending: Payment | None = None
        self._pending_lacks_amount = self._is_incomplete = False
        self._detail_count = self._group_count = 0
        self._group_stated = ""
        self._total = _ZERO

    def _begin(self, entry: etree._Element) -> Iterator[Part | Finding]:
        if entry is self._entry:
            return
        self._entry = entry
        parent = entry.getparent()
        if self._is_new_notification and parent is not None:
            yield from self._begin_notification(parent)
        self._reset_entry()
        yield from self._make_deposit(entry)

    def _begin_notification(self, element: etree._Element) -> Iterator[Finding]:
        reader = self._reader
        self._is_new_notification = False
        self._account = reader.account(reader.element(element, "Acct"))
        self._sums = {}
        self._stated = {
            name: (
                reader.text(element, f"TxsSummry/{name}/NbOfNtries"),
                reader.text(element, f"TxsSummry/{name}/Sum"),
            )
            for name, _ in _TOTALS
            if reader.element(element, f"TxsSummry/{name}") is not None
        }
        if copy := reader.text(element, "CpyDplctInd"):
            yield finding("CAMT-COPY", place=_place(element, "CpyDplctInd"), value=copy)

    def _make_deposit(self, entry: etree._Element) -> Iterator[Part | Finding]:
        reader = self._reader
        place = _place(entry, "Ntry")
        bank_reference = reader.text(entry, "AcctSvcrRef")
        identifier = reader.text(entry, "NtryRef") or bank_reference
        direction = reader.text(entry, "CdtDbtInd")
        amount = amount_of(reader.text(entry, "Amt"))
        if amount is None or direction not in ("CRDT", "DBIT"):
            value = reader.text(entry, "Amt") if amount is None else direction
            yield finding("CAMT-VALUE", place=place, value=value, expected="Amt, CdtDbtInd")
            return
        count, total = self._sums.get(direction, (0, _ZERO))
        self._sums[direction] = (count + 1, total + amount)
        status = reader.text(entry, *reader.version.status)
        if status != "BOOK":
            yield finding("CAMT-NOT-BOOKED", place=place, value=status, about=identifier)
            return
        day = reader.day(entry, "BookgDt", "ValDt")
        if day is None:
            yield finding("CAMT-VALUE", place=place, value=reader.text(entry, "BookgDt/Dt"), expected="BookgDt")
            return
        if direction == "DBIT":
            yield finding("CAMT-DEBIT-ENTRY", place=place, value=amount, about=identifier)
        account, bank_account = self._accounts(entry)
        counts = [
            int(text)
            for group in reader.elements(entry, "NtryDtls")
            if (text := reader.text(group, "Btch/NbOfTxs")).isdecimal()
        ]
        self._deposits += 1
        self._deposit = Deposit(
            identifier=identifier,
            account=account.number,
            account_kind=account.kind,
            currency=_currency(entry, reader),
            amount=-amount if direction == "DBIT" else amount,
            booking_date=day,
            number=self._deposits,
            value_date=reader.day(entry, "ValDt"),
            bank_account=bank_account,
            bank_reference=bank_reference,
            transaction_code=self._transaction_code(entry),
            payment_count=counts[0] if counts else None,
            place=place,
        )
        yield self._deposit

    def _accounts(self, entry: etree._Element) -> tuple[Account, str]:
        """The receiving account; a giro number if the first payment names one, then the bank account too."""
        bank = self._account or Account("", "BBAN")
        reader = self._reader
        giro = reader.account(reader.element(entry, "NtryDtls/TxDtls/RltdPties/CdtrAcct"))
        if giro and giro.kind in ("BGNR", "PGNR") and giro != bank:
            return giro, bank.number
        return bank, ""

    def _transaction_code(self, entry: etree._Element) -> str:
        paths = ("Domn/Cd", "Domn/Fmly/Cd", "Domn/Fmly/SubFmlyCd", "Prtry/Cd")
        codes = (self._reader.text(entry, f"BkTxCd/{path}") for path in paths)
        return "/".join(code for code in codes if code)

    def _prepare(self, element: etree._Element, deposit: Deposit) -> Iterator[Finding]:
        reader = self._reader
        place = _place(element, "TxDtls")
        stated = next(
            (found for path in reader.version.detail_amounts if (found := reader.element(element, path)) is not None),
            None,
        )
        amount = None if stated is None else amount_of((stated.text or "").strip())
        if stated is not None and stated.get("Ccy", deposit.currency) != deposit.currency:
            yield finding(
                "CAMT-CURRENCY",
                place=place,
                value=stated.get("Ccy"),
                expected=deposit.currency,
                about=deposit.identifier,
            )
        creditor = reader.account(reader.element(element, "RltdPties/CdtrAcct"))
        is_giro = creditor is not None and creditor.kind in ("BGNR", "PGNR")
        if is_giro and creditor is not None and creditor.number != deposit.account:
            yield finding(
                "CAMT-ACCOUNT-MIXED",
                place=place,
                value=creditor.number,
                expected=deposit.account,
                about=deposit.identifier,
            )
        entry_direction = "DBIT" if deposit.amount < 0 else "CRDT"
        direction = reader.text(element, "CdtDbtInd") or entry_direction
        signed = _ZERO if amount is None else -amount if direction == "DBIT" else amount
        self._detail_count += 1
        self._payments += 1
        self._pending_lacks_amount = amount is None
        self._pending = self._payment(element, signed, place)

    def _payment(self, element: etree._Element, amount: Decimal, place: Place) -> Payment:
        reader = self._reader
        (reference, kind), *others = reader.references(element) or [("", "none")]
        name, address, organisation = reader.party(element, "Dbtr")
        payer = reader.account(reader.element(element, "RltdPties/DbtrAcct"))
        return Payment(
            amount=amount,
            reference=reference,
            reference_kind=kind,
            other_references=[other for other, _ in others],
            identifier=reader.text(element, "Refs/AcctSvcrRef", "Refs/TxId", "Refs/ClrSysRef", "Refs/InstrId"),
            end_to_end_identifier=reader.text(element, "Refs/EndToEndId"),
            is_deduction=amount < 0,
            payer_account=payer.number if payer else "",
            payer_name=name,
            payer_address=address,
            payer_organisation_number=organisation,
            message=reader.message(element),
            number=self._payments,
            place=place,
        )

    def _release(self) -> Iterator[Part | Finding]:
        """Give the payment that was held back, now that it is complete or known not to be the only one."""
        payment, deposit = self._pending, self._deposit
        if payment is None or deposit is None:
            return
        self._pending = None
        if self._pending_lacks_amount:
            self._is_incomplete = True
            yield finding("CAMT-DETAIL-AMOUNT", place=payment.place, about=deposit.identifier)
            return
        self._total += payment.amount
        yield payment


def _currency(entry: etree._Element, reader: Reader) -> str:
    amount = reader.element(entry, "Amt")
    return "" if amount is None else amount.get("Ccy", "")


def _place(element: etree._Element, record: str) -> Place:
    line: object = element.sourceline
    return Place(line=line if isinstance(line, int) else None, record=record)
