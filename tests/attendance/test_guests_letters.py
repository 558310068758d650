"""Letters to guests: they go on to the member a guest turns out to be, and go with the guest."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from community.accounts import guests
from community.accounts.guests import Caller
from community.accounts.models import Person
from community.attendance import merging
from community.db import db
from community.outbox import choices
from community.outbox.models import Group, Letter, Outcome
from community.outbox.owing import owe
from tests.factories import START, make_member

GINA = Caller("Gina", "gina@example.org", "gina@example.org", "America/New_York")


def test_letters_and_choices_of_a_guest_go_on_to_the_member_they_turn_out_to_be(
    writing, reading, evening
):
    with writing():
        gina = guests.person_of(GINA, now=START).id
        ada = make_member("Ada").person_id
        for person, about in ((gina, "a"), (gina, "b"), (ada, "b"), (gina, "c"), (ada, "c")):
            gathers = about == "c"
            owe("reminder_day", person_id=person, about=about, gathers=gathers, now=START)
        sent = select(Letter).where(Letter.person_id == gina, Letter.about == "b")
        letter = db.session.scalars(sent).one()
        letter.outcome, letter.closed_at = Outcome.SENT, START
        choices.choose(gina, Group.PLACES, is_wanted=False, now=START)
        choices.choose(gina, Group.CHANGES, is_wanted=False, now=START)
        choices.choose(ada, Group.CHANGES, is_wanted=True, now=START)
    with writing():
        kept = db.session.get_one(Person, ada)
        merging.merge(db.session.get_one(Person, gina), kept, now=START)

    with reading():
        query = select(Letter.about, Letter.person_id, Letter.outcome)
        rows = db.session.execute(query.where(Letter.kind == "reminder_day").order_by(Letter.about))
        assert [tuple(row) for row in rows] == [
            ("a", ada, None),
            ("b", ada, Outcome.NOT_NEEDED),  # it was posted to this address already
            ("c", ada, None),
        ]
        said = choices.choices_of(ada)
        assert (said[Group.PLACES], said[Group.CHANGES]) == (False, True)


@pytest.mark.engines("sqlite")
def test_at_once_neither_the_database_nor_its_letters_keep_a_word_of_a_guest(visitor, settings, at):
    link = visitor.answered()
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    letters = settings.instance_path / "letters"
    assert b"gina@example.org" in kept_in(path, letters)

    with at(START + timedelta(minutes=5)):
        visitor.client.post(f"{link}/erasure")

    kept = kept_in(path, letters)
    assert [word for word in (b"gina@example.org", b"Gina Guest") if word in kept] == []


def kept_in(path: Path, letters: Path) -> bytes:
    files = [path, path.with_name(f"{path.name}-wal"), *letters.glob("*")]
    return b"".join(file.read_bytes() for file in files if file.exists())
