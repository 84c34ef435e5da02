"""Record layouts of BgMax as tables.

Source: Bankgirot, "Bankgiro Inbetalningar, Teknisk manual", November 2019. A record is 80 bytes of
ISO-8859-1; amounts are whole öre.
"""

from gateway.formats.bankgiro_records import Field, RecordTables

CURRENCIES = frozenset({"SEK", "EUR"})
"""SEK alone since 2016-10-31; EUR stands in older files."""


_PAYMENT = (
    Field("payer_bankgiro", 3, 12),
    Field("reference", 13, 37),
    Field("amount", 38, 55),
    Field("reference_code", 56, 56),
    Field("channel", 57, 57),
    Field("serial_number", 58, 69),
)

RECORDS = RecordTables(
    {
        "01": (
            Field("layout", 3, 22),
            Field("version", 23, 24),
            Field("timestamp", 25, 44),
            Field("test_marker", 45, 45),
        ),
        "05": (Field("bankgiro", 3, 12), Field("plusgiro", 13, 22), Field("currency", 23, 25)),
        "20": _PAYMENT,
        "21": (*_PAYMENT, Field("deduction_code", 71, 71)),
        "22": _PAYMENT,
        "23": _PAYMENT,
        "25": (Field("text", 3, 52),),
        "26": (Field("name", 3, 37), Field("extra_name", 38, 72)),
        "27": (Field("street", 3, 37), Field("postcode", 38, 46)),
        "28": (Field("town", 3, 37), Field("country", 38, 72), Field("country_code", 73, 74)),
        "29": (Field("organisation_number", 3, 14),),
        "15": (
            Field("account", 3, 37),
            Field("date", 38, 45),
            Field("serial_number", 46, 50),
            Field("amount", 51, 68),
            Field("currency", 69, 71),
            Field("payment_count", 72, 79),
            Field("type", 80, 80),
        ),
        "70": (
            Field("payment_count", 3, 10),
            Field("deduction_count", 11, 18),
            Field("reference_count", 19, 26),
            Field("deposit_count", 27, 34),
        ),
    }
)

REFERENCE_KINDS = {"2": "ocr", "3": "wrong", "4": "reference", "5": "wrong"}
"""What the reference code (position 56) says of the reference; any other code says there is none."""

field_of = RECORDS.field_of
splitter = RECORDS.splitter
place_of = RECORDS.place
