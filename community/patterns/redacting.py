"""Words taken out of a pattern for ever: of each revision, draft, suggestion and word about it."""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Person
from community.bars import without
from community.conduct.shared_texts import beside
from community.conduct.state_models import Content, ContentState
from community.conduct.taking_out import Back, keep_before, put_back
from community.db import db, locked
from community.errors import Refusal
from community.events import announce
from community.notes.events import NotePurged, NoteRedacted, NoteWordsBack
from community.notes.models import Note
from community.redaction import Spot, is_telling, purge, take_out
from community.redaction_fields import LONGEST_WHY
from community.text import POLICY_VERSION

from .content import from_json
from .draft_models import PatternDraft
from .drafting import place_of, place_to_reword, place_to_suggest
from .events import PatternRedacted, PatternRevised
from .models import Pattern, PatternRevision
from .note_source_models import PatternNoteSource
from .readdressing import take_out_of_address
from .redaction_models import PatternRedaction
from .redaction_queries import (
    in_json,
    name_of,
    own_spots_of,
    redacted_from,
    revisions_whole,
    said_of,
    sections_suggested,
    spots_of,
)
from .suggestion_models import Suggestion
from .writing import html_of, keep_revision, write_facets

WHY = "Words were taken out."
BACK = "Words were put back."
UNDER_THE_CODE = "It goes against the code of conduct."


class NotThere(Refusal):
    """The words do not stand in what they were to be taken out of."""


class WordsWereTakenOut(Refusal):
    """What was written over a text that has the words still would bring them back."""


def redact(
    pattern: Pattern,
    words: str,
    *,
    why: str,
    whole: Collection[str] = (),
    by: Person,
    now: datetime,
) -> None:
    """Take the words out of a pattern and of all that is kept with it; altogether out of what
    `whole` names. A revision follows, so that nothing written over an earlier one brings them back.
    It cannot be undone. Raises `NotThere`.
    """
    pattern = locked(Pattern, pattern.id)
    if not _take_out(pattern, spots_of(pattern), words, why=why, whole=whole, by=by, now=now):
        raise NotThere("These words do not stand in this pattern any more.")


def redact_for_now(pattern: Pattern, words: str, *, by: Person, now: datetime) -> None:
    """Take the words out of every revision, so that they can be put back, and for ever out of what
    is begun over it; where nobody else writes them by chance, out of what others said of it too.
    """
    pattern = locked(Pattern, pattern.id)
    own = own_spots_of(pattern)
    keep_before(Content.PATTERN, pattern.id, own, words)
    told, is_done = is_telling(words), take_out(own, words)
    others = [*_begun(pattern), *(said_of(pattern) if told else sections_suggested(pattern))]
    if take_out(others, words, is_bounded=not told) or is_done:
        _write_anew(pattern, [words], why=UNDER_THE_CODE, by=by, now=now)


def put_back_in_pattern(state: ContentState, pattern: Pattern, *, now: datetime) -> Back:
    """Put back what was taken out so, in what was not changed since; a revision follows."""
    pattern = locked(Pattern, pattern.id)
    return _put_back(state, pattern, own_spots_of(pattern), now, bounded=False)


def _put_back(
    state: ContentState, pattern: Pattern, spots: Sequence[Spot], at: datetime, *, bounded: bool
) -> Back:
    back = put_back(state, spots, f"revision-{pattern.revision}-", bounded=bounded)
    if back is Back.NOWHERE:
        return back
    _render_all(pattern)
    _follow(pattern, at, why=BACK)
    db.session.flush()
    announce(PatternRevised(pattern, at))
    return back


def redact_what_was_begun(event: NoteRedacted) -> None:
    """Take words that were taken out of a note out of the patterns begun from it, as well."""
    by, note, bounded = event.by.person, event.note, event.bounded
    for pattern in _begun_from(note):
        spots = spots_of(pattern)
        if event.for_now:
            kept = _beside_note(pattern)
            keep_before(Content.NOTE, note.id, kept, event.words, bounded=bounded)
            spots = [*own_spots_of(pattern), *said_of(pattern)]
        _take_out(pattern, spots, event.words, why=WHY, by=by, now=event.at, bounded=bounded)


def put_back_what_was_begun(event: NoteWordsBack) -> None:
    """Put them back where what they say was not changed since."""
    for pattern in _begun_from(event.note):
        _put_back(event.state, pattern, _beside_note(pattern), event.at, bounded=True)


