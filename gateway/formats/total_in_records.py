"""Record layouts of Total IN as tables.

Source: Nordea, "Total IN, postbeskrivning", version 1.10, October 2013, as public readers of the format cite it; the
text itself has not been seen. A record is 80 bytes of ISO-8859-1; amounts are whole öre. What the deduction codes and
the origin codes of payers' accounts mean is not known.
"""

from gateway.formats.bankgiro_records import Field, RecordTables

_TEXTS = (Field("first", 3, 37), Field("second", 38, 72))
_TOWN = (Field("postcode", 3, 11), Field("town", 12, 46), Field("country_code", 47, 48))

RECORDS = RecordTables(
    {
        "00": (
            Field("customer", 3, 14),
            Field("timestamp", 15, 34),
            Field("delivery_number", 35, 36),
            Field("file_type", 37, 39),
            Field("name", 40, 49),
        ),
        "10": (Field("account", 3, 38), Field("currency", 39, 41), Field("date", 42, 49)),
        "20": (Field("reference", 3, 37), Field("amount", 38, 52), Field("serial_number", 53, 69)),
        "25": (
            Field("reference", 3, 37),
            Field("amount", 38, 52),
            Field("serial_number", 53, 69),
            Field("deduction_code", 70, 70),
        ),
        "30": _TEXTS,
        "40": _TEXTS,
        "50": _TEXTS,
        "51": _TEXTS,
        "52": _TOWN,
        "60": (Field("account", 3, 38), Field("origin_code", 39, 39), Field("organisation_number", 40, 59)),
        "61": _TEXTS,
        "62": _TEXTS,
        "63": _TOWN,
        "70": (
            Field("cost", 3, 17),
            Field("cost_currency", 18, 20),
            Field("amount", 39, 53),
            Field("currency", 54, 56),
            Field("rate", 57, 68),
        ),
        "90": (Field("payment_count", 3, 10), Field("amount", 11, 27), Field("statement_reference", 28, 38)),
        "99": (Field("record_count", 3, 17),),
    }
)

TEXT_RECORDS = frozenset({"40", "50", "51", "52", "61", "62", "63"})
FURTHER_RECORDS = frozenset({"30", "40", "50", "51", "52", "60", "61", "62", "63", "70"})
"""What may follow a payment and tells more of it."""

RATE_DECIMALS = 4
"""Decimals of a rate of exchange: inferred from published samples."""

place_of = RECORDS.place
splitter = RECORDS.splitter
