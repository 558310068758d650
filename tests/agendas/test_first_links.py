"""A proposal with the first link of a member waits until whoever holds the call has read it."""

import pytest
from sqlalchemy import select

from community.access import Viewer
from community.accounts.models import Role
from community.agendas import guest_proposing
from community.agendas.drafts import ItemDraft
from community.agendas.guest_models import GuestProposal
from community.agendas.models import Item, State
from community.first_links import are_known
from community.outbox.models import Letter
from tests.agendas.build import make_evening
from tests.factories import make_community, make_member
from tests.notes.saying import say

pytestmark = pytest.mark.usefixtures("in_january")

LINK = "Read [this](https://spam.example) first."
TYPED = {"title": "Read this", "body": LINK, "kind": "discuss", "minutes": "10"}
TOLD = {"disclosure-degree": "none"}


@pytest.fixture
def place(writing):
    with writing():
        make_community()
        people = {name: make_member(name) for name in ("Ola", "Mia", "Bo")}
        return {**people, "slug": make_evening(people["Ola"]).slug}


def propose(client, place, **given):
    data = TYPED | TOLD | given
    return client.post(f"/calls/{place['slug']}/agenda/proposals", data=data)


def test_it_waits_and_is_theirs_once_it_is_taken(place, signed_in, reading, client):
    mia, ola = signed_in(place["Mia"]), signed_in(place["Ola"])
    agenda = f"/calls/{place['slug']}/agenda"
    for _ in range(2):
        assert propose(mia, place, for_people="It is short.").status_code == 303
    with reading() as session:
        assert session.scalars(select(Item)).all() == []
        (row,) = session.scalars(select(GuestProposal)).all()
        assert row.body == f"{LINK}\n\n**For people:** It is short."
        key = row.key
    for page in (agenda, f"/calls/{place['slug']}", f"{agenda}.md", "/"):
        for reader in (client, signed_in(place["Bo"])):
            assert "spam.example" not in reader.get(page, follow_redirects=True).text
    assert "it waits to be read" in mia.get(agenda).text
    with reading() as session:
        kinds = session.scalars(select(Letter).where(Letter.kind == "proposals_wait")).all()
        assert [one.person_id for one in kinds] == [place["Ola"].person_id]
    waiting = ola.get(f"{agenda}/draft").text
    assert ("spam.example" in waiting, "a guest, Mia" in waiting) == (True, False)

    assert ola.post(f"/guest-proposals/{key}/acceptance").status_code == 303

    with reading() as session:
        (item,) = session.scalars(select(Item)).unique().all()
        assert (item.state, item.proposed_by_id) == (State.PROPOSED, place["Mia"].id)
        assert session.scalars(select(GuestProposal)).all() == []
    assert "spam.example" in client.get(agenda).text
    # From then on nothing of theirs waits.
    assert propose(mia, place, title="Once more").status_code == 303
    with reading() as session:
        assert len(session.scalars(select(Item)).unique().all()) == 2


def test_without_a_link_or_where_links_are_known_nothing_waits(place, signed_in, reading, writing):
    mia = signed_in(place["Mia"])
    assert propose(mia, place, body="See [[a-pattern]].").status_code == 303
    assert propose(signed_in(place["Ola"]), place).status_code == 303
    with reading() as session:
        titles = session.scalars(select(Item.title)).all()
        assert (len(titles), session.scalars(select(GuestProposal)).all()) == (2, [])
        call = session.scalars(select(Item)).unique().first().call
        draft = ItemDraft(title="-", body=LINK)
        bo, curator = Viewer(place["Bo"]), Viewer(place["Bo"], frozenset({Role.CURATOR}))
        waits = [guest_proposing.must_wait(call, draft, who) for who in (bo, curator, Viewer(None))]
        assert waits == [True, False, False]
    with writing() as session:  # where nobody responds, a note with a link is there at once
        say(session.merge(call), session.merge(place["Bo"]), LINK)
        assert are_known(place["Bo"].id)


def test_no_link_comes_in_by_other_words(place, signed_in, reading):
    mia = signed_in(place["Mia"])
    assert propose(mia, place, body="Read.").status_code == 303
    with reading() as session:
        (item,) = session.scalars(select(Item)).unique().all()
        edit = f"/agenda-items/{item.key}/words"
    answer = mia.post(edit, data=TYPED | {"version": "1"})
    assert (answer.status_code, "Nobody has read a link of yours" in answer.text) == (422, True)
    assert "spam.example" in answer.text  # what was typed is kept
    with reading() as session:
        assert session.scalars(select(Item.body_source)).all() == ["Read."]
