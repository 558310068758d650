"""Guests propose items behind the link of their letter; who holds the call takes them or not."""

import pytest
from sqlalchemy import select

from community.access import Viewer, may, may_see
from community.accounts import guests, mailed
from community.accounts.guests import Caller
from community.accounts.models import Role
from community.agendas import guest_proposing, proposing, states
from community.agendas.drafts import ItemDraft
from community.agendas.guest_holdings import GONE, export_as_guest
from community.agendas.guest_models import GuestProposal
from community.agendas.lines import lines_of
from community.agendas.models import State
from community.agendas.policies import Permission
from community.agendas.proposing import TooLateToPropose
from community.agendas.queries import items_of
from community.attendance import guest_answers, leaving
from community.attendance.guest_answers import Wish
from community.attendance.models import Answer
from community.calls.queries import sittings_of, sittings_of_series
from community.conduct.state_models import Content
from community.db import db
from community.disclosures.wording import Degree, Said
from community.distance import distancing
from community.distance.models import Keeping
from community.errors import TooMany
from community.moderation.subject_queries import subject_numbered
from tests.agendas.build import make_evening
from tests.calls.build import begin
from tests.exchange.scene import taken, values_in
from tests.factories import START, make_community, make_member

once = pytest.mark.engines("sqlite")
TYPED = {
    "title": "A round of names",
    "kind": "discuss",
    "minutes": "10",
    "body": "**Everybody** says one.",
    "leads": "y",
    "disclosure-degree": "none",
}


def as_guest(call, name="Gina Guest"):
    """Somebody who has answered by letter, and where they propose."""
    email = f"{name.split()[0].lower()}@example.org"
    caller = Caller(name, email, email, "Asia/Tokyo")
    given = guest_answers.ask(sittings_of(call)[0], caller, Wish(Answer.GOING), now=START)
    guest_answers.confirm(given, now=START)
    return given.person, f"/answers/{mailed.text_of(given.link)}/proposals"


def suggested(call, person, title="A round of names", now=START):
    """What a guest proposes."""
    said = Said(Degree.NONE)
    return guest_proposing.propose(
        call, ItemDraft(title=title), leads=True, said=said, by=person, now=now
    )


def waiting() -> list[str]:
    """The keys of what waits."""
    query = select(GuestProposal.key).where(GuestProposal.outcome.is_(None))
    return list(db.session.scalars(query.order_by(GuestProposal.id)))


@pytest.fixture
def evening(writing):
    """Who holds a call, a member, the call, a guest and where they propose."""
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        call = make_evening(ola)
        gina, address = as_guest(call)
    return ola, mia, call, gina, address


@once
def test_a_guest_proposes_and_others_see_it_once_it_is_taken(
    evening, client, signed_in, reading, at
):
    ola, mia, call, _, address = evening
    agenda, draft = f"/calls/{call.slug}/agenda", f"/calls/{call.slug}/agenda/draft"
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    with at(START):
        form = client.get(address)
        linked = address in client.get(address.removesuffix("/proposals")).text
        wrong = client.post(address, data=TYPED | {"title": ""})
        sent = [client.post(address, data=TYPED).status_code for _ in range(2)]
        waits = client.get(address).text
        hidden = client.get(agenda).text + signed_in(mia).get(agenda).text
        to_read = signed_in(ola).get(draft).text
        with reading():
            [key] = waiting()
        taken = [signed_in(ola).post(f"/guest-proposals/{key}/acceptance") for _ in range(2)]
        public, own = client.get(agenda).text, client.get(address).text
        told = signed_in(ola).get(draft).text

    assert (form.status_code, linked, form.headers["Cache-Control"]) == (
        *(200, True),
        "private, no-store",
    )
    assert (wrong.status_code, "Give it a title." in wrong.text) == (422, True)
    assert sent == [303, 303]
    assert "it waits to be read." in waits
    assert "A round of names" not in hidden
    assert "a guest, Gina Guest, would lead it" in to_read
    assert "<strong>Everybody</strong> says one." in to_read
    assert [one.status_code for one in taken] == [303, 303]
    assert "proposed by a guest" in public
    assert "A round of names" in public
    assert "Gina" not in public
    assert "proposed by a guest, Gina Guest" in told
    assert "it is among the proposals" in own
    with reading():
        assert [item.title for item in items_of(call.id)] == ["A round of names"]


