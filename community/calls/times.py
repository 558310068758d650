"""When calls are held: recurrences, slots, sittings, and what makes one date differ."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    Time,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.db import UNNESTED, Base, WallClock

from .models import Call, Series, Visibility, one_standing
from .walltime import instant

_POSITION = CheckConstraint("position BETWEEN 0 AND 2", name="position")
_MINUTES = CheckConstraint("minutes BETWEEN 5 AND 1440", name="minutes")
_CAPACITY = CheckConstraint("capacity > 0", name="capacity")
_HOURS = CheckConstraint("hours_to_accept BETWEEN 1 AND 168", name="hours_to_accept")


class Recurrence(Base):
    """One rule of local dates, from `starts_on` on. A series has one at a time; older ones have
    ended (`UNTIL` in `rule`, see `community.calls.grammar`) and keep the dates they made.
    """

    __tablename__ = "recurrence"
    __table_args__ = (UniqueConstraint("series_id", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    rule: Mapped[str] = mapped_column(String(300))
    starts_on: Mapped[date]
    written_until: Mapped[date | None]  # calls exist for every date of the rule up to here

    series: Mapped[Series] = relationship()


class Slot(Base):
    """The wall-clock time, zone and length at which the dates of a recurrence are held."""

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("recurrence_id", "position"),
        _POSITION,
        _MINUTES,
        _CAPACITY,
        _HOURS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recurrence_id: Mapped[int] = mapped_column(ForeignKey("recurrence.id"))
    position: Mapped[int]
    zone: Mapped[str] = mapped_column(String(64))
    time: Mapped[time] = mapped_column(Time)
    minutes: Mapped[int]
    capacity: Mapped[int | None]
    hours_to_accept: Mapped[int | None]
    uid: Mapped[str] = mapped_column(String(255), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    recurrence: Mapped[Recurrence] = relationship(lazy="joined", innerjoin=UNNESTED)

    def touch(self, now: datetime) -> None:
        """A subscriber must hear of it: `SEQUENCE` rises (RFC 5545 §3.8.7.4)."""
        self.sequence += 1
        self.updated_at = now


class SkippedDate(Base):
    """A date of the rule on which no call is held; sent as `EXDATE`."""

    __tablename__ = "skipped_date"
    __table_args__ = (UniqueConstraint("recurrence_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recurrence_id: Mapped[int] = mapped_column(ForeignKey("recurrence.id"))
    day: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """A sitting as far as somebody who answers must be told of it: at which address it is, who may
    see it, and of which call and series.
    """

    id: int
    position: int
    slug: str
    visibility: Visibility
    call_id: int
    series_id: int | None
    series_slug: str | None


class Sitting(Base):
    """One time at which a call is held. Known by its slot and the local start the rule gave it."""

    __tablename__ = "sitting"
    __table_args__ = (
        UniqueConstraint("slot_id", "original_start"),
        CheckConstraint("(slot_id IS NULL) = (original_start IS NULL)", name="original_of_slot"),
        CheckConstraint("slot_id IS NULL OR NOT keeps_time", name="keeps_time_without_slot"),
        UniqueConstraint("call_id", "position"),
        Index(None, "starts_at"),
        Index(None, "ends_at"),
        _POSITION,
        _MINUTES,
        _CAPACITY,
        _HOURS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id"))
    position: Mapped[int]
    original_start: Mapped[datetime | None] = mapped_column(WallClock)  # in the slot's zone
    local_start: Mapped[datetime] = mapped_column(WallClock)  # in `zone`
    zone: Mapped[str] = mapped_column(String(64))
    minutes: Mapped[int]
    starts_at: Mapped[datetime]  # derived from local_start and zone
    ends_at: Mapped[datetime]
    # dropped by a change of rule while held at a time set by hand; a later rule gives that back
    keeps_time: Mapped[bool] = mapped_column(default=False)
    capacity: Mapped[int | None]
    hours_to_accept: Mapped[int | None]
    uid: Mapped[str] = mapped_column(String(255), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)  # of its time, places and cancellation
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    call: Mapped[Call] = relationship(lazy="joined", innerjoin=UNNESTED)
    slot: Mapped[Slot | None] = relationship()
    cancellation: Mapped["Cancellation | None"] = relationship(
        primaryjoin=(
            "and_(Sitting.id == Cancellation.sitting_id, Cancellation.withdrawn_at.is_(None))"
        ),
        uselist=False,
        lazy="joined",
        overlaps="sitting",
    )

    @property
    def is_cancelled(self) -> bool:
        """Whether it has been called off."""
        return self.cancellation is not None

    @property
    def is_moved(self) -> bool:
        """Whether it is held at another time than its series' rule gives."""
        if self.slot is None or self.original_start is None:
            return False
        given = instant(self.original_start, self.slot.zone)
        return (self.zone, self.minutes, self.starts_at) != (
            self.slot.zone,
            self.slot.minutes,
            given,
        )

    def has_begun(self, now: datetime) -> bool:
        """Whether it has started at `now`."""
        return self.starts_at <= now

    def is_over(self, now: datetime) -> bool:
        """Whether it has ended at `now`."""
        return self.ends_at <= now

    def touch(self, now: datetime) -> None:
        """A subscriber must hear of it: `SEQUENCE` rises (RFC 5545 §3.8.7.4)."""
        self.sequence += 1
        self.edited(now)

    def edited(self, now: datetime) -> None:
        """Whoever has read it before has to look again before they change it."""
        self.version += 1
        self.updated_at = now

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return timedelta(minutes=self.minutes)


class Cancellation(Base):
    """A sitting called off: by whom, when and why; kept when it is withdrawn."""

    __tablename__ = "cancellation"
    __table_args__ = (
        one_standing("uq_cancellation_standing", "sitting_id", open_column="withdrawn_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500))
    by_change: Mapped[bool] = mapped_column(
        default=False
    )  # its series' rule gives the date no more
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    by: Mapped[Member | None] = relationship(foreign_keys=[by_id])


class JoinLink(Base):
    """Where people meet. Private, and read by `community.calls.links` alone."""

    __tablename__ = "join_link"
    __table_args__ = (
        CheckConstraint("(slot_id IS NULL) <> (sitting_id IS NULL)", name="one_subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id"), unique=True)
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sitting.id"), unique=True)
    url: Mapped[str] = mapped_column(Text)
    is_public: Mapped[bool]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    set_at: Mapped[datetime]
