"""What is sent along is what it says it is, and says no more than it shows."""

import struct
from zlib import compress, crc32

import pytest

from community.moderation.attachments import LARGEST, MOST, NotTaken, read, read_all
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
        b"RIFF\4\0\0\0WEBP",
        b"RIFF\xff\0\0\0WEBPVP8 ",
        HEAD,
        HEAD + chunk(b"IDAT", b"x")[:-1] + b"?" + TAIL,
        b"\xff\xd8\xff\xe1\xff\xff",
    ],
    ids=[
        "another image",
        "half a document",
        "an empty image",
        "half an image of the web",
        "half an image",
        "a false sum",
        "half a photo",
    ],
)
def test_anything_else_is_not_taken(content):
    with pytest.raises(NotTaken):
        read(content)


def part(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def webp(*parts: bytes) -> bytes:
    inside = b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(inside) + 4) + b"WEBP" + inside


def test_a_webp_image_loses_what_was_written_into_it_in_each_frame_too():
    size, at = b"\0\0\0\1\0\0\1\0\0", b"\0" * 16
    frame = part(b"VP8 ", b"pixels!")
    told = webp(
        part(b"VP8X", bytes([0x2E]) + size),
        part(b"ICCP", b"the screen of Vera"),
        part(b"ANIM", b"\0" * 6),
        part(b"ANMF", at + frame + part(b"XXXX", b"by Vera")),
        part(b"EXIF", b"GPS 52.5"),
        part(b"XMP ", b"Vera"),
    )
    bare = webp(
        part(b"VP8X", bytes([0x02]) + size), part(b"ANIM", b"\0" * 6), part(b"ANMF", at + frame)
    )
    assert (read(told + b"more").content, read(told).kind) == (bare, FileKind.WEBP)
    assert read(webp(frame)).content == webp(frame)


HEIC, PDF = b"\0\0\0\x18ftypheic\0\0\0\0 GPS 52.5", b"%PDF-1.7\n/Author (Vera)\n%%EOF\n"


def test_what_cannot_be_bared_is_kept_as_it_came_but_of_nobody_who_is_nobody():
    kept = read_all([HEIC, PDF], is_anonymous=False)
    assert [(one.kind, one.content) for one in kept] == [
        (FileKind.HEIC, HEIC),
        (FileKind.PDF, PDF),
    ]
    for one in (HEIC, PDF):
        with pytest.raises(NotTaken, match="who made it, and where"):
            read_all([one], is_anonymous=True)


def test_as_many_files_are_taken_as_anybody_reads_and_not_larger_than_that():
    assert len(read_all([b"x"] * MOST, is_anonymous=True)) == MOST
    with pytest.raises(NotTaken, match="At most 5 files"):
        read_all([b"x"] * (MOST + 1), is_anonymous=True)
    with pytest.raises(NotTaken, match="at most 5 MB"):
        read_all([b"x" * LARGEST, b"x"], is_anonymous=True)
