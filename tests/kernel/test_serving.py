"""`flask --app app serve` and the processes it starts: they live and end together."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds; how long anything may take on a busy machine
TO_END = 10.0  # seconds it may take to end when told to
pytestmark = [
    pytest.mark.engines("sqlite"),
    pytest.mark.skipif(not Path("/proc").exists(), reason="Processes are looked up in /proc."),
]


class Place:
    """The program being served on a port of its own, and every process of it."""

    def __init__(self, environ: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._environ = os.environ | environ | {"COMMUNITY_PORT": str(self.port)}
        self.main: subprocess.Popen[bytes] | None = None
        self.started: set[int] = set()

    def start(self, *options: str) -> None:
        """Start it and wait until it answers and, unless told otherwise, its worker was seen."""
        self.main = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "app", "serve", *options],
            cwd=HOME,
            env=self._environ,
            stdout=subprocess.DEVNULL,
        )
        until((lambda: self.status("/healthz") == 200) if options else self.is_ready)
        self.started |= below(self.main.pid)

    def is_ready(self) -> bool:
        """Whether it answers, worker and all; asked again it must not have ended meanwhile."""
        assert self.main is not None
        assert self.main.poll() is None
        return self.status("/readyz") == 200

    def status(self, path: str) -> int | None:
        """The status of a page; None where nobody listens."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers={"Host": "localhost"})
            return connection.getresponse().status
        except OSError:
            return None
        finally:
            connection.close()

    def called(self, word: str) -> int:
        """The process directly below the main one with `word` in its command line."""
        assert self.main is not None
        (found,) = (pid for pid in children(self.main.pid) if word in command(pid))
        return found

    def left(self) -> set[int]:
        """Which of the processes started are still there."""
        return {pid for pid in self.started if command(pid)}


@pytest.fixture
def place(environ) -> Iterator[Place]:
    """The program, to be served; whatever of it is left at the end is killed."""
    place = Place(environ)
    yield place
    assert place.main is not None
    for pid in place.left() | below(place.main.pid) | {place.main.pid}:
        if command(pid):
            os.kill(pid, signal.SIGKILL)
    place.main.wait()


def until(holds: Callable[[], bool], within: float = PATIENCE) -> None:
    """Wait for a condition."""
    before = time.monotonic() + within
    while not holds():
        assert time.monotonic() < before, "It did not happen in time."
        time.sleep(0.02)  # between two looks, not instead of one


def children(pid: int) -> list[int]:
    """The processes whose parent is `pid`."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(entry.name))
    return found


def below(pid: int) -> set[int]:
    """Its children, theirs and so on."""
    return {each for child in children(pid) for each in (child, *below(child))}


def command(pid: int) -> str:
    """The command line of a process; empty where there is none any more."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


@pytest.mark.long
def test_what_it_started_ends_with_it_however_it_ends_and_the_next_start_works(place):
    place.start()
    assert place.main is not None
    assert len(place.started) >= 3

    place.main.kill()
    place.main.wait()
    until(lambda: not place.left())
    assert place.status("/healthz") is None

    place.start()
    assert place.status("/healthz") == 200

    # a worker that is killed is started again
    first = place.called("app worker")
    os.kill(first, signal.SIGKILL)

    until(lambda: not command(first))
    until(lambda: any("app worker" in command(pid) for pid in children(place.main.pid)))
    assert place.status("/healthz") == 200

    # and all end in good time when told to
    place.started |= below(place.main.pid)
    began = time.monotonic()
    place.main.send_signal(signal.SIGTERM)
    assert place.main.wait(PATIENCE) == 0
    assert time.monotonic() - began < TO_END
    assert place.left() == set()


def test_without_a_worker_it_serves_alone(place):
    place.start("--no-worker")

    commands = [command(pid) for pid in below(place.main.pid)]
    assert any("granian" in each for each in commands)
    assert not any("app worker" in each for each in commands)
