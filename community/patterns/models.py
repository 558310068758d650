"""Patterns, their revisions, the stages they went through, and how they relate to each other.

All words of a pattern are in `pattern_revision`: once as they were written (JSON of
`content.Content`) and once rendered. `pattern.title`, `summary` and `pattern_facet` repeat those of
the present revision for lists.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import (
    Mapped,
    column_property,
    foreign,
    mapped_column,
    relationship,
    validates,
)

from community.accounts.models import Person
from community.conduct.state_models import Content, ContentState
from community.conduct.state_queries import is_aside
from community.db import UNNESTED, Base, choice
from community.disclosures.models import Disclosure
from community.folding import folded

from .facets import LISTED, Stage

_LONGESTKEY = 200
# Compared letter by letter, so that both engines put titles in one order.
KEY = String(_LONGESTKEY).with_variant(String(_LONGESTKEY, collation="C"), "postgresql")


def title_key(title: str) -> str:
    """What a title is found and put in order by: without case, accents and more than one space."""
    return " ".join(folded(title).split())[:_LONGESTKEY]


class Pattern(Base):
    """A reusable practice that keeps the human contract. `revision` is the number of what stands.

    A draft is its author's, at an address nobody guesses (`drafted_as`); from `shared_at` on it is
    open to whoever has that. Once proposed it has an address in words, which stays; what it said
    before revision `opened_from` stays its author's.
    """

    __tablename__ = "pattern"
    __table_args__ = (
        CheckConstraint("opened_from >= 1", name="opened_from_one"),
        Index(None, "author_id"),
        Index(None, "stage", "title_key", "id"),
        Index(None, "stage", "changed_at", "id"),
        {"sqlite_autoincrement": True},  # drafts and states are kept by its number
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    stage: Mapped[Stage] = mapped_column(choice(Stage), default=Stage.DRAFT)
    revision: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(80))
    title_key: Mapped[str] = mapped_column(KEY, server_default="")
    summary: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    drafted_as: Mapped[str | None] = mapped_column(String(80), unique=True)
    shared_at: Mapped[datetime | None]
    opened_from: Mapped[int] = mapped_column(default=1, server_default="1")

    author: Mapped[Person] = relationship(lazy="joined", innerjoin=UNNESTED)
    aside: Mapped[ContentState | None] = relationship(
        primaryjoin=lambda: (
            (foreign(ContentState.subject_id) == Pattern.id)
            & (ContentState.about == Content.PATTERN)
            & ContentState.keeps_out_of_sight()
        ),
        uselist=False,
        viewonly=True,
    )

    @validates("title")
    def _fold(self, _name: str, title: str) -> str:
        self.title_key = title_key(title)
        return title

    @property
    def is_listed(self) -> bool:
        """Whether everybody may see it."""
        return self.stage in LISTED


class PatternRevision(Base):
    """What a pattern said from `at` on, and why it was changed. Never edited."""

    __tablename__ = "pattern_revision"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number_from_one"),
        Index(None, "by_id"),
    )

    pattern_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)  # JSON: section → HTML
    text_policy: Mapped[int]  # see `community.text.POLICY_VERSION`
    why: Mapped[str] = mapped_column(String(200), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosure.id"))
    at: Mapped[datetime]

    pattern: Mapped[Pattern] = relationship()
    by: Mapped[Person] = relationship()
    disclosure: Mapped[Disclosure] = relationship()


class PatternFacet(Base):
    """What a listed pattern is found by: a row for each value of its present revision."""

    __tablename__ = "pattern_facet"
    __table_args__ = (Index(None, "facet", "value", "pattern_id"),)

    pattern_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"), primary_key=True)
    facet: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)


class StageChange(Base):
    """A pattern came to another stage: from which, by whom (nobody: by the rules), when and why.
    `awaited` is the address of a successor that a file names and that is not here.
    """

    __tablename__ = "stage_change"
    __table_args__ = (
        CheckConstraint("was <> became", name="another_stage"),
        CheckConstraint("became <> 'retired' OR why <> ''", name="retired_why"),
        Index(None, "pattern_id", "id"),
        Index(None, "by_id"),
        Index(None, "successor_id"),
        Index(None, "awaited"),
        {"sqlite_autoincrement": True},  # reports and states are kept by its number
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pattern_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"))
    was: Mapped[Stage | None] = mapped_column(choice(Stage, name="was"))
    became: Mapped[Stage] = mapped_column(choice(Stage, name="became"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(300), default="")
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("pattern.id"))
    awaited: Mapped[str | None] = mapped_column(String(80))
    is_aside: Mapped[bool] = column_property(is_aside(Content.STAGE, id))  # noqa: A003 - the column

    pattern: Mapped[Pattern] = relationship(foreign_keys=[pattern_id], viewonly=True)
    by: Mapped[Person | None] = relationship()

    @property
    def why_shown(self) -> str:
        """Why, for whoever reads it: not where that is set aside under the code."""
        return "" if self.is_aside else self.why


class Relation(StrEnum):
    """What a pattern has to do with another."""

    PART_OF = "part of"
    USES = "uses"
    COMPLEMENTS = "complements"
    ALTERNATIVE = "alternative to"
    TENSION = "in tension with"
    CONTRADICTS = "contradicts"
    SUPERSEDES = "supersedes"
    ADAPTED = "adapted from"


class PatternRelation(Base):
    """One pattern relates to another, which shows the inverse. Kept when it is taken back.

    `awaited` is the address of another that a file names and that is not here: not shown as yet.
    """

    __tablename__ = "pattern_relation"
    __table_args__ = (
        CheckConstraint("pattern_id <> other_id", name="two_patterns"),
        CheckConstraint("(other_id IS NULL) = (awaited IS NOT NULL)", name="other_or_awaited"),
        CheckConstraint(
            "kind NOT IN ('in tension with', 'contradicts') OR note <> ''", name="says_how"
        ),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by_somebody"
        ),
        Index(
            "uq_pattern_relation_standing",
            *("pattern_id", "kind", "other_id"),
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index(None, "other_id"),
        Index(None, "by_id"),
        Index(None, "awaited", "kind", "pattern_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pattern_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"))
    kind: Mapped[Relation] = mapped_column(choice(Relation))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("pattern.id"))
    awaited: Mapped[str | None] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    pattern: Mapped[Pattern] = relationship(foreign_keys=[pattern_id])
