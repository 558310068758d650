"""WebP images without what cameras and programs add to them (RFC 9649). Pure."""

import struct
from collections.abc import Collection, Iterator

_DRAWN = {b"VP8 ", b"VP8L", b"ALPH"}
_KEPT = {*_DRAWN, b"VP8X", b"ANIM", b"ANMF"}
_TOLD = 0x20 | 0x08 | 0x04  # flags that say of a colour profile, Exif and XMP
_FRAME = 16  # bytes that say where a frame of an animation stands, before its parts


def bare_webp(content: bytes) -> bytes:
    """The chunks that are needed to draw it; what follows the image is left out. Raises
    `ValueError` and `struct.error` where it is none.
    """
    (size,) = struct.unpack_from("<I", content, 4)
    if content[8:12] != b"WEBP" or size + 8 > len(content):
        raise ValueError("no WebP")
    kept = b"".join(_bare(content[12 : size + 8], _KEPT))
    if not any(name in kept for name in (b"VP8 ", b"VP8L")):
        raise ValueError("nothing to draw")
    return b"RIFF" + struct.pack("<I", len(kept) + 4) + b"WEBP" + kept


def _bare(chunks: bytes, names: Collection[bytes]) -> Iterator[bytes]:
    at = 0
    while at < len(chunks):
        name = chunks[at : at + 4]
        (size,) = struct.unpack_from("<I", chunks, at + 4)
        data = chunks[at + 8 : at + 8 + size]
        if len(data) != size:
            raise ValueError(name)
        at += 8 + size + size % 2
        if name in names:
            yield _chunk(name, _without_what_is_told(name, data))


def _without_what_is_told(name: bytes, data: bytes) -> bytes:
    if name == b"VP8X":
        return bytes([data[0] & ~_TOLD]) + data[1:]
    if name == b"ANMF":
        return data[:_FRAME] + b"".join(_bare(data[_FRAME:], _DRAWN))
    return data


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
