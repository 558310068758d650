"""What is off the record is there for everybody and has words for those alone who facilitate."""

from dataclasses import replace
from datetime import timedelta

import pytest

from community.agendas import writing as writing_items
from community.agendas.drafts import ItemDraft
from community.attendance import rsvps
from community.attendance.models import Answer
from community.calls.queries import sittings_of
from community.db import db
from tests.agendas.build import make_evening, on_agenda, proposed, publish_agenda
from tests.factories import START, make_community, make_member
from tests.letters import letters_to

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]
CANARY = "Quiet canary"


@pytest.fixture
def scene(writing, app, at):
    """A call to which Mia comes; two editions of its agenda, and a proposal, each with an item off
    the record.
    """
    with writing():
        make_community()
        ola, mia, pia = make_member("Ola"), make_member("Mia"), make_member("Pia")
        call = make_evening(ola)
        rsvps.answer(sittings_of(call)[0], mia.person, answer=Answer.GOING, now=START)
        words = ItemDraft(title=CANARY, body=CANARY, is_off_record=True, owners=(pia.id,))
        item = writing_items.add(call, words, by=ola, now=START)
        on_agenda(call, ola, "Licences")
        proposal = proposed(call, pia, CANARY)
        writing_items.change(proposal, words, version=1, now=START)
        publish_agenda(call, ola)
    return ola, mia, call, item


def republish(scene, writing, now) -> None:
    ola, _, _, item = scene
    with writing():
        again = ItemDraft(title=f"{CANARY} again", minutes=20, is_off_record=True)
        held = db.session.get_one(type(item), item.id)
        writing_items.change(held, again, version=held.version, now=START)
        publish_agenda(held.call, db.session.merge(ola), now=now)


def test_pages_tell_its_words_to_who_facilitates_alone(scene, writing, client, signed_in):
    ola, mia, call, _ = scene
    republish(scene, writing, START)
    page = f"/calls/{call.slug}"
    agenda = f"{page}/agenda"
    addresses = [page, agenda, f"{agenda}/editions/1", f"{agenda}/editions/2/changes"]

    for reader in (client, signed_in(mia)):
        texts = [reader.get(address).text for address in addresses]
        assert [CANARY in text or "Pia" in text for text in texts] == [False] * 4
        assert ["Off the record" in text for text in texts] == [True] * 4
    own = [signed_in(ola).get(address).text for address in addresses]
    assert [CANARY in text for text in own] == [True] * 4


def test_letters_tell_that_it_has_changed_and_no_word_of_it(scene, writing, app, at, post):
    _, mia, *_ = scene
    with at(START + timedelta(minutes=30)):
        assert post() > 0
    later = START + timedelta(hours=1)
    with at(later):
        republish(scene, writing, later)
        (letter,) = letters_to(app, mia.email)

    assert "- Changed: Off the record" in letter.text
    assert CANARY not in f"{letter.subject}{letter.text}{letter.html}"


def test_what_went_off_the_record_later_is_read_in_no_older_edition(
    writing, client, signed_in, scene
):
    ola, mia, call, _ = scene
    with writing():
        known = db.session.merge(call)
        item = on_agenda(known, ola, "Zebra canary")[0]
        publish_agenda(known, ola)
        closed = replace(writing_items.draft_of(item), is_off_record=True)
        writing_items.change(item, closed, version=item.version, now=START)
    page = f"/calls/{call.slug}/agenda/editions"
    while_it_is_a_draft = client.get(f"{page}/2").text
    with writing():
        publish_agenda(db.session.merge(call), db.session.merge(ola))

    older = [reader.get(f"{page}/2").text for reader in (client, signed_in(mia), signed_in(ola))]

    assert "Zebra canary" in while_it_is_a_draft
    assert ["Zebra canary" in text for text in older] == [False, False, True]
    assert "Zebra canary" not in client.get(f"{page}/3/changes").text
