"""The records of one Total IN payment, 20 or 25 with what follows it, made into a payment."""

from decimal import Decimal

from gateway.findings import Finding, Place, finding
from gateway.formats.bankgiro_lines import Records
from gateway.formats.bankgiro_values import OERE, amount_of, number_of
from gateway.formats.total_in_records import RATE_DECIMALS, place_of, splitter
from gateway.messages import Payment

MAXIMUM_FURTHER_RECORDS = 10_000
"""Records after a payment that are taken; none has anything like as many."""

_SPLIT = {code: splitter(code) for code in ("20", "25", "30", "40", "50", "51", "52", "60", "61", "62", "63", "70")}


class PaymentRecords:
    """The payment being read. `begin` it, `add` its further records, and take it with `finished`."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._number = 0
        self._code = ""
        self._line = 0
        self._main: tuple[str, ...] = ()
        self._further: dict[str, list[str]] = {}
        self._further_count = 0
        self._faults: list[Finding] = []

    @property
    def is_open(self) -> bool:
        """Whether a payment has begun that is not finished."""
        return self._code != ""

    def begin(self, code: str, record: str) -> int:
        """Start a payment with its 20 or 25. Gives its amount in öre, negative for a deduction."""
        self._code, self._line, self._main = code, self._records.line, _SPLIT[code](record)
        amount = self._main[1]
        if not amount.isdecimal():
            self._faults.append(_not_a_number(self._line, code, "amount", amount))
            return 0
        return -int(amount) if code == "25" else int(amount)

    def add(self, code: str, record: str) -> None:
        """Take a record that tells more of the payment."""
        self._further_count += 1
        if self._further_count <= MAXIMUM_FURTHER_RECORDS:
            self._further.setdefault(code, []).append(record)
        elif self._further_count == MAXIMUM_FURTHER_RECORDS + 1:
            place = Place(line=self._records.line, record="TK" + code)
            self._faults.append(finding("TOTALIN-TOO-MANY-RECORDS", place=place, expected=MAXIMUM_FURTHER_RECORDS))

    def finished(self, currency: str) -> Payment | list[Finding]:
        """The payment read since `begin`, or what is wrong with it. `currency` is that of the deposit."""
        faults = [*self._faults]
        payment = None if faults else self._payment(currency)
        self._code, self._further, self._further_count, self._faults = "", {}, 0, []
        return payment or faults

    def _payment(self, currency: str) -> Payment:
        reference, amount, serial_number, *deduction_code = self._main
        is_deduction = self._code == "25"
        references = [found for one in (reference, *self._texts("30")) if (found := _reference(one))]
        account, organisation_number = self._payer_account()
        self._number += 1
        payment = Payment(
            amount=-int(amount) * OERE if is_deduction else int(amount) * OERE,
            reference=references[0] if references else "",
            reference_kind="reference" if references else "none",
            other_references=references[1:],
            identifier=serial_number.strip(),
            is_deduction=is_deduction,
            payer_account=account,
            payer_name=" ".join(self._texts("50") or self._texts("61")),
            payer_address=self._address("51", "52") or self._address("62", "63"),
            payer_organisation_number=organisation_number,
            message=" ".join(self._texts("40")),
            deduction_code="".join(deduction_code).strip(),
            number=self._number,
            place=Place(line=self._line, record="TK" + self._code),
        )
        if "70" in self._further:
            self._add_exchange(payment, currency)
        return payment

    def _fields(self, code: str) -> list[tuple[str, ...]]:
        return [tuple(map(str.strip, _SPLIT[code](record))) for record in self._further.get(code, ())]

    def _texts(self, code: str) -> list[str]:
        return [text for texts in self._fields(code) for text in texts if text]

    def _address(self, street_code: str, town_code: str) -> str:
        """The address on one line, as in BgMax."""
        street = " ".join(self._texts(street_code))
        for postcode, town, country_code in self._fields(town_code)[-1:]:
            place = " ".join(filter(None, (postcode, town, f"({country_code})" if country_code else "")))
            return ", ".join(filter(None, (street, place)))
        return street

    def _payer_account(self) -> tuple[str, str]:
        for account, _, organisation_number in self._fields("60")[-1:]:
            return number_of(account), number_of(organisation_number)[-10:]
        return "", ""

    def _add_exchange(self, payment: Payment, currency: str) -> None:
        cost, cost_currency, amount, instructed_currency, rate = self._fields("70")[-1]
        if cost_currency in ("", currency):
            payment.charges = amount_of(cost) or Decimal(0)
        payment.instructed_amount = amount_of(amount) if instructed_currency else None
        payment.instructed_currency = instructed_currency
        payment.exchange_rate = Decimal(rate).scaleb(-RATE_DECIMALS) if number_of(rate).isdecimal() else None


def _reference(text: str) -> str:
    """A reference; a field of zeros says that there is none."""
    text = text.strip()
    return text if text.strip("0") else ""


def _not_a_number(line: int, code: str, name: str, value: str) -> Finding:
    return finding("TOTALIN-NUMBER", place=place_of(line, code, name), value=value.strip(), expected=name)
