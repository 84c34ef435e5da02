"""The ledger's fixed layouts against their published positions, and keys that are never cut in any layout.

The positions are typed from the field lists and owe nothing to the layout files: (name, length) in file order, so that
the sum of the lengths proves the length of the line.
"""

from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.formats.layout import Layout, load_layouts
from gateway.formats.layout_writer import LayoutWriter, Unwritable

pytestmark = pytest.mark.unit

LAYOUTS = load_layouts(Path(__file__).parents[2] / "mappings" / "layouts")

GL07 = """batch_id 25 interface 25 voucher_type 25 trans_type 2 client 25 account 25 dim_1 25 dim_2 25 dim_3 25 dim_4 25
dim_5 25 dim_6 25 dim_7 25 tax_code 25 tax_system 25 currency 25 dc_flag 2 cur_amount 20 amount 20 number_1 11
value_1 20 value_2 20 value_3 20 description 255 trans_date 8 voucher_date 8 voucher_no 15 period 6 tax_id 1
ext_inv_ref 100 ext_ref 255 due_date 8 disc_date 8 discount 20 commitment 25 order_id 15 kid 27 pay_transfer 2 status 1
apar_type 1 apar_id 25 pay_flag 1 voucher_ref 15 sequence_ref 9 intrule_id 25 factor_short 25 responsible 25
apar_name 255 address 160 province 40 place 40 bank_account 35 pay_method 2 vat_reg_no 25 zip_code 15 curr_licence 3
account2 25 base_amount 20 base_curr 20 pay_temp_id 4 allocation_key 3 period_no 2 clearing_code 13 swift 11
arrive_id 15 bank_acc_type 2"""

LG04 = """accept_flag 1 account 8 accountable 20 address 160 allocation_key 2 amount 17 amount_set 1 apar_id 8
apar_name 30
art_descr 35 article 15 att_1_id 2 att_2_id 2 att_3_id 2 att_4_id 2 att_5_id 2 att_6_id 2 att_7_id 2 bank_account 35
batch_id 12 client 2 client_ref 2 confirm_date 17 control 1 cur_amount 17 currency 3 del_met_descr 60 del_term_descr 60
deliv_addr 255 deliv_attention 50 deliv_countr 3 deliv_date 17 deliv_method 8 deliv_terms 8 dim_1 8 dim_2 8 dim_3 8
dim_4 8 dim_5 12 dim_6 4 dim_7 4 dim_value_1 12 dim_value_2 12 dim_value_3 12 dim_value_4 12 dim_value_5 12
dim_value_6 12 dim_value_7 12 disc_percent 17 exch_rate 17 ext_ord_ref 15 intrule_id 6 line_no 4 location 4
long_info1 120 long_info2 120 lot 10 main_apar_id 8 mark_attention 50 mark_ctry_cd 3 markings 120 obs_date 17
order_date 17 order_id 9 order_type 2 pay_method 2 period 8 place 30 province 40 rel_value 12 responsible 8
responsible2 8 sequence_no 8 sequence_ref 8 serial_no 20 short_info 60 status 1 tax_code 2 tax_system 2 template_id 8
terms_id 2 tekst1 12 tekst2 12 tekst3 12 tekst4 12 trans_type 2 unit_code 3 unit_descr 50 value_1 17 voucher_ref 9
voucher_type 2 warehouse 4 zip_code 15"""

CS15 = """full_record 1 change_status 1 apar_gr_id 2 apar_id 9 apar_id_ref 9 apar_name 50 apar_type 1 bank_account 35
bonus_gr 4 cash_delay 3 clearing_code 13 client 2 collect_flag 1 comp_reg_no 25 control 1 credit_limit 20 currency 3
currency_set 1 disc_code 4 ext_apar_ref 15 factor_short 8 foreign_acc 35 int_rule_id 6 invoice_code 12 language 2
main_apar_id 9 message_text 80 pay_delay 3 pay_method 2 postal_acc 13 priority_no 1 short_name 10 status 1 swift 11
tax_set 1 tax_system 2 terms_id 2 terms_set 1 vat_reg_no 25 address 160 address_type 1 agr_user_id 6 cc_name 255
country_code 3 description 50 place 40 province 40 telephone_1 35 telephone_2 35 telephone_3 35 telephone_4 35
telephone_5 35 telephone_6 35 telephone_7 35 to_name 255 zip_code 15 e_mail 50 pos_title 35 pay_temp_id 4
reference_1 25"""

