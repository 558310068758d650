"""A letter that waits says nothing of what was set aside since."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.outbox.models import Letter
from tests.conduct.build import publish
from tests.factories import START, make_call
from tests.moderation.aside import HIDDEN, PURGED, REMOVED, everybody, hide
from tests.notes.saying import say


@pytest.mark.parametrize("given", [HIDDEN, REMOVED, PURGED], ids=lambda one: one.state.value)
def test_a_letter_that_waits_does_not_carry_what_was_set_aside_since(
    writing, reading, post, at, mailbox, given
):
    with writing():
        people = everybody()
        ola = people["Ola"]
        publish(people["Stella"])
        call = make_call(ola)
        bad = say(call, people["Mia"], f"@{ola.handle} is a flibbertigibbet.", now=START)
        say(call, people["Kim"], f"@{ola.handle}, thank you.", now=START + timedelta(minutes=1))
        hide(bad, people["Rue"], given, now=START + timedelta(minutes=2))
    with reading() as session:
        kinds = select(func.count()).where(Letter.person_id == ola.person_id)
        assert session.scalar(kinds) == 1  # owed before it was set aside
    with at(START + timedelta(minutes=20)):
        post()
    letter = mailbox.only(ola.email)
    assert "thank you" in letter.text
    assert "flibbertigibbet" not in letter.text + letter.html + letter.subject
