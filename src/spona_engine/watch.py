"""Time, interruption and progress of one run. The only place of the engine that reads a clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[float, int, int], None]
ShouldStop = Callable[[], bool]
Clock = Callable[[], float]

_TELLING = 0.02
"""Agreed seconds below which a stage says nothing about the pace: chance and the clock decide there."""


class Pace:
    """How many times its agreed seconds a stage takes here and now, learned from the stages of this run.

    It rises at once and falls by halves: a machine that was busy a moment ago is not trusted yet.
    """

    def __init__(self) -> None:
        self.slowness = 1.0

    def learn(self, agreed: float, taken: float) -> None:
        """`agreed` and `taken` in seconds; `agreed` above 0."""
        seen = taken / agreed
        self.slowness = max(seen, (self.slowness + seen) / 2)


class Watch:
    """Knows when to stop; results depend on it only if the time limit or `should_stop` cuts the work short.

    Work that cannot be interrupted is a stage. Its seconds are agreed beforehand from its size, so a stage that would
    end after the limit is never begun: ask `affords`, then do it within `stage`. `keep` sets agreed seconds aside for
    what must still be done at the end.
    """

    def __init__(
        self,
        time_limit: float,
        progress: Progress | None = None,
        should_stop: ShouldStop | None = None,
        clock: Clock = time.perf_counter,
    ) -> None:
        self._clock = clock
        self.started = clock()
        self.time_limit = time_limit
        self._progress = progress
        self._should_stop = should_stop
        self._fraction = 0.0
        self._pace = Pace()
        self._kept = 0.0

    def until(self, share: float) -> Watch:
        """A watch of the same run that stops at a share of the time: what comes after keeps the rest."""
        return self._derived(self.time_limit * share, self._kept)

    def within(self, share: float) -> Watch:
        """A watch of the same run that stops at a share of the time that remains."""
        return self._derived(self.time_limit - (1 - share) * self.remaining, self._kept)

    def keep(self, agreed: float) -> Watch:
        """A watch of the same run that stops so early that so many agreed seconds more are left."""
        return self._derived(self.time_limit, self._kept + agreed)

    def _derived(self, time_limit: float, kept: float) -> Watch:
        earlier = Watch(time_limit, self._progress, self._should_stop, self._clock)
        earlier.started, earlier._pace, earlier._kept = self.started, self._pace, kept
        return earlier

    @property
    def elapsed(self) -> float:
        return self._clock() - self.started

    @property
    def remaining(self) -> float:
        return max(self.time_limit - self.elapsed - self._kept * self._pace.slowness, 0.0)

    def stopped(self) -> bool:
        """Whether to come to an end: out of time, or asked to."""
        return self.remaining <= 0 or (self._should_stop is not None and self._should_stop())

    def affords(self, agreed: float) -> bool:
        """Whether a stage of so many agreed seconds would end in time, at the pace seen so far."""
        return not self.stopped() and self.spare(agreed) > 0

    def spare(self, agreed: float) -> float:
        """Seconds that remain beside so many agreed seconds."""
        return max(self.remaining - agreed * self._pace.slowness, 0.0)

    @contextmanager
    def stage(self, agreed: float) -> Iterator[None]:
        """A stage of so many agreed seconds; how long it takes teaches the pace."""
        begun = self._clock()
        yield
        if agreed >= _TELLING:
            self._pace.learn(agreed, self._clock() - begun)

    def report(self, fraction: float, score: int, bound: int) -> None:
        """Tell the caller; the fraction never goes backwards."""
        self._fraction = max(self._fraction, min(fraction, 1.0))
        if self._progress is not None:
            self._progress(self._fraction, score, bound)
