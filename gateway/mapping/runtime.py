"""What the code of checked expressions runs in: its names, its arithmetic, and the faults that data can cause."""

import datetime
from collections.abc import Mapping
from decimal import Context, DivisionByZero, InvalidOperation, Overflow
from typing import Any

from gateway.formats.layouts.writer import Unwritable
from gateway.mapping.faults import EvaluationFault
from gateway.mapping.functions import FUNCTIONS, joined, product, quotient
from gateway.mapping.lookups import Lookups
from gateway.mapping.special import ZERO, dimension_value, found, joined_list

CONTEXT = Context(prec=50, traps=[InvalidOperation, DivisionByZero, Overflow])
"""The arithmetic of every evaluation: 50 digits, enough for exact sums of any file."""

FAULTS = (EvaluationFault, Unwritable, ArithmeticError)
"""What data can raise in generated code; anything else is our own fault."""


def environment(constants: Mapping[str, Any], lookups: Lookups) -> dict[str, Any]:
    """The globals of generated code: functions and constants, and no builtins beside those that it uses."""
    return {
        "__builtins__": {"len": len, "sum": sum, "bool": bool, "next": next, "iter": iter},
        "f_numbered": enumerate,
        **{f"f_{name}": function.call for name, function in FUNCTIONS.items()},
        "f_joined": joined,
        "f_product": product,
        "f_quotient": quotient,
        "f_join": joined_list,
        "f_dimension": dimension_value,
        "f_find": found,
        "f_day": datetime.datetime.date,
        "f_zero": ZERO,
        "f_lookup": lookups.by_key,
        "f_prefix_lookup": lookups.by_prefix,
        "f_payment_lookup": lookups.by_payment,
        "FAULTS": FAULTS,
        **constants,
    }
