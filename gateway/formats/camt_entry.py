"""One camt notification as its elements end: entries into deposits, transaction details into payments.

The header of an entry stands before its details, so the deposit is made when the first of them ends. A payment is
held back until the next one, because a lone payment without an amount has that of its entry.
"""

from decimal import Decimal

from lxml import etree

from gateway.findings import Finding, Place, finding
from gateway.formats.camt_paths import Found, Version
from gateway.formats.camt_values import (
    GIRO_KINDS,
    Account,
    AccountPaths,
    account_of,
    amount_of,
    day_at,
    debtor_address_of,
    debtor_organisation_of,
    message_of,
    moment_of,
    references_of,
)
from gateway.messages import Deposit, Part, Payment, PaymentReport, Statement

_ZERO = Decimal(0)
_TOTALS = (("TtlNtries", ("CRDT", "DBIT")), ("TtlCdtNtries", ("CRDT",)), ("TtlDbtNtries", ("DBIT",)))
_TRANSACTION_CODE = tuple(f"BkTxCd/{path}" for path in ("Domn/Cd", "Domn/Fmly/Cd", "Domn/Fmly/SubFmlyCd", "Prtry/Cd"))
_ACCOUNT = AccountPaths.below("Acct")
_FIRST_CREDITOR = AccountPaths.below("NtryDtls/TxDtls/RltdPties/CdtrAcct")
_CREDITOR = AccountPaths.below("RltdPties/CdtrAcct")
_DEBTOR = AccountPaths.below("RltdPties/DbtrAcct")


