"""Setting content aside under the code: hidden, redacted, removed or purged, and brought back.

A responder does it who is no part of it, and names a clause of the code that held when it was
written. Whoever wrote it is told why once a second responder has read it, and can ask for another
look.
"""

import re
from datetime import datetime
from textwrap import shorten
from typing import Any

from sqlalchemy import select, update

from community.accounts.models import Member
from community.audit import Act, record
from community.conduct import emergencies, forgetting, taking_out
from community.conduct.models import CodeClause, CodePublication
from community.conduct.queries import all_published, version_in_force_at
from community.conduct.state_models import (
    Content,
    ContentAppeal,
    ContentState,
    Heard,
    Said,
    Standing,
)
from community.conduct.state_queries import clauses_of, standing_state
from community.conduct.taking_out import Back
from community.db import db, locked
from community.errors import Refusal
from community.events import announce
from community.salted import new_salt, salted_digest
from community.text import plain

from . import purging, second_reading
from .content_kinds import KINDS, row_of
from .content_parts import PART, refuse_part
from .content_spans import Aside, put_words_back, redacted_so, take_words_out
from .content_verbs import Kind
from .events import PersonTold
from .subjects import Subject

_LABEL = 160  # characters of a clause, about
_NOTHING = "Nothing of it is left."
_INSTEAD = "This is set aside under the code of conduct:"


class NoSuchClause(Refusal):
    """The code that held when it was written has no such clause."""


class AppealWaits(Refusal):
    """What its author asks others to look at stays as it is until they have, or it is purged. Not
    everybody is told that somebody asked.
    """


class GoneForEver(Refusal):
    """What is purged cannot come back."""


def code_for(written_at: datetime) -> CodePublication | None:
    """The version of the code that held when something was written; the first, where it is older
    than all of them.
    """
    found = version_in_force_at(written_at)
    if found is not None:
        return found
    known = all_published()
    return known[-1] if known else None


def set_aside(subject: Subject, given: Aside, *, by: Member, now: datetime) -> ContentState:
    """Set something aside, or further than it is already. Doing it twice changes nothing. What is
    out of sight is there again but for the words, where only these are taken out.

    Raises `content_parts.PartOfIt`, `NoSuchClause`, `AppealWaits`, `content_spans.NotThere` and
    `GoneForEver`.
    """
    about = Content(subject.about)
    kind = KINDS[about]
    row = _held(about, subject.number)
    refuse_part(about, row, by)
    standing = standing_state(about, subject.number)
    standing = locked(ContentState, standing.id) if standing is not None else None
    _refuse_change(standing, given.state)
    if standing is not None and standing.state is given.state:
        return standing
    if about is Content.NOTE:
        emergencies.confirm_hiding(row.id, by=by, now=now)
    code = _code_with(given.clause_key, subject.made_at or now)
    if standing is not None:
        kind.bring_back(row, standing.kept, by=by, now=now)
        _end(standing, by, now)
    done = redacted_so(about, row, given) if given.state is Standing.REDACTED else None
    if done is not None:
        return done
    state = _state_of(subject, given, code, by, now)
    author = subject.author or subject.said_by or kind.writer_of(row, given.words)
    state.author_id = author.id if author else None
    if given.state is Standing.PURGED:
        _purge(state, kind, row, by)
    elif given.state is Standing.REDACTED:
        take_words_out(state, row, given.words, by=by)
    else:
        state.title = kind.title_of(row)
        state.kept = kind.set_aside(row, _says(state), by=by, now=now)
    db.session.add(state)
    db.session.flush()
    db.session.expire(row)
    second_reading.let_wait(state, Said.REASON, by=by, now=now)
    return state


def bring_back(state: ContentState, *, by: Member, now: datetime) -> Back:
    """Undo it: it is again where it was. Gives where its words are, which are kept for its author
    where it was changed since. Doing it twice changes nothing.

    Raises `content_parts.PartOfIt`, `content_spans.OutOfSight` and `GoneForEver`.
    """
    row, state = hold(state)
    if state.ended_at is not None:
        return Back.NOWHERE if state.kept else Back.NOW
    if not state.can_come_back:
        raise GoneForEver(_NOTHING)
    refuse_part(state.about, row, by)
    if state.state is Standing.REDACTED:
        back = put_words_back(state, row, by=by, now=now)
    else:
        KINDS[state.about].bring_back(row, state.kept, by=by, now=now)
        back = Back.NOW
    _end(state, by, now, keep=back is not Back.NOW)
    _close_appeal(state, by, now)
    db.session.expire(row)
    said = f"{state.about} {state.subject_id}"
    record([Act("content brought back", "content_state", str(state.id), {"said": said})], now=now)
    if state.author_id is not None:
        announce(PersonTold(state.author_id, f"content {state.id} back", now))
    return back


