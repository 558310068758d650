"""`flask --app app serve`: the server and one worker beside it, both watched."""

import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from .config import Settings

_LOOK = 0.5  # seconds between two looks at the processes


def serve(settings: Settings, home: Path) -> int:
    """Run until told to stop or the server ends; returns the exit status."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    server = _start(_server_command(settings), home)
    worker = _start([sys.executable, "-m", "flask", "--app", "app", "worker"], home)
    try:
        while not stop.wait(_LOOK):
            if server.poll() is not None:
                return server.returncode or 1
            if worker.poll() is not None:
                stop.wait(1)
                worker = _start([sys.executable, "-m", "flask", "--app", "app", "worker"], home)
    finally:
        for process in (server, worker):
            _end(process)
    return 0


def _server_command(settings: Settings) -> Sequence[str]:
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
        "2",
        "--log-level",
        "warning",
        "app:create_app",
    ]


def _start(command: Sequence[str], home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=home)  # noqa: S603 - our own command


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
