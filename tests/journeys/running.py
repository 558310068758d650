"""The program as an operator runs it, in processes of its own that can be killed."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlencode

HOUSE = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds a process may take to come up or to end


class Running:
    """`flask --app app serve` on a port of its own; `kill` it and `start` it as often as needed."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        own = {
            "COMMUNITY_PORT": str(self.port),
            "COMMUNITY_BASE_URL": f"http://127.0.0.1:{self.port}",
        }
        self._environ = {**os.environ, **environ, **own}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "flask", "--app", "app", "serve"]
        self._process = subprocess.Popen(
            command,
            cwd=HOUSE,
            env=self._environ,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(lambda: self.get("/readyz") == 200)

    def kill(self) -> None:
        """End every process of it at once, without a warning."""
        if self._process is not None:
            _end(self._members())
            self._process.wait(PATIENCE)
            until(lambda: not self._members())

    def kill_the_server(self) -> int:
        """End what answers requests, without a warning; gives how the program ends upon it."""
        assert self._process is not None
        _end([pid for pid in self._members() if b"granian" in _command(pid)])
        status = self._process.wait(PATIENCE)
        until(lambda: not self._members())
        return status

    def get(self, path: str) -> int | None:
        """The status of a page; None where nobody answers."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, form: Mapping[str, str], cookie: str) -> int | None:
        """The status of a form sent from our own pages; None where no answer came back whole."""
        headers = {
            "Cookie": cookie,
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self._ask("POST", path, urlencode(form), headers)

    def _ask(
        self, method: str, path: str, body: str | None, headers: Mapping[str, str]
    ) -> int | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        return answer.status

    def _members(self) -> list[int]:
        """Every living process of the program, its session's leader first."""
        assert self._process is not None
        return [pid for pid in _processes() if _session(pid) == self._process.pid]


class Worker:
    """`flask --app app worker` in a process of its own; `kill` it and `start` it again."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = {**os.environ, **environ}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it; it begins with what is due."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "app", "worker"],
            cwd=HOUSE,
            env=self._environ,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        """End it at once, without a warning."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(PATIENCE)


def until(holds: Callable[[], bool]) -> None:
    """Wait for something to hold. Raises `TimeoutError` where it does not."""
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.02)  # between two looks, not instead of one


def _end(pids: list[int]) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _processes() -> list[int]:
    return sorted(int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal())


def _session(pid: int) -> int | None:
    """The session a living process belongs to."""
    try:
        state, _parent, _group, session = (
            (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[:4]
        )
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if state in {"Z", "X"} else int(session)


def _command(pid: int) -> bytes:
    try:
        return (Path("/proc") / str(pid) / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
