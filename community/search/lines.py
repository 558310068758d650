"""What lists show of what was found, read in as many queries for many lines as for one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.access import Viewer, may_see
from community.calls.models import Call
from community.calls.times import Sitting
from community.calls.when import When, when_of
from community.conduct.bar_queries import clauses_beside
from community.conduct.state_models import Content
from community.conduct.state_queries import Placeholder
from community.db import db
from community.distance.queries import folded_by
from community.marks import BAR
from community.patterns.models import Pattern

from .folding import folded_of
from .models import Kind
from .queries import Found
from .snippets import Part, marked, snippet, words_in
from .words import Asked


@dataclass(frozen=True, slots=True)
class Line:
    """Something found as a list shows it. `key` with `kind` is its address; `number` its number;
    `call` and `call_key` are the title and the address of the call it is of, `when` that is held.
    `is_folded`: whoever looks mutes or blocks whoever wrote it; `redactions`: for which clauses
    words of it are taken out, where that shows.
    """

    kind: Kind
    number: int
    key: str
    title: tuple[Part, ...]
    text: tuple[Part, ...]
    language: str
    at: datetime
    call: str = ""
    call_key: str = ""
    when: When | None = None
    is_cancelled: bool = False
    is_folded: bool = False
    redactions: tuple[Placeholder, ...] = ()


_CUT = BAR.strip("█ ")  # how a bar reads in the index
_ABOUT = {
    Kind.PATTERN: Content.PATTERN,
    Kind.COLLECTION: Content.COLLECTION,
    Kind.CALL: Content.CALL,
    Kind.RECORD: Content.CALL,
    Kind.ITEM: Content.ITEM,
    Kind.NOTE: Content.NOTE,
}


def lines_of(found: Sequence[Found], asked: Asked, who: Viewer) -> list[Line]:
    """The lines of what was found, in its order; three queries, at most six."""
    folded = folded_of(found, folded_by(who))
    calls, sittings = _calls_of({one.call_id for one in found if one.call_id is not None})
    zone = who.member.zone if who.member else None
    lines = []
    for one in found:
        call = calls.get(one.call_id or 0)
        if one.call_id is not None and (call is None or call.is_removed or not may_see(who, call)):
            continue  # it has only just been hidden
        sitting = sittings.get(one.call_id or 0)
        lines.append(
            Line(
                kind=one.kind,
                number=one.number,
                key=one.key,
                title=marked(one.title, asked),
                text=snippet(one.text, asked),
                language=one.language,
                at=one.at,
                call=call.title if call else "",
                call_key=call.slug if call else "",
                when=when_of(sitting, zone) if sitting else None,
                is_cancelled=sitting is not None and sitting.is_cancelled,
                is_folded=one.id in folded,
            )
        )
    return _with_clauses(lines)


def _with_clauses(lines: Sequence[Line]) -> list[Line]:
    cut = {
        place: (_ABOUT[line.kind], line.number)
        for place, line in enumerate(lines)
        if line.kind in _ABOUT and _CUT in words_in((*line.title, *line.text))
    }
    found = clauses_beside(set(cut.values()))
    told = {place: found.get(thing, ()) for place, thing in cut.items()}
    return [replace(line, redactions=told.get(place, ())) for place, line in enumerate(lines)]


def stages_of(lines: Iterable[Line]) -> Mapping[int, str]:
    """The stages of the patterns among some lines, by number; one query, none where there are
    none.
    """
    numbers = {line.number for line in lines if line.kind is Kind.PATTERN}
    query = select(Pattern.id, Pattern.stage).where(Pattern.id.in_(numbers))
    return {number: stage.value for number, stage in db.session.execute(query)} if numbers else {}


def _calls_of(numbers: set[int]) -> tuple[Mapping[int, Call], Mapping[int, Sitting]]:
    """Calls, and when each is held first."""
    if not numbers:
        return {}, {}
    calls = select(Call).where(Call.id.in_(numbers))
    held = select(Sitting).where(Sitting.call_id.in_(numbers), Sitting.position == 0)
    return (
        {call.id: call for call in db.session.scalars(calls).unique()},
        {one.call_id: one for one in db.session.scalars(held.options(joinedload(Sitting.slot)))},
    )
