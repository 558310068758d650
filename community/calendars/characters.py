"""Makes text fit for a calendar file: nothing in it can start a line of its own."""

import re
from urllib.parse import quote

from icalendar import vText

# What some reader takes for the end of a line besides CR and LF (`str.splitlines` does).
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# C0 but tab and newline, DEL and C1, a byte order mark, non-characters, and halves of pairs.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_ESCAPES = {"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"}
_ESCAPED = re.compile(r"[\\;,\n]")
_SPACES = re.compile(r"\s+")
_URI_PUNCTUATION = ":/?#[]@!$&'()*+,;=-._~%"


class Text(vText):
    r"""A TEXT value (RFC 5545 3.3.11). The library's own takes a backslash and an N for a newline,
    and `C:\New` would come out on two lines.
    """

    def to_ical(self) -> bytes:
        """The value with its backslashes, semicolons, commas and newlines escaped."""
        return _ESCAPED.sub(lambda found: _ESCAPES[found[0]], self).encode()


def paragraphs(text: str) -> str:
    """The text with plain newlines and without control characters other than tab."""
    return _UNFIT.sub("", _LINE_ENDS.sub("\n", text))


def line(text: str) -> str:
    """The text on one line, with single spaces."""
    return _SPACES.sub(" ", paragraphs(text)).strip()


def uri(text: str) -> str:
    """The address with everything percent-encoded that RFC 3986 does not allow in one."""
    return quote(_UNFIT.sub("", text.strip()), safe=_URI_PUNCTUATION)
