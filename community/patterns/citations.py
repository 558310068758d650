"""Keeping where patterns are cited, as texts are written, changed, published and redacted."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, union

from community.agendas.editions import Edition, EditionItem
from community.agendas.events import AgendaPublished, ItemRedacted, ItemSetAside
from community.db import db
from community.marks import PATTERNS
from community.notes.events import NotePurged, NoteRedacted, NoteSorted, NoteWritten
from community.notes.models import Kind, Note
from community.notes.tasks import Decision
from community.turns import in_turn

from .address_models import PatternAddress
from .citation_models import PatternCitation
from .models import Pattern

_Led = tuple[int | None, int | None, str, datetime]  # note, call, address, since when

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


def lead_to(patterns: Collection[Pattern]) -> None:
    """Keep which notes and agendas led to patterns before these were at their addresses. Twice
    changes nothing; four queries, however many patterns.
    """
    there = {pattern.slug: pattern.id for pattern in patterns}
    if not there:
        return
    found = {
        (there[slug], note_id, call_id): at
        for note_id, call_id, slug, at in (*_led(there), *_followed(there), *_in_agendas(there))
        if slug in there
    }
    row = PatternCitation
    kept = select(row.pattern_id, row.note_id, row.call_id)
    known = db.session.execute(kept.where(row.pattern_id.in_(there.values()))).all()
    for pattern_id, note_id, call_id in found.keys() - {tuple(one) for one in known}:
        place = {"pattern_id": pattern_id, "note_id": note_id, "call_id": call_id}
        db.session.add(PatternCitation(**place, at=found[pattern_id, note_id, call_id]))
    db.session.flush()


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


def _led(there: Mapping[str, int]) -> Iterator[_Led]:
    query = select(Note.id, Note.text_html, Note.made_at)
    query = query.where(Note.text_html.contains(_link_to(there)))
    for number, html, at in db.session.execute(query.execution_options(yield_per=500)):
        yield from ((number, None, slug, at) for slug in _slugs([html]))


def _followed(there: Mapping[str, int]) -> Iterator[_Led]:
    query = select(Note.id, Decision.follows, Note.made_at).join(Note, Note.id == Decision.note_id)
    query = query.where(Decision.follows.in_(there), Note.kind == Kind.DECISION)
    for number, slug, at in db.session.execute(query):
        yield number, None, slug or "", at


def _in_agendas(there: Mapping[str, int]) -> Iterator[_Led]:
    """Of each call what was published last."""
    said = EditionItem.body_html, EditionItem.people_html, EditionItem.business_html
    last = select(func.max(Edition.id)).group_by(Edition.call_id)
    query = (
        select(Edition.call_id, Edition.at, *said)
        .join(EditionItem, EditionItem.edition_id == Edition.id)
        .where(Edition.id.in_(last), ~EditionItem.is_off_record)
        .where((said[0] + said[1] + said[2]).contains(_link_to(there)))
    )
    for call_id, at, *htmls in db.session.execute(query):
        yield from ((None, call_id, slug, at) for slug in _slugs(htmls))


def _link_to(there: Mapping[str, int]) -> str:
    """What stands in a text that leads to this pattern; of several, to any."""
    return f'href="{PATTERNS}' + (f'{next(iter(there))}"' if len(there) == 1 else "")


def _cited_by(note: Note) -> set[str]:
    """The addresses of patterns its words lead to, and of the one that it follows as a decision."""
    decision = db.session.get(Decision, note.id) if note.kind is Kind.DECISION else None
    followed = {decision.follows} if decision and decision.follows else set()
    return _slugs([note.text_html]) | followed


def _slugs(htmls: Iterable[str]) -> set[str]:
    return {slug for html in htmls for slug in _CITED.findall(html)}


def _patterns(slugs: set[str]) -> Sequence[int]:
    """The patterns at these addresses, or that were drafted there, or for which these are kept. One
    that is not there may be proposed just now.
    """
    found = _at(slugs) if slugs else {}
    if len(found) < len(slugs):
        in_turn(is_alone=True)
        found = _at(slugs)
    return sorted(set(found.values()))


def _at(slugs: set[str]) -> Mapping[str, int]:
    """By address."""
    at = [
        select(address, number).where(address.in_(slugs))
        for address, number in (
            (Pattern.slug, Pattern.id),
            (Pattern.drafted_as, Pattern.id),
            (PatternAddress.slug, PatternAddress.pattern_id),
        )
    ]
    return {slug: number for slug, number in db.session.execute(union(*at)) if slug is not None}
