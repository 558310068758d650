"""What records say that may repeat words which are to be taken out of a note or an item."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select

from community.access import Viewer, may_see
from community.calls.models import Call
from community.calls.policies import is_facilitator_of
from community.conduct.forgetting import kept_spots
from community.conduct.state_models import Content
from community.db import Base, db
from community.disclosures.redacting import tool_spots
from community.redaction import Put, Spot, address_in
from community.text import POLICY_VERSION, render_markdown

from .corrections import LONGEST_ANSWER, LONGEST_CORRECTION, Correction, CorrectionReply
from .list_queries import published_among
from .models import LONGEST_LINK_TITLE, LONGEST_WHY, Absence, Link, Record

_Row = TypeVar("_Row", bound=Base)


def spots_of_records(calls: Collection[Call], viewer: Viewer, *, held: bool) -> Iterator[Spot]:
    """Where the records of calls have words of their own. Who does not hold a call reads of them
    what is published; where they are `held`, nobody else writes until the transaction ends.
    """
    numbers = [call.id for call in calls]
    published = set(published_among(numbers))
    holds = {call.id for call in calls if is_facilitator_of(viewer, call)}
    shown = holds | {c.id for c in calls if c.id in published and may_see(viewer, c)}
    where = {call.id: f"record of “{call.title}”" for call in calls}
    for record in _read(Record, Record.call_id.in_(numbers), held=held):
        number = record.call_id
        name, put, is_open = f"record-{number}", summary_of(record), number in shown
        yield Spot(name, "Summary", where[number], record.summary_source, put, is_open=is_open)
    yield from _tools(numbers, shown, where, held=held)
    for link in _read(Link, Link.call_id.in_(numbers), held=held):
        is_open = link.call_id in (holds if link.removed_at else shown)
        name, put = f"link-{link.id}", _into(link, "title")
        what, most = "Title of a link", LONGEST_LINK_TITLE
        yield Spot(name, what, where[link.call_id], link.title, put, most, is_open)
        name, what = f"{name}-url", "Address of a link, which goes altogether"
        yield address_in(link, "url", name, what, where[link.call_id], is_open=is_open)
    for absence in _read(Absence, Absence.call_id.in_(numbers), held=held):
        name, put = f"absence-{absence.id}", _into(absence, "why")
        what, is_open = "Why there is no record", absence.call_id in holds
        yield Spot(name, what, where[absence.call_id], absence.why, put, LONGEST_WHY, is_open)
    yield from _corrections(numbers, holds, where, held=held)
    yield from kept_spots(Content.CALL, *numbers)


def _tools(
    numbers: Sequence[int], shown: Collection[int], where: dict[int, str], *, held: bool
) -> Iterator[Spot]:
    """What is said of the tools behind summaries."""
    query = select(Record.call_id, Record.disclosure_id).where(
        Record.call_id.in_(numbers), Record.disclosure_id.is_not(None)
    )
    said = db.session.execute(query.order_by(Record.call_id)).all()
    for is_open in (True, False):
        told = {
            one.disclosure_id: where[one.call_id]
            for one in said
            if (one.call_id in shown) is is_open
        }
        yield from tool_spots(told, is_open=is_open, held=held)


def _corrections(
    numbers: Sequence[int], holds: Collection[int], where: dict[int, str], *, held: bool
) -> Iterator[Spot]:
    asked = {one.id: one for one in _read(Correction, Correction.call_id.in_(numbers), held=held)}
    for one in asked.values():
        name, put, is_open = f"correction-{one.id}", _into(one, "words"), one.call_id in holds
        what, most = "A correction that was asked for", LONGEST_CORRECTION
        yield Spot(name, what, where[one.call_id], one.words, put, most, is_open)
    about = CorrectionReply.correction_id.in_(asked)
    for reply in _read(CorrectionReply, about, held=held):
        number = asked[reply.correction_id].call_id
        name, put, is_open = f"reply-{reply.id}", _into(reply, "word"), number in holds
        what = "The answer to a correction"
        yield Spot(name, what, where[number], reply.word, put, LONGEST_ANSWER, is_open)


def _read(row: type[_Row], condition: ColumnElement[bool], *, held: bool) -> Sequence[_Row]:
    query = select(row).where(condition)
    if held:
        query = query.with_for_update(of=row).execution_options(populate_existing=True)
    return db.session.scalars(query).unique().all()


def summary_of(record: Record) -> Put:
    """Puts another summary into a record."""

    def put(text: str) -> None:
        record.summary_source, record.summary_html = text, render_markdown(text)
        record.text_policy = POLICY_VERSION
        record.version += 1  # whatever was written over an earlier one has the words still

    return put


def _into(row: Any, column: str) -> Put:
    return lambda text: setattr(row, column, text)
