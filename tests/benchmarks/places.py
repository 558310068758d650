"""The filled community that is measured, on either database, and who is signed in there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from flask import Flask
from sqlalchemy import delete, insert, select, text, update

from community import clock, schema, work
from community.accounts.models import Member
from community.accounts.passwords import hash_password
from community.attendance.models import Answer, Follow, Rsvp
from community.calendars import personal
from community.calls.models import Call, Topic, Visibility, call_topic
from community.calls.times import Cancellation, Sitting
from community.config import Settings
from community.db import db, transaction
from community.front import filling
from tests.benchmarks.found import fill_index
from tests.benchmarks.library import fill_library
from tests.benchmarks.talk import talk
from tests.databases import KEY
from tests.factories import PASSWORD, make_community, sign_in
from tests.postgres import Postgres

ANSWERS = 200  # on the call that is looked at
FEEDS = {"five-hundred": 500, "five-thousand": 5000}
OWN_DATES = 60  # in the personal feed that is fetched
_PAIRS = select(Rsvp.sitting_id, Rsvp.person_id)


@dataclass(frozen=True, slots=True)
class Size:
    """How large the place is, and how many of its members are signed in."""

    amount: filling.Amount
    feeds: tuple[str, ...] = tuple(FEEDS)
    signed_in: int = 100
    notes: tuple[int, ...] = (200, 2000)  # on a call each
    found: tuple[int, int] = (5000, 100_000)  # patterns and notes in the index
    patterns: int = 5000  # in the library
    years_ago: filling.Amount | None = None  # what came and went before all of that


_YEARS = timedelta(days=1100)  # bulk data lies a year around the day it is written at
FULL = Size(filling.Amount(members=1000, series=20, calls=6600, rsvps=20_000, seed=1))


@dataclass(frozen=True, slots=True)
class Place:
    """Its settings, and the addresses and cookies that requests are made of."""

    settings: Settings
    call: str
    discussed: list[str]
    answerable: list[str]
    cookies: list[str]
    emails: list[str]
    secret: str
    pattern: str
    filled_in: float  # seconds that `flask --app app fill` would have taken


@contextmanager
def place_on(engine: str, folder: Path, port: int, size: Size) -> Iterator[Place]:
    """A filled place on `engine`; the database is gone afterwards."""
    if engine == "sqlite":
        yield _filled(f"sqlite:///{folder / 'community.db'}", folder, port, size)
        return
    server = Postgres(fsync="on", full_page_writes="on", synchronous_commit="on")
    try:
        server.create("community")
        yield _filled(server.url("community"), folder, port, size)
    finally:
        server.stop()


def _filled(url: str, folder: Path, port: int, size: Size) -> Place:
    from app import JOBS, create_app  # noqa: PLC0415 - loads everything there is

    settings = Settings(
        instance_path=folder,
        database_url=url,
        base_url=f"http://127.0.0.1:{port}",
        secret_key=KEY,
        port=port,
        trusted_proxies=1,  # so that sign-ins come from many addresses
    )
    app, now = create_app(settings), clock.now()
    schema.upgrade(app, settings)
    began = perf_counter()
    with app.app_context(), transaction():
        make_community()
        if size.years_ago is not None:
            filling.fill(size.years_ago, now=now - _YEARS)
        filling.fill(size.amount, now=now)
    took = perf_counter() - began
    with app.app_context(), transaction():
        found = _arrange(size, now)
        fill_index(*size.found, now)
        if not settings.is_sqlite:
            db.session.execute(text("ANALYZE"))  # as the server does by itself, a minute later
    place = Place(settings, **found, cookies=_cookies(app, size.signed_in), filled_in=took)
    with app.app_context():
        work.look(JOBS)  # what a worker would catch up on for the first half minute
        db.engine.dispose()
    return place


def _arrange(size: Size, now: datetime) -> dict[str, Any]:
    """One call with many answers, topics with a given number of calls, a member with a feed."""
    open_calls = _open_calls(now)
    for slug in size.feeds:
        topic = Topic(slug=slug, name=slug.title())
        db.session.add(topic)
        db.session.flush()
        chosen = list(open_calls)[: FEEDS[slug]]
        rows = [{"call_id": call_id, "topic_id": topic.id} for call_id in chosen]
        db.session.execute(insert(call_topic), rows)
    ahead = [(s, slug) for s, slug, starts in open_calls.values() if starts > now + timedelta(2)]
    members = list(db.session.scalars(select(Member).order_by(Member.id).limit(ANSWERS)))
    sitting, call = ahead[0]
    answered = [number for number, _slug in ahead[:OWN_DATES]]
    db.session.execute(update(Sitting).where(Sitting.id.in_(answered)).values(capacity=None))
    follows = Follow.person_id == members[0].person_id
    db.session.execute(delete(Follow).where(follows))  # whole series are in one's feed too
    _answer([(sitting, member) for member in members], now)
    _answer([(other, members[0]) for other, _slug in ahead[1:OWN_DATES]], now)
    secret = personal.make(members[0], key=KEY, now=now)
    hashed = hash_password(PASSWORD)
    db.session.execute(update(Member).values(password_hash=hashed))
    discussed = [slug for _sitting, slug in ahead[1 : 1 + len(size.notes)]]
    for slug, number in zip(discussed, size.notes, strict=True):
        talk(slug, number, members[:50], now)
    return {
        "call": call,
        "discussed": discussed,
        "answerable": [slug for _sitting, slug in ahead[OWN_DATES:]],
        "emails": [member.email for member in members[: size.signed_in]],
        "pattern": fill_library(size.patterns, members[:6], now),
        "secret": str(personal.text_of(secret, key=KEY)),
    }


def _open_calls(now: datetime) -> dict[int, tuple[int, str, datetime]]:
    """One-off public calls that are held: by their number, the sitting, slug and start."""
    off = select(Cancellation.sitting_id)
    rows = db.session.execute(
        select(Call.id, Sitting.id, Call.slug, Sitting.starts_at)
        .join(Sitting, Sitting.call_id == Call.id)
        .where(Call.own_visibility == Visibility.PUBLIC, Sitting.id.not_in(off))
        .where(Call.series_id.is_(None), Sitting.starts_at > now - timedelta(360))
        .order_by(Sitting.starts_at, Sitting.id)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def _answer(pairs: list[tuple[int, Member]], now: datetime) -> None:
    given = {(sitting, person) for sitting, person in db.session.execute(_PAIRS)}
    rows = [
        {
            "sitting_id": sitting,
            "person_id": member.person_id,
            "answer": Answer.MAYBE if n % 5 == 0 else Answer.GOING,
            "shows_name": True,
            "answered_at": now,
            "updated_at": now,
        }
        for n, (sitting, member) in enumerate(pairs)
        if (sitting, member.person_id) not in given
    ]
    db.session.execute(insert(Rsvp.__table__), rows)


def _cookies(app: Flask, number: int) -> list[str]:
    """What the browsers of so many members send."""
    with app.app_context():
        members = list(db.session.scalars(select(Member).order_by(Member.id).limit(number)))
    name, cookies = app.config["SESSION_COOKIE_NAME"], []
    for member in members:
        client = app.test_client()
        sign_in(client, member)
        cookie = client.get_cookie(name, domain="127.0.0.1") or client.get_cookie(name)
        cookies.append(f"{name}={cookie.value}")
    return cookies
