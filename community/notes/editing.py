"""Changing what a note says: what it was is kept, and two who change it at once are merged."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from community.accounts.mentioning import named_in
from community.accounts.models import Member
from community.db import db, locked
from community.differences import Clash, merge
from community.disclosures.asking import is_asked_again
from community.disclosures.disclosing import disclose
from community.disclosures.wording import Said
from community.drafts.keeping import forget_draft
from community.drafts.tabs import ALONE, Tab
from community.errors import TooMany
from community.events import announce
from community.text import POLICY_VERSION, read_markdown
from community.turns import in_turn

from .drafting import place_of_change
from .events import NoteWritten
from .freezing import refuse_while_frozen
from .models import Note, NoteRevision
from .queries import revision_of
from .redaction_queries import redacted_since
from .removing import refuse_set_aside
from .sorting import keep_before
from .subject_queries import subject_of
from .writing import A_WHILE, mention

MOST_CHANGES = 30  # of one member within a while


class ChangedMeanwhile(Exception):
    """Somebody else changed the same words. `text` has the changes of both but for `clashes`,
    where it has those of the person; `version` is what it is based on now.
    """

    def __init__(self, text: str, clashes: tuple[Clash, ...], theirs: str, version: int) -> None:
        super().__init__("Somebody else changed the same words.")
        self.text, self.clashes, self.theirs, self.version = text, clashes, theirs, version


class WordsWereTakenOut(Exception):
    """What was written over an older version may hold words that were taken out since."""


class DisclosureIsAsked(Exception):
    """So much has changed that it has to be said again whether a tool was involved."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a change: whether it is another text now, and whether it was merged."""

    is_other: bool
    is_merged: bool


def look_at(
    note: Note,
    source: str,
    *,
    base: int,
    said: Said | None,
    by: Member,
    now: datetime,
    is_asked: bool = True,
) -> tuple[Note, str, bool]:
    """The note, held; `source`, written over version `base`, with what others have made of it
    since; and whether that was anything. `is_asked`: much of another text has to say whether a tool
    was involved.

    Raises `WordsWereTakenOut`, `ChangedMeanwhile`, `DisclosureIsAsked`, `removing.SetAside`, and
    `community.errors.TooMany`.
    """
    _refuse_what_is_too_much(note, by, now)
    note = locked(Note, note.id)
    refuse_set_aside(note)
    if base < note.version and base < redacted_since(note.id):
        raise WordsWereTakenOut
    source, is_merged = _with_others(note, source, base)
    if said is None and is_asked and is_asked_again(note.text_source, source):
        raise DisclosureIsAsked
    return note, source, is_merged


def change(
    note: Note,
    source: str,
    *,
    base: int,
    said: Said | None,
    by: Member,
    now: datetime,
    tab: Tab = ALONE,
    is_asked: bool = True,
) -> Changed:
    """Make `source`, written over version `base`, what the note says; merged with what others
    have made of it since; the draft of it in `tab` is done with. Doing it twice changes nothing.

    Raises what `look_at` does, and `community.text.TextTooLong`.
    """
    if "[[" in source:  # it may lead to a pattern that is not there
        in_turn(is_alone=True)
    note, source, is_merged = look_at(
        note, source, base=base, said=said, by=by, now=now, is_asked=is_asked
    )
    if source == note.text_source:
        forget_draft(by, place_of_change(note), tab)
        return Changed(is_other=False, is_merged=is_merged)
    read = read_markdown(source)
    people = named_in(read.handles, by=by, now=now)
    keep_before(note)
    note.text_source, note.text_html = source, read.html(people)
    note.text_policy = POLICY_VERSION
    if said is not None:
        note.disclosure_id = disclose(said, by=by.person, now=now).id
    note.version += 1
    note.changed_at, note.changed_by_id = now, by.id
    db.session.flush()
    forget_draft(by, place_of_change(note), tab)
    fresh = mention(note, people, by=by, now=now)
    announce(NoteWritten(note, fresh, is_new=False, at=now))
    return Changed(is_other=True, is_merged=is_merged)


def revert(note: Note, number: int, *, by: Member, now: datetime) -> None:
    """Make what version `number` said what the note says. What it says now is kept too.

    Raises `removing.SetAside` and `community.errors.TooMany`.
    """
    _refuse_what_is_too_much(note, by, now)
    in_turn(is_alone=True)  # ahead of the row, as above
    note = locked(Note, note.id)
    refuse_set_aside(note)
    before = revision_of(note, number)
    if before is None or before.text_source == note.text_source:
        return
    read = read_markdown(before.text_source)
    people = named_in(read.handles, by=by, now=now)
    keep_before(note)
    note.text_source, note.text_html = before.text_source, read.html(people)
    note.text_policy, note.disclosure_id = POLICY_VERSION, before.disclosure_id
    note.version += 1
    note.changed_at, note.changed_by_id = now, by.id
    db.session.flush()
    mention(note, people, by=by, now=now)
    announce(NoteWritten(note, (), is_new=False, at=now))


def _refuse_what_is_too_much(note: Note, by: Member, now: datetime) -> None:
    subject = subject_of(note.thread)
    refuse_while_frozen(subject.call if subject else None, now)
    _refuse_floods(by, now)


def _refuse_floods(by: Member, now: datetime) -> None:
    """Changes that were changed again are counted: by these the versions of a note pile up."""
    query = select(func.count()).select_from(NoteRevision)
    lately = query.where(
        NoteRevision.by_id == by.id, NoteRevision.number > 1, NoteRevision.at > now - A_WHILE
    )
    if (db.session.scalar(lately) or 0) >= MOST_CHANGES:
        raise TooMany("That is a lot of changes in a short time. Go on in a few minutes.")


def _with_others(note: Note, source: str, base: int) -> tuple[str, bool]:
    """What was written over an older version, with what others have changed since."""
    if base >= note.version or source == note.text_source:
        return source, False
    before = revision_of(note, max(base, 1))  # over an unknown one: as if over the first
    if before is None or before.text_source == note.text_source:
        return source, False
    merged = merge(before.text_source, note.text_source, source)
    if merged.clashes:
        raise ChangedMeanwhile(merged.text, merged.clashes, note.text_source, note.version)
    return merged.text, True
