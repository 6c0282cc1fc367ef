"""One peer on one instance, each time in a process of its own, with a limit of time and of memory.

`python -m spona.config.bench.engine INSTANCE PEER SECONDS MB FILE` is that process; it writes JSON to FILE.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from pathlib import Path

from spona.config.bench.instances import NotHere, instance
from spona.config.bench.peers import Verdict, judge, peer
from spona_engine.peers.linear import DoesNotFit

GRACE_SECONDS = 2.0
AROUND_SECONDS = 90.0
_LOOK_EVERY = 0.02
MEMORY_MB = 6_000
ANSWERED = ("optimal", "feasible")
_SAID = 120
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class EngineFigures:
    """What one peer did with one instance.

    ``status`` is the contract's, or says in words why there is no answer; then all other figures may be None.
    ``seconds`` is the time of the call alone, without loading a solver's library; ``peak_mb`` the most memory the
    process held, problem included; ``limit`` the seconds it was given.
    """

    instance: str
    peer: str
    status: str
    score: float | None = None
    score_bound: float | None = None
    shortfall: int | None = None
    shortfall_bound: int | None = None
    worst: float | None = None
    worst_bound: float | None = None
    touched: int | None = None
    seconds: float | None = None
    peak_mb: float | None = None
    faults: int | None = None
    first_fault: str = ""
    limit: float | None = None

    @property
    def gap(self) -> float | None:
        """The share of the score bound that is not proven reached; None where nothing is proven."""
        if self.score is None or self.score_bound is None:
            return None
        return (self.score_bound - self.score) / self.score_bound if self.score_bound else 0.0


def peak_mb(process: int | str = "self") -> float:
    """Return the most resident memory a process held, in MiB, from the kernel's VmHWM.

    Not ``getrusage``: its figure is inherited from the process that started this one. Errors: OSError off Linux.
    """
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0) / 1024


def measure(
    instance_name: str, peer_name: str, time_limit: float, begins: Callable[[bool], object] = bool
) -> EngineFigures:
    """Ask one peer in this process; the checker's findings are counted, anything but 0 is a fault of the peer.

    ``begins`` is called with True when the clock starts and with False when it stops.
    """
    asked, solver = instance(instance_name), peer(peer_name)
    try:
        problem = asked.build()
    except NotHere as missing:
        return EngineFigures(instance_name, peer_name, f"no data: {missing}")
    for name in solver.loads:
        with suppress(ModuleNotFoundError):
            import_module(name)
    begins(True)
    begun = time.perf_counter()
    try:
        answer = solver.ask[asked.kind](problem, time_limit)
    except ModuleNotFoundError:
        return EngineFigures(instance_name, peer_name, "not installed")
    except DoesNotFit as reason:
        return EngineFigures(instance_name, peer_name, f"does not fit: {reason}")
    except MemoryError:
        return EngineFigures(instance_name, peer_name, "out of memory", peak_mb=peak_mb())
    seconds, peak = time.perf_counter() - begun, peak_mb()
    begins(False)
    return _figures(instance_name, peer_name, judge(problem, answer), seconds, peak)


def _figures(instance_name: str, peer_name: str, verdict: Verdict, seconds: float, peak: float) -> EngineFigures:
    stated = asdict(verdict)
    faults = stated.pop("faults")
    if verdict.score is None:
        return EngineFigures(instance_name, peer_name, "no answer in time", seconds=seconds, peak_mb=peak)
    return EngineFigures(
        instance_name,
        peer_name,
        **stated,
        seconds=seconds,
        peak_mb=peak,
        faults=len(faults),
        first_fault=faults[0] if faults else "",
    )


def measure_apart(
    instance_name: str, peer_name: str, time_limit: float, *, grace: float = GRACE_SECONDS, memory_mb: int = MEMORY_MB
) -> EngineFigures:
    """Ask one peer in a fresh process, ended ``grace`` seconds after its limit. Whatever happens is a figure.

    Drawing the problem before and checking the answer afterwards are not part of its time; they have AROUND_SECONDS.
    """
    try:
        found = _asked_apart(instance_name, peer_name, time_limit, grace, memory_mb)
    except (OSError, ValueError, TypeError) as error:
        found = EngineFigures(instance_name, peer_name, f"failed: {type(error).__name__}: {error}"[:_SAID])
    return replace(found, limit=time_limit)


def _asked_apart(instance_name: str, peer_name: str, time_limit: float, grace: float, memory_mb: int) -> EngineFigures:
    with tempfile.TemporaryDirectory(prefix="spona-bench-") as folder:
        answer, errors = Path(folder) / "figures.json", Path(folder) / "errors"
        limits = [str(time_limit), str(memory_mb), str(answer)]
        command = [sys.executable, "-m", "spona.config.bench.engine", instance_name, peer_name, *limits]
        with errors.open("wb") as complaints:
            process = subprocess.Popen(command, stdout=complaints, stderr=complaints, start_new_session=True)
        try:
            late = _too_late(process, _running(answer), time_limit + grace)
            if late:
                return EngineFigures(instance_name, peer_name, late, peak_mb=peak_mb(process.pid))
        finally:
            _end_group(process)
        if process.returncode == 0 and answer.exists():
            return EngineFigures(**json.loads(answer.read_text(encoding="utf-8")))
        last_words = errors.read_text(encoding="utf-8", errors="replace")
        return EngineFigures(instance_name, peer_name, _failure(last_words, process.returncode))


def _failure(errors: str, code: int) -> str:
    """What ended a process, from what it wrote last."""
    if "bad_alloc" in errors or "MemoryError" in errors:
        return "out of memory"
    silent = f"ended by signal {-code}" if code < 0 else f"exit {code}"
    last = next((line for line in reversed(errors.split("\n")) if line.strip()), silent)
    return f"failed: {last.strip()}"[:_SAID]


def _running(answer: Path) -> Path:
    """The file that is there while the clock of the child process runs."""
    return answer.with_suffix(".running")


def _too_late(process: subprocess.Popen[bytes], running: Path, seconds: float) -> str:
    """Wait for the process; say what took too long once its clock, or all around it, has run out; else nothing."""
    begun = time.monotonic()
    since: float | None = None
    while process.poll() is None:
        now = time.monotonic()
        since = (since or now) if running.exists() else None
        if since is not None and now - since > seconds:
            return f"not done in {seconds:.0f} s"
        if now - begun > seconds + AROUND_SECONDS:
            return f"not drawn and checked in {AROUND_SECONDS:.0f} s"
        time.sleep(_LOOK_EVERY)
    return ""


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End the process and the solvers it started; nothing where all have ended."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def end_with_parent() -> None:
    """Linux ends this process when the one that started it ends, however that happens: no peer runs on into the figures
    of the next.
    """
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def main(arguments: list[str]) -> None:
    """The child process. Side effects: its own limit of memory, its end with its parent's; writes FILE."""
    end_with_parent()
    instance_name, peer_name, seconds, memory_mb, file = arguments
    most = int(memory_mb) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    running = _running(Path(file))
    found = measure(
        instance_name, peer_name, float(seconds), lambda begins: running.touch() if begins else running.unlink()
    )
    Path(file).write_text(json.dumps(asdict(found)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
