"""Edits and relations of patterns that members suggest, what is said of them, and what came of
each.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship, synonym

from community.accounts.models import Person
from community.conduct.state_models import Content
from community.conduct.state_queries import is_aside
from community.db import Base, choice
from community.disclosures.models import Disclosure

from .held_models import Held, Outcome, held_as
from .models import Pattern, PatternRelation, Relation

LONGEST_REASON = 500
LONGEST_WORDS = 1000
_SUGGESTION = "pattern_suggestion.id"
_REVISION = ["pattern_revision.pattern_id", "pattern_revision.number"]


class Suggestion(Base):
    """Somebody would say some sections of a revision otherwise, or what it has to do with other
    patterns; `why` is their summary.

    Open until it is decided or withdrawn. Until something of it is taken, it is read by whoever
    wrote it and by those who may change the pattern alone.
    """

    __tablename__ = "pattern_suggestion"
    __table_args__ = (
        ForeignKeyConstraint(["pattern_id", "number"], _REVISION),
        Index(None, "pattern_id", "id"),
        Index(None, "by_id", "id"),
        {"sqlite_autoincrement": True},  # drafts are kept by its number
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pattern_id: Mapped[int]
    number: Mapped[int]
    why: Mapped[str] = mapped_column(String(200), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosure.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]  # by who wrote it, or as it was set aside or waits
    is_aside: Mapped[bool] = column_property(is_aside(Content.SUGGESTION, id))  # noqa: A003 - the column
    held_as: Mapped[str | None] = column_property(held_as(Held.SUGGESTION, id))  # noqa: A003 - the column

    pattern: Mapped[Pattern] = relationship(
        primaryjoin="foreign(Suggestion.pattern_id) == Pattern.id", lazy="joined", viewonly=True
    )
    by: Mapped[Person] = relationship()
    disclosure: Mapped[Disclosure] = relationship()

    @property
    def is_kept_back(self) -> bool:
        """Whether it waits until a curator has read it, or was left out or taken back then."""
        return self.held_as not in (None, Outcome.SHOWN.value)


class SuggestedSection(Base):
    """What one section would say: JSON, a text or a list of checks. Once the suggestion is decided,
    `is_taken` says whether it is in the pattern.
    """

    __tablename__ = "pattern_suggested_section"

    suggestion_id: Mapped[int] = mapped_column(ForeignKey(_SUGGESTION), primary_key=True)
    section: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    is_taken: Mapped[bool | None]


class SuggestedRelation(Base):
    """A relation that the pattern would say, or say no more. `relation_id` is what would be taken
    away, or what came of it; once it is decided, `is_taken` says whether it was taken.
    """

    __tablename__ = "pattern_suggested_relation"
    __table_args__ = (
        CheckConstraint(
            "takes_away OR kind NOT IN ('in tension with', 'contradicts') OR note <> ''",
            name="says_how",
        ),
        CheckConstraint("NOT takes_away OR relation_id IS NOT NULL", name="takes_one_away"),
        Index(None, "suggestion_id"),
        Index(None, "other_id"),
        Index(None, "relation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey(_SUGGESTION))
    kind: Mapped[Relation] = mapped_column(choice(Relation))
    other_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"))
    note: Mapped[str] = mapped_column(String(300), default="")
    takes_away: Mapped[bool]
    relation_id: Mapped[int | None] = mapped_column(ForeignKey("pattern_relation.id"))
    is_taken: Mapped[bool | None]

    other: Mapped[Pattern] = relationship()
    relation: Mapped[PatternRelation | None] = relationship()


class SuggestionDecision(Base):
    """What came of a suggestion: it is taken, all of it or in part, or not. Words that were taken
    are in revision `number`. What was left out has a `reason`.
    """

    __tablename__ = "pattern_suggestion_decision"
    __table_args__ = (
        ForeignKeyConstraint(["pattern_id", "number"], _REVISION),
        CheckConstraint("is_taken OR reason <> ''", name="declined_why"),
        CheckConstraint("is_taken OR number IS NULL", name="taken_into_revision"),
        Index(None, "pattern_id", "number"),
        Index(None, "by_id"),
    )

    suggestion_id: Mapped[int] = mapped_column(ForeignKey(_SUGGESTION), primary_key=True)
    pattern_id: Mapped[int]
    number: Mapped[int | None]
    is_taken: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    id: Mapped[int] = synonym("suggestion_id")  # by which it is reported and set aside
    is_aside: Mapped[bool] = column_property(is_aside(Content.DECLINE, suggestion_id))

    by: Mapped[Person] = relationship()
    suggestion: Mapped[Suggestion] = relationship(viewonly=True)

    @property
    def reason_shown(self) -> str:
        """The reason, for whoever reads it: not where it is set aside under the code."""
        return "" if self.is_aside else self.reason


class SuggestionMessage(Base):
    """Words between whoever suggested an edit and those who may take it."""

    __tablename__ = "pattern_suggestion_message"
    __table_args__ = (
        CheckConstraint("words <> ''", name="words_said"),
        Index(None, "suggestion_id", "id"),
        Index(None, "by_id"),
        {"sqlite_autoincrement": True},  # reports and states are kept by its number
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey(_SUGGESTION))
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    suggestion: Mapped[Suggestion] = relationship()
    by: Mapped[Person] = relationship()
