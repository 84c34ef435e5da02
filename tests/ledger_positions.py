"""The ledger's fixed-width lines, typed from their published field lists: name and length in file order.

They owe nothing to the layout files. A field begins where the one before it ends, so the sum of the lengths proves the
length of the line.
"""

from itertools import accumulate

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


def published(text: str) -> dict[str, tuple[int, int]]:
    """(start, length) of each field by name."""
    words = text.split()
    lengths = [int(length) for length in words[1::2]]
    starts = [1, *(end + 1 for end in accumulate(lengths))]
    return {name: (start, length) for name, start, length in zip(words[::2], starts, lengths, strict=False)}


def sliced(line: str, text: str) -> dict[str, str]:
    """The fields of a line that are not blank, trimmed; fails when the line has another length than the fields."""
    fields = published(text)
    assert len(line) == sum(length for _, length in fields.values())
    found = {name: line[start - 1 : start - 1 + length].strip() for name, (start, length) in fields.items()}
    return {name: value for name, value in found.items() if value}
