"""What was purged, and who has left, is in no byte of the database's files, nor of a copy made
after that; the worker sees to what the transaction leaves behind.
"""

import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app import HOLDINGS, JOBS
from community import work
from community.access import Viewer
from community.accounts import leaving
from community.accounts.models import Member
from community.backups import keeping
from community.conduct.state_models import Standing
from community.db import db
from community.moderation import setting_aside
from community.moderation.content_spans import Aside
from community.moderation.out_of_sight import content_at
from community.search.models import Document
from tests.conduct.build import KIND
from tests.factories import START
from tests.moderation.everywhere import ITEM, NOTE, NOTED, PATTERN, PROPOSAL, USE, make_place

WORDS = {
    "note:{note}": NOTE,
    "item:{item}": ITEM,
    "item:{proposal}": PROPOSAL,
    "note:{noted}": NOTED,
    "use:{use}": USE,
    "pattern:{pattern}": PATTERN,
}
NAME = "Quillfeather"
PURGED = Aside(Standing.PURGED, KIND.key, "It tells where somebody lives.")


def _bytes(settings) -> bytes:
    """Everything that is in the files of the database."""
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*"))).lower()


def _found(data: bytes) -> list[str]:
    """The words that stand there; the index keeps what words begin with apart."""
    return [word for word in (*WORDS.values(), NAME) if word[3:].lower().encode() in data]


def _in_copy(app, settings) -> list[str]:
    """The words that stand in a copy that is made now."""
    with app.app_context():
        written = keeping.keep_copy(settings, "before-now", now=START)
    with zipfile.ZipFile(written.path) as archive:
        return _found(b"".join(archive.read(name) for name in archive.namelist()).lower())


@pytest.mark.engines("sqlite")
def test_no_byte_of_it_is_left_once_the_worker_has_run(app, settings, writing, at):
    with at(START), writing():
        place = make_place()
        place["Mia"].person.name = f"Mia {NAME}"
        numbers = {name: place[name].id for name in ("Rue", "Ola", "Mia")}
    with at(START), app.app_context():
        work.look(JOBS)
        assert db.session.scalars(select(Document.id)).first() is not None
        db.session.rollback()
    with at(START), writing():  # all in one piece, as what was written long ago is
        db.session.execute(text("INSERT INTO search_words (search_words) VALUES ('optimize')"))
    with app.app_context():
        assert _found(_bytes(settings)) == [*WORDS.values(), NAME]
    assert _in_copy(app, settings) == [*WORDS.values(), NAME]

    with at(START), writing():
        rue, ola, mia = (db.session.get_one(Member, number) for number in numbers.values())
        for about in WORDS:
            subject = content_at(Viewer(ola), about.format_map(place["at"]), None)
            setting_aside.set_aside(subject, PURGED, by=rue, now=START)
        leaving.erase(mia, HOLDINGS, typed_handle=mia.handle, now=START)
    with at(START.replace(day=START.day + 2)), app.app_context():
        work.look(JOBS)

    assert _found(_bytes(settings)) == []
    assert _in_copy(app, settings) == []
