"""Series and calls: what is held, under which title, by whom, and who may see it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.db import Base, choice


def one_standing(name: str, *columns: str, open_column: str) -> Index:
    """An index by which only one row with the same `columns` can have no `open_column`."""
    where = text(f"{open_column} IS NULL")
    return Index(name, *columns, unique=True, sqlite_where=where, postgresql_where=where)


class Visibility(StrEnum):
    """Who may see a series or a call. `LINK`: whoever has the address, which cannot be guessed."""

    PUBLIC = "public"
    MEMBERS = "members"
    LINK = "link"


class Recording(StrEnum):
    """Whether the call is recorded."""

    NO = "not recorded"
    YES = "recorded"
    PARTS = "parts"


class NoteTakers(StrEnum):
    """Whether automatic note-takers may come along."""

    WELCOME = "welcome"
    ASK = "ask first"
    NO = "not allowed"


class Topic(Base):
    """What calls are about; a topic has a page and a feed."""

    __tablename__ = "topic"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(60))


series_topic = Table(
    "series_topic",
    Base.metadata,
    Column("series_id", ForeignKey("series.id"), primary_key=True),
    Column("topic_id", ForeignKey("topic.id"), primary_key=True, index=True),
)
call_topic = Table(
    "call_topic",
    Base.metadata,
    Column("call_id", ForeignKey("call.id"), primary_key=True),
    Column("topic_id", ForeignKey("topic.id"), primary_key=True, index=True),
)


class Series(Base):
    """Calls that repeat, owned by a group of facilitators."""

    __tablename__ = "series"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    title: Mapped[str] = mapped_column(String(150))
    description_source: Mapped[str] = mapped_column(Text, default="")
    description_html: Mapped[str] = mapped_column(Text, default="")
    visibility: Mapped[Visibility] = mapped_column(choice(Visibility))
    recording: Mapped[Recording] = mapped_column(choice(Recording))
    note_takers: Mapped[NoteTakers] = mapped_column(choice(NoteTakers))
    language: Mapped[str] = mapped_column(String(35))
    captions: Mapped[str] = mapped_column(String(150), default="")
    access: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    topics: Mapped[list[Topic]] = relationship(secondary=series_topic, order_by=Topic.name)
    removal: Mapped["Removal | None"] = relationship(
        primaryjoin="and_(Series.id == Removal.series_id, Removal.withdrawn_at.is_(None))",
        uselist=False,
        lazy="joined",
        overlaps="series",
    )

    @property
    def is_removed(self) -> bool:
        """Whether it has been deleted; what is left is a tombstone."""
        return self.removal is not None


class Call(Base):
    """One meeting with a topic. In a series, what it does not say of itself the series says."""

    __tablename__ = "call"
    __table_args__ = (
        UniqueConstraint("series_id", "rule_date"),
        CheckConstraint(
            "series_id IS NOT NULL OR (title IS NOT NULL AND visibility IS NOT NULL"
            " AND recording IS NOT NULL AND note_takers IS NOT NULL AND language IS NOT NULL)",
            name="complete",
        ),
        CheckConstraint("series_id IS NOT NULL OR rule_date IS NULL", name="rule_date_of_series"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(140), unique=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    rule_date: Mapped[date | None]  # the local date its series' rule gave it; None: an extra date
    own_title: Mapped[str | None] = mapped_column("title", String(150))
    own_description_source: Mapped[str | None] = mapped_column("description_source", Text)
    own_description_html: Mapped[str | None] = mapped_column("description_html", Text)
    own_visibility: Mapped[Visibility | None] = mapped_column("visibility", choice(Visibility))
    own_recording: Mapped[Recording | None] = mapped_column("recording", choice(Recording))
    own_note_takers: Mapped[NoteTakers | None] = mapped_column("note_takers", choice(NoteTakers))
    own_language: Mapped[str | None] = mapped_column("language", String(35))
    own_captions: Mapped[str | None] = mapped_column("captions", String(150))
    own_access: Mapped[str | None] = mapped_column("access", String(300))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    series: Mapped[Series | None] = relationship(lazy="joined")
    own_topics: Mapped[list[Topic]] = relationship(secondary=call_topic, order_by=Topic.name)
    removal: Mapped["Removal | None"] = relationship(
        primaryjoin="and_(Call.id == Removal.call_id, Removal.withdrawn_at.is_(None))",
        uselist=False,
        lazy="joined",
        overlaps="call",
    )

    @property
    def title(self) -> str:
        """Its own title, else its series'."""
        return self.own_title or (self.series.title if self.series else "")

    @property
    def description_source(self) -> str:
        """Its own description in Markdown, else its series'."""
        if self.own_description_source is not None or self.series is None:
            return self.own_description_source or ""
        return self.series.description_source

    @property
    def description_html(self) -> str:
        """Its own description as safe HTML, else its series'."""
        if self.own_description_html is not None or self.series is None:
            return self.own_description_html or ""
        return self.series.description_html

    @property
    def visibility(self) -> Visibility:
        """Who may see it."""
        return self.own_visibility or (
            self.series.visibility if self.series else Visibility.MEMBERS
        )

    @property
    def recording(self) -> Recording:
        """Whether it is recorded."""
        return self.own_recording or (self.series.recording if self.series else Recording.NO)

    @property
    def note_takers(self) -> NoteTakers:
        """Whether automatic note-takers may come."""
        return self.own_note_takers or (self.series.note_takers if self.series else NoteTakers.ASK)

    @property
    def language(self) -> str:
        """The language it is held in, as a BCP 47 tag."""
        return self.own_language or (self.series.language if self.series else "en")

    @property
    def captions(self) -> str:
        """What is known about captions, in words."""
        if self.own_captions is not None or self.series is None:
            return self.own_captions or ""
        return self.series.captions

    @property
    def access(self) -> str:
        """What else is known for those who want to take part, in words."""
        if self.own_access is not None or self.series is None:
            return self.own_access or ""
        return self.series.access

    @property
    def is_removed(self) -> bool:
        """Whether it, or its whole series, has been deleted."""
        return self.removal is not None or (self.series is not None and self.series.is_removed)


class Removal(Base):
    """The deletion of a series or of a call: a tombstone, with who and why; it can be withdrawn."""

    __tablename__ = "removal"
    __table_args__ = (
        CheckConstraint("(series_id IS NULL) <> (call_id IS NULL)", name="one_subject"),
        one_standing("uq_removal_series", "series_id", open_column="withdrawn_at"),
        one_standing("uq_removal_call", "call_id", open_column="withdrawn_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    by: Mapped[Member] = relationship(foreign_keys=[by_id])
