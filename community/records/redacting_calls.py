"""Words taken out of what a call and its record say, under the code of conduct: title, description,
why it was cancelled, summary and titles of links; and put back. The call itself stays.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select

from community.accounts.models import Member, Person
from community.calls.changing import mark_call
from community.calls.events import CallChanged
from community.calls.models import Call
from community.calls.owners import Ownership
from community.calls.queries import facilitators_of
from community.calls.readdressing import take_out_of_address
from community.calls.times import Cancellation, Sitting
from community.conduct.state_models import Content, ContentState
from community.conduct.state_queries import Placeholder, redactions_among
from community.conduct.taking_out import Back, keep_before, put_back
from community.db import db, locked
from community.errors import Refusal
from community.events import announce
from community.marks import BAR
from community.redaction import Spot, take_out
from community.text import render_markdown

from .events import CallRedacted
from .models import Link, Record
from .redaction_queries import summary_of

_TITLE, _DESCRIPTION = "title", "description_source"
_LONGEST_TITLE = 150
_WHAT = "A call and its record"


class OnlyInPart(Refusal):
    """A call is not set aside as a whole: who comes would not know of it."""


def parts(numbers: Collection[int], members: Collection[int]) -> Sequence[Select[int, int]]:
    """Queries for which of some members hold which of some calls, or wrote its record; numbers of
    both.
    """
    of = or_(Ownership.call_id == Call.id, Ownership.series_id == Call.series_id)
    hold = select(Call.id, Ownership.member_id).join(Ownership, of)
    hold = hold.where(Ownership.ended_at.is_(None), Ownership.member_id.in_(members))
    wrote = select(Record.call_id, Member.id).join(Member, Member.id == Record.changed_by_id)
    return [
        hold.where(Call.id.in_(numbers)),
        wrote.where(Record.call_id.in_(numbers), Member.id.in_(members)),
    ]


def writer_of(call: Call) -> Person | None:
    """Who is told why: whoever wrote its record last, or has held the call for longest."""
    record = db.session.get(Record, call.id)
    number = record.changed_by_id if record else None
    writer = db.session.get(Member, number) if number is not None else None
    holder = writer or next(iter(facilitators_of(call)), None)
    return holder.person if holder else None


def title_of(_call: Call) -> str:
    """By what those who hold it know it."""
    return _WHAT


def source_of(call: Call, _kept: str = "") -> str:
    """What they say."""
    return "\n\n".join(spot.text for spot in own_spots(call) if spot.text)


def refuse_whole(call: Call, words: str, *, by: Member, now: datetime) -> str:  # noqa: ARG001
    """Raise `OnlyInPart`."""
    raise OnlyInPart("A call is not taken out of sight. Take words out of what it says instead.")


def own_spots(call: Call, _kept: str = "") -> list[Spot]:
    """The texts of its own; what a date has from its series stands there."""
    spots = [_title(call), _description(call), *map(_reason, _cancellations(call))]
    record = db.session.get(Record, call.id)
    if record is not None:
        spots.append(_spot("summary", "summary", record.summary_source, summary_of(record)))
    links = select(Link).where(Link.call_id == call.id).order_by(Link.id)
    return [*spots, *(_of(one, "title", f"link-{one.id}") for one in db.session.scalars(links))]


def redact(call: Call, words: str, *, by: Member, now: datetime) -> None:  # noqa: ARG001
    """Take words out, so that they can be put back; an address that repeats them is another."""
    call = locked(Call, call.id)
    spots, was = own_spots(call), _said(call)
    keep_before(Content.CALL, call.id, spots, words)
    take_out(spots, words)
    _tell(call, was, now)
    take_out_of_address(call, words)
    announce(CallRedacted(call, now))


def put_words_back(state: ContentState, call: Call, *, by: Member, now: datetime) -> Back:  # noqa: ARG001
    """Put back what was taken out so, where it was not changed since."""
    call = locked(Call, call.id)
    was = _said(call)
    back = put_back(state, own_spots(call), "")
    _tell(call, was, now)
    return back


def redactions_in(call: Call, *texts: str) -> Sequence[Placeholder]:
    """For which clauses words are taken out of texts of it; a query where a bar stands in one."""
    if not any(BAR in text for text in texts):
        return ()
    return redactions_among(Content.CALL, [call.id]).get(call.id, ())


def _tell(call: Call, was: tuple[str, str], now: datetime) -> None:
    """What was begun over other words is refused; calendars and those who come have the new."""
    call.version += 1
    mark_call(call, now)
    if _said(call) != was:
        announce(CallChanged(call))


def _said(call: Call) -> tuple[str, str]:
    return call.title, call.description_source


def _title(call: Call) -> Spot:
    def put(text: str) -> None:
        call.own_title = text

    return _spot(_TITLE, "title", call.own_title or "", put, _LONGEST_TITLE)


def _description(call: Call) -> Spot:
    def put(text: str) -> None:
        call.own_description_source, call.own_description_html = text, render_markdown(text)

    return _spot(_DESCRIPTION, "description", call.own_description_source or "", put)


def _cancellations(call: Call) -> Sequence[Cancellation]:
    query = select(Cancellation).join(Sitting, Sitting.id == Cancellation.sitting_id)
    return db.session.scalars(
        query.where(Sitting.call_id == call.id).order_by(Cancellation.id)
    ).all()


def _reason(row: Cancellation) -> Spot:
    return _of(row, "reason", f"cancellation-{row.id}")


def _of(row: Any, column: str, name: str) -> Spot:
    def put(text: str) -> None:
        setattr(row, column, text)

    most: int = row.__table__.c[column].type.length
    return _spot(name, column, getattr(row, column), put, most)


def _spot(name: str, where: str, text: str, put: Any, most: int | None = None) -> Spot:
    return Spot(name, _WHAT, where, text, put, *(() if most is None else (most,)))
