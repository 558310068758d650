"""How often each page asks the database: for each of them a number, whatever there is to show."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from community.accounts.models import Member
from community.agendas.models import Item, State, Vote
from community.agendas.writing import draft_of, write_item
from community.attendance.models import Answer, Follow, Rsvp
from community.calls.models import Call
from community.calls.times import Sitting
from community.db import db
from community.front import filling
from community.notes.models import Kind
from tests.journeys.pages import PAGES
from tests.journeys.place import NOW
from tests.notes.saying import say

# A little of everything: where nothing at all is limited or led, a page asks less.
LITTLE = filling.Amount(members=15, series=5, calls=200, rsvps=150, seed=4)
MUCH = filling.Amount(members=120, series=8, calls=150, rsvps=3000, seed=5)
ON_EACH = 40  # more answers, to every call that is looked at
COUNTS = {
    "visitor": {
        "/": 17,
        "/calls": 14,
        "/calls?past": 14,
        "/calls?topic=governance": 15,
        "/calls/month/2026-03": 11,
        "/calls/{march}": 19,
        "/calls/{spread}": 16,
        "/calls/{cancelled}": 20,
        "/calls/{march}/agenda": 8,
        "/calls/{full}/agenda": 14,
        "/calls/{full}/agenda/editions/1": 9,
        "/calls/{full}/agenda/editions/2/changes": 9,
        "/calls/{full}/sittings/1/guest-answer": 5,
        "/answers/asked/{asked}": 2,
        "/answers/forgotten": 1,
        "/answers/{unconfirmed}": 8,
        "/answers/{guest}": 17,
        "/series": 10,
        "/series/{own}": 15,
        "/topics/governance": 12,
        "/subscribe": 1,
        "/sign-in?next=/my-calls": 1,
        "/sign-in/link": 1,
        "/sign-in/link?sent": 1,
        "/sign-in/link/{entering}": 3,
        "/password/reset?sent": 1,
        "/password/reset/{resetting}": 3,
        "/sign-up": 2,
        "/sign-up/sent/{asking}": 1,
        "/sign-up/{joining}": 5,
        "/sign-up/invited/{invited}": 3,
        "/address/{moving}": 5,
        "/address/back/{moving_back}": 3,
        "/letters/choices/{leaving}": 3,
        "/goodbye": 1,
        "/conduct": 7,
        "/conduct/versions": 3,
        "/conduct/versions/1": 6,
        "/conduct/versions/2": 6,
        "/conduct/versions/2/changes": 9,
        "/threads/{thread}": 5,
        "/threads/{thread}?branch={note}": 6,
        "/calls/{march}/notes": 5,
        "/agenda-items/{proposal}/notes": 4,
        "/notes/{note}/revisions": 12,
        "/threads/letters/{quiet}": 5,
        "/series/{own}/decisions": 5,
        "/series/{own}/actions": 5,
    },
    "member": {
        "/": 22,
        "/calls/{march}": 31,
        "/calls/{spread}": 28,
        "/calls/{full}": 31,
        "/calls/{full}/agenda": 17,
        "/calls/{full}/agenda/proposals/new": 4,
        "/agenda-items/{proposal}/edit": 8,
        "/series/{own}": 23,
        "/my-calls": 17,
        "/my-actions": 4,
        "/my-actions?done": 4,
        "/threads/{thread}": 10,
        "/notes/{note}/answers/new": 8,
        "/notes/{action}/completion": 6,
        "/subscribe": 3,
        "/people": 4,
        "/people/{person}": 6,
        "/people/invitations": 3,
        "/profile": 2,
        "/profile/erasure": 5,
        "/profile/address": 3,
        "/profile/sign-ins": 3,
        "/profile/letters": 3,
        "/sign-in/confirmation": 2,
    },
    "facilitator": {
        "/calls/{full}": 31,
        "/calls/{full}/edit": 5,
        "/calls/{full}/delete": 7,
        "/calls/{full}/facilitators": 8,
        "/calls/{full}/sittings/1/move": 6,
        "/calls/{full}/sittings/1/cancel": 6,
        "/calls/{full}/sittings/1/place": 7,
        "/calls/{full}/sittings/1/answers": 9,
        "/calls/{full}/agenda/draft": 17,
        "/calls/{full}/agenda/publication": 17,
        "/calls/{full}/agenda/templates": 7,
        "/calls/{full}/agenda/templates/new": 5,
        "/calls/new?like={full}": 7,
        "/agenda-templates/{template}/removal": 3,
        "/calls/{full}/agenda/items/new": 5,
        "/agenda-items/{item}/edit": 8,
        "/agenda-items/{item}/refusal": 5,
        "/calls/new": 2,
        "/import": 2,
        "/import/{file}": 8,
        "/my-calls?past": 13,
        "/notes/{note}/edit": 10,
        "/series/{own}/decisions": 7,
        "/series/{own}/actions?done": 7,
        "/series/new": 2,
        "/series/{own}": 23,
        "/series/{own}/edit": 5,
        "/series/{own}/times": 12,
        "/series/{own}/dates/new": 8,
        "/series/{own}/delete": 7,
        "/series/{own}/facilitators": 8,
    },
    "steward": {
        "/people/invitations": 4,
        "/people/{person}": 6,
        "/health": 12,
        "/settings": 3,
        "/conduct": 9,
        "/conduct/acceptance": 11,
        "/letters": 6,
        "/letters/{letter}": 5,
        "/conduct/edit": 14,
        "/conduct/draft": 11,
        "/conduct/contacts": 3,
        "/conduct/contacts/{contact}/edit": 3,
    },
}


def crowd(place) -> None:
    """Bulk data, and answers of its people to all that was there before."""
    before = list(db.session.scalars(select(Sitting.id).where(Sitting.capacity.is_(None))))
    known = set(db.session.scalars(select(Rsvp.person_id)))
    filling.fill(MUCH, now=NOW)
    _crowd_agendas()
    people = [p for p in db.session.scalars(select(Rsvp.person_id).distinct()) if p not in known]
    rows = [
        {"answer": Answer.GOING, "shows_name": True, "answered_at": NOW, "updated_at": NOW}
        | {"sitting_id": sitting, "person_id": person}
        for sitting in before
        for person in people[:ON_EACH]
    ]
    db.session.execute(insert(Rsvp), rows)
    talk(place)
    mine = [member.person_id for member in place.people.values()]
    coming = select(Call.series_id, Sitting.id).join(Call, Call.id == Sitting.call_id)
    held = db.session.execute(coming.where(Sitting.starts_at > NOW, Sitting.capacity.is_(None)))
    series, sittings = map(set, zip(*held, strict=True))
    for person in mine:
        given = set(db.session.scalars(select(Rsvp.sitting_id).where(Rsvp.person_id == person)))
        new = [
            {"answer": Answer.GOING, "answered_at": NOW, "updated_at": NOW}
            | {"sitting_id": sitting, "person_id": person}
            for sitting in sorted(sittings - given)[:150]
        ]
        db.session.execute(insert(Rsvp), new)
        known = set(db.session.scalars(select(Follow.series_id).where(Follow.person_id == person)))
        db.session.execute(
            insert(Follow),
            [
                {"series_id": number, "person_id": person, "since": NOW}
                for number in sorted(series - known - {None})
            ],
        )


def _crowd_agendas() -> None:
    """More items of all kinds, each with votes, wherever there is one."""
    members = list(db.session.scalars(select(Member).limit(6)))
    items = db.session.scalars(select(Item)).unique().all()
    for item in (each for each in items if each.state is not State.DECLINED):
        for number in range(5):
            more = write_item(
                item.call_id, draft_of(item), state=item.state, by=members[number % 2], now=NOW
            )
            rows = [{"item_id": more.id, "member_id": m.id, "at": NOW} for m in members]
            db.session.execute(insert(Vote), rows)


def talk(place) -> None:
    """More notes in the thread that is looked at, with answers, decisions and actions."""
    call = db.session.scalars(select(Call).where(Call.slug == place.slugs["full"])).one()
    member = place.people["member"]
    head = None
    for number, kind in enumerate(list(Kind) * 6):
        head = say(
            call,
            member,
            f"Note {number}",
            parent=head if number % 3 else None,
            kind=kind,
            owner=member,
            now=NOW + timedelta(hours=number),
        )


def asked(place, reader, who, queries) -> dict[str, int]:
    """How many statements each page of somebody sends."""
    counts = {}
    for page in PAGES[who]:
        with queries() as sent:
            assert reader.get(place.at(page)).status_code == 200
        counts[page] = len(sent)
    return counts


@pytest.mark.real_horizon
@pytest.mark.engines("sqlite")
def test_every_page_asks_as_often_for_much_as_for_little(
    place, client, signed_in, writing, queries
):
    with writing():
        filling.fill(LITTLE, now=NOW)
    readers = {who: signed_in(member) for who, member in place.people.items()}
    readers["visitor"] = client
    little = {who: asked(place, readers[who], who, queries) for who in PAGES}

    with writing():
        crowd(place)

    much = {who: asked(place, readers[who], who, queries) for who in PAGES}
    assert much == little
    assert much == COUNTS