class Notification:
    """What is known while the elements of a file end one after another.

    Call the method of each element as it ends, and take what has been made from `output`; empty it each time.
    """

    def __init__(self, version: Version) -> None:
        self.output: list[Part | Finding] = []
        self._version = version
        self._statements = 0
        self._deposits = 0
        self._payments = 0
        self._entry: etree._Element | None = None
        self._group: etree._Element | None = None
        self._is_new_notification = True
        self._account: Account | None = None
        self._stated = Found({}, {}, {})
        self._sums: dict[str, tuple[int, Decimal]] = {}
        self._reset_entry()

    def header(self, element: etree._Element) -> None:
        """``GrpHdr``: the report."""
        found = self._version.header.found(element)
        self.output.append(
            PaymentReport(
                identifier=found.text("MsgId"),
                source=self._version.name[:8],
                created=moment_of(found.text("CreDtTm")),
                place=_place(element, "GrpHdr"),
            )
        )

    def transaction(self, element: etree._Element) -> None:
        """``TxDtls``: one payment of the entry it stands in."""
        group = element.getparent()
        if group is None:
            return
        if group is not self._group:
            entry = group.getparent()
            if entry is None:
                return
            self._begin(entry)
            self._group = group
            self._group_count = 0
            self._group_stated = self._version.group.found(group).text("Btch/NbOfTxs")
        self._group_count += 1
        if self._deposit is not None:
            self._release()
            self._prepare(element, self._deposit)

    def details(self, element: etree._Element) -> None:
        """``NtryDtls``: a group of payments, with or without their details."""
        entry = element.getparent()
        if entry is not None:
            self._begin(entry)
        if element is self._group and self._deposit is not None:
            stated = self._group_stated
            if stated and (not stated.isdecimal() or int(stated) != self._group_count):
                self._say(
                    "CAMT-BATCH-COUNT", _place(element, "Btch"), stated, self._group_count, self._deposit.identifier
                )
        self._group = None

    def entry(self, element: etree._Element) -> None:
        """``Ntry``: the entry is complete."""
        self._begin(element)
        if self._deposit is not None:
            self._complete(element, self._deposit)
        self._entry = None
        self._reset_entry()

    def notification(self, element: etree._Element) -> None:
        """``Ntfctn``: all entries have come; compare them with the summary."""
        if self._is_new_notification:
            self._begin_notification(element)
        place = _place(element, "TxsSummry")
        for name, directions in _TOTALS:
            counted = [self._sums[direction] for direction in directions if direction in self._sums]
            count, total = sum(one for one, _ in counted), sum((one for _, one in counted), _ZERO)
            stated_count = self._stated.text(f"TxsSummry/{name}/NbOfNtries")
            stated_sum = self._stated.text(f"TxsSummry/{name}/Sum")
            if stated_count and (not stated_count.isdecimal() or int(stated_count) != count):
                self._say("CAMT-SUMMARY", place, stated_count, count, f"{name}/NbOfNtries")
            if stated_sum and amount_of(stated_sum) != total:
                self._say("CAMT-SUMMARY", place, stated_sum, total, f"{name}/Sum")
        self._is_new_notification = True

    def _say(self, code: str, place: Place, value: object, expected: object = "", about: str = "") -> None:
        self.output.append(finding(code, place=place, value=value, expected=expected, about=about))

    def _reset_entry(self) -> None:
        self._deposit: Deposit | None = None
        self._pending: Payment | None = None
        self._pending_lacks_amount = self._is_incomplete = False
        self._detail_count = self._group_count = 0
        self._group_stated = ""
        self._total = _ZERO

    def _begin(self, entry: etree._Element) -> None:
        if entry is self._entry:
            return
        self._entry = entry
        parent = entry.getparent()
        if self._is_new_notification and parent is not None:
            self._begin_notification(parent)
        self._reset_entry()
        self._make_deposit(entry, self._version.entry.found(entry))

    def _begin_notification(self, element: etree._Element) -> None:
        self._is_new_notification = False
        self._stated = self._version.notification.found(element)
        self._account = account_of(self._stated, _ACCOUNT)
        self._sums = {}
        if copy := self._stated.text("CpyDplctInd"):
            self._say("CAMT-COPY", _place(element, "CpyDplctInd"), copy)
        self._statements += 1
        account = self._account or Account("", "BBAN")
        self.output.append(
            Statement(
                account=account.number,
                account_kind=account.kind,
                number=self._statements,
                place=_place(element, "Ntfctn"),
            )
        )

    def _make_deposit(self, entry: etree._Element, found: Found) -> None:
        place = _place(entry, "Ntry")
        bank_reference = found.text("AcctSvcrRef")
        identifier = found.text("NtryRef") or bank_reference
        direction = found.text("CdtDbtInd")
        amount = amount_of(found.text("Amt"))
        if amount is None or direction not in ("CRDT", "DBIT"):
            self._say("CAMT-VALUE", place, found.text("Amt") if amount is None else direction, "Amt, CdtDbtInd")
            return
        count, total = self._sums.get(direction, (0, _ZERO))
        self._sums[direction] = (count + 1, total + amount)
        status = found.text("Sts")
        if status != "BOOK":
            self._say("CAMT-NOT-BOOKED", place, status, about=identifier)
            return
        day = day_at(found, "BookgDt", "ValDt")
        if day is None:
            self._say("CAMT-VALUE", place, found.text("BookgDt/Dt"), "BookgDt")
            return
        if direction == "DBIT":
            self._say("CAMT-DEBIT-ENTRY", place, amount, about=identifier)
        account, bank_account = self._accounts(found)
        stated_count = found.text("NtryDtls/Btch/NbOfTxs")
        self._deposits += 1
        self._deposit = Deposit(
            identifier=identifier,
            account=account.number,
            account_kind=account.kind,
            currency=found.text("Amt/@Ccy"),
            amount=-amount if direction == "DBIT" else amount,
            booking_date=day,
            number=self._deposits,
            value_date=day_at(found, "ValDt"),
            bank_account=bank_account,
            bank_reference=bank_reference,
            transaction_code="/".join(code for path in _TRANSACTION_CODE if (code := found.text(path))),
            payment_count=int(stated_count) if stated_count.isdecimal() else None,
            place=place,
        )
        self.output.append(self._deposit)

    def _accounts(self, found: Found) -> tuple[Account, str]:
        """The receiving account; a giro number if the first payment names one, then the bank account too."""
        bank = self._account or Account("", "BBAN")
        giro = account_of(found, _FIRST_CREDITOR)
        if giro and giro.kind in GIRO_KINDS and giro != bank:
            return giro, bank.number
        return bank, ""

    def _prepare(self, element: etree._Element, deposit: Deposit) -> None:
        found = self._version.transaction.found(element)
        texts = found.texts
        place = _place(element, "TxDtls")
        stated = "Amt" if "Amt" in texts else "AmtDtls/TxAmt/Amt"
        amount = amount_of(texts.get(stated, ""))
        currency = texts.get(f"{stated}/@Ccy") or deposit.currency
        if currency != deposit.currency:
            self._say("CAMT-CURRENCY", place, currency, deposit.currency, deposit.identifier)
        creditor = account_of(found, _CREDITOR)
        if creditor and creditor.number != deposit.account and creditor.kind in GIRO_KINDS:
            self._say("CAMT-ACCOUNT-MIXED", place, creditor.number, deposit.account, deposit.identifier)
        direction = texts.get("CdtDbtInd") or ("DBIT" if deposit.amount < 0 else "CRDT")
        signed = _ZERO if amount is None else -amount if direction == "DBIT" else amount
        self._detail_count += 1
        self._payments += 1
        self._pending_lacks_amount = amount is None
        self._pending = self._payment(found, signed, place)

    def _payment(self, found: Found, amount: Decimal, place: Place) -> Payment:
        (reference, kind), *others = references_of(found) or [("", "none")]
        payer = account_of(found, _DEBTOR)
        return Payment(
            amount=amount,
            reference=reference,
            reference_kind=kind,
            other_references=[other for other, _ in others],
            identifier=found.text("Refs/AcctSvcrRef", "Refs/TxId", "Refs/ClrSysRef", "Refs/InstrId"),
            end_to_end_identifier=found.texts.get("Refs/EndToEndId", ""),
            is_deduction=amount < 0,
            payer_account=payer.number if payer else "",
            payer_name=found.texts.get("RltdPties/Dbtr/Nm", ""),
            payer_address=debtor_address_of(found),
            payer_organisation_number=debtor_organisation_of(found),
            message=message_of(found),
            number=self._payments,
            place=place,
        )

    def _release(self) -> None:
        """Give the payment that was held back, now that it is complete or known not to be the only one."""
        payment, deposit = self._pending, self._deposit
        if payment is None or deposit is None:
            return
        self._pending = None
        if self._pending_lacks_amount:
            self._is_incomplete = True
            self._say("CAMT-DETAIL-AMOUNT", payment.place, "", about=deposit.identifier)
            return
        self._total += payment.amount
        self.output.append(payment)

    def _complete(self, element: etree._Element, deposit: Deposit) -> None:
        if self._pending is None:
            self._payments += 1
            payment = Payment(
                amount=deposit.amount,
                identifier=deposit.bank_reference,
                is_deduction=deposit.amount < 0,
                message=self._version.entry.found(element).text("AddtlNtryInf"),
                number=self._payments,
                place=deposit.place,
            )
            self.output.append(payment)
        elif self._detail_count == 1 and self._pending_lacks_amount:
            self._pending.amount = deposit.amount
            self._pending.is_deduction = deposit.amount < 0
            self.output.append(self._pending)
        else:
            self._release()
            if not self._is_incomplete and self._total != deposit.amount:
                self._say("CAMT-ENTRY-SUM", deposit.place, deposit.amount, self._total, deposit.identifier)


def _place(element: etree._Element, record: str) -> Place:
    line: object = element.sourceline
    return Place(line=line if isinstance(line, int) else None, record=record)
