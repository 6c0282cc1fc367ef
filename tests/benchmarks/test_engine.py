"""The engine's instances are the same every time, and a figure of memory is the process's own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from spona.config.bench.engine import measure, with_hours


def test_the_same_size_gives_the_same_problem() -> None:
    assert with_hours(10, 6, 4).to_json() == with_hours(10, 6, 4).to_json()


def test_a_small_instance_is_solved_and_checked() -> None:
    figures = measure("hours, 100 x 50 x 16", 10.0)

    assert (figures.faults, figures.shortfall, figures.score <= figures.score_bound) == (0, 0, True)


@pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")
def test_a_small_process_is_not_charged_for_the_large_one_that_started_it() -> None:
    ballast = bytearray(b"x" * 600_000_000)
    program = "from spona.config.bench.engine import peak_mb; print(peak_mb() < 500)"

    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603

    assert (answer.stdout.strip(), len(ballast)) == ("True", 600_000_000)
