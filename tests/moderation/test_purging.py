"""Content that is purged: in no column of any table, whatever copied it before."""

import sqlalchemy as sa

from community.access import Viewer
from community.agendas import templating
from community.agendas.kept_templates import TemplateOrigin
from community.conduct.state_models import Standing
from community.db import Base, db
from community.moderation import setting_aside
from community.moderation.content_spans import Aside
from community.moderation.out_of_sight import content_at
from community.moderation.report_models import ReportCopy
from community.notes import drafting, waiting
from community.notes.models import Kind
from community.notes.writing import NoteText
from community.patterns.begun_from_notes import begin_from
from tests.agendas.build import make_evening, proposed, publish_agenda
from tests.conduct.build import KIND
from tests.factories import START
from tests.moderation.build import report
from tests.moderation.everywhere import (
    ANSWER,
    BECAME,
    COLLECTED,
    DECLINE,
    EDIT,
    ITEM,
    LOOKED,
    MESSAGE,
    NOTE,
    NOTED,
    OBJECTION,
    PATTERN,
    PROPOSAL,
    REVIEW,
    SEEN,
    SPOKEN,
    STAGE,
    USE,
    make_place,
)
from tests.notes.saying import NO_TOOL, say

WORDS = {
    "note:{note}": NOTE,
    "item:{item}": ITEM,
    "item:{proposal}": PROPOSAL,
    "use:{use}": USE,
    "review:{review}": REVIEW,
    "objection:{objection}": OBJECTION,
    "answer:{answer}": ANSWER,
    "message:{message}": MESSAGE,
    "suggestion:{suggestion}": EDIT,
    "curator-word:{spoken}": SPOKEN,
    "verification:{seen}": SEEN,
    "stage:{stage}": STAGE,
    "decline:{declined}": DECLINE,
    "outcome:{outcome}": BECAME,
    "collection:{collection}": COLLECTED,
    "look-back:{look_back}": LOOKED,
    "note:{noted}": NOTED,
    "pattern:{pattern}": PATTERN,
}
PURGED = Aside(Standing.PURGED, KIND.key, "It tells where somebody lives.")


def tables_with(word: str) -> set[str]:
    """The columns of every table in which a word stands."""
    return {
        f"{table.name}.{name}"
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(sa.select(table)).mappings()
        for name, value in row.items()
        if word in str(value).lower()
    }


def purge(about: str, place) -> None:
    """First hidden, then purged: nothing of what was kept meanwhile is left either."""
    for by, given in ((place["Rue"], Standing.HIDDEN), (place["Kim"], Standing.PURGED)):
        subject = content_at(Viewer(place["Ola"]), about, None) or _hidden[about]
        _hidden[about] = subject
        aside = Aside(given, PURGED.clause_key, PURGED.why)
        setting_aside.set_aside(subject, aside, by=by, now=START)


def _copy(place) -> None:
    """What is on the agenda stands on that of another call and in a template of somebody else,
    one whose origin nobody knows; the proposal was put to another call in the same words.
    """
    other = make_evening(place["Kim"])
    templating.keep(place["call"], name="Ours", about="", by=place["Ola"], now=START)
    (kept,) = templating.own()
    templating.begin_with(other, kept.items, by=place["Kim"], now=START)
    publish_agenda(other, place["Kim"])
    templating.keep(other, name="Theirs", about="", by=place["Kim"], now=START)
    db.session.execute(sa.delete(TemplateOrigin))
    text = {"body": place["proposal"].body_source}
    proposed(other, place["Ola"], place["proposal"].title, **text)


_hidden: dict[str, object] = {}


def test_nothing_of_what_is_purged_is_left_anywhere(db_session):
    place = make_place()
    ola, mia, note = place["Ola"], place["Mia"], place["note"]
    for about in ("note:{note}", "item:{item}", "pattern:{pattern}"):
        report(about.format_map(place["at"]), by=ola)
    quote = f"> A **seekable** {NOTE}.\n\nGood."
    drafting.keep_draft(ola, f"answer {note.key}", quote, Kind.NOTE, now=START)
    drafting.keep_draft(mia, f"change {note.key}", f"{NOTE}!", Kind.NOTE, base=2, now=START)
    waits = NoteText(f"{quote} www.tea.example", NO_TOOL)
    waiting.hold(note.thread, waits, by=ola, now=START)
    begin_from(note, "https://example.org/notes/1", by=ola, now=START)
    _copy(place)
    said = say(place["call"], ola, "What others say stays.")
    digests = set(db.session.scalars(sa.select(ReportCopy.digest)))

    for about in WORDS:
        purge(about.format_map(place["at"]), place)

    assert {word: tables_with(word) for word in WORDS.values()} == {
        word: set() for word in WORDS.values()
    }
    copies = db.session.scalars(sa.select(ReportCopy)).all()
    assert len({one.digest for one in copies} - digests) == len(digests)
    assert all(one.salt for one in copies)
    assert said.text_source == "What others say stays."
