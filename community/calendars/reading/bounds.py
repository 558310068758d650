"""Bounds on a foreign calendar file, held by one cheap walk over its bytes before it is read."""

import codecs
import re
from dataclasses import dataclass

from community.calendars.plan import CalendarRefused, Remarks

MOST_BYTES = 2_000_000
MOST_LINES = 60_000
LONGEST_LINE = 100_000
"""Bytes of a property, its folded lines (RFC 5545 §3.1) joined."""
MOST_COMPONENTS = 2_000
DEEPEST = 3
"""A calendar, an event, an alarm."""
MOST_PROPERTIES = 2_000
"""Properties of one component."""

_LINE_END = re.compile(rb"\r\n|\n|\r")
_BRACKET = re.compile(r"\s*(BEGIN|END)\s*:(.*)", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKS = (  # the longer ones first: UTF-16's mark begins UTF-32's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class TextLine:
    """One unfolded line and the number, from 1, of the line in the file at which it begins."""

    number: int
    text: str


def check_size(data: bytes) -> None:
    """Refuse what is empty or too big. Raises `CalendarRefused`."""
    if not data.strip():
        raise CalendarRefused("This file is empty.")
    if len(data) > MOST_BYTES:
        raise CalendarRefused(
            f"This file is too big: {len(data) / 1e6:.1f} MB,"
            f" and at most {MOST_BYTES // 10**6} MB are read."
        )


def text_lines(data: bytes, remarks: Remarks) -> list[TextLine]:
    """The unfolded lines of a file in UTF-8, UTF-16 or, where it must be, Windows-1252.

    Raises `CalendarRefused` for whatever goes past a bound, is not text or not a calendar.
    """
    check_size(data)
    data = _as_utf8(data, remarks)
    if not re.match(rb"\s*BEGIN[ \t]*:[ \t]*VCALENDAR\b", data, re.IGNORECASE):
        raise CalendarRefused(
            "This is not a calendar file: it does not begin with BEGIN:VCALENDAR."
        )
    lines = _decoded(_unfolded(data), remarks)
    _check_components(lines)
    return lines


def bracket_of(text: str) -> tuple[str, str]:
    """("BEGIN", "VEVENT") for a line that begins a component, ("END", …) likewise, else empty."""
    match = _BRACKET.match(text)
    return (match[1].upper(), match[2].strip().upper()[:60]) if match else ("", "")


def _as_utf8(data: bytes, remarks: Remarks) -> bytes:
    """The bytes without a byte order mark, UTF-16 turned into UTF-8."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            if encoding == "utf-8":
                return data[len(mark) :]
            return _recoded(data, encoding, remarks)
    if data[:4] == b"B\0E\0":
        return _recoded(data, "utf-16-le", remarks)
    if data[:4] == b"\0B\0E":
        return _recoded(data, "utf-16-be", remarks)
    return data


def _recoded(data: bytes, encoding: str, remarks: Remarks) -> bytes:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise CalendarRefused(
            f"This file says it is {encoding.upper()} text, and is not."
        ) from None
    remarks.note(f"The file is written in {encoding.upper()}; calendar files should be UTF-8.")
    return text.encode("utf-8", "replace")


def _unfolded(data: bytes) -> list[tuple[int, bytes]]:
    """Whole lines with their numbers; a fold in the middle of a character is mended here."""
    if len(re.findall(_LINE_END, data)) > MOST_LINES:
        raise CalendarRefused(f"This file has more than {MOST_LINES:,} lines, and is not read.")
    lines: list[tuple[int, list[bytes]]] = []
    length = 0
    for number, raw in enumerate(_LINE_END.split(data), start=1):
        is_folded = bool(lines) and raw[:1] in (b" ", b"\t")
        length = length + len(raw) - 1 if is_folded else len(raw)
        if length > LONGEST_LINE:
            raise CalendarRefused(
                f"Line {number if not is_folded else lines[-1][0]} is longer than"
                f" {LONGEST_LINE // 1000} kB, and the file is not read."
            )
        if is_folded:
            lines[-1][1].append(raw[1:])
        elif raw.strip():
            lines.append((number, [raw]))
    return [(number, b"".join(parts)) for number, parts in lines]


def _decoded(lines: list[tuple[int, bytes]], remarks: Remarks) -> list[TextLine]:
    wrong = [number for number, raw in lines if not _is_utf8(raw)]
    encoding = "utf-8"
    if wrong:
        if any(not raw.isascii() and _is_utf8(raw) for _, raw in lines):
            raise CalendarRefused(
                f"Line {wrong[0]} is not UTF-8 text, though other lines are: the file is damaged."
            )
        encoding = "windows-1252"
        remarks.note(
            "The file is not UTF-8 text."
            " It was read as Windows-1252 (Latin-1): look at the accents.",
            line=wrong[0],
        )
    return [TextLine(number, _clean(number, raw, encoding, remarks)) for number, raw in lines]


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _clean(number: int, raw: bytes, encoding: str, remarks: Remarks) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        raise CalendarRefused(
            f"Line {number} is neither UTF-8 nor Windows-1252 text, and the file is not read."
        ) from None
    cleaned = _CONTROLS.sub("", text)
    if cleaned != text:
        remarks.note("Control characters, such as NUL, were taken out.", line=number)
    return cleaned


def _check_components(lines: list[TextLine]) -> None:
    """Count what begins and ends, so that nothing deep or crowded is built at all."""
    begun = 0
    crowd = [0]
    for line in lines:
        bracket, _ = bracket_of(line.text)
        if bracket == "BEGIN":
            begun += 1
            crowd.append(0)
            if begun > MOST_COMPONENTS:
                raise CalendarRefused(
                    f"This file has more than {MOST_COMPONENTS:,} parts (BEGIN lines),"
                    " and is not read."
                )
            if len(crowd) - 1 > DEEPEST:
                raise CalendarRefused(
                    f"Line {line.number}: parts lie more than {DEEPEST} deep in each other,"
                    " and the file is not read."
                )
        elif bracket == "END":
            crowd = crowd[:-1] or [0]
        else:
            crowd[-1] += 1
            if crowd[-1] > MOST_PROPERTIES:
                raise CalendarRefused(
                    f"Line {line.number}: one part has more than {MOST_PROPERTIES:,} properties,"
                    " and the file is not read."
                )
