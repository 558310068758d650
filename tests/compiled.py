"""What templates were compiled to, kept for all applications of a run of the tests."""

import os
from pathlib import Path
from typing import Any

from jinja2.bccache import Bucket, BytecodeCache


class Compiled(BytecodeCache):
    """What templates were compiled to, for all applications of this run, in `folder` too for those
    of its other workers.
    """

    def __init__(self) -> None:
        self.folder: Path | None = None
        self._code: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out what was compiled from the very same text."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))
        if bucket.code is None and self.folder and (file := self._file(bucket)).exists():
            bucket.bytecode_from_string(file.read_bytes())
            self._code[bucket.key, bucket.checksum] = bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._code[bucket.key, bucket.checksum] = bucket.code
        if self.folder:
            beside = self._file(bucket).with_suffix(f".{os.getpid()}")
            beside.write_bytes(bucket.bytecode_to_string())
            beside.replace(self._file(bucket))  # whole, or not at all

    def _file(self, bucket: Bucket) -> Path:
        return Path(self.folder or "") / f"{bucket.key}{bucket.checksum}.compiled"


COMPILED = Compiled()
