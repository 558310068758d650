"""Keeping where patterns are cited, as texts are written, changed, published and redacted."""

import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, or_, select

from community.agendas.editions import Edition, EditionItem
from community.agendas.events import AgendaPublished, ItemRedacted, ItemSetAside
from community.db import db
from community.marks import PATTERNS
from community.notes.events import NotePurged, NoteRedacted, NoteSorted, NoteWritten
from community.notes.models import Kind, Note
from community.notes.tasks import Decision

from .addresses import kept_at
from .citation_models import PatternCitation
from .models import Pattern

_CITED = re.compile(rf'href="{re.escape(PATTERNS)}([a-z0-9-]+)"')


def note_written(event: NoteWritten) -> None:
    """Keep which patterns a note leads to; a new one without any costs nothing."""
    if not event.is_new or _cited_by(event.note):
        _keep_of_note(event.note, event.at)


def note_sorted(event: NoteSorted) -> None:
    """The same once it is another kind, or follows another pattern."""
    _keep_of_note(event.note, event.at)


def brought(notes: Iterable[Note], call_ids: Iterable[int], now: datetime) -> None:
    """Keep which patterns notes and calls lead to that were brought in from another place."""
    for note in notes:
        if _cited_by(note):
            _keep_of_note(note, note.made_at)
    last = select(Edition.call_id, func.max(Edition.id)).group_by(Edition.call_id)
    for call_id, edition_id in db.session.execute(last.where(Edition.call_id.in_(call_ids))).all():
        _keep_of_agenda(call_id, edition_id, now)


def note_redacted(event: NoteRedacted | NotePurged) -> None:
    """The same once words were taken out of it."""
    _keep_of_note(event.note, event.at)


def agenda_published(event: AgendaPublished) -> None:
    """Keep which patterns the agenda of a call leads to, as it is published now."""
    _keep_of_agenda(event.call.id, event.edition.id, event.at)


def item_redacted(event: ItemRedacted | ItemSetAside) -> None:
    """The same for what was published last of each call that had the item."""
    for call in event.calls:
        last = select(Edition.id).where(Edition.call_id == call.id).order_by(Edition.number.desc())
        edition_id = db.session.scalar(last.limit(1))
        if edition_id is not None:
            _keep_of_agenda(call.id, edition_id, event.at)


def _keep_of_note(note: Note, now: datetime) -> None:
    db.session.execute(delete(PatternCitation).where(PatternCitation.note_id == note.id))
    for pattern_id in _patterns(_cited_by(note)):
        db.session.add(PatternCitation(pattern_id=pattern_id, note_id=note.id, at=now))
    db.session.flush()


def _keep_of_agenda(call_id: int, edition_id: int, now: datetime) -> None:
    """What is off the record cites nothing."""
    db.session.flush()
    query = select(EditionItem.body_html, EditionItem.people_html, EditionItem.business_html)
    said = query.where(EditionItem.edition_id == edition_id, ~EditionItem.is_off_record)
    htmls = [html for row in db.session.execute(said) for html in row]
    db.session.execute(delete(PatternCitation).where(PatternCitation.call_id == call_id))
    for pattern_id in _patterns(_slugs(htmls)):
        db.session.add(PatternCitation(pattern_id=pattern_id, call_id=call_id, at=now))
    db.session.flush()


def _cited_by(note: Note) -> set[str]:
    """The addresses of patterns its words lead to, and of the one that it follows as a decision."""
    decision = db.session.get(Decision, note.id) if note.kind is Kind.DECISION else None
    followed = {decision.follows} if decision and decision.follows else set()
    return _slugs([note.text_html]) | followed


def _slugs(htmls: Iterable[str]) -> set[str]:
    return {slug for html in htmls for slug in _CITED.findall(html)}


def _patterns(slugs: set[str]) -> list[int]:
    """The patterns at these addresses, or that were drafted there, or for which these are kept."""
    if not slugs:
        return []
    at = or_(Pattern.slug.in_(slugs), Pattern.drafted_as.in_(slugs), Pattern.id.in_(kept_at(slugs)))
    return list(db.session.scalars(select(Pattern.id).where(at).order_by(Pattern.id)))
