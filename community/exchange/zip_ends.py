"""How much a ZIP says that it holds, read from its end before it is opened (APPNOTE 4.3.16)."""

import os
from struct import unpack
from typing import IO

_END, _LARGE = b"PK\x05\x06", b"PK\x06\x07"
_LENGTH = 22  # bytes of the record at the end, without a comment
_LENGTH_OF_LARGE = 20  # of the one that leads to the record of a ZIP that is larger
_COMMENT = 0xFFFF  # bytes at most
_OF_A_FILE = 46 + 1024  # bytes that the list says of each: a name of that length is none of ours


def is_within(file: IO[bytes], most: int) -> bool:
    """Whether a ZIP lists at most so many files; where that cannot be told, it does. Leaves the
    file at its beginning.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _LENGTH - _COMMENT - _LENGTH_OF_LARGE))
    tail = file.read()
    file.seek(0)
    plain = len(tail) - _LENGTH
    at = plain if tail[plain:].startswith(_END) and tail[-2:] == b"\0\0" else tail.rfind(_END)
    if at < 0 or len(tail) < at + _LENGTH:
        return True
    if at >= _LENGTH_OF_LARGE and tail[at - _LENGTH_OF_LARGE : at].startswith(_LARGE):
        return False
    _, listed, length = unpack("<HHL", tail[at + 8 : at + 16])
    return bool(listed <= most and length <= most * _OF_A_FILE)
