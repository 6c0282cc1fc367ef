"""The engine's own tests: no result here may depend on how fast the machine is."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from spona_engine import watch

TIMES_SLOWER = 8


@pytest.fixture(autouse=True)
def a_slow_clock(monkeypatch):
    """The clock of a run goes slowly: its effort or its proof ends a search, also on a machine that is slow itself."""

    def slow():
        return time.perf_counter() / TIMES_SLOWER

    usual = watch.Watch.__init__.__defaults__
    monkeypatch.setattr(watch, "time", SimpleNamespace(perf_counter=slow))
    monkeypatch.setattr(
        watch.Watch.__init__, "__defaults__", tuple(slow if each is time.perf_counter else each for each in usual)
    )
