"""The file itself: a ZIP of one member per table, a JSON row on each line, and a manifest last.

The manifest says what must be in the file, with a digest of each member. `check` believes nothing
else: a file that was cut short, damaged or put together otherwise is `Damaged`.
"""

import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from .values import Kind, decoded, encoded

FORMAT = 1
_MANIFEST = "manifest.json"
_FILES = "files/"
_PIECE = 1 << 20  # bytes read at once
# What the library raises for a file that is not what it should be: a seek to before the beginning,
# a kind of compression or encryption nobody wrote.
# `OSError`: a place before the beginning, where a damaged table of contents leads to.
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error),
    *(EOFError, KeyError, OSError, RuntimeError, ValueError),
)


class Damaged(Exception):
    """The file is no whole backup of ours; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table in a backup: its columns with their kinds, how many rows, and their digest."""

    name: str
    columns: Mapping[str, Kind]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class File:
    """One file of the instance folder in a backup; `name` is its path below that folder."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `key` is a mark by which the secret key can be recognised."""

    made_at: datetime
    engine: str
    revision: str
    key: str
    tables: Sequence[Table]
    files: Sequence[File]

    @property
    def rows(self) -> int:
        """How many rows it holds in all."""
        return sum(table.rows for table in self.tables)


class Writer:
    """Writes a backup into an open file: tables and files in any order, the manifest at the end."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self._tables: list[Table] = []
        self._files: list[File] = []

    def __enter__(self) -> Self:
        """Nothing more to begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the file, whole or not."""
        self._zip.close()

    def add_table(
        self, name: str, columns: Mapping[str, Kind], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Write `rows` as they come; none is kept in memory."""
        kinds = list(columns.values())
        digest, count = sha256(), 0
        with self._zip.open(_member(name), "w", force_zip64=True) as member:
            for row in rows:
                values = [encoded(kind, value) for kind, value in zip(kinds, row, strict=True)]
                line = json.dumps(values, separators=(",", ":")).encode() + b"\n"
                digest.update(line)
                member.write(line)
                count += 1
        self._tables.append(Table(name, columns, count, digest.hexdigest()))

    def add_file(self, name: str, content: bytes) -> None:
        """Write a file of the instance folder."""
        self._zip.writestr(_FILES + name, content)
        self._files.append(File(name, len(content), sha256(content).hexdigest()))

    def finish(self, *, made_at: datetime, engine: str, revision: str, key: str) -> Manifest:
        """Write the manifest, and end the file."""
        manifest = Manifest(made_at, engine, revision, key, self._tables, self._files)
        told = asdict(manifest) | {"format": FORMAT, "made_at": made_at.isoformat()}
        self._zip.writestr(_MANIFEST, json.dumps(told, indent=1))
        self._zip.close()
        return manifest


class Reader:
    """A backup to read from: `with Reader(path) as backup:`. Raises `Damaged`."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except _UNREADABLE as error:
            if isinstance(error, OSError) and error.filename:
                raise  # it could not be opened: nothing is known of what it holds
            raise Damaged("it is no backup, or was cut short.") from error
        try:
            self.manifest = self._read_manifest()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        """Nothing more to begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._zip.close()

    def check(self) -> None:
        """Read all of it: every digest, every row and every value. Raises `Damaged`."""
        told = [table.name for table in self.manifest.tables]
        names = [*map(_member, told), *(_FILES + f.name for f in self.manifest.files), _MANIFEST]
        if sorted(names) != sorted(self._zip.namelist()):
            raise Damaged("it does not hold what its manifest names.")
        for table in self.manifest.tables:
            for _ in self.rows(table):
                pass
        for file in self.manifest.files:
            self.read_file(file)

    def rows(self, table: Table) -> Iterator[list[Any]]:
        """Each row of a table, as values of Python. Raises `Damaged`, at the latest after the
        last.
        """
        kinds, digest, count = list(table.columns.values()), sha256(), 0
        for line in self._lines(_member(table.name)):
            digest.update(line)
            count += 1
            try:
                values = json.loads(line)
                yield [decoded(kind, value) for kind, value in zip(kinds, values, strict=True)]
            except (ValueError, TypeError, ArithmeticError) as error:
                raise Damaged(f"row {count} of “{table.name}” cannot be read.") from error
        if (digest.hexdigest(), count) != (table.sha256, table.rows):
            raise Damaged(f"the rows of “{table.name}” are not those that were written.")

    def read_file(self, file: File) -> bytes:
        """The content of a file. Raises `Damaged`."""
        content = b"".join(self._pieces(_FILES + file.name))
        if sha256(content).hexdigest() != file.sha256:
            raise Damaged(f"the file “{file.name}” is not what was written.")
        return content

    def _lines(self, name: str) -> Iterator[bytes]:
        rest = b""
        for piece in self._pieces(name):
            *lines, rest = (rest + piece).split(b"\n")
            yield from (line + b"\n" for line in lines)
        if rest:
            yield rest

    def _pieces(self, name: str) -> Iterator[bytes]:
        try:
            with self._zip.open(name) as member:
                while piece := member.read(_PIECE):
                    yield piece
        except _UNREADABLE as error:
            raise Damaged(f"“{name}” cannot be read.") from error

    def _read_manifest(self) -> Manifest:
        try:
            told = json.loads(b"".join(self._pieces(_MANIFEST)))
            number = told["format"]
        except (ValueError, TypeError, KeyError) as error:
            raise Damaged("its manifest cannot be read.") from error
        if number != FORMAT:
            raise Damaged(f"it has the format {number}, which this version does not know.")
        try:
            return _manifest_of(told)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise Damaged("its manifest cannot be read.") from error


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"


def _manifest_of(told: Mapping[str, Any]) -> Manifest:
    tables = [
        Table(
            name=str(table["name"]),
            columns={name: Kind(kind) for name, kind in table["columns"].items()},
            rows=int(table["rows"]),
            sha256=str(table["sha256"]),
        )
        for table in told["tables"]
    ]
    files = [File(str(f["name"]), int(f["size"]), str(f["sha256"])) for f in told["files"]]
    return Manifest(
        made_at=datetime.fromisoformat(told["made_at"]),
        engine=str(told["engine"]),
        revision=str(told["revision"]),
        key=str(told["key"]),
        tables=tables,
        files=files,
    )
