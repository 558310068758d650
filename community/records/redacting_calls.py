"""Words taken out of what a call and its record say, under the code of conduct, and put back.

These are title, description, captions, access, why it was cancelled or removed or has no record,
the summary, titles and addresses of links, and corrections with what is answered. The call itself
stays.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select

from community.accounts.models import Member, Person
from community.bars import times
from community.calls.changing import mark_call
from community.calls.events import CallChanged
from community.calls.models import Call, Removal
from community.calls.owners import Ownership
from community.calls.queries import facilitators_of
from community.calls.readdressing import take_out_of_address
from community.calls.times import Cancellation, Sitting
from community.conduct.bar_queries import beside_bars
from community.conduct.state_models import Content, ContentState
from community.conduct.state_queries import Placeholder
from community.conduct.taking_out import Back, put_back_into, take_out_of
from community.db import db
from community.drafts import places
from community.drafts.redacting import take_out as take_out_of_drafts
from community.errors import Refusal
from community.events import announce
from community.marks import BAR
from community.redaction import Spot, address_in, is_telling, spot_in
from community.text import render_markdown

from .corrections import Correction, CorrectionReply
from .events import CallRedacted
from .models import Absence, Link, Record
from .redaction_queries import summary_of

_WHAT = "A call and its record"


class OnlyInPart(Refusal):
    """A call is not set aside as a whole: who comes would not know of it."""


def parts(numbers: Collection[int], members: Collection[int]) -> Sequence[Select[int, int]]:
    """Queries for which of some members hold which of some calls, or wrote of what it says; numbers
    of both.
    """
    of = or_(Ownership.call_id == Call.id, Ownership.series_id == Call.series_id)
    hold = select(Call.id, Ownership.member_id).join(Ownership, of)
    hold = hold.where(Ownership.ended_at.is_(None), Ownership.member_id.in_(members))
    off = select(Sitting.call_id, Cancellation.by_id)
    off = off.join(Cancellation, Cancellation.sitting_id == Sitting.id)
    off = off.where(Sitting.call_id.in_(numbers), Cancellation.by_id.in_(members))
    wrote: list[tuple[Any, Any]] = [(Record.call_id, Record.changed_by_id)]
    wrote += [(row.call_id, row.by_id) for row in (Link, Absence, Removal, Correction)]
    rows = [select(*one).where(one[0].in_(numbers), one[1].in_(members)) for one in wrote]
    answered = select(Correction.call_id, CorrectionReply.by_id)
    answered = answered.join(CorrectionReply, CorrectionReply.correction_id == Correction.id)
    answered = answered.where(Correction.call_id.in_(numbers), CorrectionReply.by_id.in_(members))
    return [hold.where(Call.id.in_(numbers)), off, *rows, answered]


def writer_of(call: Call, words: str) -> Person | None:
    """Who is told why words are taken out: whoever wrote the first text that has them, or else has
    held the call for longest.
    """
    texts = (*_texts(call), *_between_few(call))
    wrote = (number for spot, number in texts if times(words, spot.text))
    number = next(wrote, None)
    writer = db.session.get(Member, number) if number is not None else None
    holder = writer or next(iter(facilitators_of(call)), None)
    return holder.person if holder else None


def why_not_there(call: Call, words: str) -> str:
    """Where words stand that a date has from its series, and who can change them; empty where they
    do not.
    """
    had = call.title, call.description_source, call.captions, call.access
    if call.series is None or not any(times(words, text) for text in had):
        return ""
    return (
        f"These words stand in the series “{call.series.title}”, from which its dates have them."
        " Whoever holds the series can change them there."
    )


def title_of(_call: Call) -> str:
    """By what those who hold it know it."""
    return _WHAT


def source_of(call: Call, _kept: str = "") -> str:
    """What they say, but for what few read of it."""
    return "\n\n".join(spot.text for spot, _ in _texts(call) if spot.text)


def refuse_whole(call: Call, words: str, *, by: Member, now: datetime) -> str:  # noqa: ARG001
    """Raise `OnlyInPart`."""
    raise OnlyInPart("A call is not taken out of sight. Take words out of what it says instead.")


def own_spots(call: Call, _kept: str = "") -> list[Spot]:
    """The texts of its own; what a date has from its series stands there."""
    return [spot for spot, _ in (*_texts(call), *_between_few(call))]


def redact(call: Call, words: str, *, by: Member, now: datetime) -> None:  # noqa: ARG001
    """Take words out, so that they can be put back; an address that repeats them is another. Out of
    what is begun to be written of it they go for ever.
    """
    take_out_of(Content.CALL, call, own_spots, words, whole=_addresses(call))
    _take_out_of_drafts(call, words)
    _tell(call, now)
    take_out_of_address(call, words)
    announce(CallRedacted(call, now))


def _take_out_of_drafts(call: Call, words: str) -> None:
    """Where others may write them by chance, words that do not tell whose they are stay."""
    forms = places.of_call, places.of_new_call, places.of_summary, places.of_correction
    take_out_of_drafts([form(call.id) for form in forms], words)
    if is_telling(words):
        take_out_of_drafts(places.beside_call(call.id), words)


def put_words_back(state: ContentState, call: Call, *, by: Member, now: datetime) -> Back:  # noqa: ARG001
    """Put back what was taken out so, where it was not changed since."""
    back = put_back_into(state, call, own_spots, whole=_addresses(call))
    _tell(call, now)
    return back


def redactions_in_titles(calls: Iterable[Call]) -> Mapping[int, tuple[Placeholder, ...]]:
    """The same of calls with a bar in their titles, by their numbers."""
    return beside_bars(Content.CALL, {one.id: one.title for one in calls})


def redactions_in(call: Call, *texts: str) -> Sequence[Placeholder]:
    """For which clauses words are taken out of texts of it; a query where a bar stands in one."""
    return beside_bars(Content.CALL, {call.id: "\n".join(texts)}).get(call.id, ())


def redactions_in_record(
    call: Call, record: Record | None, links: Sequence[Link]
) -> Sequence[Placeholder]:
    """The same of its title, the summary and its links; of one without an address, too."""
    linked = (one.title if one.url else BAR for one in links)
    return redactions_in(call, call.title, record.summary_source if record else "", *linked)


def _tell(call: Call, now: datetime) -> None:
    """What was begun over other words is refused; calendars and those who come have the new."""
    call.version += 1
    mark_call(call, now)
    announce(CallChanged(call))


def _texts(call: Call) -> Iterator[tuple[Spot, int | None]]:
    """The same, each with the number of the member who wrote it; None: whoever holds the call."""
    yield _of(call, "own_title", "title", "title"), None
    yield _description(call), None
    for column in ("captions", "access"):
        yield _of(call, f"own_{column}", column, column), None
    for off in _cancellations(call):
        yield _of(off, "reason", f"cancellation-{off.id}", "reason"), off.by_id
    for gone in _rows(Removal, call):
        yield _of(gone, "reason", f"removal-{gone.id}", "why it was removed"), gone.by_id
    record = db.session.get(Record, call.id)
    if record is not None:
        put, text = summary_of(record), record.summary_source
        yield Spot("summary", _WHAT, "summary", text, put), record.changed_by_id
    for link in _rows(Link, call):
        yield _of(link, "title", f"link-{link.id}", "title"), link.by_id
        where = "the address of a link, which goes altogether"
        spot = address_in(link, "url", _address(link), _WHAT, where)
        yield replace(spot, text=link.url or BAR), link.by_id  # a bar: one that has gone
    for absence in _rows(Absence, call):
        where = "why there is no record"
        yield _of(absence, "why", f"absence-{absence.id}", where), absence.by_id


def _between_few(call: Call) -> Iterator[tuple[Spot, int]]:
    """The same of corrections, which whoever holds the call and whoever asks for them read."""
    asked = {one.id: one for one in _rows(Correction, call)}
    query = select(CorrectionReply).where(CorrectionReply.correction_id.in_(asked))
    answers = db.session.scalars(query.order_by(CorrectionReply.id)).all()
    what, answer = "a correction that was asked for", "the answer to a correction"
    rows: list[tuple[Any, str, str, str]] = []
    rows += [(one, "words", f"correction-{one.id}-words", what) for one in asked.values()]
    rows += [(one, "word", f"reply-{one.id}-word", answer) for one in answers]
    for row, column, name, where in rows:
        yield spot_in(row, column, name, _WHAT, where, is_open=False), row.by_id


def _addresses(call: Call) -> Collection[str]:
    return {_address(link) for link in _rows(Link, call)}


def _address(link: Link) -> str:
    return f"link-{link.id}-url"


def _rows(row: Any, call: Call) -> Sequence[Any]:
    query = select(row).where(row.call_id == call.id).order_by(row.id)
    return db.session.scalars(query).unique().all()


def _description(call: Call) -> Spot:
    def put(text: str) -> None:
        call.own_description_source, call.own_description_html = text, render_markdown(text)

    text = call.own_description_source or ""
    return Spot("description_source", _WHAT, "description", text, put)


def _cancellations(call: Call) -> Sequence[Cancellation]:
    query = select(Cancellation).join(Sitting, Sitting.id == Cancellation.sitting_id)
    return db.session.scalars(
        query.where(Sitting.call_id == call.id).order_by(Cancellation.id)
    ).all()


def _of(row: Any, column: str, name: str, where: str) -> Spot:
    return spot_in(row, column, name, _WHAT, where)
