"""Whoever proposed something hears what became of it, once, as they have chosen."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.agendas import guest_proposing, states
from community.agendas import writing as words
from community.agendas.drafts import ItemDraft
from community.outbox import choices
from community.outbox.models import Group, Letter
from tests.agendas.build import declined, make_evening, on_agenda, proposed
from tests.agendas.test_guests import as_guest, suggested
from tests.factories import START, make_community, make_member
from tests.letters import letters_to

pytestmark = pytest.mark.engines("sqlite")
SOON = START + timedelta(minutes=3)


@pytest.fixture
def answered(writing):
    """Proposals of Mia, answered within minutes: one was reworded, another undone; one of Pia, who
    wants no letters about agendas, and one of Ola, who holds the call. An item of Mia that was no
    proposal is declined, and what Mia has taken of a guest is accepted.
    """
    with writing():
        make_community()
        mia, pia, ola = make_member("Mia"), make_member("Pia"), make_member("Ola")
        call = make_evening(ola, title="Supper")
        choices.choose(pia.person_id, Group.AGENDAS, is_wanted=False, now=START)
        taken, undone = proposed(call, mia), proposed(call, mia, "Undone")
        for item in (taken, undone, proposed(call, pia), proposed(call, ola)):
            states.accept(item, by=ola, now=START)
        words.change(taken, ItemDraft(title="canary"), version=taken.version, now=START)
        declined(proposed(call, mia, "Sing"), ola)
        (added,) = on_agenda(call, mia, "Added")
        declined(added, ola)
        asked = suggested(call, as_guest(call)[0], "Of a guest")
        states.accept(guest_proposing.take_up(asked, by=mia, now=START), by=ola, now=START)
        states.undo(undone, state_id=undone.standing.id, by=ola, now=SOON)
    return mia, pia, ola


def test_what_became_of_proposals_is_told_in_one_letter_without_the_words_of_the_draft(
    answered, app, reading, at
):
    mia, pia, ola = answered

    with at(START + timedelta(minutes=10)):
        (letter,) = letters_to(app, mia.email)
        others = [letters_to(app, one.email) for one in (pia, ola)]
    with reading() as session:
        owed = session.scalars(select(Letter).where(Letter.kind == "proposal_answered")).all()
        due = [one.due_at - START for one in owed if one.person_id == mia.person_id]

    assert letter.subject == "What you proposed for Supper"
    for said in (letter.text, letter.html):
        assert "“Licences” is accepted, on the draft of the agenda." in said
        assert "“Sing” is declined:" in said
        assert "Not this time." in said
        untold = ("canary", "Undone", "Added", "Of a guest")
        assert [words for words in untold if words in said] == []
    assert due == [timedelta(minutes=10)]
    assert others == [[], []]  # Pia wants none of these; Ola has answered herself
