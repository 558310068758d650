"""What is sent along with a report: recognised by what is in it, and rid of what cameras add.

Pixels stay as they are; places, dates, names and thumbnails that PNG, JPEG and WebP carry are left
out, so that an image does not say more than it shows. HEIC and PDF are kept as they came, and so
not taken from whoever wants nobody to know who they are. Anything else is refused.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from community.text import clean

from .report_models import FileKind
from .webp import bare_webp

LARGEST = 5 * 1024 * 1024
"""Bytes of all that comes with one report."""
MOST = 5
AS_IT_CAME = frozenset({FileKind.HEIC, FileKind.PDF})
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT"}
_JPEG = b"\xff\xd8\xff"
_SCAN, _END, _APP0 = 0xDA, 0xD9, 0xE0
_IN_SCAN = {0, *range(0xD0, 0xD8)}
_JFIF = 18  # bytes, with the marker, of a segment without a thumbnail
_DROPPED = {*range(0xE1, 0xEE), 0xEF, 0xFE}  # APP1–13 and 15, and comments; APP0 and 14 say colours


_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}  # ISO/IEC 23008-12, B.4


class NotTaken(ValueError):
    """The file cannot be sent along; the text is a sentence to the person."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it is kept."""

    kind: FileKind
    content: bytes


def read_all(sent: Sequence[bytes], *, is_anonymous: bool) -> list[Attachment]:
    """What is kept of the files of one report. Raises `NotTaken`."""
    if len(sent) > MOST:
        raise NotTaken(f"At most {MOST} files can be sent along.")
    if sum(map(len, sent)) > LARGEST:
        raise NotTaken("This is too large: at most 5 MB can be sent along.")
    files = [read(content) for content in sent]
    if is_anonymous and any(file.kind in AS_IT_CAME for file in files):
        raise NotTaken(
            "A HEIC image or a PDF can tell who made it, and where. Send a PNG or JPEG image, or"
            " let the responders know who you are."
        )
    return files


def read(content: bytes) -> Attachment:
    """What is kept of a file. Raises `NotTaken`."""
    try:
        return _read(content)
    except (ValueError, IndexError, struct.error):
        raise NotTaken(
            "Send images as PNG, JPEG, WebP or HEIC, documents as PDF, or plain text."
        ) from None


def _read(content: bytes) -> Attachment:
    if content.startswith(_PNG):
        return Attachment(FileKind.PNG, _bare_png(content))
    if content.startswith(_JPEG):
        return Attachment(FileKind.JPEG, _bare_jpeg(content))
    if content.startswith(b"RIFF"):
        return Attachment(FileKind.WEBP, bare_webp(content))
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        return Attachment(FileKind.HEIC, content)
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:]:
        return Attachment(FileKind.PDF, content)
    return Attachment(FileKind.TEXT, _plain_text(content))


def _bare_png(content: bytes) -> bytes:
    """The chunks that are needed to draw it (PNG, third edition, §5 and §11)."""
    kept, at = [_PNG], len(_PNG)
    while True:
        (length,) = struct.unpack_from(">I", content, at)
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        (check,) = struct.unpack_from(">I", content, at + 8 + length)
        if len(data) != length or crc32(kind + data) != check:
            raise ValueError(kind)
        if kind in _PNG_KEPT:
            kept.append(content[at : at + 12 + length])
        at += 12 + length
        if kind == b"IEND":
            return b"".join(kept)


def _bare_jpeg(content: bytes) -> bytes:
    """The segments without what applications add (ITU-T T.81, annex B); what follows the image is
    left out.
    """
    kept, at = [content[:2]], 2
    while True:
        if content[at] != 0xFF:  # noqa: PLR2004 - every marker begins with it
            raise ValueError(at)
        marker = content[at + 1]
        if marker == 0xFF:  # noqa: PLR2004 - fill
            at += 1
            continue
        if marker == _END:
            return b"".join([*kept, content[at : at + 2]])
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if length < 2 or end > len(content):  # noqa: PLR2004 - it counts itself
            raise ValueError(marker)
        if marker == _SCAN:
            end = _end_of_scan(content, end)
        if marker == _APP0:
            kept.append(_without_thumbnail(content[at:end]))
        elif marker not in _DROPPED:
            kept.append(content[at:end])
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    """Where what is drawn ends: at a marker that neither stuffs a byte nor starts again."""
    while True:
        at = content.index(0xFF, at)
        if content[at + 1] not in _IN_SCAN:
            return at
        at += 2


def _without_thumbnail(segment: bytes) -> bytes:
    """What JFIF says of density alone (T.871, §10.1); its extensions are thumbnails."""
    is_jfif = segment[4:9] == b"JFIF\0" and len(segment) >= _JFIF
    return segment[:2] + struct.pack(">H", _JFIF - 2) + segment[4:16] + b"\0\0" if is_jfif else b""


def _plain_text(content: bytes) -> bytes:
    if b"\0" in content:
        raise ValueError("binary")
    return clean(content.decode("utf-8-sig")).encode()
