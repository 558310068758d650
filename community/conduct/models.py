"""Versions of the code and their parts, their publication, acceptances, and the contacts.

A version without a publication is the draft. Once it has one, triggers of the database refuse any
change to it and its parts.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member, Person
from community.agreement import How
from community.db import UNNESTED, Base, choice

from .content import Quorum


class Change(StrEnum):
    """What a version is to the one before. Only a material one asks people again."""

    EDITORIAL = "editorial"
    MATERIAL = "material"


class CodeVersion(Base):
    """One version of the code; `edits` counts how often the draft was saved."""

    __tablename__ = "code_version"
    __table_args__ = (CheckConstraint("number >= 1", name="number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    intro_source: Mapped[str] = mapped_column(Text)
    intro_html: Mapped[str] = mapped_column(Text)
    edits: Mapped[int] = mapped_column(default=1)
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    updated_at: Mapped[datetime]

    updated_by: Mapped[Member | None] = relationship()


class CodeSection(Base):
    """A part of a version under a heading."""

    __tablename__ = "code_section"

    version_id: Mapped[int] = mapped_column(ForeignKey("code_version.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    heading: Mapped[str] = mapped_column(String(120))
    body_source: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)


class CodeClause(Base):
    """A clause of a version; its key means the same in every version."""

    __tablename__ = "code_clause"
    __table_args__ = (
        ForeignKeyConstraint(
            ["version_id", "section_key"],
            ["code_section.version_id", "code_section.key"],
            name="fk_code_clause_section",
        ),
    )

    version_id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    section_key: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    text_source: Mapped[str] = mapped_column(Text)
    text_html: Mapped[str] = mapped_column(Text)


class CodeRung(Base):
    """A step of a version's ladder; `effects` are values of `content.Effect`."""

    __tablename__ = "code_rung"
    __table_args__ = (
        CheckConstraint("level BETWEEN 0 AND 4", name="level"),
        CheckConstraint("longest_days >= 0", name="longest_days"),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey("code_version.id"), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(60))
    event: Mapped[str] = mapped_column(String(1000))
    consequence: Mapped[str] = mapped_column(String(1000))
    repair: Mapped[str] = mapped_column(String(1000))
    longest_days: Mapped[int | None]
    quorum: Mapped[Quorum] = mapped_column(choice(Quorum))
    effects: Mapped[list[str]] = mapped_column(JSON)


class CodePublication(Base):
    """That a version was published: by whom, as what, and from when it holds.

    `effective_on` is a day in the community's zone, `effective_at` the instant it begins, or the
    instant of publication where that is later.
    """

    __tablename__ = "code_publication"

    version_id: Mapped[int] = mapped_column(ForeignKey("code_version.id"), primary_key=True)
    change: Mapped[Change] = mapped_column(choice(Change))
    summary: Mapped[str] = mapped_column(String(200))
    effective_on: Mapped[date]
    effective_at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(String(64))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]

    version: Mapped[CodeVersion] = relationship(lazy="joined", innerjoin=UNNESTED)

    @property
    def number(self) -> int:
        """Which version it is."""
        return self.version.number

    def is_in_force(self, now: datetime) -> bool:
        """Whether it has begun to hold; a later version may hold in its place."""
        return self.effective_at <= now


class Acceptance(Base):
    """That a person has accepted a version: which words (`digest`), where and when."""

    __tablename__ = "acceptance"
    __table_args__ = (UniqueConstraint("person_id", "version_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("code_publication.version_id"))
    digest: Mapped[str] = mapped_column(String(64))
    how: Mapped[How] = mapped_column(choice(How))
    at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    publication: Mapped[CodePublication] = relationship(lazy="joined", innerjoin=UNNESTED)


class Contact(Base):
    """Somebody to write to when something is wrong, at an address of their own."""

    __tablename__ = "conduct_contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(254))
    words: Mapped[str] = mapped_column(String(200))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    added_at: Mapped[datetime]

    member: Mapped[Member | None] = relationship(foreign_keys=[member_id], lazy="joined")
