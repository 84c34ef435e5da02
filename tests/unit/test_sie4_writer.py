"""SIE 4I written: what the file holds, that it comes back as it was, and what is refused."""

import datetime
import zlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.findings import NOWHERE, Finding
from gateway.formats import sie4
from gateway.formats.base import ReadingContext
from gateway.formats.layouts.writer import Unwritable
from gateway.formats.sie4_writer import Sie4Writer
from gateway.messages import Voucher, VoucherBatch
from gateway.messages.vouchers import CodingDimension, VoucherRow

pytestmark = pytest.mark.unit

DAY = datetime.date(2026, 11, 23)
BATCH = VoucherBatch(
    system="Försystem 1.0", created=DAY, organisation_number="5560566258", organisation_name="Åre Ö", currency="EUR"
)


def voucher(**changes: Any) -> Voucher:
    row = VoucherRow(
        account="5410", amount=Decimal("100.5"), dimensions=[CodingDimension(dimension="1", value="310")], number=1
    )
    given: dict[str, Any] = {"series": "A", "number": "7", "date": DAY, "text": "Köp", "rows": [row], "position": 1}
    return Voucher(**(given | changes))


def coded(dimension: str, value: str) -> VoucherRow:
    return VoucherRow(
        account="1", amount=Decimal(1), dimensions=[CodingDimension(dimension=dimension, value=value)], text="x"
    )


def written(*parts: Any, writer: Sie4Writer | None = None) -> bytes:
    writer = writer or Sie4Writer()
    return b"".join(map(writer.write, parts)) + writer.finish()


def read_back(folder: Path, content: bytes) -> list[Any]:
    path = folder / "file.si"
    path.write_bytes(content)
    parts = list(sie4.FORMAT.read(path, ReadingContext(schemas=None)))  # type: ignore[arg-type]
    assert not [part for part in parts if isinstance(part, Finding)]
    for part in parts:
        part.place = NOWHERE  # type: ignore[union-attr]
        for row in getattr(part, "rows", ()):
            row.place = NOWHERE
    return parts


def test_the_file_is_what_the_standard_prescribes() -> None:
    text = written(BATCH, voucher(registered=DAY)).decode("cp437")
    summed = (
        "#PROGRAMFörsystem 1.0#FORMATPC8#GEN20261123#SIETYP4#ORGNR556056-6258#FNAMNÅre Ö#VALUTAEUR"
        "#VERA720261123Köp20261123#TRANS54101310100.50"
    )
    assert text.split("\r\n") == [
        "#FLAGGA 0",
        "#KSUMMA",
        '#PROGRAM "Försystem 1.0" ""',
        "#FORMAT PC8",
        "#GEN 20261123",
        "#SIETYP 4",
        "#ORGNR 556056-6258",
        '#FNAMN "Åre Ö"',
        "#VALUTA EUR",
        '#VER "A" "7" 20261123 "Köp" 20261123',
        "{",
        '#TRANS 5410 {1 "310"} 100.50',
        "}",
        f"#KSUMMA {zlib.crc32(summed.encode('cp437'))}",
        "",
    ]


def test_a_batch_that_does_not_say_when_it_was_made_was_made_on_the_day_of_the_run() -> None:
    writer = Sie4Writer(has_control_sum=False)
    writer.made_on(DAY)
    text = written(VoucherBatch(), voucher(text="", rows=[]), writer=writer).decode()
    assert "#GEN 20261123\r\n" in text
    assert '#PROGRAM "gateway" "' in text
    assert text.endswith('#FNAMN ""\r\n#VER "A" "7" 20261123\r\n{\r\n}\r\n')
    assert "#KSUMMA" not in text
    assert "#VALUTA" not in text


@pytest.mark.parametrize(
    ("part", "field"),
    [
        (VoucherBatch(created=DAY, organisation_number="5560566259"), "batch.organisation_number"),
        (VoucherBatch(created=DAY, organisation_name="Kött – fisk"), "batch.organisation_name"),
        (VoucherBatch(created=DAY, currency="kr"), "batch.currency"),
        (VoucherBatch(), "batch.created"),
        (voucher(text="5 €"), "voucher.text"),
        (voucher(series="a\nb"), "voucher.series"),
        (voucher(text="å" * 70_000), "voucher.text"),
        (voucher(rows=[VoucherRow(account="BANK", amount=Decimal(1))]), "row.account"),
        (voucher(rows=[VoucherRow(account="1", amount=Decimal("0.005"))]), "row.amount"),
        (voucher(rows=[VoucherRow(account="1", amount=Decimal(10) ** 18)]), "row.amount"),
        (voucher(rows=[VoucherRow(account="1", amount=Decimal(1), quantity=Decimal("1e-10"))]), "row.quantity"),
        (voucher(rows=[coded("x", "1")]), "row.dimensions.dimension"),
        (voucher(rows=[coded("1", "€")]), "row.dimensions.value"),
    ],
)
def test_what_sie_cannot_say_is_refused_and_leaves_no_trace(part: Any, field: str) -> None:
    writer = Sie4Writer()
    with pytest.raises(Unwritable) as refused:
        writer.write(part)
    assert refused.value.field == field
    assert written(BATCH, voucher(), writer=writer) == written(BATCH, voucher())


TEXTS = st.text('abcXYZ 019{}#.,\\"åäöÅÄÖéü', max_size=20).map(str.strip)
DAYS = st.dates()
AMOUNTS = st.decimals(-(10**15), 10**15, places=2, allow_nan=False)
DIMENSIONS = st.builds(CodingDimension, dimension=st.from_regex(r"[1-9][0-9]{0,3}", fullmatch=True), value=TEXTS)
ROWS = st.builds(
    VoucherRow,
    account=st.from_regex(r"[0-9]{1,10}", fullmatch=True),
    amount=AMOUNTS,
    dimensions=st.lists(DIMENSIONS, max_size=3),
    date=st.none() | DAYS,
    text=TEXTS,
    quantity=st.none() | st.decimals(-(10**9), 10**9, places=3),
)
VOUCHERS = st.builds(
    Voucher,
    series=TEXTS,
    number=TEXTS.filter(lambda text: not text.isdigit()),
    date=DAYS,
    text=TEXTS,
    registered=st.none() | DAYS,
    rows=st.lists(ROWS, max_size=4),
)
BATCHES = st.builds(
    VoucherBatch,
    system=TEXTS.filter(bool),
    created=DAYS,
    organisation_number=st.sampled_from(["", "5560566258", "2120000142"]),
    organisation_name=TEXTS,
    currency=st.sampled_from(["SEK", "EUR"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(BATCHES, st.lists(VOUCHERS, max_size=4))
def test_what_is_written_comes_back_as_it_was(tmp_path: Path, batch: VoucherBatch, vouchers: list[Voucher]) -> None:
    for position, each in enumerate(vouchers, start=1):
        each.position = position
        for number, row in enumerate(each.rows, start=1):
            row.number = number
    assert read_back(tmp_path, written(batch, *vouchers)) == [batch, *vouchers]
