"""Reading the file of a series that somebody brings: bounded, whatever it says, and never unpacked.

Only the JSON files that it lists are read, into memory; no path in it is ever written to.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - what zlib calls it says nothing

from community import strict_json

from .checking import problem
from .layout import (
    CALL_FILE,
    HIGHEST_RATIO,
    MOST_FILES,
    MOST_JSON,
    MOST_JSON_IN_ALL,
    SERIES_FILE,
    schema,
)
from .zip_ends import is_within

_ENCRYPTED = 0x1  # APPNOTE 4.4.4


class FileRefused(ValueError):
    """The file cannot be imported; the text is a sentence that says where."""


@dataclass(frozen=True, slots=True)
class Content:
    """What the file of a series says, held to the schemas. `digest` is of its values alone."""

    series: Mapping[str, Any]
    calls: Sequence[Mapping[str, Any]]
    digest: str

    @property
    def notes(self) -> int:
        """How many notes it holds."""
        return sum(len(thread["notes"]) for call in self.calls for thread in call["threads"])


UNREADABLE = (
    *(BadZipFile, LargeZipFile, NotImplementedError, EOFError, ZlibError, OSError),
    UnicodeDecodeError,  # a name that is not what its flag says
)


def read(file: IO[bytes]) -> Content:
    """The values of a file. Raises `FileRefused`."""
    refuse_large(file, MOST_FILES)
    try:
        with ZipFile(file) as package:
            return _content(Files(package))
    except UNREADABLE as error:
        raise FileRefused("This is not the ZIP of a series, or it is damaged.") from error


def refuse_large(file: IO[bytes], most: int) -> None:
    """Raise `FileRefused` where a ZIP lists more files than are read, before it is opened."""
    if not is_within(file, most):
        raise FileRefused(f"It holds more than {most:,} files.")


class Files:
    """Reads the files of one ZIP and counts what it has unpacked."""

    def __init__(
        self, package: ZipFile, *, most: int = 0, unpacked: int = MOST_JSON_IN_ALL
    ) -> None:
        self._package = package
        self._unpacked = 0
        self._digest = sha256()
        infos = package.infolist()
        self._room = unpacked
        if len(infos) > (most or MOST_FILES):
            raise FileRefused(f"It holds more than {most or MOST_FILES:,} files.")
        self._files = {info.filename: info for info in infos}
        if len(self._files) != len(infos):
            raise FileRefused("It holds two files of one name.")

    def paths(self) -> Sequence[str]:
        """The names of the files in it."""
        return list(self._files)

    def values(self, path: str, form: str) -> Mapping[str, Any]:
        """What a JSON file says, held to the schema `form`. Raises `FileRefused`."""
        info = self._files.get(path)
        if info is None:
            raise FileRefused(f"There is no {path} in it.")
        values = _parsed(self._bytes(info), path)
        wrong = problem(values, json.loads(form))
        if wrong is not None:
            raise FileRefused(f"{path}: {wrong}.")
        plain = json.dumps(values, sort_keys=True).encode()
        self._digest.update(sha256(plain).digest())
        found: Mapping[str, Any] = values
        return found

    def digest(self) -> str:
        """What tells these values from any others."""
        return self._digest.hexdigest()

    def _bytes(self, info: ZipInfo) -> bytes:
        """The bytes of a file. What a ZIP says of its sizes is not believed: they are counted."""
        if info.flag_bits & _ENCRYPTED:
            raise FileRefused(f"{info.filename}: is locked with a password.")
        if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:  # others unpack before we count
            raise FileRefused(f"{info.filename}: is packed in a way we do not read.")
        room = min(MOST_JSON, self._room - self._unpacked)
        if info.file_size > room:
            raise FileRefused(f"{info.filename}: is too big unpacked.")
        with self._package.open(info) as packed:
            found = packed.read(room + 1)
        self._unpacked += len(found)
        if len(found) > room:
            raise FileRefused(f"{info.filename}: is too big unpacked.")
        if len(found) > HIGHEST_RATIO * max(info.compress_size, 1):
            raise FileRefused(f"{info.filename}: is packed too tightly to be true.")
        return found


def _content(files: Files) -> Content:
    series = files.values(SERIES_FILE, schema("series.schema.json"))
    folders = series["calls"]
    if len(set(folders)) != len(folders):
        raise FileRefused(f"{SERIES_FILE}: calls: names a folder twice.")
    paths = [f"{folder}/{CALL_FILE}" for folder in folders]
    calls = [files.values(path, schema("call.schema.json")) for path in paths]
    return Content(series, calls, files.digest())


def _parsed(content: bytes, path: str) -> Any:
    try:
        return strict_json.parse(content)
    except (ValueError, RecursionError) as error:  # the latter where it goes too deep
        raise FileRefused(f"{path}: is no JSON that can be read.") from error