STARTS = {
    "gl07_format55": {
        "trans_type": 76,
        "account": 103,
        "amount": 400,
        "ext_ref": 884,
        "apar_id": 1246,
        "arrive_id": 2044,
    },
    "lg04_old": {
        "amount": 192,
        "apar_id": 210,
        "art_descr": 248,
        "att_1_id": 298,
        "batch_id": 347,
        "confirm_date": 363,
        "currency": 398,
        "deliv_date": 829,
        "dim_1": 862,
        "dim_value_1": 914,
        "ext_ord_ref": 1032,
        "line_no": 1053,
        "order_id": 1526,
        "period": 1539,
        "responsible": 1629,
        "sequence_no": 1645,
        "short_info": 1681,
        "tax_code": 1742,
        "terms_id": 1754,
        "trans_type": 1804,
        "value_1": 1859,
        "voucher_type": 1885,
    },
    "cs15_old": {
        "comp_reg_no": 132,
        "control": 157,
        "pay_method": 356,
        "address": 425,
        "country_code": 847,
        "place": 900,
        "zip_code": 1480,
        "e_mail": 1495,
    },
}
"""Positions that the descriptions give by themselves, which the sums of the lengths have to hit."""


def published(text: str) -> dict[str, tuple[int, int]]:
    """(start, length) of each field by name."""
    words = text.split()
    lengths = [int(length) for length in words[1::2]]
    starts = [1, *(end + 1 for end in accumulate(lengths))]
    return {name: (start, length) for name, start, length in zip(words[::2], starts, lengths, strict=False)}


@pytest.mark.parametrize(
    ("name", "text", "count", "length"),
    [("gl07_format55", GL07, 66, 2060), ("lg04_old", LG04, 93, 1905), ("cs15_old", CS15, 60, 1608)],
)
def test_a_ledger_layout_has_the_published_positions(name: str, text: str, count: int, length: int) -> None:
    fields = published(text)
    assert (len(fields), sum(width for _, width in fields.values())) == (count, length)
    assert {field: fields[field][0] for field in STARTS[name]} == STARTS[name]
    record = LAYOUTS[name].record("row")
    assert record.length == length
    own: dict[str, tuple[int, int]] = {}
    for field_name, field in record.fields.items():
        # The published address is four lines, each a field of its own here.
        merged = field_name if field_name in fields else field_name[:-2]
        start, width = own.get(merged, (field.start or 0, 0))
        own[merged] = (start, width + (field.length or 0))
    assert own == fields


CODES = [
    pytest.param(layout, record_name, field_name, id=f"{layout.name}-{record_name}-{field_name}")
    for layout in LAYOUTS.values()
    for record_name, record in layout.records.items()
    for field_name, field in record.fields.items()
    if (field.key or field.type == "code") and field.length and not field.allowed
]


@pytest.mark.parametrize(("layout", "record", "name"), CODES)
def test_a_key_that_is_too_long_is_refused_whole(layout: Layout, record: str, name: str) -> None:
    field = layout.record(record).fields[name]
    assert not field.cut
    writer = LayoutWriter(layout)
    width = field.length or 0
    line = writer.formatter(record, (name,))
    long: Any = "7" * (width + 1) if field.type in ("code", "text") else Decimal(10) ** width
    with pytest.raises(Unwritable) as refused:
        line((int(long) if field.type == "integer" else long,))
    assert refused.value.field == name
    assert writer.take_cuts() == []


@pytest.mark.parametrize("name", sorted(LAYOUTS))
@given(data=st.data())
def test_whatever_is_written_whole_or_not_at_all_unless_it_is_text_that_is_warned_of(
    name: str, data: st.DataObject
) -> None:
    """Any text in any text field: it stands whole in the line, or it was refused, or a warning tells of the cut."""
    layout = LAYOUTS[name]
    texts = [
        (record_name, field_name)
        for record_name, record in layout.records.items()
        for field_name, field in record.fields.items()
        if field.type in ("text", "code") and field.length and not field.allowed
    ]
    if not texts:
        return
    record, field_name = data.draw(st.sampled_from(texts))
    field = layout.record(record).fields[field_name]
    letters = st.characters(min_codepoint=48, max_codepoint=122).filter(str.isalnum)
    value = data.draw(st.text(letters, min_size=1, max_size=2 * (field.length or 1)))
    writer = LayoutWriter(layout)
    try:
        line = writer.formatter(record, (field_name,))((value,))
    except Unwritable:
        assert len(value) > (field.length or 0)
        assert not field.cut
        return
    cuts = writer.take_cuts()
    if len(value) <= (field.length or 0):
        assert value in line
        assert cuts == []
    else:
        assert (field.type, field.key, field.cut) == ("text", False, True)
        assert [(cut.code, cut.value) for cut in cuts] == [("LAYOUT-TEXT-CUT", value)]
        assert value[: field.length] in line
