"""A ZIP whose bytes follow from what is in it alone: no time of day, no order of chance."""

import json
from collections.abc import Mapping
from typing import IO, Any, Self
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first a ZIP can tell (APPNOTE 4.4.6)
_READABLE = 0o100644 << 16
_UNIX = 3


class Package:
    """Files on their way into a ZIP, one after the other: only the one at hand is in memory."""

    def __init__(self, into: IO[bytes]) -> None:
        self._zip = ZipFile(into, "w", ZIP_DEFLATED, compresslevel=6)

    def add(self, path: str, content: str | bytes) -> None:
        """Put a file in."""
        info = ZipInfo(path, _NO_TIME)
        info.compress_type, info.external_attr, info.create_system = ZIP_DEFLATED, _READABLE, _UNIX
        self._zip.writestr(info, content)

    def add_json(self, path: str, facts: Mapping[str, Any]) -> None:
        """Put values in, readable by people too."""
        self.add(path, json.dumps(facts, ensure_ascii=False, indent=1) + "\n")

    def __enter__(self) -> Self:
        """Files can be added inside."""
        return self

    def __exit__(self, *_raised: object) -> None:
        """Write the list of what is in it."""
        self._zip.close()
