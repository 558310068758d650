"""How often each page asks the database: for each of them a number, whatever there is to show."""

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from community.accounts.models import Member
from community.agendas.models import Item, State, Vote
from community.agendas.writing import draft_of, write_item
from community.attendance.models import Answer, Follow, Rsvp
from community.calls.models import Call
from community.calls.times import Sitting
from community.db import db
from community.front import filling
from community.notes.models import Kind
from tests.facilitation.furnishing import crowd_live
from tests.journeys.counts import COUNTS
from tests.journeys.pages import PAGES
from tests.journeys.place import NOW
from tests.ledger.furnishing import crowd_labour
from tests.notes.saying import say
from tests.patterns.furnishing import crowd_patterns
from tests.plans import read_whole

# A little of everything: where nothing at all is limited or led, a page asks less.
LITTLE = filling.Amount(members=15, series=5, calls=200, rsvps=150, seed=4)
MUCH = filling.Amount(members=120, series=8, calls=150, rsvps=3000, seed=5)
MANY = 90  # rows of a table after that, which no page reads from end to end
READ_WHOLE = {
    ("member", "/people"): {"member"},  # as many as fit, in their order
    # Who may take a case, by all that is known of each; responders alone open these.
    ("responder", "/desk/cases/{case}"): {"member"},
    ("responder", "/desk/cases/{case}/rulings/new"): {"member"},
    # A decision has nobody who does it: it is joined to no member at all (`ON 0 = 1`).
    ("visitor", "/series/{own}/decisions"): {"member"},
    ("facilitator", "/series/{own}/decisions"): {"member"},
}
ON_EACH = 40  # more answers, to every call that is looked at


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
    _crowd_live(place)
    crowd_patterns(place.slugs["pattern"], others_of(place), now=NOW)
    crowd_labour(list(place.people.values()), now=NOW)
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


def _crowd_live(place) -> None:
    """More who speak, wait and are there, in the call that is on."""
    call = db.session.scalars(select(Call).where(Call.slug == place.slugs["full"])).one()
    crowd_live(call, others_of(place), now=NOW)


def others_of(place) -> list[Member]:
    """Members who are none of those that look."""
    known = {member.id for member in place.people.values()}
    return [m for m in db.session.scalars(select(Member).limit(30)) if m.id not in known]


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


def whole(place, readers) -> dict[tuple[str, str], set[str]]:
    """Which tables that grow with the place are read from end to end, by reader and page."""
    with readers["visitor"].application.app_context():
        tables = (table for table in db.metadata.sorted_tables)
        count = {t.name: db.session.scalar(select(func.count()).select_from(t)) for t in tables}
    grown = {name for name, rows in count.items() if rows > MANY}
    assert grown >= {"call", "member", "note", "ownership", "person", "rsvp", "sitting"}
    found = {}
    for who, reader in readers.items():
        for page in PAGES[who]:
            with read_whole() as names:
                reader.get(place.at(page))
            if names & grown:
                found[who, page] = names & grown
    return found


@pytest.mark.long
@pytest.mark.real_horizon
@pytest.mark.engines("sqlite")
def test_every_page_asks_as_often_for_much_as_for_little(
    place, client, signed_in, writing, queries
):
    with writing():
        filling.fill(LITTLE, now=NOW)
    readers = {who: signed_in(member) for who, member in place.people.items()}
    readers["visitor"] = client
    for reader in readers.values():
        reader.get("/standing")  # so that nothing is new there
    little = {who: asked(place, readers[who], who, queries) for who in PAGES}

    with writing():
        crowd(place)

    much = {who: asked(place, readers[who], who, queries) for who in PAGES}
    assert much == little
    assert much == COUNTS
    assert whole(place, readers) == READ_WHOLE
