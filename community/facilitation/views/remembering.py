"""What a member's page of a call was made of, kept in memory: whoever asks for it again learns with
few reads that nothing has changed, before the call itself is looked for, and then with one.

What is kept are the names of revisions alone. Which they are follows from what they stand for, and
so does who may see the page: where one of them has another number, it is found anew.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import wraps
from hashlib import sha256
from typing import Any

from flask import Response, current_app, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from community import clock, keeping, numbers, revisions
from community.access import Viewer, viewer
from community.accounts import sessions
from community.accounts.sessions import SEEN_EVERY
from community.conduct.coming import is_marked, next_mark
from community.conduct.telling import STANDING
from community.distance.distancing import scope_of
from community.facilitation.queries import drafts_numbered
from community.facilitation.telling import LIVE
from community.facilitation.timing import minutes_between, next_minute

_ROOM = 2000  # pages of members in each process
_BEGINNING = datetime.fromtimestamp(0, UTC)
_BEFORE = "community.live"
_FOUND_BY = (revisions.PLACE, LIVE)  # what says of what else the page is made
Scopes = tuple[str, ...]
Known = Mapping[str, int]


def remembered_first(view: Callable[..., Any]) -> Callable[..., ResponseReturnValue]:
    """Say at once that a member's page of the call at `slug` is as they have it, where it is.

    Stands above `guard`: it let the page through, and what that hangs on has not changed.
    """

    @wraps(view)
    def asked(slug: str) -> ResponseReturnValue:
        who = viewer()
        if who.member is not None:
            scopes = None if who.limits or who.is_told else _kept().get((who.member.id, slug))
            known = known_of(who, scopes or _FOUND_BY)
            now = clock.now()
            tag = tag_of(who, now, known) if scopes else None
            if tag and request.if_none_match.contains_weak(tag):
                return unchanged(who, now, tag, known)
            request.environ[_BEFORE] = {scope: known[scope] for scope in _FOUND_BY}
        answer: ResponseReturnValue = view(slug=slug)
        return answer

    return asked


def remember(who: Viewer, slug: str, scopes: Scopes, known: Known) -> None:
    """Keep what a member's page of a call is made of, unless something changed while that was
    found: `known` are its numbers now.
    """
    if any(known[scope] != number for scope, number in request.environ[_BEFORE].items()):
        return
    kept = _kept()
    kept[who.member.id, slug] = scopes
    while len(kept) > _ROOM:
        kept.popitem(last=False)


def known_of(who: Viewer, scopes: Scopes) -> Known:
    """The numbers of what a member's page shows: with `scopes`, whom they keep off, and what they
    have begun to write. One query.
    """
    wanted = [revisions.PLACE, STANDING, scope_of(who.member.id), *scopes]
    return revisions.numbers(wanted, _beside(who))


def tag_of(who: Viewer, now: datetime, known: Known) -> str | None:
    """What stands for a member's page in this minute; None where it says something once."""
    if "_flashes" in session:
        return None
    parts = who.member_id, who.is_told, sorted(known.items()), minutes_between(_BEGINNING, now)
    return sha256(repr(parts).encode()).hexdigest()[:32]


def unchanged(who: Viewer, now: datetime, tag: str, known: Known) -> Response:
    """That a page which is made of what is `known` is as they have it, by the `tag` of `now`. Until
    its minute is over the same is said ahead of the application while they are signed in and
    nothing is begun or ended that stands against them; but for the once an hour that it is noted
    that they are here.
    """
    may_keep = not request.query_string and known.get(sessions.SIGNED_IN) == 1  # one of few
    if may_keep and who.seen_at and who.ends_at and not is_marked(who.member.id, now):
        ends = (next_minute(now), who.seen_at + SEEN_EVERY, who.ends_at)
        until = min(*ends, next_mark(who.member.id, now) or who.ends_at)
        keeping.keep_own(known, numbers.beside(_beside(who)), until)
    return tagged(Response(status=304), tag)


def _beside(who: Viewer) -> list[Select[*tuple[Any, ...]]]:
    signed_in = [sessions.numbered(who.token)] if who.token else []
    return [drafts_numbered(who.member), *signed_in]


def tagged(response: Response, tag: str) -> Response:
    """The answer with its tag, to be asked for again."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(tag, weak=True)
    return response


def _kept() -> "OrderedDict[tuple[int, str], Scopes]":
    kept: OrderedDict[tuple[int, str], Scopes] = current_app.extensions.setdefault(
        "live pages of members", OrderedDict()
    )
    return kept
