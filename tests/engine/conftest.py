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
    monkeypatch.setattr(watch, "time", SimpleNamespace(perf_counter=lambda: time.perf_counter() / TIMES_SLOWER))
