"""What goes to the author of something that is set aside is read by a second responder before, for
anything that says who told of it. The reader lets it go, or writes it anew: then another reads it.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from community import work
from community.accounts.models import Member
from community.conduct.state_models import ContentReading, ContentState, Said, Went
from community.db import db, locked, transaction
from community.errors import Refusal
from community.events import announce

from .content_asked import can_be_asked, is_asked, owed, words_waiting
from .content_parts import refuse_part_in
from .events import ContentWaits, PersonTold
from .second_readers import UNREAD_AFTER, unread_since
from .talking import OwnWords

AT_ONCE = 50
"""How many go in one round."""


class NotTheirTurn(Refusal):
    """Somebody else is asked to read words by now, or they have gone."""


def let_wait(
    state: ContentState, said: Said, *, words: str = "", by: Member, now: datetime
) -> None:
    """Let what is told to the author wait for a reader: `words`, or what stands with the state or
    its appeal. Without an author nobody reads it.
    """
    if state.author_id is None:
        return
    given = {"written_by_id": by.id, "written_at": now, "words": words}
    row = ContentReading(state_id=state.id, said=said, **given)
    db.session.add(row)
    db.session.flush()
    announce(ContentWaits(owed(words_waiting(row), now), now))


def pass_on(row: ContentReading, *, by: Member, now: datetime) -> None:
    """Let words go to whoever they are for. Doing it twice changes nothing.

    Raises `community.moderation.talking.OwnWords`, `content_parts.PartOfIt` and `NotTheirTurn`.
    """
    row = locked(ContentReading, row.id)
    if row.ended_at is not None:
        return
    if row.written_by_id == by.id:
        raise OwnWords("You wrote this. Somebody else reads it before it goes.")
    _refuse_others(row, by, now)
    _go(row, Went.PASSED, now, by_id=by.id)


def write_anew(row: ContentReading, words: str, *, by: Member, now: datetime) -> None:
    """Put other words in their place, which somebody else reads then; of their own whoever is asked
    already. Where they have gone meanwhile nothing changes.

    Raises `content_parts.PartOfIt` and `NotTheirTurn`.
    """
    row = locked(ContentReading, row.id)
    if row.ended_at is not None:
        return
    if row.written_by_id == by.id:
        refuse_part_in(row.state, by)
        row.words = words
        db.session.flush()
        return
    _refuse_others(row, by, now)
    row.outcome, row.ended_at, row.read_by_id = Went.CHANGED, now, by.id
    db.session.flush()
    let_wait(row.state, row.said, words=words, by=by, now=now)


def _refuse_others(row: ContentReading, by: Member, now: datetime) -> None:
    refuse_part_in(row.state, by)
    if not is_asked(words_waiting(row), by, now):
        raise NotTheirTurn("Somebody else reads this by now. Nothing was changed.")


def need_no_reason(state: ContentState, *, now: datetime) -> None:
    """Let it go unsaid why something was set aside, where it is back before that is told."""
    query = select(ContentReading).where(
        ContentReading.state_id == state.id,
        ContentReading.said == Said.REASON,
        ContentReading.ended_at.is_(None),
    )
    for row in db.session.scalars(query):
        row.forget(now)
    db.session.flush()


def let_go_unread(now: datetime) -> None:
    """Let words go that have waited for two days where nobody is asked to read them, nor would be
    if they took a case about it; that nobody has is kept. Where somebody could, they wait.
    """
    found = [one.id for one in unread_since(now - UNREAD_AFTER, AT_ONCE)]
    db.session.rollback()

    def let_go(number: Any) -> None:
        with transaction():
            row = locked(ContentReading, number)
            if row.ended_at is None and not can_be_asked(words_waiting(row), now):
                _go(row, Went.UNREAD, now)

    work.each(found, let_go, what="words that nobody can read before")


def _go(row: ContentReading, how: Went, now: datetime, *, by_id: int | None = None) -> None:
    row.outcome, row.ended_at, row.read_by_id = how, now, by_id
    db.session.flush()
    if row.state.author_id is not None:
        announce(PersonTold(row.state.author_id, f"{row.said} of content {row.state_id}", now))


JOBS = (work.Job("let words go that nobody can read", timedelta(hours=1), let_go_unread),)
