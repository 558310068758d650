"""What happened in a case and what was said in it, with that of what goes on in it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.accounts.models import Person
from community.db import db

from .case_models import Audience, Case, CaseMessage, CaseState
from .merging_queries import Joining, is_of


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message; one to the person it is about waits until somebody else has read it, and `whom`
    is who that is. One that waits where the case is not about them any more `is_stopped`.
    """

    key: str
    audience: str
    by: str | None
    by_id: int | None
    text_html: str
    at: datetime
    waits: bool
    whom: str = ""
    is_stopped: bool = False


@dataclass(frozen=True, slots=True)
class EventView:
    """One thing that happened, for the timeline; `name` is that of another case it is about."""

    at: datetime
    state: str
    by: str | None
    why: str
    name: str = ""


def events_of(case: Case, joinings: Sequence[Joining]) -> Sequence[EventView]:
    """Where it stood, and with what it was one, in order."""
    query = select(CaseState).where(CaseState.case_id == case.id).order_by(CaseState.id)
    rows = db.session.scalars(query.options(joinedload(CaseState.by))).unique()
    stood = [EventView(r.at, r.state.value, r.by.name if r.by else None, r.why) for r in rows]
    for one in joinings:
        stood.append(EventView(one.at, "joined", one.by, one.why, one.name))
        if one.ended_at is not None:
            stood.append(
                EventView(one.ended_at, "taken apart", one.ended_by, one.ended_why, one.name)
            )
    return sorted(stood, key=lambda one: one.at)


def messages_of(case: Case, about: Collection[int]) -> Sequence[MessageView]:
    """What was said to whom, in order; the case is `about` these persons."""
    query = select(CaseMessage, Person.name).where(is_of(CaseMessage.case_id, case))
    query = query.outerjoin(Person, Person.id == CaseMessage.person_id).order_by(CaseMessage.id)
    rows = db.session.execute(query.options(joinedload(CaseMessage.by))).unique()
    return [_message(row, whom or "", about) for row, whom in rows]


def _message(row: CaseMessage, whom: str, about: Collection[int]) -> MessageView:
    is_to_them = row.audience is Audience.REPORTED and row.by_id is not None
    waits = is_to_them and row.reading is None
    return MessageView(
        key=row.key,
        audience=row.audience.value,
        by=row.by.name if row.by else None,
        by_id=row.by_id,
        text_html=row.text_html,
        at=row.at,
        waits=waits,
        whom=whom,
        is_stopped=waits and row.person_id is not None and row.person_id not in about,
    )
