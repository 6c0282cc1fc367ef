"""Starts a program that ends together with the process that started it, however that one ends.

`python -m spona.config.child PARENT PROGRAM ARGUMENTS...`; PARENT is the process id of the one that asks. Where the
system offers no such promise (anything but Linux), the program is simply started.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def become(parent: int, command: list[str]) -> None:
    """Replace this process by `command`, to be ended with SIGTERM when `parent` is gone. Doesn't return."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it ended before we could ask
            sys.exit(1)
    os.execv(command[0], command)  # noqa: S606 -- our own argument list


if __name__ == "__main__":
    become(int(sys.argv[1]), sys.argv[2:])
