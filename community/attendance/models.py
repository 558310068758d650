"""Answers: to one sitting, to a whole series, and the places that come free."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import MailedLink, Person
from community.calls.models import Series
from community.calls.times import Sitting
from community.db import UNNESTED, Base, choice


class Answer(StrEnum):
    """What somebody said. `WAITING`: going, as soon as a place comes free."""

    GOING = "going"
    MAYBE = "maybe"
    CANNOT = "cannot"
    WAITING = "waiting"


class Outcome(StrEnum):
    """How the offer of a place ended."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Rsvp(Base):
    """One person's answer for one sitting."""

    __tablename__ = "rsvp"
    __table_args__ = (
        UniqueConstraint("sitting_id", "person_id"),
        CheckConstraint("(answer = 'waiting') = (waiting_since IS NOT NULL)", name="waiting_since"),
        Index(None, "person_id"),
        Index(None, "sitting_id", "answer", "waiting_since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[Answer] = mapped_column(choice(Answer))
    waiting_since: Mapped[datetime | None]
    by_series: Mapped[bool] = mapped_column(default=False)  # came from the answer for the series
    note: Mapped[str] = mapped_column(String(500), default="")
    access_needs: Mapped[str] = mapped_column(String(1000), default="")
    shows_name: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    sitting: Mapped[Sitting] = relationship()
    person: Mapped[Person] = relationship()


class Offer(Base):
    """A place kept for somebody who waits, until they take it, decline it, or time is up."""

    __tablename__ = "offer"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name="closed_when"),
        Index(
            "uq_offer_open",
            "rsvp_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(None, "closed_at", "expires_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id"))
    offered_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))

    rsvp: Mapped[Rsvp] = relationship()

    def is_open(self, now: datetime) -> bool:
        """Whether the place is still kept at `now`."""
        return self.closed_at is None and now < self.expires_at


class SeriesAnswer(Base):
    """One person's answer for every future date of a series, in the slot at `position`."""

    __tablename__ = "series_answer"
    __table_args__ = (
        UniqueConstraint("series_id", "person_id", "position"),
        CheckConstraint("answer <> 'waiting'", name="not_waiting"),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    position: Mapped[int]
    answer: Mapped[Answer] = mapped_column(choice(Answer))
    shows_name: Mapped[bool] = mapped_column(default=False)
    access_needs: Mapped[str] = mapped_column(String(1000), default="")
    answered_at: Mapped[datetime]

    series: Mapped[Series] = relationship()
    person: Mapped[Person] = relationship()


class GuestAnswer(Base):
    """An answer somebody gives with a name and an address. It counts once the link in the letter
    sent there was opened and confirmed; from then on the link leads to what holds for the sitting.
    """

    __tablename__ = "guest_answer"
    __table_args__ = (
        CheckConstraint("(confirmed_at IS NULL) = (person_id IS NULL)", name="confirmed_by"),
        CheckConstraint("answer <> 'waiting'", name="not_waiting"),
        Index(None, "email_key"),
        Index(None, "sitting_id"),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("mailed_link.id"), unique=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    zone: Mapped[str] = mapped_column(String(64))
    answer: Mapped[Answer] = mapped_column(
        choice(Answer)
    )  # what was asked; an RSVP says what holds
    note: Mapped[str] = mapped_column(String(500), default="")
    access_needs: Mapped[str] = mapped_column(String(1000), default="")
    shows_name: Mapped[bool] = mapped_column(default=False)
    accepted: Mapped[int | None]  # the version of the code of conduct they agreed to
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    link: Mapped[MailedLink] = relationship(lazy="joined", innerjoin=UNNESTED)
    sitting: Mapped[Sitting] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def told(self) -> str:
        """What the letter with its link is about: see `mailed.told`."""
        return f"guest answer {self.id} {self.made_at.isoformat()}"


class Follow(Base):
    """A person follows a series: its dates stand in their calendar, answered or not."""

    __tablename__ = "follow"
    __table_args__ = (UniqueConstraint("series_id", "person_id"), Index(None, "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    since: Mapped[datetime]

    series: Mapped[Series] = relationship()
    person: Mapped[Person] = relationship()
