"""Payment orders and status reports of any size are read in the same memory."""

import subprocess
import sys
from pathlib import Path

import pytest

from gateway.schemas import SchemaStore
from tests.payment_files import MadeInstruction, MadeStatus, MadeTransfer, order_xml, status_xml

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).resolve().parents[2]
READ = """
import sys
from pathlib import Path
from gateway.findings import Finding
from gateway.formats import pain001, pain002
from gateway.formats.base import ReadingContext
from gateway.messages import CreditTransfer, PaymentStatus
from gateway.schemas import SchemaStore

forms = {form.name: form for form in (*pain001.FORMATS, *pain002.FORMATS)}
context = ReadingContext(schemas=SchemaStore(Path("xsd")))
items = forms[sys.argv[1]].read(Path(sys.argv[2]), context)
payments = sum(isinstance(item, CreditTransfer | PaymentStatus) for item in items if not isinstance(item, Finding))
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(payments, int(peak.split()[1]) // 1024)
"""


def _text(kind: str, count: int) -> str:
    if kind.startswith("pain.001"):
        transfers = [MadeTransfer(identity=f"E{number}", reference="7100000129") for number in range(count)]
        return order_xml(MadeInstruction(transfers=transfers))
    return status_xml(*(MadeStatus(identity=f"E{number}", reasons=("AC04",)) for number in range(count)), version=12)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs the peak memory that Linux keeps")
@pytest.mark.parametrize("kind", ["pain.001.001.09", "pain.002.001.12"])
def test_one_instruction_of_forty_thousand_payments_takes_the_memory_of_two_thousand(tmp_path: Path, kind: str) -> None:
    if any(kind in name for name in SchemaStore(REPOSITORY / "xsd").missing()):
        pytest.skip("schemas are not installed: gateway schemas install")
    peaks = []
    for count in (2_000, 40_000):
        path = tmp_path / f"{count}.xml"
        path.write_text(_text(kind, count), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", READ, kind, str(path)], cwd=REPOSITORY, capture_output=True, text=True, check=True
        )
        payments, megabytes = (int(word) for word in done.stdout.split())
        assert payments == count
        peaks.append(megabytes)
    few, many = peaks
    assert many - few < 15
    assert many < 100
