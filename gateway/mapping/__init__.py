"""Mappings: specs that say how messages become lines of a file, checked, compiled, run and explained."""

from gateway.mapping.examples import ExampleResult, accept_example, run_example
from gateway.mapping.explanation import ExplainedField, ExplainedRecord
from gateway.mapping.splitting import SplitTranslator
from gateway.mapping.translation import Run, Share, Translation
from gateway.mapping.translator import Mapping, Translator, load_mapping
from gateway.mapping.unrouted import check_mappings

__all__ = [
    "ExampleResult",
    "ExplainedField",
    "ExplainedRecord",
    "Mapping",
    "Run",
    "Share",
    "SplitTranslator",
    "Translation",
    "Translator",
    "accept_example",
    "check_mappings",
    "load_mapping",
    "run_example",
]
