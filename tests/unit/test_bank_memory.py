"""Bank files of any size are read in the same memory, and in time that grows with their size alone."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.schemas import SchemaStore

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).resolve().parents[2]
READ = """
import sys
from pathlib import Path
from gateway.formats import bgmax, camt054, swish_csv, total_in
from gateway.formats.base import ReadingContext
from gateway.messages import Payment
from gateway.schemas import SchemaStore

forms = {form.name: form for form in (bgmax.FORMAT, total_in.FORMAT, swish_csv.FORMAT, *camt054.FORMATS)}
context = ReadingContext(schemas=SchemaStore(Path("xsd")))
parts = forms[sys.argv[1]].read(Path(sys.argv[2]), context)
payments = sum(isinstance(part, Payment) for part in parts)
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(payments, int(peak.split()[1]) // 1024)
"""


def _peak_megabytes(kind: str, count: int, path: Path) -> int:
    # VmHWM, not ru_maxrss: a child begins with the ru_maxrss of the process that started it.
    maker = REPOSITORY / "benchmarks" / "make_bank_files.py"
    specification = importlib.util.spec_from_file_location("make_bank_files", maker)
    assert specification is not None
    assert specification.loader is not None
    make = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(make)
    assert make.main([kind, str(count), str(path)]) == 0
    done = subprocess.run(
        [sys.executable, "-c", READ, kind, str(path)], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    payments, megabytes = (int(word) for word in done.stdout.split())
    assert payments == count
    return megabytes


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs the peak memory that Linux keeps")
@pytest.mark.parametrize("kind", ["bgmax", "total-in", "swish-csv", "camt.054.001.02", "camt.054.001.08"])
def test_one_section_of_forty_thousand_payments_takes_the_memory_of_two_thousand(tmp_path: Path, kind: str) -> None:
    if any(kind in name for name in SchemaStore(REPOSITORY / "xsd").missing()):
        pytest.skip("schemas are not installed: gateway schemas install")
    few, many = (_peak_megabytes(kind, count, tmp_path / f"{count}.txt") for count in (2_000, 40_000))
    assert many - few < 15
    assert many < 100
