"""What the library holds of a person: patterns and revisions they wrote, what they did there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select, update

from community.accounts.guests import member_of
from community.accounts.models import Member
from community.conduct.forgetting import forget_beside
from community.db import db
from community.holdings import Facts, Holding
from community.notes import setting_aside as note_setting_aside
from community.notes.models import Note

from . import (
    collection_holdings,
    curation_holdings,
    held_holdings,
    invitation_holdings,
    use_holdings,
)
from .address_models import PatternAddress
from .citation_models import PatternCitation
from .content import from_json
from .draft_models import PatternDraft
from .drafting import forget_places, place_of, place_to_suggest
from .findable import TEXTS
from .leaving_queries import drafts_to_erase, written_before_opened, written_since_public
from .models import (
    Pattern,
    PatternRelation,
    PatternRevision,
    StageChange,
)
from .note_source_models import PatternNoteSource
from .redaction_queries import name_of
from .taking import content_facts
from .thread_models import PatternThread
from .unnaming import take_the_name_out


def export(person_id: int) -> Facts:
    """Their patterns, the revisions they wrote, the relations they added, the stages they chose."""
    return {
        "patterns begun": [
            {"title": row.title, "address": row.slug, "stage": row.stage.value, "at": row.made_at}
            for row in db.session.scalars(
                select(Pattern).where(Pattern.author_id == person_id).order_by(Pattern.id)
            )
        ],
        "revisions of patterns": [_revision(row, slug) for row, slug in _revisions(person_id)],
        "relations of patterns added": [
            {"kind": row.kind.value, "note": row.note, "at": row.at, "taken back": row.withdrawn_at}
            for row in db.session.scalars(
                select(PatternRelation)
                .where(PatternRelation.by_id == person_id)
                .order_by(PatternRelation.id)
            )
        ],
        "stages of patterns": [
            {"became": row.became.value, "why": row.why, "at": row.at}
            for row in db.session.scalars(
                select(StageChange).where(StageChange.by_id == person_id).order_by(StageChange.id)
            )
        ],
        "patterns begun from notes": [
            {"at": at} for at in db.session.scalars(_from_notes(person_id))
        ],
        "patterns begun to be written": [
            {"form": row.place, "typed": row.typed, "at": row.at} for row in _drafts(person_id)
        ],
    }


def erase(person_id: int, now: datetime) -> None:
    """Delete their drafts, and what their patterns said while nobody else read them. What they
    wrote for everybody, or others wrote in, stays, by a former member, and names them no more.
    """
    for draft in _drafts(person_id):
        db.session.delete(draft)
    for number in db.session.scalars(select(Pattern.id).where(Pattern.author_id == person_id)):
        forget_beside(name_of(number))
    mine = drafts_to_erase(person_id)
    _forget_notes(mine, now)
    numbers = db.session.scalars(mine).all()
    forget_places([form(n) for n in numbers for form in (place_of, place_to_suggest)])
    db.session.execute(delete(PatternRelation).where(PatternRelation.other_id.in_(mine)))
    followed = update(StageChange).where(StageChange.successor_id.in_(mine))
    db.session.execute(followed.values(successor_id=None))
    beside = (PatternThread, PatternNoteSource, PatternCitation, PatternAddress)
    for model in (PatternRevision, StageChange, PatternRelation, *beside):
        db.session.execute(delete(model).where(model.pattern_id.in_(mine)))
    db.session.execute(delete(Pattern).where(Pattern.id.in_(mine)))
    _say_what_was_opened(person_id)
    _say_what_was_public(person_id)
    member = member_of(person_id)
    if member is not None:
        take_the_name_out(member)


def _say_what_was_opened(person_id: int) -> None:
    """Let revisions of their patterns that were theirs alone say what the first open one does: what
    refers to them, suggestions and collections, stays readable.
    """
    for row, shown in db.session.execute(written_before_opened(person_id)):
        _say(row, shown)
    db.session.flush()


def _say_what_was_public(person_id: int) -> None:
    """Let what they wrote into a draft of theirs that was public, after they had made it a draft
    again, say what it said last that others read or gave words to.
    """
    known: PatternRevision | None = None
    for pattern, row, is_alone in db.session.execute(written_since_public(person_id)):
        if not is_alone:
            known = row
        elif known is not None and known.pattern_id == pattern.id:
            _say(row, known)
            said = from_json(known.content)
            pattern.title, pattern.summary = said.title, said.summary
    db.session.flush()


def _say(row: PatternRevision, shown: PatternRevision) -> None:
    """Let a revision say what another does."""
    row.content, row.html, row.text_policy = shown.content, shown.html, shown.text_policy
    row.why, row.disclosure_id = "", shown.disclosure_id


def _forget_notes(patterns: Select[int], now: datetime) -> None:
    """Leave nothing of notes on patterns that go; all are by whoever began these."""
    query = select(Note).join(PatternThread, PatternThread.thread_id == Note.thread_id)
    notes = query.where(PatternThread.pattern_id.in_(patterns)).order_by(Note.id)
    for note in db.session.scalars(notes).all():
        note_setting_aside.purge(note, "", by=note.by, now=now)


def _from_notes(person_id: int) -> Select[Any]:
    mine = select(PatternNoteSource.at).where(PatternNoteSource.by_id == person_id)
    return mine.order_by(PatternNoteSource.pattern_id)


def _drafts(person_id: int) -> Sequence[PatternDraft]:
    query = select(PatternDraft).join(Member, Member.id == PatternDraft.member_id)
    return db.session.scalars(query.where(Member.person_id == person_id)).all()


def _revisions(person_id: int) -> list[tuple[PatternRevision, str]]:
    query = (
        select(PatternRevision, Pattern.slug)
        .join(Pattern, Pattern.id == PatternRevision.pattern_id)
        .where(PatternRevision.by_id == person_id)
        .order_by(PatternRevision.pattern_id, PatternRevision.number)
    )
    return [(row, slug) for row, slug in db.session.execute(query)]


def _revision(row: PatternRevision, slug: str) -> dict[str, object]:
    said = content_facts(from_json(row.content))
    return {"pattern": slug, "number": row.number, "at": row.at, "why": row.why, **said}


_TABLES = frozenset(
    {
        "pattern",
        "pattern_revision",
        "pattern_facet",
        "stage_change",
        "pattern_relation",
        "pattern_draft",
        *("pattern_address", "pattern_address_given_up"),
        *("pattern_thread", "pattern_note_source", "pattern_citation"),
    }
)
HOLDINGS = (
    Holding(tables=_TABLES, export=export, erase=erase, texts=TEXTS),
    use_holdings.HOLDING,
    curation_holdings.HOLDING,
    collection_holdings.HOLDING,
    invitation_holdings.HOLDING,
    held_holdings.HOLDING,
)
