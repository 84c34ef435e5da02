"""The maker of bank files that the benchmarks use, for tests: it stands beside the package and is no part of it."""

import importlib.util
import sys
from pathlib import Path

_PATH = Path(__file__).resolve().parents[1] / "benchmarks" / "make_bank_files.py"
_specification = importlib.util.spec_from_file_location("make_bank_files", _PATH)
assert _specification is not None
assert _specification.loader is not None
make_bank_files = importlib.util.module_from_spec(_specification)
sys.modules["make_bank_files"] = make_bank_files
_specification.loader.exec_module(make_bank_files)

MadePayment = make_bank_files.MadePayment
write_bgmax = make_bank_files.write_bgmax
write_camt053 = make_bank_files.write_camt053
write_camt054 = make_bank_files.write_camt054
write_swish = make_bank_files.write_swish
write_total_in = make_bank_files.write_total_in
