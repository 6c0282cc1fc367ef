"""`python -m tests [arguments of pytest]`: the suite on two cores, in two processes that share the files of tests.

The first one's progress is shown as it comes, the other's report when both are done or the run is ended from outside:
then the report says how far it came. The exit status is that of the first process that failed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

PROCESSES = 2


def run(arguments: list[str], processes: int) -> int:
    """Run pytest so many times over one suite; returns the exit status."""
    with tempfile.TemporaryDirectory(prefix="spona-tests-") as folder:
        command = [sys.executable, "-m", "pytest", f"--share={folder}", *arguments]
        reports = [Path(folder, f"report-{number}.txt") for number in range(1, processes)]
        others = []
        try:
            for report in reports:
                with report.open("w", encoding="utf-8") as out:
                    # Both would write the same list of what failed last; it is the first one's.
                    quiet = [*command, "-p", "no:cacheprovider"]
                    others.append(subprocess.Popen(quiet, stdout=out, stderr=subprocess.STDOUT))  # noqa: S603
            states = [subprocess.run(command, check=False).returncode, *(other.wait() for other in others)]  # noqa: S603
        finally:
            for other in others:
                other.kill()
            for report in reports:
                sys.stdout.write(f"\n--- the other process ---\n{report.read_text(encoding='utf-8')}")
            sys.stdout.flush()
    return next((state for state in states if state), 0)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))
    sys.exit(run(sys.argv[1:], min(PROCESSES, os.cpu_count() or 1)))