@once
def test_what_waits_is_taken_back_by_who_proposed_it_alone(
    evening, client, signed_in, writing, reading, at
):
    ola, mia, call, gina, address = evening
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    with writing():
        keys = [suggested(call, gina, title).key for title in ("One", "Two")]
    with at(START):
        statuses = [
            signed_in(mia).post(f"/guest-proposals/{keys[0]}/acceptance").status_code,
            client.post(f"/answers/{'x' * 32}/proposals/{keys[0]}/withdrawal").status_code,
            client.post(f"{address}/{keys[0]}/withdrawal").status_code,
            signed_in(ola).post(f"/guest-proposals/{keys[1]}/refusal").status_code,
            client.post(f"{address}/{keys[1]}/withdrawal").status_code,
        ]
        own = client.get(address).text

    assert statuses == [404, 404, 303, 303, 303]
    assert "it was not taken this time." in own
    assert "One" not in own
    with reading():
        assert (waiting(), items_of(call.id)) == ([], [])


def test_a_guest_proposes_a_few_while_there_is_time(db_session):
    make_community()
    call = make_evening(make_member("Ola"))
    gina, _ = as_guest(call)

    for number in (1, 2, 3, 3):
        suggested(call, gina, f"Item {number}")
    with pytest.raises(TooMany):
        suggested(call, gina, "Item 4")
    with pytest.raises(TooLateToPropose):
        suggested(call, gina, "Item 1", now=sittings_of(call)[0].ends_at)

    assert len(waiting()) == 3


def test_a_guest_who_is_forgotten_takes_along_what_nobody_has_taken_up(db_session):
    make_community()
    ola = make_member("Ola")
    call = make_evening(ola)
    gina, _ = as_guest(call)
    first, second, third = (suggested(call, gina, title) for title in ("One", "Two", "Three"))
    on_agenda = guest_proposing.take_up(first, by=ola, now=START)
    states.accept(on_agenda, by=ola, now=START)
    proposed = guest_proposing.take_up(second, by=ola, now=START)
    guest_proposing.take_up(second, by=ola, now=START)
    told = export_as_guest(gina.id)["agenda items proposed as a guest"]

    guest = guests.guest_of(gina.id)
    assert guest is not None
    leaving.forget(guest, now=START)
    db.session.expire_all()

    assert [(one["title"], one["became"]) for one in told] == [
        *(("One", "taken"), ("Two", "taken"), ("Three", "waits")),
    ]
    assert [(item.title, item.state) for item in (on_agenda, proposed)] == [
        *(("One", State.ACCEPTED), (GONE, State.WITHDRAWN)),
    ]
    left = db.session.scalars(select(GuestProposal).order_by(GuestProposal.id)).all()
    assert [(row.id, row.person_id) for row in left] == [(first.id, None), (second.id, None)]
    assert third not in left


@once
def test_who_reads_and_answers_what_a_guest_proposes(db_session):
    make_community()
    ola = make_member("Ola")
    call = make_evening(ola)
    gina, _ = as_guest(call)
    proposal = suggested(call, gina)
    stu = Viewer(make_member("Stu"), roles=frozenset({Role.STEWARD}))
    everybody = {"visitor": Viewer(), "steward": stu, "facilitator": Viewer(ola)}

    assert {w for w, v in everybody.items() if may_see(v, proposal)} == {"facilitator"}
    assert {
        w for w, v in everybody.items() if may(v, Permission.ANSWER_GUEST_PROPOSAL, proposal)
    } == {"facilitator"}
    assert may(Viewer(), Permission.PROPOSE_AS_GUEST)


@once
def test_what_a_guest_proposed_is_nobody_elses_work(db_session):
    make_community()
    ola, mia = make_member("Ola"), make_member("Mia")
    series = begin(ola)
    call = sittings_of_series(series, START)[0].call
    gina, _ = as_guest(call)
    item = guest_proposing.take_up(suggested(call, gina), by=ola, now=START)
    distancing.keep_off(ola, Keeping.MUTE, by=mia, now=START)

    [line] = lines_of([item], Viewer(mia))
    data = values_in(taken(series))
    subject = subject_numbered(Content.ITEM, item.id)

    assert (line.is_folded, line.proposed_by, line.is_by_guest) == (False, None, True)
    items = [
        one for path, each in data.items() if path.endswith("call.json") for one in each["items"]
    ]
    assert [one["proposed_by"] for one in items] == [None]
    assert subject is not None
    assert (subject.author, subject.author_name) == (gina, "A guest")


@once
def test_what_was_taken_of_guests_leaves_room_for_ones_own(db_session):
    make_community()
    ola = make_member("Ola")
    call = make_evening(ola)
    for name in ("Gina", "Gus"):
        guest, _ = as_guest(call, name)
        for number in range(proposing.MOST_OPEN // 2):
            one = suggested(call, guest, f"{name}, {number}")
            guest_proposing.take_up(one, by=ola, now=START)

    own = proposing.propose(call, ItemDraft(title="Own"), leads=False, by=ola, now=START)

    assert own.state is State.PROPOSED
