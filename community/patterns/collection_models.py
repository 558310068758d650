"""Collections: patterns put in an order by somebody, each with a why."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship, validates

from community.accounts.models import Person
from community.calls.models import one_standing
from community.conduct.state_models import Content
from community.conduct.state_queries import is_aside
from community.db import UNNESTED, Base, choice

from .models import KEY, Pattern, title_key

LONGEST_TITLE = 80
LONGEST_ABOUT = 1000
LONGEST_WHY = 500
_WITHDRAWN = "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)"


class Openness(StrEnum):
    """Who sees a collection. `LINK`: whoever has the address, which cannot be guessed."""

    PRIVATE = "private"
    LINK = "link"
    PUBLIC = "public"


class Collection(Base):
    """Some patterns in an order, and what they are gathered for. `version` counts its changes."""

    __tablename__ = "collection"
    __table_args__ = (
        CheckConstraint("title <> ''", name="titled"),
        Index(None, "by_id"),
        Index(None, "openness", "title_key", "id"),
        {"sqlite_autoincrement": True},  # reports and states are kept by its number
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    title_key: Mapped[str] = mapped_column(KEY, server_default="")
    about: Mapped[str] = mapped_column(String(LONGEST_ABOUT), default="")
    openness: Mapped[Openness] = mapped_column(choice(Openness))
    version: Mapped[int] = mapped_column(default=1)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    brought_from: Mapped[str | None] = mapped_column(String(200))  # the place it was made at
    is_aside: Mapped[bool] = column_property(is_aside(Content.COLLECTION, id))  # noqa: A003 - the column

    by: Mapped[Person] = relationship(lazy="joined", innerjoin=UNNESTED)
    removal: Mapped["CollectionRemoval | None"] = relationship(
        primaryjoin="(CollectionRemoval.collection_id == Collection.id)"
        " & CollectionRemoval.withdrawn_at.is_(None)",
        viewonly=True,
        uselist=False,
        lazy="joined",
    )

    @validates("title")
    def _fold(self, _name: str, title: str) -> str:
        self.title_key = title_key(title)
        return title

    @property
    def is_removed(self) -> bool:
        """Whether it has been deleted, and can be put back."""
        return self.removal is not None


class CollectionEntry(Base):
    """A pattern in a collection: at which place, why, and at which revision (None: as it is)."""

    __tablename__ = "collection_entry"
    __table_args__ = (
        ForeignKeyConstraint(
            ["pattern_id", "pinned"], ["pattern_revision.pattern_id", "pattern_revision.number"]
        ),
        CheckConstraint("place >= 1", name="place_from_one"),
        CheckConstraint(_WITHDRAWN, name="withdrawn_by_somebody"),
        one_standing(
            *("uq_collection_entry_standing", "collection_id", "pattern_id"),
            open_column="withdrawn_at",
        ),
        Index(None, "collection_id", "place"),
        Index(None, "pattern_id", "pinned"),
        Index(None, "by_id"),
        Index(None, "withdrawn_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id"))
    pattern_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"))
    pinned: Mapped[int | None]
    place: Mapped[int]
    why: Mapped[str] = mapped_column(String(LONGEST_WHY), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    collection: Mapped[Collection] = relationship(lazy="joined", innerjoin=UNNESTED)
    pattern: Mapped[Pattern] = relationship()


class CollectionRemoval(Base):
    """A collection was deleted: who and when. It can be withdrawn."""

    __tablename__ = "collection_removal"
    __table_args__ = (
        CheckConstraint(_WITHDRAWN, name="withdrawn_by_somebody"),
        one_standing("uq_collection_removal_standing", "collection_id", open_column="withdrawn_at"),
        Index(None, "collection_id"),
        Index(None, "by_id"),
        Index(None, "withdrawn_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
