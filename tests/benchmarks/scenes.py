"""What is measured: each scene is a kind of request to the program, and to the bare application."""

import gzip
import http.client
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests.factories import PASSWORD

from .found import WORDS
from .places import Place

_MINUTE, _ROUND = 60, 10  # seconds; a round is shorter
HELLO, BYTES, ROW = "a word", "the same bytes", "one row"


@dataclass(frozen=True, slots=True)
class Scene:
    """One line of the table: what is sent to either, with the status that is right."""

    name: str
    bare: str
    ours: list[bytes]
    theirs: list[bytes]
    status: int = 200
    theirs_status: int = 200
    least: float | None = None  # the ratio to reach
    most: int | None = field(default=None)  # requests there are, where none may be sent twice
    anew: Callable[[], list[bytes]] | None = None  # `ours`, made right before each round


def scenes(place: Place, port: int, folder: Path) -> list[Scene]:
    """Every scene, the bytes to send again put into `folder`."""
    hello = [_request("GET", "/hello")]
    topic, long = (f"/topics/five-{word}/calendar.ics" for word in ("hundred", "thousand"))
    personal = f"/calendar/{place.secret}.ics"
    feeds = [
        _feed(f"feed of {number}{suffix}", path, port, folder, packed=packed, least=least)
        for number, path in ((500, topic), (5000, long))
        for suffix, packed in ((", plain", False), (", gzip", True))
        for least in [0.5 if number == 500 else None]
    ]
    page = f"/calls/{place.call}"
    return [
        _unchanged("feed", topic, port, hello, least=0.7),
        *feeds,
        _unchanged("personal feed", personal, port, hello, least=0.7),
        _feed("personal feed of 60", personal, port, folder, packed=True, least=None),
        *_first_pages(page, place.cookies[-1], hello),
        *_notes(place, hello),
        *_finding(hello, place.cookies[-1]),
        *_patterns(place, hello),
        _unchanged("live", f"{page}/live", port, hello, least=0.6),
        _unchanged_for_a_minute("live, member", f"{page}/live", port, hello, place.cookies[-1]),
        Scene("sign-in", HELLO, list(_sign_ins(place)), hello, status=303),
        _answered("answer a call", _answers(place), least=0.25),
        _answered("answer a call that fills up", _answers_at_once(place)),
    ]


def _first_pages(page: str, member: str, hello: list[bytes]) -> Iterator[Scene]:
    """What most people open: home, the list of calls, and the `page` of a call."""
    yield Scene("home, visitor", HELLO, [_request("GET", "/")], hello, least=0.1)
    yield Scene("list of calls, visitor", HELLO, [_request("GET", "/calls")], hello)
    yield Scene("call with 200 answers, visitor", HELLO, [_request("GET", page)], hello, least=0.1)
    yield Scene("home, member", HELLO, [_request("GET", "/", Cookie=member)], hello)
    theirs = [_request("GET", page, Cookie=member)]
    yield Scene("call with 200 answers, member", HELLO, theirs, hello)


def _unchanged(name: str, path: str, port: int, hello: list[bytes], *, least: float) -> Scene:
    """Asked again by somebody who has it."""
    held = [_request("GET", path, If_None_Match=_fetched(port, path)[1])]
    return Scene(f"{name}, nothing changed (304)", HELLO, held, hello, status=304, least=least)


def _unchanged_for_a_minute(
    name: str, path: str, port: int, hello: list[bytes], member: str
) -> Scene:
    """Asked again by a member who has it: the page shows the minute, and is another in the next."""

    def held() -> list[bytes]:
        left = _MINUTE - time.time() % _MINUTE
        if left < _ROUND:
            time.sleep(left)
        tag = _fetched(port, path, Cookie=member)[1]
        return [_request("GET", path, Cookie=member, If_None_Match=tag)]

    name = f"{name}, nothing changed (304)"
    return Scene(name, HELLO, [], hello, status=304, anew=held)


def _finding(hello: list[bytes], member: str) -> Iterator[Scene]:
    """What is asked while somebody types: what others have asked before, and what nobody has, by
    visitors, whose answers are kept, and by a member.
    """
    again = [
        _request("GET", f"/palette?q={words}") for words in ("licen", "careship+voti", "xyzzy")
    ]
    yield Scene("palette, asked before", HELLO, again, hello, least=0.06)
    two = [
        f"/palette?q={one}+{other[:size]}"
        for size in (2, 3, 4, 5)
        for one in WORDS
        for other in WORDS[:50]
    ]
    anew = [_request("GET", path) for path in two]
    yield Scene("palette, two words asked anew", HELLO, anew, hello)
    theirs = [_request("GET", path, Cookie=member) for path in two]
    yield Scene("palette, two words, member", HELLO, theirs, hello)
    none = [_request("GET", f"/palette?q=xyzzy{number}") for number in range(20_000)]
    yield Scene("palette, nothing found anew", HELLO, none, hello)


