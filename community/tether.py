"""Runs a command that ends when its parent does, however the parent ends.

`python -m community.tether PARENT COMMAND…`, where PARENT is the number of the process that starts
it. Linux sends the command a SIGTERM itself; elsewhere this process stays and watches.
"""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Sequence

_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2); it outlives an exec
_LOOK = 0.5  # seconds between two looks at the parent
_PATIENCE = 8.0  # seconds a command has to end by itself


def tethered(command: Sequence[str]) -> list[str]:
    """The command line under which `command` ends with the process that starts it."""
    return [sys.executable, "-m", "community.tether", str(os.getpid()), *command]


def main() -> int:
    """Become the command, or watch over it."""
    parent, command = int(sys.argv[1]), sys.argv[2:]
    become = _become if sys.platform.startswith("linux") else _watch
    return become(parent, command)


def _become(parent: int, command: list[str]) -> int:
    """Go on as `command`; comes back only where the parent has ended already."""
    ctypes.CDLL(None, use_errno=True).prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() == parent:  # else it ended before the system was asked to tell
        os.execv(command[0], command)  # noqa: S606 - our own command
    return 1


def _watch(parent: int, command: list[str]) -> int:
    """Run `command` until it ends, the parent ends, or a SIGTERM is passed on to it."""
    process = subprocess.Popen(command)  # noqa: S603 - our own command
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    while os.getppid() == parent:
        try:
            return process.wait(_LOOK)
        except subprocess.TimeoutExpired:
            continue
    process.terminate()
    try:
        return process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


if __name__ == "__main__":
    sys.exit(main())
