"""The engine at the sizes it is made for. Each instance has a process of its own, and so a peak of memory of its own.

`python -m spona.config.bench.engine NAME SECONDS` solves one and writes its figures to stdout as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from spona_engine import MeetingProblem, check, solve
from spona_engine.instances import large_fair

SEED = 0


@dataclass(frozen=True)
class EngineFigures:
    """One solved instance. ``gap``: the share of the score bound not proven reached; ``peak_mb``: resident memory."""

    instance: str
    wishes: int
    status: str
    score: int
    score_bound: int
    gap: float
    shortfall: int
    seconds: float
    peak_mb: float
    faults: int


def with_hours(n_left: int, n_right: int, n_slots: int, seed: int = SEED) -> MeetingProblem:
    """Return a fair where everybody is away a third of the time: 30 % of the pairs wished for, scores up to 1000."""
    random = np.random.default_rng(seed)
    left, right = np.nonzero(random.random((n_left, n_right)) < 0.3)
    return MeetingProblem.from_arrays(
        n_left,
        n_right,
        n_slots,
        left,
        right,
        random.integers(0, 1001, len(left)),
        min_left=2,
        max_left=n_slots // 2,
        min_right=2,
        max_right=n_slots,
        available_left=random.random((n_left, n_slots)) < 2 / 3,
        available_right=random.random((n_right, n_slots)) < 2 / 3,
    )


INSTANCES: dict[str, Callable[[], MeetingProblem]] = {
    "479 parties, 16 slots": lambda: large_fair(379, 100, 6_000, 16),
    "hours, 100 x 50 x 16": lambda: with_hours(100, 50, 16),
    "hours, 300 x 150 x 20": lambda: with_hours(300, 150, 20),
    "20,000 x 10,000 x 20": large_fair,
}


def peak_mb() -> float:
    """Return the most resident memory this process held, in MiB, from the kernel's VmHWM.

    Not ``getrusage``: its figure is inherited from the process that started this one. Errors: OSError off Linux.
    """
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def measure(name: str, time_limit: float) -> EngineFigures:
    """Solve one instance in this process. The checker's findings are counted; anything but 0 is a fault."""
    problem = INSTANCES[name]()
    begun = time.perf_counter()
    result = solve(problem, seed=SEED, time_limit=time_limit)
    seconds = time.perf_counter() - begun
    peak = peak_mb()
    return EngineFigures(
        instance=name,
        wishes=problem.n_wishes,
        status=result.status,
        score=int(result.score),
        score_bound=int(result.score_bound),
        gap=float(result.gap),
        shortfall=int(result.shortfall),
        seconds=seconds,
        peak_mb=peak,
        faults=len(check(problem, result)),
    )


def measure_apart(name: str, time_limit: float) -> EngineFigures:
    """Solve one instance in a fresh process. Errors: CalledProcessError where it fails."""
    command = [sys.executable, "-m", "spona.config.bench.engine", name, str(time_limit)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return EngineFigures(**json.loads(answer.stdout))


def table(measured: list[EngineFigures]) -> str:
    """Return the figures as a Markdown table."""
    heads = ["instance", "wishes", "status", "score", "bound", "gap", "shortfall", "seconds", "peak MB", "faults"]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for row in measured:
        values = [row.instance, f"{row.wishes:,}", row.status, f"{row.score:,}", f"{row.score_bound:,}"]
        values += [f"{row.gap:.4%}", str(row.shortfall), f"{row.seconds:.2f}", f"{row.peak_mb:.0f}", str(row.faults)]
        lines.append("| " + " | ".join(values) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    json.dump(asdict(measure(sys.argv[1], float(sys.argv[2]))), sys.stdout)
