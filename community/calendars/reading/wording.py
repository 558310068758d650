"""The words of a foreign event: HTML turned into text, the join link found and kept apart."""

import html
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from community.calendars.characters import line, paragraphs, uri

from .lines import Component

LONGEST_TITLE = 150
LONGEST_DESCRIPTION = 20_000
LONGEST_PLACE = 300
LONGEST_ADDRESS = 2_000

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:]{0,15})((?:\s[^<>]*)?)/?>")
_KNOWN_TAG = re.compile(
    r"</?(a|b|blockquote|body|br|code|div|em|font|h[1-6]|head|hr|html|i|img|li|meta|o:p|ol|p|pre|s"
    r"|script|span|strong|style|sub|sup|table|tbody|td|th|title|tr|u|ul)(\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"<(script|style|head|title)\b[^<>]*>", re.IGNORECASE)
_COMMENT = re.compile(r"<!(?:--[^<>]{0,2000}--|[^<>]{0,2000})>")
_HREF = re.compile(r"""\bhref\s*=\s*["']?([^\s"'<>]+)""", re.IGNORECASE)
_BREAKS = {
    "br": "\n",
    "p": "\n",
    "div": "\n",
    "li": "\n- ",
    "tr": "\n",
    "hr": "\n",
    "ul": "\n",
    "ol": "\n",
}
_MANY_LINES = re.compile(r"\n[ \t]*\n[ \t]*(?:\n[ \t]*)+")
_ADDRESS = re.compile(r"https?://[^\s<>\"“”|\\^`{}]+", re.IGNORECASE)
_MEETING_HOSTS = re.compile(
    r"(^|\.)(zoom\.us|zoom\.com|meet\.google\.com|teams\.microsoft\.com|teams\.live\.com|meet\.jit\.si"
    r"|webex\.com|whereby\.com|gotomeeting\.com|gotomeet\.me|bluejeans\.com|8x8\.vc|chime\.aws)$"
)
LINK_PROPERTIES = (
    "CONFERENCE",
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK",
)
_SECRET_WORDS = re.compile(
    r"\b(passcode|password|pass code|meeting id|access code|pin)\b", re.IGNORECASE
)
_LINK_STOOD_HERE = "(join link)"


@dataclass(frozen=True, slots=True)
class Words:
    """What an event says, fit to be kept, and `remarks`: what was done to it, as sentences."""

    title: str
    description: str
    place: str
    join_link: str | None
    url: str | None
    remarks: tuple[str, ...]


def words(event: Component) -> Words:
    """Title, description, place and links of an event, no longer than we keep them."""
    remarks: list[str] = []
    title = _cut(line(event.text("SUMMARY")), LONGEST_TITLE, "title", remarks)
    if not title:
        remarks.append("it has no title, and is called “Untitled call”.")
    description = _description(event.text("DESCRIPTION"), remarks)
    place = line(event.text("LOCATION"))
    url = address(event.text("URL"))
    link = _join_link(event, place, description, url)
    if link:
        place = _without(place, link)
        kept = _ADDRESS.sub(lambda match: _without_link(match[0], link), description)
        if kept != description:
            description = kept
            remarks.append(
                "the join link was taken out of the description, which more people may read."
            )
        url = None if url == link else url
    if speaks_of_secret(description):
        remarks.append(
            "its description speaks of a passcode or meeting number: look before others do."
        )
    place = _cut(place, LONGEST_PLACE, "place", remarks)
    kept_link = uri(link) if link else None
    return Words(title or "Untitled call", description, place, kept_link, url, tuple(remarks))


def speaks_of_secret(text: str) -> bool:
    """Whether it seems to hold what opens a meeting to anyone who reads it."""
    return bool(_SECRET_WORDS.search(text))


def address(text: str) -> str | None:
    """An http or https address that can be kept, else None."""
    found = _ADDRESS.fullmatch(text.strip())
    if not found or len(text) > LONGEST_ADDRESS:
        return None
    try:
        host = urlsplit(found[0]).hostname
    except ValueError:
        return None
    return uri(found[0]) if host else None


def plain(source: str) -> str:
    """Text as it would be read: without HTML tags, and links beside their words."""
    text = paragraphs(source)
    if not _KNOWN_TAG.search(text):
        return text.strip()
    text = _COMMENT.sub("", _without_unseen(text))
    if _has_breaks(text):
        text = text.replace("\n", " ")
    hrefs: list[str] = []
    text = html.unescape(_TAG.sub(lambda match: _tag(match, hrefs), text))
    rows = (re.sub(r"[ \t\xa0]+", " ", row).strip() for row in paragraphs(text).split("\n"))
    return _MANY_LINES.sub("\n\n", "\n".join(rows)).strip()


def _without_unseen(text: str) -> str:
    """The text without scripts, styles and heads, in one pass whatever the nesting."""
    kept: list[str] = []
    lowered, position = text.lower(), 0
    while begun := _UNSEEN.search(text, position):
        end = lowered.find(f"</{begun[1].lower()}", begun.end())
        if end < 0:
            break
        kept.append(text[position : begun.start()])
        position = text.find(">", end) + 1 or len(text)
    return "".join(kept) + text[position:]


def _has_breaks(text: str) -> bool:
    """Whether the lines are made by tags, so that newlines in the source mean nothing."""
    return re.search(r"<(br|p|div|li)\b", text, re.IGNORECASE) is not None


def _tag(match: re.Match[str], hrefs: list[str]) -> str:
    name, is_end = match[2].lower(), bool(match[1])
    if name == "a":
        if not is_end:
            found = _HREF.search(match[3])
            hrefs.append(found[1] if found else "")
            return ""
        href = hrefs.pop() if hrefs else ""
        before = match.string[max(0, match.start() - len(href)) : match.start()]
        return f" ({href})" if href and before != href else ""
    if not _KNOWN_TAG.fullmatch(match[0]):
        return match[0]
    return (
        _BREAKS.get(name, "\n" if name.startswith("h") else "")
        if not is_end or name in ("p", "div")
        else ""
    )


def _description(source: str, remarks: list[str]) -> str:
    text = plain(source[: LONGEST_DESCRIPTION * 3])
    if _KNOWN_TAG.search(source):
        remarks.append("its description was HTML and was turned into plain text.")
    return _cut(text, LONGEST_DESCRIPTION, "description", remarks)


def _join_link(event: Component, place: str, description: str, url: str | None) -> str | None:
    for name in LINK_PROPERTIES:
        for found in event.all(name):
            link = address(found.text)
            if link:
                return link
    in_place = _addresses(place)
    if in_place:
        return in_place[0]
    others = [*([url] if url else []), *_addresses(description)]
    return next((link for link in others if _is_meeting(link)), None)


def _addresses(text: str) -> list[str]:
    """The addresses in a text, without the punctuation of the sentence around them."""
    found = (match[0].rstrip(".,;:!?'*") for match in _ADDRESS.finditer(text))
    trimmed = (link[:-1] if link.endswith(")") and "(" not in link else link for link in found)
    return [link for link in trimmed if address(link)]


def _is_meeting(link: str) -> bool:
    return bool(_MEETING_HOSTS.search(urlsplit(link).hostname or ""))


def _without_link(found: str, link: str) -> str:
    """An address of the description, or the words that stand for it where it is the join link."""
    is_link = found.startswith(link) and not found[len(link) :].strip(".,;:!?'*)")
    return _LINK_STOOD_HERE + found[len(link) :] if is_link else found


def _without(place: str, link: str) -> str:
    rest = place.replace(link, "").replace("()", "").replace("<>", "")
    return line(rest).strip(" -–,;:|")


def _cut(text: str, most: int, what: str, remarks: list[str]) -> str:
    if len(text) <= most:
        return text
    remarks.append(f"its {what} is longer than {most:,} characters and was cut.")
    return text[: most - 1].rstrip() + "…"
