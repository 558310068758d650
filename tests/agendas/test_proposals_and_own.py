"""What is read of a call's items for its page: proposals, what was one, one's own; no draft."""

import pytest

from community.agendas import states
from community.agendas.models import Item
from community.agendas.queries import proposals_and_own
from community.db import db
from tests.agendas.build import declined, make_evening, on_agenda, proposed
from tests.factories import START, make_member


@pytest.mark.usefixtures("db_session")
def test_a_draft_is_not_even_read_for_the_page_of_an_agenda():
    ola, mia, pia = make_member("Ola"), make_member("Mia"), make_member("Pia")
    call = make_evening(ola)
    on_agenda(call, ola, "A draft")
    proposed(call, mia, "Open")
    declined(proposed(call, mia, "Mine"), ola)
    declined(proposed(call, pia, "Of somebody else"), ola)

    read = {who: proposals_and_own(call.id, who and who.id) for who in (None, mia)}

    past = ["Mine", "Of somebody else"]  # which everybody has read as proposals
    assert [item.title for item in read[None]] == ["Open", *past]
    assert [item.title for item in read[mia]] == ["Open", *past]


@pytest.mark.engines("sqlite")
def test_whoever_proposed_what_is_on_the_draft_finds_what_was_said_of_it(
    scene, writing, signed_in, in_january
):
    ola, mia, call = scene
    with writing():
        item, hidden = proposed(call, mia), proposed(call, mia, "Off")
        states.accept(item, by=ola, now=START)
        states.decline(hidden, by=ola, why="No.", now=START)
        db.session.get_one(Item, hidden.id).is_off_record = True
        notes = [f"/agenda-items/{one.key}/notes" for one in (item, hidden)]
    client, agenda = signed_in(mia), f"/calls/{call.slug}/agenda"

    page = client.get(agenda).text

    assert [each in page for each in notes] == [True, False]
    assert client.get(notes[0]).status_code == 200
    assert [each in signed_in(ola).get(agenda).text for each in notes] == [True, False]
