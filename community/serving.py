"""`flask --app app serve`: the server and one worker beside it, both watched.

Both end with this process, however it ends: see `community.tether`.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from .config import Settings
from .tether import tethered

_LOOK = 0.5  # seconds between two looks at the processes
_PATIENCE = 8.0  # seconds both have to end by themselves
_WORKER = [sys.executable, "-m", "flask", "--app", "app", "worker"]


def serve(settings: Settings, home: Path, *, with_worker: bool = True) -> int:
    """Run until told to stop or the server ends; returns the exit status. A worker that ends is
    started again; without one, workers are run elsewhere.
    """
    if not _comes_free(settings.host, settings.port):
        sys.stderr.write(f"Port {settings.port} on {settings.host} is taken by another program.\n")
        return 1
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    server = _start(server_command(settings), home)
    worker = _start(_WORKER, home) if with_worker else None
    try:
        while not stop.wait(_LOOK):
            if server.poll() is not None:
                return abs(server.returncode) or 1
            if worker is not None and worker.poll() is not None and not stop.wait(1):
                worker = _start(_WORKER, home)
    finally:
        _end([process for process in (server, worker) if process is not None])
    return 0


def _comes_free(host: str, port: int) -> bool:
    """Whether the port is free, or soon is: a program that was just killed may still hold it."""
    for _ in range(int(_PATIENCE / _LOOK)):
        if not is_taken(host, port):
            return True
        time.sleep(_LOOK)
    return False


def is_taken(host: str, port: int) -> bool:
    """Whether somebody listens there already; the server itself would quietly share the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError:
            return True
    return False


def server_command(settings: Settings) -> Sequence[str]:
    """The command line of the server; what it serves comes last."""
    return [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--factory",
        "--host",
        settings.host,
        "--port",
        str(settings.port),
        "--workers",
        str(settings.workers),
        "--blocking-threads",
        "3",  # more than calendar files are read at once, which takes a thread each
        "--workers-kill-timeout",
        "5",  # one told to stop while it is still starting may miss it, and is waited for for ever
        "--log-level",
        "warning",
        "app:create_app",
    ]


def _start(command: Sequence[str], home: Path) -> subprocess.Popen[bytes]:
    """In a group of its own with the processes it starts: a Ctrl-C is ours to pass on."""
    return subprocess.Popen(tethered(command), cwd=home, process_group=0)  # noqa: S603 - our own


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask all of them to end, then end what is left of them and of what they started."""
    for process in processes:
        process.terminate()
    before = time.monotonic() + _PATIENCE
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, before - time.monotonic()))
    for process in processes:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
