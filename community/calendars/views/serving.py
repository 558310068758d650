"""From a request for a feed to its answer: the one road every feed goes."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask import Response, abort, current_app, request

from community import clock, keeping
from community.access import may_see, viewer
from community.afterwards import note_afterwards
from community.calendars import delivery, personal, revisions
from community.calendars.feeds import (
    BadQuery,
    Feed,
    Kind,
    Query,
    next_month,
    personal_feed,
    tag,
    tag_of,
)
from community.calendars.rendering import render
from community.calls.models import Call, Visibility
from community.conduct.coming import next_mark
from community.conduct.telling import STANDING
from community.config import Settings
from community.db import db

_TRIES = 3  # to render a feed that changes meanwhile


def serve(find: Callable[[Query], Feed | None], *, filters: bool = False) -> Response:
    """Answer with the feed that `find` gives for the query of this request, or 404."""
    query = _query(filters=filters)
    feed = find(query)
    if feed is None:
        abort(404)
    if feed.visibility is Visibility.MEMBERS:
        _check_member(feed)
        return _answer(feed, cache=delivery.ONE_MEMBERS, kept=None)
    is_open = feed.visibility is Visibility.PUBLIC
    cache, now = delivery.PUBLIC if is_open else delivery.BY_LINK, clock.now()
    answer = _answer(feed, cache=cache, kept=_kept())
    numbers = revisions.numbers(feed.scopes)
    if find(query) == feed and _is_canonical(query):
        tags = delivery.tags(request, tag_of(feed, numbers, base_url=_base_url(), now=now))
        if answer.get_etag()[0] in tags:  # nothing has changed since the answer was made
            keeping.keep_file(numbers, tags, next_month(now))
    return answer


def serve_personal(text: str) -> Response:
    """Answer with a member's own feed; a wrong and a revoked secret are alike. Who asked, and when,
    is noted after the answer.
    """
    secret = personal.secret_called(text)
    if secret is None:
        abort(404)
    now, number, query = clock.now(), secret.id, _query()
    is_worth_noting = personal.is_worth_noting(secret, now)
    response = _answer(personal_feed(secret, text, query), cache=delivery.PERSONAL, kept=None)
    if not is_worth_noting:
        _keep_tags(response, text, query, now)
    else:
        program = personal.program_called(request.headers.get("User-Agent", ""))
        note_afterwards(
            response,
            partial(personal.note_fetch, number, program, now),
            what="that a personal feed was fetched",
        )
    return response


def _keep_tags(answer: Response, text: str, query: Query, now: datetime) -> None:
    """Keep the tags of a member's own feed, without a byte of it, until its next fetch is to be
    noted; while nothing is done to anybody, since its tag follows what stands against the member.
    """
    db.session.expire_all()
    secret = personal.secret_called(text)
    if secret is None or secret.fetched_at is None or not _is_canonical(query):
        return
    feed, noted_at = personal_feed(secret, text, query), secret.fetched_at + personal.NOTED_EVERY
    numbers = revisions.numbers((*feed.scopes, STANDING))
    tags = delivery.tags(request, tag(feed, base_url=_base_url(), now=now))
    if answer.get_etag()[0] in tags:  # nothing has changed since the answer was made
        ends = (next_month(now), noted_at, next_mark(secret.member_id, now))
        until = min(end for end in ends if end is not None)
        keeping.keep_file(numbers, tags, until, whole=False)


def _is_canonical(query: Query) -> bool:
    """Whether it was asked for as our own addresses ask: one of few, so that none fills a room."""
    return request.query_string.decode() == query.canonical.lstrip("?")


def _query(*, filters: bool = False) -> Query:
    try:
        return Query.read(request.args, filters=filters)
    except BadQuery as wrong:
        abort(400, str(wrong))


def _check_member(feed: Feed) -> None:
    """What only members see is given to one who is signed in, as a file of one call to add; a
    subscription carries no sign-in.
    """
    call = db.session.get(Call, feed.subject_id) if feed.kind is Kind.CALL else None
    if call is None or not may_see(viewer(), call):
        abort(404)


def _answer(feed: Feed, *, cache: str, kept: delivery.Kept | None) -> Response:
    base_url, now = _base_url(), clock.now()
    current = tag(feed, base_url=base_url, now=now)
    held = delivery.unchanged(request, current)
    if held is not None:
        return delivery.not_modified(held, cache=cache)
    current, form = _form(feed, current, base_url, now, kept)
    if form is None:
        abort(404)
    return delivery.full(request, current, form, cache=cache, filename=feed.filename)


def _form(
    feed: Feed, current: str, base_url: str, now: datetime, kept: delivery.Kept | None
) -> tuple[str, delivery.Form | None]:
    """The bytes, under the tag of what they were made from; again if that changed meanwhile."""
    form = kept.get(current) if kept is not None else None
    for _try in range(_TRIES):
        if form is not None:
            break
        plain = render(feed, base_url=base_url, now=now)
        if plain is None:
            return current, None
        before, current = current, tag(feed, base_url=base_url, now=now)
        if before == current:
            form = delivery.pack(plain)
            if kept is not None:
                kept.put(current, form)
        db.session.expire_all()
    if form is None:
        abort(503)
    return current, form


def _kept() -> delivery.Kept:
    kept: delivery.Kept = current_app.extensions["calendars.kept"]
    return kept


def _base_url() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.base_url