def _begun_from(note: Note) -> list[Pattern]:
    begun = PatternNoteSource.pattern_id
    query = select(begun).where(PatternNoteSource.note_id == note.id).order_by(begun)
    return [locked(Pattern, number) for number in db.session.scalars(query).all()]


def _beside_note(pattern: Pattern) -> list[Spot]:
    return beside(own_spots_of(pattern), name_of(pattern.id))


def purge_what_was_begun(event: NotePurged) -> None:
    """The same for a note of which nothing is left."""
    for pattern in _begun_from(event.note):
        pieces = [*event.pieces, *_cut_from(pattern, " ".join(event.pieces))]
        if purge([*spots_of(pattern), *_begun(pattern)], pieces):
            _write_anew(pattern, pieces, why=WHY, by=event.by.person, now=event.at)


def _cut_from(pattern: Pattern, said: str) -> Iterator[str]:
    """The title and the summary that were made of the beginning of a note."""
    first = db.session.get(PatternRevision, (pattern.id, 1))
    content, said = from_json(first.content) if first else None, " ".join(said.split())
    for words in (content.title, content.summary) if content else ():
        cut = words.rstrip("….,:;!? ")
        if cut and cut in said:
            yield cut


def _take_out(
    pattern: Pattern,
    spots: Sequence[Spot],
    words: str,
    *,
    why: str,
    whole: Collection[str] = (),
    by: Person,
    now: datetime,
    bounded: bool = False,
) -> bool:
    if not take_out([*spots, *_begun(pattern)], words, whole=whole, is_bounded=bounded):
        return False
    _write_anew(pattern, [words], why=why, by=by, now=now)
    return True


def _write_anew(
    pattern: Pattern, gone: Sequence[str], *, why: str, by: Person, now: datetime
) -> None:
    """Render what is left, and let a revision follow."""
    _render_all(pattern)
    told = why
    take_out_of_address(pattern, gone)
    for words in gone:
        told = without(words, told, LONGEST_WHY)
    _follow(pattern, now)
    said = {"pattern_id": pattern.id, "by_id": by.id, "at": now, "why": told}
    db.session.add(PatternRedaction(number=pattern.revision, **said))
    db.session.flush()
    announce(PatternRevised(pattern, now))
    announce(PatternRedacted(pattern, now))


def _render_all(pattern: Pattern) -> None:
    for row in revisions_whole(pattern):
        content = from_json(row.content)
        row.html, row.text_policy = json.dumps(html_of(content), ensure_ascii=False), POLICY_VERSION


def refuse_old(pattern: Pattern, over: int) -> None:
    """Raise `WordsWereTakenOut` where words were taken out of what this was written over."""
    if over < redacted_from(pattern):
        raise WordsWereTakenOut(
            "Words were taken out of this pattern since you opened the form, and what you send "
            "has them still. Open it anew and write your changes there."
        )


def refuse_unread(pattern: Pattern, over: int) -> None:
    """The same for what somebody else has suggested, as long as nobody has read all of it."""
    if over < redacted_from(pattern):
        raise WordsWereTakenOut(
            "Words were taken out of this pattern since this was suggested, and it may say them "
            "otherwise. Read all of it with “Change the wording first”, and take it there."
        )


def _follow(pattern: Pattern, now: datetime, *, why: str = WHY) -> None:
    """The same without the words, or with them, as a revision by whoever wrote the one before."""
    standing = db.session.get_one(PatternRevision, (pattern.id, pattern.revision))
    content = from_json(standing.content)
    pattern.revision += 1
    pattern.title, pattern.summary, pattern.changed_at = content.title, content.summary, now
    keep_revision(
        pattern,
        content,
        number=pattern.revision,
        by=db.session.get_one(Person, standing.by_id),
        disclosure=standing.disclosure,
        now=now,
        why=why,
    )
    write_facets(pattern, content)


def _begun(pattern: Pattern) -> Iterator[Spot]:
    """Whatever is begun over it, not to be read by who takes words out."""
    mine = select(Suggestion.id).where(Suggestion.pattern_id == pattern.id)
    places = [place_of(pattern.id), place_to_suggest(pattern.id)]
    places += [place_to_reword(number) for number in db.session.scalars(mine)]
    query = select(PatternDraft).where(PatternDraft.place.in_(places))
    for row in db.session.scalars(query):
        name = f"draft-{row.member_id}-{row.place.replace(' ', '-')}-{row.tab}"
        yield from in_json(row, "typed", name, "a draft", is_open=False)
