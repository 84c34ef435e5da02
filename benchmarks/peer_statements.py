"""Measures bankstatementparser, the peer that reads camt.053, on one file, and prints what `run.py` reads.

Usage: ``python benchmarks/peer_statements.py FILE COUNT``. It needs nothing of the gateway, so it can run in an
environment of its own. Exit code 3 when the package is not installed.
"""

import json
import sys
import time
from pathlib import Path


def main(path: str, count: int) -> int:
    """Read the whole file as the package offers it, into one table."""
    try:
        from bankstatementparser import CamtParser  # noqa: PLC0415  # its absence is no fault
    except ModuleNotFoundError:
        return 3
    started = time.perf_counter()
    read = len(CamtParser(path).parse())
    seconds = time.perf_counter() - started
    if read != count:
        raise SystemExit(f"{read} of {count} entries")
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(json.dumps({"seconds": seconds, "count": count, "peak_mb": int(status.split("VmHWM:")[1].split()[0]) / 1024}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
