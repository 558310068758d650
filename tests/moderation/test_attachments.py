"""What is sent along is what it says it is, and says no more than it shows."""

import struct
from zlib import compress, crc32

import pytest

from community.moderation.attachments import LARGEST, NotTaken, read
from community.moderation.report_models import FileKind


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))


def segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


HEAD = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
TAIL = chunk(b"IDAT", compress(b"\0\0")) + chunk(b"IEND", b"")
SCAN = bytes([0xFF, 0xDA]) + struct.pack(">H", 8) + b"\1\1\0\0\x3f\0" + b"pix\xff\0els\xff\xd0"
JFIF = b"JFIF\0\1\1\0\0\1\0\1"  # without the size of its thumbnail


def test_an_image_loses_what_a_camera_wrote_into_it():
    png = HEAD + chunk(b"tEXt", b"Author\0Vera") + chunk(b"eXIf", b"GPS 52.5") + TAIL + b"more"
    jpeg = (
        b"\xff\xd8"
        + segment(0xE0, JFIF + b"\x02\x01" + b"thumb!")
        + segment(0xE0, b"JFXX\0\x13 a face")
        + segment(0xE1, b"Exif\0\0 GPS 52.5")
        + segment(0xFE, b"by Vera")
        + segment(0xDB, b"table")
        + SCAN
        + segment(0xFE, b"between two scans")
        + SCAN
        + b"\xff\xd9"
        + b"\xff\xd8 another Vera \xff\xd9"
    )

    assert read(png).content == HEAD + TAIL
    assert read(png).kind is FileKind.PNG
    assert read(jpeg).content == (
        b"\xff\xd8"
        + segment(0xE0, JFIF + b"\0\0")
        + segment(0xDB, b"table")
        + SCAN
        + SCAN
        + b"\xff\xd9"
    )


def test_a_text_is_plain_text_whatever_it_looks_like():
    page = "<script>alert(1)</script>\r\n"

    assert read(page.encode()).kind is FileKind.TEXT
    assert read(page.encode()).content == b"<script>alert(1)</script>\n"


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a\0\0",
        b"%PDF-1.7\0",
        HEAD,
        HEAD + chunk(b"IDAT", b"x")[:-1] + b"?" + TAIL,
        b"\xff\xd8\xff\xe1\xff\xff",
        b"x" * (LARGEST + 1),
    ],
    ids=[
        "another image",
        "a document",
        "half an image",
        "a false sum",
        "half a photo",
        "too large",
    ],
)
def test_anything_else_is_not_taken(content):
    with pytest.raises(NotTaken):
        read(content)
