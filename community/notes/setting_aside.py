"""Notes out of sight under the code of conduct, and back: what their place in a thread shows is up
to the state that stands (`community.conduct.state_queries`). What was taken out before stays so.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import aliased

from community.access import Viewer
from community.accounts.models import Member
from community.agendas.models import Item
from community.conduct.state_models import ContentState
from community.conduct.taking_out import Back
from community.db import db, locked
from community.drafts.models import Draft
from community.drafts.places import of_note_change
from community.events import announce
from community.marks import BAR
from community.redaction import Spot, whole_pieces_of
from community.redaction import purge as purge_places
from community.text import POLICY_VERSION, render_markdown
from community.turns import in_turn

from .events import NotePurged
from .hiding_at_once import give_way, make_room
from .models import ItemThread, Note, NoteMention, NoteRemoval
from .quoting import without_quotes
from .redacting import put_back_in_note, redact_for_now, take_out_of_answers
from .redaction_queries import (
    own_spots_of,
    spots_in_records,
    spots_of_it_alone,
    tool_spots_of,
    unsaid_in,
)
from .subject_queries import subject_of
from .unsaid import spots_beside
from .unsaid import spots_of as spots_of_unsaid

_OURS, _THEIRS = "set aside", "taken out before"


def parts(notes: Collection[int], members: Collection[int]) -> Sequence[Select[int, int]]:
    """Queries for which of some members have written in the thread of which of some notes, or
    proposed the item it is about; numbers of both.
    """
    one, other = aliased(Note), aliased(Note)
    wrote = select(one.id, other.by_id).join(other, other.thread_id == one.thread_id)
    proposed = (
        select(one.id, Item.proposed_by_id)
        .join(ItemThread, ItemThread.thread_id == one.thread_id)
        .join(Item, Item.id == ItemThread.item_id)
    )
    return [
        wrote.where(one.id.in_(notes), other.by_id.in_(members)),
        proposed.where(one.id.in_(notes), Item.proposed_by_id.in_(members)),
    ]


def title_of(note: Note) -> str:
    """By what its author knows it; without words that may be set aside themselves."""
    subject = subject_of(note.thread)
    if subject is None or subject.call is None:
        return "A note on a pattern"
    return (
        f"A note on an item of “{subject.call.title}”"
        if subject.item
        else f"A note on “{subject.call.title}”"
    )


def source_of(note: Note, _kept: str = "") -> str:
    """What it says: its words stay where they are, and no page shows them."""
    return note.text_source


def parts_on_items(items: Collection[int], members: Collection[int]) -> Sequence[Select[int, int]]:
    """Queries for which of some members have written in the thread of which of some items."""
    query = select(ItemThread.item_id, Note.by_id)
    query = query.join(Note, Note.thread_id == ItemThread.thread_id)
    return [query.where(ItemThread.item_id.in_(items), Note.by_id.in_(members))]


def set_aside(note: Note, _says: str, *, by: Member, now: datetime) -> str:
    """Take a note out. Gives what bringing it back has to know."""
    note = locked(Note, note.id)
    standing = make_room(note, now)
    if standing is not None and standing.emergency_id is None:
        return _THEIRS
    if standing is not None:  # what was hidden at once would come back by itself
        give_way(note, standing, by=by, now=now)
    db.session.add(NoteRemoval(note_id=note.id, by_id=by.id, at=now, reason=""))
    db.session.flush()
    db.session.expire(note, ["removal"])
    return _OURS


def bring_back(note: Note, kept: str, *, by: Member, now: datetime) -> None:
    """Undo it; what its author or who keeps order had taken out stays so."""
    note = locked(Note, note.id)
    if kept == _OURS and note.removal is not None:
        note.removal.withdrawn_at, note.removal.withdrawn_by_id = now, by.id
        db.session.flush()
        db.session.expire(note, ["removal"])


def own_spots(note: Note, _kept: str = "") -> list[Spot]:
    """What a note says and said, of which a part can be taken out."""
    return list(own_spots_of(note))


def redact(note: Note, words: str, *, by: Member, now: datetime) -> None:
    """Take words out of a note, so that they can be put back."""
    redact_for_now(note, words, by=by, now=now)


def put_words_back(state: ContentState, note: Note, *, by: Member, now: datetime) -> Back:  # noqa: ARG001
    """Put back what was taken out so, where the note was not changed since."""
    return put_back_in_note(state, note, now=now)


def purge(note: Note, _says: str, *, by: Member, now: datetime) -> None:
    """Leave nothing of what a note says and said, wherever it is kept."""
    in_turn(is_alone=True)  # ahead of the row: the note may lead to a pattern that is not there
    set_aside(note, _says, by=by, now=now)
    note = locked(Note, note.id)
    spots = spots_of_it_alone(note)
    pieces = [piece for spot in spots for piece in whole_pieces_of(spot.text)]
    own = [piece for spot in spots for piece in whole_pieces_of(without_quotes(spot.text))]
    beside = [*spots_in_records(note, Viewer(by), held=True), *tool_spots_of(note, held=True)]
    purge_places(beside, pieces)
    subject = subject_of(note.thread)
    begun = unsaid_in(note.thread, [note], subject)
    purge_places([spot for one in begun for spot in spots_of_unsaid(one)], pieces)
    purge_places(spots_beside(subject), pieces)
    db.session.execute(delete(Draft).where(Draft.place == of_note_change(note.key)))
    db.session.execute(delete(NoteMention).where(NoteMention.note_id == note.id))
    for spot in spots:
        if spot.text:
            spot.put(BAR)
    note.text_html, note.text_policy = render_markdown(note.text_source), POLICY_VERSION
    note.version += 1
    db.session.flush()
    take_out_of_answers(note, list(dict.fromkeys(own)), by=by, now=now)
    announce(NotePurged(note, pieces, by, now))
