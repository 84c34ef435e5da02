"""Currencies of ISO 4217 that money can be paid in, with their number of decimals.

>>> is_currency("SEK"), is_currency("KRONOR"), has_too_many_decimals(Decimal("1.005"), "SEK")
(True, False, True)
"""

from decimal import Decimal

_CODES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
    CHW CLF CLP CNH CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD
    HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD
    MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR
    RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
    UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """.split()  # noqa: SIM905 - a list of 170 words would be a page
)
_DECIMALS = {
    **dict.fromkeys(
        (
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}


def is_currency(code: str) -> bool:
    """Whether the code is a currency of ISO 4217; precious metals, test codes and funds of states are none."""
    return code in _CODES


def decimals_of(currency: str) -> int:
    """The decimals of a currency's smallest unit: 2 unless ISO 4217 says otherwise."""
    return _DECIMALS.get(currency, 2)


def has_too_many_decimals(amount: Decimal, currency: str) -> bool:
    """Whether an amount has parts smaller than the currency's smallest unit; closing noughts do not count."""
    return amount != round(amount, decimals_of(currency))
