"""Writing a backup: one moment of the database, read back before the file gets its name."""

import hmac
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest, sha256
from pathlib import Path

from community.config import Settings

from .archive import Manifest, Reader, Writer
from .tables import kinds_of, revision_of, rows_of, snapshot, tables_in

KEY_FILE = "secret_key"
LETTERS = "letters"


class NothingToKeep(Exception):
    """The database has no tables yet."""


@dataclass(frozen=True, slots=True)
class Written:
    """A backup that is there and was read back whole; `size` in bytes."""

    path: Path
    manifest: Manifest
    size: int
    sha256: str

    @property
    def has_key(self) -> bool:
        """Whether the installation's secret key is in it."""
        return any(file.name == KEY_FILE for file in self.manifest.files)


def write(path: Path, settings: Settings, *, now: datetime, with_key: bool = True) -> Written:
    """Write a backup to `path` and read it back; what was there before stays until then.

    The file is for its owner's eyes alone. Raises `NothingToKeep`, `OSError`,
    `community.backups.archive.Damaged` and `community.backups.values.UnknownType`.
    """
    descriptor, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
    part = Path(made)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            with Writer(file) as writer:
                manifest = _write(writer, settings, now=now, with_key=with_key)
            file.flush()
            os.fsync(file.fileno())
        digest = read_back(part)
        size = part.stat().st_size
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _keep_name(path.parent)
    return Written(path, manifest, size, digest)


def read_back(path: Path) -> str:
    """Read the whole file and every value in it; gives its digest. Raises `Damaged`."""
    with Reader(path) as backup:
        backup.check()
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def mark_of(key: str) -> str:
    """A mark by which a secret key is recognised, and from which it cannot be had."""
    return hmac.digest(key.encode(), b"the key of a backup", sha256).hex()[:32]


def _write(writer: Writer, settings: Settings, *, now: datetime, with_key: bool) -> Manifest:
    with snapshot() as connection:
        revision, engine = revision_of(connection), connection.dialect.name
        if revision is None:
            raise NothingToKeep("There is nothing to keep: the database has no tables yet.")
        for table in tables_in(connection):
            writer.add_table(table.name, kinds_of(table), rows_of(connection, table))
    _add_files(writer, settings, with_key=with_key)
    key = mark_of(settings.secret_key)
    return writer.finish(made_at=now, engine=engine, revision=revision, key=key)


def _add_files(writer: Writer, settings: Settings, *, with_key: bool) -> None:
    """The key where it is kept in the instance folder, and letters nobody has posted elsewhere."""
    kept = settings.instance_path / KEY_FILE
    if with_key and kept.is_file() and kept.read_text().strip() == settings.secret_key:
        writer.add_file(KEY_FILE, kept.read_bytes())
    for letter in sorted((settings.instance_path / LETTERS).glob("*.eml")):
        with suppress(FileNotFoundError):  # a worker has tidied up meanwhile
            writer.add_file(f"{LETTERS}/{letter.name}", letter.read_bytes())


def _keep_name(folder: Path) -> None:
    """Let the name of the new file outlast a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
