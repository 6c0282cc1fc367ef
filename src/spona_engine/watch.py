"""Time, interruption and progress of one run. The only place of the engine that reads a clock."""

from __future__ import annotations

import time
from collections.abc import Callable

Progress = Callable[[float, int, int], None]
ShouldStop = Callable[[], bool]


class Watch:
    """Knows when to stop; results depend on it only if the time limit or `should_stop` cuts the work short."""

    def __init__(
        self, time_limit: float, progress: Progress | None = None, should_stop: ShouldStop | None = None
    ) -> None:
        self.started = time.perf_counter()
        self.time_limit = time_limit
        self._progress = progress
        self._should_stop = should_stop
        self._fraction = 0.0

    def until(self, share: float) -> Watch:
        """A watch of the same run that stops at a share of the time: what comes after keeps the rest."""
        earlier = Watch(self.time_limit * share, self._progress, self._should_stop)
        earlier.started = self.started
        return earlier

    @property
    def elapsed(self) -> float:
        return time.perf_counter() - self.started

    @property
    def remaining(self) -> float:
        return max(self.time_limit - self.elapsed, 0.0)

    def stopped(self) -> bool:
        """Whether to come to an end: out of time, or asked to."""
        return self.remaining <= 0 or (self._should_stop is not None and self._should_stop())

    def report(self, fraction: float, score: int, bound: int) -> None:
        """Tell the caller; the fraction never goes backwards."""
        self._fraction = max(self._fraction, min(fraction, 1.0))
        if self._progress is not None:
            self._progress(self._fraction, score, bound)
