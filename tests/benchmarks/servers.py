"""Starts the program as the README says, and the bare application under the same server."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from community.config import Settings
from community.serving import server_command
from community.tether import tethered

HOME = Path(__file__).resolve().parents[2]
_PATIENCE = 180.0  # seconds a start may take on a busy machine


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes of each process that answers requests, and of each that does work beside it."""

    answering: list[float]
    working: list[float]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


@contextmanager
def program(settings: Settings) -> Iterator[int]:
    """`flask --app app serve`: the server and a worker beside it. Gives its process number."""
    command = [sys.executable, "-m", "flask", "--app", "app", "serve"]
    variables = {
        "COMMUNITY_DATABASE_URL": settings.database_url,
        "COMMUNITY_INSTANCE_PATH": str(settings.instance_path),
        "COMMUNITY_SECRET_KEY": settings.secret_key,
        "COMMUNITY_BASE_URL": settings.base_url,
        "COMMUNITY_PORT": str(settings.port),
        "COMMUNITY_WORKERS": str(settings.workers),
        "COMMUNITY_TRUSTED_PROXIES": str(settings.trusted_proxies),
    }
    with _running(command, variables, settings.port, "/healthz") as number:
        yield number


@contextmanager
def bare(settings: Settings, folder: Path) -> Iterator[int]:
    """The bare application, on a port of its own, which this gives."""
    port = free_port()
    command = [*server_command(replace(settings, port=port))]
    command[-1] = "tests.benchmarks.bare:bare_app"
    url = settings.database_url
    database = url.removeprefix("sqlite:///").replace("+psycopg", "")
    if settings.is_sqlite:
        database = f"{database}.bare"
    variables = {"BARE_FOLDER": str(folder), "BARE_DATABASE": database}
    with _running(command, variables, port, "/hello"):
        yield port


def memory_of(parent: int) -> Memory:
    """What the processes of the program keep in memory (RSS)."""
    commands = {number: _command(number) for number in _children(parent)}
    masters = [number for number, command in commands.items() if "granian" in command]
    workers = [number for number, command in commands.items() if command.endswith(" worker ")]
    return Memory(
        answering=[_megabytes(number) for master in masters for number in _children(master)],
        working=[_megabytes(number) for number in workers],
    )


@contextmanager
def _running(command: list[str], variables: dict[str, str], port: int, path: str) -> Iterator[int]:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("COMMUNITY_")} | variables
    process = subprocess.Popen(
        tethered(command),
        cwd=HOME,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # a line for each request
        process_group=0,
    )
    try:
        _wait_for(port, path, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int, path: str, process: subprocess.Popen[bytes]) -> None:
    ask = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 5) as line:
                line.sendall(ask)
                if line.recv(100).startswith(b"HTTP/1.1 200"):
                    return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"The server on port {port} did not start.")


def _children(parent: int) -> list[int]:
    tasks = Path(f"/proc/{parent}/task")
    found = (task / "children" for task in tasks.iterdir())
    return [int(number) for file in found for number in file.read_text().split()]


def _command(number: int) -> str:
    return Path(f"/proc/{number}/cmdline").read_text().replace("\0", " ")


def _megabytes(number: int) -> float:
    lines = Path(f"/proc/{number}/status").read_text().splitlines()
    [kilobytes] = [line.split()[1] for line in lines if line.startswith("VmRSS")]
    return int(kilobytes) / 1024