def _state_of(
    subject: Subject, given: Aside, code: CodePublication, by: Member, now: datetime
) -> ContentState:
    return ContentState(
        about=Content(subject.about),
        subject_id=subject.number,
        state=given.state,
        version_id=code.version_id,
        clause_key=given.clause_key,
        why=given.why,
        by_id=by.id,
        at=now,
        written_at=subject.made_at or now,
    )


def _code_with(clause_key: str, written_at: datetime) -> CodePublication:
    code = code_for(written_at)
    if code is None or db.session.get(CodeClause, (code.version_id, clause_key)) is None:
        raise NoSuchClause("The code that held when it was written has no such clause.")
    return code


def _purge(state: ContentState, kind: Kind, row: Any, by: Member) -> None:
    """Take it out of every copy: a date and a salted digest of what it said stay."""
    state.salt = new_salt()
    state.digest = salted_digest(state.salt, kind.source_of(row, ""))
    spots = (*kind.spots_of(row, ""), *forgetting.kept_spots(state.about, state.subject_id))
    pieces = purging.pieces_in(state.about, [spot.text for spot in spots])
    kind.purge(row, _says(state), by=by, now=state.at)
    state.title = kind.title_of(row)
    db.session.add(state)
    db.session.flush()
    purging.purge_from_reports(state, pieces, by=by)
    forgetting.forget(state.about, state.subject_id)
    _forget_titles(state.about, state.subject_id)


def _says(state: ContentState) -> str:
    """What stands where words were, in Markdown."""
    number, clause = clauses_of([state])[state.version_id, state.clause_key]
    words = shorten(plain(clause.text_source), _LABEL, placeholder=" …")
    words = re.sub(r"([\\`*_\[\]<>])", r"\\\1", words)
    return f"{_INSTEAD} [{words}](/conduct/versions/{number}#{clause.key})"


def _forget_titles(about: Content, number: int) -> None:
    """What it was called before it was purged."""
    earlier = ContentState.about == about, ContentState.subject_id == number
    db.session.execute(
        update(ContentState)
        .where(*earlier)
        .values(title="")
        .execution_options(synchronize_session="fetch")
    )


def _end(state: ContentState, by: Member, now: datetime, *, keep: bool = False) -> None:
    state.ended_at, state.ended_by_id = now, by.id
    taking_out.end(state, keep=keep)
    db.session.flush()
    second_reading.need_no_reason(state, now=now)


def hold(state: ContentState) -> tuple[Any, ContentState]:
    """What is set aside and its state, held in this order, as by everybody who holds both: two who
    hold them crosswise would wait for each other. Raises `GoneForEver` where it has gone with
    whoever wrote it.
    """
    return _held(state.about, state.subject_id), locked(ContentState, state.id)


def _held(about: Content, number: int) -> Any:
    row = row_of(about, number)
    if row is None:
        raise GoneForEver(_NOTHING)
    return KINDS[about].hold(row)


def _refuse_change(standing: ContentState | None, state: Standing) -> None:
    if standing is None:
        return
    if standing.state is Standing.PURGED:
        raise GoneForEver(_NOTHING)
    is_further = state not in {standing.state, Standing.PURGED}
    if is_further and waiting_appeal(standing) is not None:
        raise AppealWaits(PART)


def waiting_appeal(state: ContentState) -> ContentAppeal | None:
    """The appeal against it that nobody has answered."""
    query = select(ContentAppeal).where(ContentAppeal.state_id == state.id)
    return db.session.scalar(query.where(ContentAppeal.outcome.is_(None)))


def _close_appeal(state: ContentState, by: Member, now: datetime) -> None:
    """What is back needs no answer more. Whoever set it aside hears no appeal, and closes none:
    that it is back is the answer then.
    """
    appeal = waiting_appeal(state)
    if appeal is not None and by.id != state.by_id:
        appeal.outcome, appeal.heard_by_id, appeal.heard_at = Heard.BROUGHT_BACK, by.id, now
        db.session.flush()
