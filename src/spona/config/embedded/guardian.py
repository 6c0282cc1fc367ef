"""The process that keeps a private PostgreSQL alive while somebody uses it, and ends it afterwards.

Every user of the server holds a shared lock on one file, and the system drops that lock however the user ends, by
`kill -9` too. The guardian waits for the exclusive lock: having it means that nobody is left. So no server outlives its
users, and none of them has to be the one that stops it. Run as a script: it imports nothing of ours and starts at once.
"""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any


def guard(plan: dict[str, Any]) -> None:
    """Start `plan["command"]`, wait until nobody holds `plan["lock"]`, stop it, remove `plan["remove"]` if given."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    with Path(plan["log"]).open("wb") as log:
        server = subprocess.Popen(
            plan["command"], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", **plan["privileges"]
        )
    stopping = threading.Event()
    threading.Thread(target=_leave_with, args=(server, stopping), daemon=True).start()
    lock = os.open(plan["lock"], os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    stopping.set()
    server.send_signal(signal.SIGINT)  # fast shutdown: clients are disconnected, everything acknowledged is on disk
    server.wait()
    if plan["remove"]:
        shutil.rmtree(plan["remove"], ignore_errors=True)


def _leave_with(server: "subprocess.Popen[bytes]", stopping: threading.Event) -> None:
    """End the guardian when the server ends by itself (it could not start, or it crashed)."""
    code = server.wait()
    if not stopping.is_set():
        os._exit(code or 1)


if __name__ == "__main__":
    guard(json.loads(sys.argv[1]))
