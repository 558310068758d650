"""The record of a call: its own words and links, and each step of its life as a row.

Agenda, notes, decisions and actions are read from where they are; no text of theirs is kept here.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from community.accounts.models import Member
from community.calls.models import Call, one_standing
from community.db import UNNESTED, Base, choice

LONGEST_LINK_TITLE = 150
LONGEST_ADDRESS = 1000
LONGEST_WHY = 300
MOST_DAYS = 30
USUAL_DAYS = 7


class LinkKind(StrEnum):
    """What a link of a record leads to."""

    RECORDING = "recording"
    SLIDES = "slides"
    CHAT = "chat"
    OTHER = "other"


class Record(Base):
    """The words of a record, which no other page has. `version` counts every change of them; the
    row is also what is held while a step is taken.
    """

    __tablename__ = "call_record"
    __table_args__ = (Index(None, "changed_by_id"),)

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = synonym("call_id")  # by which whatever can be found is told apart
    summary_source: Mapped[str] = mapped_column(Text, default="")
    summary_html: Mapped[str] = mapped_column(Text, default="")
    text_policy: Mapped[int]  # of the summary: see `community.text.POLICY_VERSION`
    disclosure_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure.id"))
    version: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    call: Mapped[Call] = relationship(lazy="joined", innerjoin=UNNESTED)


class Link(Base):
    """A link of a record; kept when it is taken out, so that it can be put back. Of one whose
    address was taken out the title is left.
    """

    __tablename__ = "record_link"
    __table_args__ = (
        CheckConstraint("url = '' OR substr(url, 1, 8) = 'https://'", name="https"),
        CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name="removed_by"),
        Index(None, "call_id"),
        Index(None, "by_id"),
        Index(None, "removed_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    kind: Mapped[LinkKind] = mapped_column("link_kind", choice(LinkKind))
    title: Mapped[str] = mapped_column(String(LONGEST_LINK_TITLE))
    url: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    call: Mapped[Call] = relationship(lazy="joined", innerjoin=UNNESTED)


class Period(Base):
    """A record is open for correction `until` then, by those who took part. It `publishes` by
    itself afterwards, unless it was ended before: withdrawn, opened anew, or published by hand.
    """

    __tablename__ = "record_period"
    __table_args__ = (
        one_standing("uq_record_period_standing", "call_id", open_column="ended_at"),
        CheckConstraint("until > at", name="until_later"),
        CheckConstraint("ended_by_id IS NULL OR ended_at IS NOT NULL", name="ended_by"),
        Index(None, "call_id"),
        Index(None, "by_id"),
        Index(None, "ended_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    until: Mapped[datetime]
    publishes: Mapped[bool]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))  # None: by itself

    call: Mapped[Call] = relationship(lazy="joined", innerjoin=UNNESTED)
    by: Mapped[Member] = relationship(foreign_keys=[by_id])

    def is_open(self, now: datetime) -> bool:
        """Whether corrections are taken at `now`."""
        return self.ended_at is None and now < self.until


class Publication(Base):
    """A record is published, by somebody or (without `by_id`) by itself. One stands at a time."""

    __tablename__ = "record_publication"
    __table_args__ = (
        one_standing("uq_record_publication_standing", "call_id", open_column="withdrawn_at"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by"),
        Index(None, "call_id"),
        Index(None, "by_id"),
        Index(None, "withdrawn_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    call: Mapped[Call] = relationship(lazy="joined", innerjoin=UNNESTED)
    by: Mapped[Member | None] = relationship(foreign_keys=[by_id])


class Absence(Base):
    """There is no record of a call: somebody said so, and why."""

    __tablename__ = "no_record"
    __table_args__ = (
        one_standing("uq_no_record_standing", "call_id", open_column="withdrawn_at"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by"),
        Index(None, "call_id"),
        Index(None, "by_id"),
        Index(None, "withdrawn_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(LONGEST_WHY), default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    call: Mapped[Call] = relationship(lazy="joined", innerjoin=UNNESTED)
    by: Mapped[Member] = relationship(foreign_keys=[by_id])
