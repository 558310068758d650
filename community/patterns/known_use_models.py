"""Known uses: where a pattern is or was used, and who has seen that it is so."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.calls.models import one_standing
from community.db import UNNESTED, Base, choice
from community.disclosures.models import Disclosure

from .models import Pattern

LONGEST_NAME = 100
LONGEST_ADDRESS = 500
LONGEST_WORDS = 1000
LONGEST_WORD = 300
FAILING_DAYS = 3
_WITHDRAWN = "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)"


class UseState(StrEnum):
    """Whether it is still used there."""

    USING = "using"
    STOPPED = "stopped"
    TRIED = "tried"


class KnownUse(Base):
    """An organisation uses a pattern, or did: where, since when, what was adapted and where it did
    not fit. Whoever added it changes it; withdrawn, it is kept and shown no more.
    """

    __tablename__ = "known_use"
    __table_args__ = (
        UniqueConstraint("id", "by_id"),
        CheckConstraint("organisation <> ''", name="organisation_named"),
        CheckConstraint("url = '' OR url LIKE 'https://%'", name="url_secure"),
        CheckConstraint("version >= 1", name="version_one"),
        CheckConstraint("since BETWEEN 1900 AND 2200", name="since_year"),
        CheckConstraint(_WITHDRAWN, name="withdrawn_by_somebody"),
        Index(None, "pattern_id", "id"),
        Index(None, "by_id"),
        Index(None, "disclosure_id"),
        Index(None, "withdrawn_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pattern_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"))
    organisation: Mapped[str] = mapped_column(String(LONGEST_NAME))
    place: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    url: Mapped[str] = mapped_column(String(LONGEST_ADDRESS), default="")
    since: Mapped[int | None]  # a year
    state: Mapped[UseState] = mapped_column(choice(UseState))
    adapted: Mapped[str] = mapped_column(String(LONGEST_WORDS), default="")
    limits: Mapped[str] = mapped_column(String(LONGEST_WORDS), default="")
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosure.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    pattern: Mapped[Pattern] = relationship(lazy="joined", innerjoin=UNNESTED)
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    disclosure: Mapped[Disclosure] = relationship()


class UseVerification(Base):
    """Somebody else than `added_by_id`, who added the use, has seen that it is so, as its `version`
    says it.
    """

    __tablename__ = "use_verification"
    __table_args__ = (
        ForeignKeyConstraint(["use_id", "added_by_id"], ["known_use.id", "known_use.by_id"]),
        CheckConstraint("by_id <> added_by_id", name="by_another"),
        CheckConstraint("version >= 1", name="version_one"),
        CheckConstraint(_WITHDRAWN, name="withdrawn_by_somebody"),
        one_standing("uq_use_verification_standing", "use_id", open_column="withdrawn_at"),
        Index(None, "use_id"),
        Index(None, "by_id"),
        Index(None, "withdrawn_by_id"),
        {"sqlite_autoincrement": True},  # reports and states are kept by its number
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    use_id: Mapped[int]
    added_by_id: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    word: Mapped[str] = mapped_column(String(LONGEST_WORD), default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    use: Mapped[KnownUse] = relationship(viewonly=True)


class LinkMending(Base):
    """Somebody has led the link of a use, which did not answer, to where it has gone."""

    __tablename__ = "use_link_mending"
    __table_args__ = (Index(None, "use_id"), Index(None, "by_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    use_id: Mapped[int] = mapped_column(ForeignKey("known_use.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship()


class UseLink(Base):
    """What looking at the link of a use has come to: on how many days it did not answer."""

    __tablename__ = "use_link"

    use_id: Mapped[int] = mapped_column(ForeignKey("known_use.id"), primary_key=True)
    url: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))
    looked_at: Mapped[datetime]
    failed_at: Mapped[datetime | None]
    failing_days: Mapped[int] = mapped_column(default=0)

    @property
    def asks_for_a_look(self) -> bool:
        """Whether somebody should see where it has gone."""
        return self.failing_days >= FAILING_DAYS
