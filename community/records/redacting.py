"""Words that were taken out of a note or an item go from what the record of its call says too."""

from collections.abc import Collection

from sqlalchemy import select

from community.agendas.events import ItemRedacted
from community.db import db
from community.notes.events import NoteRedacted
from community.notes.subject_queries import subject_of
from community.redaction import without
from community.text import POLICY_VERSION, render_markdown

from .corrections import LONGEST_ANSWER, LONGEST_CORRECTION, Correction, CorrectionReply
from .models import LONGEST_LINK_TITLE, LONGEST_WHY, Absence, Link, Record


def note_redacted(event: NoteRedacted) -> None:
    """Take them out of the record of the call that the note is about."""
    subject = subject_of(event.note.thread)
    if subject is not None and subject.call is not None:
        _take_out(event.words, {subject.call.id})


def item_redacted(event: ItemRedacted) -> None:
    """Take them out of the records of the calls that had the item on their agendas."""
    _take_out(event.words, {call.id for call in event.calls})


def _take_out(words: str, calls: Collection[int]) -> None:
    for record in db.session.scalars(select(Record).where(Record.call_id.in_(calls))):
        left = without(words, record.summary_source)
        if left != record.summary_source:
            record.summary_source, record.summary_html = left, render_markdown(left)
            record.text_policy = POLICY_VERSION
            record.version += 1
    for link in db.session.scalars(select(Link).where(Link.call_id.in_(calls))):
        link.title = without(words, link.title, LONGEST_LINK_TITLE)
    for absence in db.session.scalars(select(Absence).where(Absence.call_id.in_(calls))):
        absence.why = without(words, absence.why, LONGEST_WHY)
    about = select(Correction).where(Correction.call_id.in_(calls))
    for correction in db.session.scalars(about).unique():
        correction.words = without(words, correction.words, LONGEST_CORRECTION)
    replies = (
        select(CorrectionReply)
        .join(Correction, Correction.id == CorrectionReply.correction_id)
        .where(Correction.call_id.in_(calls))
    )
    for reply in db.session.scalars(replies):
        reply.word = without(words, reply.word, LONGEST_ANSWER)
    db.session.flush()
