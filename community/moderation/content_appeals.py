"""Appeals against what was set aside: once for each, within 30 days, heard by another responder."""

from datetime import datetime

from community.accounts.models import Member
from community.audit import Act, record
from community.conduct.state_models import ContentAppeal, ContentState, Heard, Standing
from community.db import db, locked
from community.errors import Refusal
from community.events import announce
from community.text import render_markdown

from .appealing import NoAppeal
from .content_hearers import hearers_of
from .events import ContentAppealed, PersonTold
from .quorum_queries import WITHIN
from .setting_aside import bring_back, hold, refuse_part


class OwnDecision(Refusal):
    """Whoever set something aside does not hear the appeal."""


def may_be_appealed(state: ContentState, now: datetime) -> bool:
    """Whether another look can still be asked for; none brings back what is purged."""
    if state.state is Standing.PURGED:
        return False
    return state.ended_at is None and state.appeal is None and now < state.at + WITHIN


def appeal_content(state: ContentState, words: str, *, now: datetime) -> None:
    """Ask for another look, as whoever wrote it. Raises `NoAppeal`."""
    state = locked(ContentState, state.id)
    if not may_be_appealed(state, now):
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
    announce(ContentAppealed(hearers_of(state, now), now))


def hear(state: ContentState, outcome: Heard, words: str, *, by: Member, now: datetime) -> None:
    """Decide on it, and answer whoever asked. Doing it twice changes nothing.

    Raises `NoAppeal`, `OwnDecision`, `setting_aside.PartOfIt` and `setting_aside.GoneForEver`.
    """
    _row, state = hold(state)
    appeal = db.session.get(ContentAppeal, state.id)
    if appeal is None or appeal.outcome is not None:
        return
    if state.ended_at is not None:
        raise NoAppeal("It is back where it was. There is nothing to decide any more.")
    if by.id == state.by_id:
        raise OwnDecision("You set this aside. Another responder looks at it.")
    refuse_part(state, by)
    appeal.outcome, appeal.words = outcome, words
    appeal.heard_by_id, appeal.heard_at = by.id, now
    db.session.flush()
    said = f"{outcome} {state.id}"
    record([Act("content appeal heard", "content_appeal", str(state.id), {"said": said})], now=now)
    if outcome is Heard.BROUGHT_BACK:
        bring_back(state, by=by, now=now)
    elif state.author_id is not None:
        announce(PersonTold(state.author_id, f"content {state.id} heard", now))
