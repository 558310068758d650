"""Sends requests over kept connections as fast as answers come: raw sockets, one process.

`python -m tests.benchmarks.load FILE`, where FILE holds a pickled `Task`; prints the `Outcome` as
JSON. In a process of its own, so that preparing and measuring do not share an interpreter.
"""

import json
import pickle
import selectors
import socket
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

_ANSWER = 1 << 16
_PATIENCE = 30.0  # seconds without any answer at all


class Task(NamedTuple):
    """What to send where: `requests` one after the other from `first` on, and over again."""

    port: int
    requests: list[bytes]
    status: int
    connections: int
    seconds: float
    first: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it; times in milliseconds. `wrong` counts answers with another status."""

    done: int
    wrong: int
    seconds: float
    median: float
    p99: float

    @property
    def per_second(self) -> float:
        """Answers in a second."""
        return self.done / self.seconds if self.seconds else 0.0


class _Line:
    """One kept connection with one request under way."""

    __slots__ = ("began", "got", "missing", "socket", "status")

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.got = b""
        self.missing = -1
        self.status = 0
        self.began = 0.0

    def send(self, request: bytes, now: float) -> None:
        """Begin a request."""
        self.got, self.missing, self.began = b"", -1, now
        self.socket.sendall(request)

    def take(self) -> bool:
        """Read what is there; whether the answer is whole."""
        piece = self.socket.recv(_ANSWER)
        if not piece:
            raise ConnectionError("The server closed a connection.")
        if self.missing >= 0:
            self.missing -= len(piece)
            return self.missing <= 0
        self.got += piece
        end = self.got.find(b"\r\n\r\n")
        if end < 0:
            return False
        self.status = int(self.got[9:12])
        self.missing = _length(self.got[:end].lower()) - (len(self.got) - end - 4)
        return self.missing <= 0


def _length(head: bytes) -> int:
    at = head.find(b"\r\ncontent-length:")
    if at < 0:
        return 0  # 304 has none
    return int(head[at + 17 : (head.find(b"\r\n", at + 2) + 1 or len(head) + 1) - 1])


def drive(task: Task) -> Outcome:
    """Send until the time is up, or `most` answers are there."""
    selector = selectors.DefaultSelector()
    times: list[float] = []
    wrong, number, clock = 0, task.first, time.perf_counter
    began = clock()
    until = began + task.seconds
    for _ in range(task.connections):
        line = _Line(task.port)
        selector.register(line.socket, selectors.EVENT_READ, line)
        line.send(task.requests[number % len(task.requests)], clock())
        number += 1
    under_way = task.connections
    while under_way:
        ready = selector.select(_PATIENCE)
        if not ready:
            raise TimeoutError("The server does not answer.")
        for key, _events in ready:
            line = key.data
            if not line.take():
                continue
            now = clock()
            times.append(now - line.began)
            wrong += line.status != task.status
            if now < until and (task.most is None or number - task.first < task.most):
                line.send(task.requests[number % len(task.requests)], now)
                number += 1
            else:
                under_way -= 1
                selector.unregister(line.socket)
                line.socket.close()
    return _outcome(times, wrong, clock() - began)


def _outcome(times: list[float], wrong: int, seconds: float) -> Outcome:
    times.sort()
    at = lambda share: 1000 * times[min(len(times) - 1, int(share * len(times)))]  # noqa: E731
    return Outcome(len(times), wrong, seconds, at(0.5), at(0.99))


if __name__ == "__main__":
    given = pickle.loads(Path(sys.argv[1]).read_bytes())
    sys.stdout.write(json.dumps(asdict(drive(given))))
