"""Appeals against what was set aside: once for each, within 30 days, heard by another responder."""

from datetime import datetime

from community.accounts.models import Member
from community.audit import Act, record
from community.conduct.state_models import ContentAppeal, ContentState, Heard, Said
from community.conduct.state_queries import readings_of
from community.conduct.taking_out import Back
from community.db import db, locked
from community.errors import Refusal
from community.events import announce
from community.text import render_markdown

from . import second_reading
from .appealing import NoAppeal
from .content_asked import appeal_waiting, is_asked, owed
from .content_hearers import contacts_outside, hearers_of
from .events import ContentWaits, TooFewLeft
from .quorum_queries import over_at
from .setting_aside import bring_back, hold

_NOT_ASKED = "Nothing of this waits for you, or not any more. Nothing was decided."


class NotAsked(Refusal):
    """To whoever is not asked to hear an appeal there is none."""


class OwnDecision(Refusal):
    """Whoever set something aside does not hear the appeal."""


def may_be_appealed(state: ContentState, told_at: datetime | None, now: datetime) -> bool:
    """Whether another look can still be asked for: until the end of the thirtieth day after whoever
    wrote it was told why, where they are. None brings back what is purged, or kept no more.
    """
    if not state.can_come_back:
        return False
    in_time = told_at is None or now < over_at(told_at, state.author)
    return state.ended_at is None and state.appeal is None and in_time


def appeal_content(state: ContentState, words: str, *, now: datetime) -> None:
    """Ask for another look, as whoever wrote it. Raises `NoAppeal`."""
    state = locked(ContentState, state.id)
    reading = readings_of([state]).get((state.id, Said.REASON))
    if not may_be_appealed(state, reading.ended_at if reading else None, now):
        raise NoAppeal("Another look was asked for already, or it is too late to ask for one.")
    db.session.add(
        ContentAppeal(
            state_id=state.id,
            set_aside_by_id=state.by_id,
            words_source=words,
            words_html=render_markdown(words),
            at=now,
        )
    )
    db.session.flush()
    db.session.expire(state, ["appeal"])
    announce(ContentWaits(owed(appeal_waiting(state), now), now))
    if not hearers_of(state, now):
        announce(TooFewLeft(None, contacts_outside(state, now), now))


def hear(
    state: ContentState, outcome: Heard, words: str, *, by: Member, now: datetime
) -> Back | None:
    """Decide on it, and answer whoever asked: they read it once somebody else has. What is brought
    back is back at once; gives where. Doing it twice changes nothing.

    Raises `NoAppeal`, `NotAsked`, `OwnDecision` and `setting_aside.GoneForEver`.
    """
    _row, state = hold(state)
    appeal = db.session.get(ContentAppeal, state.id)
    if appeal is not None and appeal.is_answered_by(by.id):
        return None
    if appeal is None or appeal.outcome is not None:
        raise NotAsked(_NOT_ASKED)
    if by.id == state.by_id:
        raise OwnDecision("You set this aside. Another responder looks at it.")
    if not is_asked(appeal_waiting(state), by, now):
        raise NotAsked(_NOT_ASKED)
    if state.ended_at is not None:
        raise NoAppeal("It is back where it was. There is nothing to decide any more.")
    appeal.outcome, appeal.words = outcome, words
    appeal.heard_by_id, appeal.heard_at = by.id, now
    db.session.flush()
    said = f"{outcome} {state.id}"
    record([Act("content appeal heard", "content_appeal", str(state.id), {"said": said})], now=now)
    second_reading.let_wait(state, Said.ANSWER, by=by, now=now)
    if outcome is Heard.BROUGHT_BACK:
        return bring_back(state, by=by, now=now)
    return None
