"""What sittings were before they were changed, for those who are told the difference."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base, choice, db

from .times import Sitting


class State(StrEnum):
    """Whether a sitting is held, and if not, why."""

    HELD = "held"
    CANCELLED = "cancelled"
    DELETED = "deleted"


class SittingChange(Base):
    """What a sitting was until `at`, when it was changed. Rows are added, never changed."""

    __tablename__ = "sitting_change"
    __table_args__ = (Index(None, "sitting_id", "at"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    at: Mapped[datetime]
    was_starts_at: Mapped[datetime]
    was_ends_at: Mapped[datetime]
    was_zone: Mapped[str] = mapped_column(String(64))
    was_state: Mapped[State] = mapped_column(choice(State))


@dataclass(frozen=True, slots=True)
class AsHeld:
    """How a sitting is held, or was: instants in UTC, an IANA zone."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    state: State

    @property
    def is_held(self) -> bool:
        """Whether people meet then."""
        return self.state is State.HELD

    def is_like(self, other: "AsHeld") -> bool:
        """Whether it makes no difference to somebody who comes; what is off is off, whenever."""
        if not (self.is_held and other.is_held):
            return self.is_held is other.is_held
        return (self.starts_at, self.ends_at) == (other.starts_at, other.ends_at)


def as_held(sitting: Sitting) -> AsHeld:
    """How `sitting` is held now."""
    state = State.CANCELLED if sitting.is_cancelled else State.HELD
    if sitting.call.is_removed:
        state = State.DELETED
    return AsHeld(sitting.starts_at, sitting.ends_at, sitting.zone, state)


def keep(sitting: Sitting, was: AsHeld, *, now: datetime) -> None:
    """Remember how `sitting` was held before the change that is being made."""
    keep_all({sitting.id: was}, now=now)


def keep_all(were: Mapping[int, AsHeld], *, now: datetime) -> None:
    """The same for several, by their ids."""
    db.session.add_all(
        SittingChange(
            sitting_id=sitting_id,
            at=now,
            was_starts_at=was.starts_at,
            was_ends_at=was.ends_at,
            was_zone=was.zone,
            was_state=was.state,
        )
        for sitting_id, was in were.items()
    )
    db.session.flush()


def changes_of(sitting_ids: Collection[int], since: datetime) -> Iterable[SittingChange]:
    """The changes of sittings made at `since` or later, in their order."""
    query = select(SittingChange).where(
        SittingChange.sitting_id.in_(sitting_ids), SittingChange.at >= since
    )
    return db.session.scalars(query.order_by(SittingChange.at, SittingChange.id)).all()


def before(change: SittingChange) -> AsHeld:
    """How a sitting was held before `change`."""
    return AsHeld(change.was_starts_at, change.was_ends_at, change.was_zone, change.was_state)
