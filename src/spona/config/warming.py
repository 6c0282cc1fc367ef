"""What takes seconds to read is read when a server process starts, not when the first visitor needs it."""

from __future__ import annotations

import gc
import threading
from importlib import import_module

from spona.parties.models import load_gazetteer

CYCLES_AFTER = (20_000, 20, 20)
"""A page makes some ten thousand objects that die by themselves; looking for cycles every 700 costs it a twentieth."""


def warm_up() -> threading.Thread:
    """Read the engine's libraries (1 to 2 s) and the gazetteer (0.7 s) beside the first requests; returns the thread.

    A request that needs one of them meanwhile waits for what is left of it at most.
    """
    thread = threading.Thread(target=_read, name="warming", daemon=True)
    thread.start()
    return thread


def _read() -> None:
    import_module("spona_engine")
    load_gazetteer()
    spare_what_stays()


def spare_what_stays() -> None:
    """Take what has been read so far out of the search for garbage: it stays as long as the process.

    Otherwise every full search walks through all of them, 0.1 s in the middle of somebody's page.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*CYCLES_AFTER)