def _patterns(place: Place, hello: list[bytes]) -> Iterator[Scene]:
    """A pattern that is much spoken of, and the library by what its patterns are about."""
    page, member = f"/patterns/{place.pattern}", place.cookies[-1]
    yield Scene("pattern, visitor", HELLO, [_request("GET", page)], hello, least=0.08)
    yield Scene("pattern, member", HELLO, [_request("GET", page, Cookie=member)], hello)
    one = [f"/patterns?dimension={value}" for value in ("trust", "labour", "intention")]
    yield Scene("library, one facet", HELLO, [_request("GET", p) for p in one], hello, least=0.03)
    two = [
        f"/patterns?dimension={what}&effort={time}"
        for what in ("trust", "labour", "intention", "environment")
        for time in ("minutes", "hours", "weeks")
    ]
    yield Scene("library, two facets", HELLO, [_request("GET", p) for p in two], hello, least=0.03)
    whole = [_request("GET", "/patterns?role=facilitator&moment=repairing", Cookie=member)]
    yield Scene("library, two facets, member", HELLO, whole, hello)


def _notes(place: Place, hello: list[bytes]) -> Iterator[Scene]:
    """Calls that were talked about, much and very much, and one more note."""
    for number, slug, least in zip(("200", "2,000"), place.discussed, (0.04, 0.02), strict=True):
        page = f"/calls/{slug}"
        visitor, member = _request("GET", page), _request("GET", page, Cookie=place.cookies[-1])
        yield Scene(f"call with {number} notes, visitor", HELLO, [visitor], hello, least=least)
        yield Scene(f"call with {number} notes, member", HELLO, [member], hello)
    form = {"text": "One *more* word.", "kind": "note", "disclosure-degree": "none"}
    posts = [
        _post(f"/calls/{place.discussed[0]}/notes", form, Cookie=cookie) for cookie in place.cookies
    ]
    few = 25 * len(posts)  # within a short time a member writes no more than thirty
    yield Scene("add a note", HELLO, posts, hello, status=303, least=0.05, most=few)


def _feed(
    name: str, path: str, port: int, folder: Path, *, packed: bool, least: float | None
) -> Scene:
    given = {"Accept_Encoding": "gzip"} if packed else {}
    body, _tag = _fetched(port, path)
    file = name.replace(" ", "-").replace(",", "") + (".gz" if packed else ".ics")
    (folder / file).write_bytes(gzip.compress(body, 6, mtime=0) if packed else body)
    theirs = [_request("GET", f"/bytes/{file}", **given)]
    return Scene(name, BYTES, [_request("GET", path, **given)], theirs, least=least)


def _fetched(port: int, path: str, **headers: str) -> tuple[bytes, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    body, tag = answer.read(), answer.headers["ETag"]
    line.close()
    return body, tag


def _sign_ins(place: Place) -> list[bytes]:
    """From an address each: what is limited is how often one of them, or one account, may try."""
    return [
        _post(
            "/sign-in",
            {"email": email, "password": PASSWORD, "next": ""},
            X_Forwarded_For=f"10.1.{n % 250}.{turn + 1}",
        )
        for turn in range(9)
        for n, email in enumerate(place.emails)
    ]


def _answered(name: str, ours: list[bytes], least: float | None = None) -> Scene:
    """Answers, each of them the first of a member for a call, beside a view that commits a row."""
    theirs = [_post("/row", {"said": "going"})]
    told = {"status": 303, "theirs_status": 204, "least": least, "most": len(ours)}
    return Scene(name, ROW, ours, theirs, **told)


def _answers(place: Place) -> list[bytes]:
    """Each member answers every other call once, all of these in turn: none fills up."""
    calls, cookies = place.answerable[::2], place.cookies
    return [
        _answer(call, cookies[(n + shift) % len(cookies)])
        for shift in range(len(cookies))
        for n, call in enumerate(calls)
    ]


def _answers_at_once(place: Place) -> list[bytes]:
    """Everybody answers one of the rest, then the next: at some, many get a place in line."""
    calls = place.answerable[1::2]
    return [_answer(call, cookie) for call in calls for cookie in place.cookies]


def _answer(call: str, cookie: str) -> bytes:
    return _post(f"/calls/{call}/sittings/1/rsvp", {"answer": "going"}, Cookie=cookie)


def _post(path: str, form: dict[str, str], **headers: str) -> bytes:
    body = urlencode(form).encode()
    head = _request(
        "POST",
        path,
        Content_Type="application/x-www-form-urlencoded",
        Content_Length=str(len(body)),
        Sec_Fetch_Site="same-origin",
        **headers,
    )
    return head + body


def _request(method: str, path: str, **headers: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
