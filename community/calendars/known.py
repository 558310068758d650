"""What of an import plan is here already: by its UID, or where it has none by when it is held."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.calls.grammar import stored_text
from community.calls.models import Call, Series, Visibility
from community.calls.owners import Ownership
from community.calls.queries import owned_by
from community.calls.times import Recurrence, Sitting, Slot
from community.calls.walltime import instant
from community.db import db

from .plan import ImportPlan, ProposedCall, ProposedSeries

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Here:
    """A series or call that is here already; without title and slug where `by` may not see it."""

    kind: str
    title: str | None
    slug: str | None
    is_removed: bool

    @property
    def words(self) -> str:
        """Why a proposal is left out then."""
        named = f" as “{self.title}”" if self.title else ""
        if self.is_removed:
            return f"it was here before{named}, and has been deleted; bring that back instead."
        return f"it is here already{named}."


def already_here(plan: ImportPlan, *, by: Member) -> dict[str, Here]:
    """The proposals that an import by `by` would bring in a second time, by their key."""
    mine = {(type(owned), owned.id) for owned in _owned(by)}
    by_uid = _with_uids(_uids(plan))
    found: dict[str, Series | Call] = {}
    for proposal in plan.proposals:
        said = proposal.details
        twin = by_uid.get(said.uid) if said.uid else _twin(proposal, by)
        if twin is not None:
            found[said.key] = twin
    return {key: _here(twin, mine) for key, twin in found.items()}


def series_to_add_to(by: Member) -> list[Series]:
    """The series a call of the file can become a date of: those `by` facilitates, by title."""
    return [owned for owned in owned_by(by) if isinstance(owned, Series)]


def _uids(plan: ImportPlan) -> Iterator[str]:
    for proposal in plan.proposals:
        if proposal.details.uid:
            yield proposal.details.uid


def _with_uids(uids: Iterable[str]) -> Mapping[str, Series | Call]:
    found: dict[str, Series | Call] = {}
    remaining = iter(uids)
    while chunk := list(islice(remaining, _AT_ONCE)):
        for slot in db.session.scalars(
            select(Slot)
            .options(joinedload(Slot.recurrence).joinedload(Recurrence.series))
            .where(Slot.uid.in_(chunk))
        ).unique():
            found[slot.uid] = slot.recurrence.series
        for sitting in db.session.scalars(select(Sitting).where(Sitting.uid.in_(chunk))).unique():
            found[sitting.uid] = sitting.call
    return found


def _twin(proposal: ProposedSeries | ProposedCall, by: Member) -> Series | Call | None:
    """What an earlier import of the same file made of a proposal that cannot keep a UID."""
    if isinstance(proposal, ProposedSeries):
        return _twin_series(proposal, by)
    return _twin_call(proposal, by)


def _twin_series(proposal: ProposedSeries, by: Member) -> Series | None:
    slot = proposal.slot
    query = (
        select(Series)
        .join(Recurrence, Recurrence.series_id == Series.id)
        .join(Slot, Slot.recurrence_id == Recurrence.id)
        .join(Ownership, Ownership.series_id == Series.id)
        .where(
            Ownership.member_id == by.id,
            Recurrence.rule == stored_text(proposal.rule),
            Recurrence.starts_on == proposal.rule.starts_on,
            Slot.zone == slot.zone,
            Slot.time == slot.time,
            Slot.minutes == slot.minutes,
        )
        .order_by(Series.id)
    )
    return db.session.scalars(query).unique().first()


def _twin_call(proposal: ProposedCall, by: Member) -> Call | None:
    starts_at: datetime = instant(proposal.start, proposal.zone)
    mine = select(Ownership.series_id, Ownership.call_id).where(Ownership.member_id == by.id)
    owned = mine.subquery()
    query = (
        select(Sitting)
        .join(Sitting.call)
        .where(
            Sitting.starts_at == starts_at,
            Sitting.minutes == proposal.minutes,
            or_(
                Call.series_id.in_(select(owned.c.series_id)),
                Call.id.in_(select(owned.c.call_id)),
            ),
        )
        .order_by(Sitting.id)
    )
    title = proposal.details.title
    found = (s.call for s in db.session.scalars(query).unique())
    return next((call for call in found if call.title == title), None)


def _owned(by: Member) -> Iterator[Series | Call]:
    query = (
        select(Ownership)
        .options(joinedload(Ownership.series), joinedload(Ownership.call))
        .where(Ownership.member_id == by.id, Ownership.ended_at.is_(None))
    )
    for ownership in db.session.scalars(query).unique():
        owned = ownership.series or ownership.call
        if owned is not None:
            yield owned


def _here(twin: Series | Call, mine: set[tuple[type, int]]) -> Here:
    owner = twin.series if isinstance(twin, Call) and twin.series is not None else twin
    hidden = twin.visibility is Visibility.LINK and (type(owner), owner.id) not in mine
    return Here(
        kind="series" if isinstance(twin, Series) else "call",
        title=None if hidden else twin.title,
        slug=None if hidden else twin.slug,
        is_removed=twin.is_removed,
    )
