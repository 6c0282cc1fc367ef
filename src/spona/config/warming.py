"""What takes seconds to read is read when a server process starts, not when the first visitor needs it."""

from __future__ import annotations

import threading
from importlib import import_module

from spona.parties.models import load_gazetteer


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
