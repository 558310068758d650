"""What was purged, and who has left, is in no byte of the database's files, nor of a copy made
after that; the worker sees to what the transaction leaves behind.
"""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app import HOLDINGS, JOBS
from community import work
from community.access import Viewer
from community.accounts import leaving
from community.accounts.models import Member, Role
from community.backups import keeping
from community.conduct.state_models import ContentReading, Heard, Standing
from community.db import db
from community.moderation import content_appeals, merging, second_reading, setting_aside
from community.moderation.content_spans import Aside
from community.moderation.out_of_sight import content_at
from community.notes.models import Note
from community.search.models import Document
from tests.conduct.build import KIND
from tests.factories import START, make_member
from tests.moderation.aside import hide
from tests.moderation.build import case_of, report, take
from tests.moderation.everywhere import ITEM, NOTE, NOTED, PATTERN, PROPOSAL, USE, make_place
from tests.notes.saying import say

WORDS = {
    "note:{note}": NOTE,
    "item:{item}": ITEM,
    "item:{proposal}": PROPOSAL,
    "note:{noted}": NOTED,
    "use:{use}": USE,
    "pattern:{pattern}": PATTERN,
}
NAME, QUOTED = "Quillfeather", "weaverword"
WHOLE = f"A {QUOTED} note."
PURGED = Aside(Standing.PURGED, KIND.key, "It tells where somebody lives.")


def _bytes(settings) -> bytes:
    """Everything that is in the files of the database."""
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*"))).lower()


def _found(data: bytes) -> list[str]:
    """The words that stand there; the index keeps what words begin with apart."""
    return [word for word in (*WORDS.values(), NAME, QUOTED) if word[3:].lower().encode() in data]


def _in_copy(app, settings) -> list[str]:
    """The words that stand in a copy that is made now."""
    with app.app_context():
        written = keeping.keep_copy(settings, "before-now", now=START)
    with zipfile.ZipFile(written.path) as archive:
        return _found(b"".join(archive.read(name) for name in archive.namelist()).lower())


def _quoted_about(place) -> Note:
    """A note that everything quotes which is said about its being hidden, and the reports of it."""
    rue, kim, lou = place["Rue"], place["Kim"], make_member("Lou", Role.RESPONDER)
    note = say(place["call"], place["Ola"], WHOLE, now=START)
    cases = [take(case_of(report(f"note:{note.key}")[0]), rue, kim, lou) for _ in range(2)]
    merging.merge(*cases, by=rue, why=f"Both are about: {WHOLE}", now=START)
    state = hide(note, rue, replace(PURGED, state=Standing.HIDDEN, why=f"It says: {WHOLE}"))
    reason = db.session.scalars(select(ContentReading)).one()
    second_reading.write_anew(reason, f"You wrote: {WHOLE}", by=kim, now=START)
    content_appeals.appeal_content(state, f"Is **this** it? {WHOLE}", now=START)
    content_appeals.hear(state, Heard.UPHELD, f"It stays: {WHOLE}", by=kim, now=START)
    return note


@pytest.mark.engines("sqlite")
def test_no_byte_of_it_is_left_once_the_worker_has_run(app, settings, writing, at):
    with at(START), writing():
        place = make_place()
        place["Mia"].person.name = f"Mia {NAME}"
        numbers = {name: place[name].id for name in ("Rue", "Ola", "Mia")}
        quoted = _quoted_about(place).key
    with at(START), app.app_context():
        work.look(JOBS)
        assert db.session.scalars(select(Document.id)).first() is not None
        db.session.rollback()
    with at(START), writing():  # all in one piece, as what was written long ago is
        db.session.execute(text("INSERT INTO search_words (search_words) VALUES ('optimize')"))
    with app.app_context():
        assert _found(_bytes(settings)) == [*WORDS.values(), NAME, QUOTED]
    assert _in_copy(app, settings) == [*WORDS.values(), NAME, QUOTED]

    with at(START), writing():
        rue, ola, mia = (db.session.get_one(Member, number) for number in numbers.values())
        for about in WORDS:
            subject = content_at(Viewer(ola), about.format_map(place["at"]), None)
            setting_aside.set_aside(subject, PURGED, by=rue, now=START)
        hidden = content_at(Viewer(rue, frozenset({Role.RESPONDER})), f"note:{quoted}", None)
        setting_aside.set_aside(hidden, PURGED, by=rue, now=START)
        leaving.erase(mia, HOLDINGS, typed_handle=mia.handle, now=START)
    with at(START.replace(day=START.day + 2)), app.app_context():
        work.look(JOBS)

    assert _found(_bytes(settings)) == []
    assert _in_copy(app, settings) == []
