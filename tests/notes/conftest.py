"""What pages of notes are asked with."""

import pytest
from sqlalchemy import select

from community.db import db
from community.notes.models import Note
from tests.factories import make_call, make_community, make_member, make_sitting


@pytest.fixture
def scene(writing):
    """A call, who leads it, and a member."""
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        call = make_call(ola)
        make_sitting(call)
    return call, ola, mia


@pytest.fixture
def notes(reading):
    """A function that gives what all notes say, the oldest first."""

    def say() -> list[str]:
        with reading():
            return list(db.session.scalars(select(Note.text_source).order_by(Note.id)))

    return say
