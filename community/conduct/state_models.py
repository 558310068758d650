"""What became of content under the code: hidden, redacted, removed or purged, and for which clause.

A row stands until it has ended. What is taken out meanwhile is in `kept`, so that it can be brought
back, also words of what stays, with the texts they stood in; of what is purged its digest alone is.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    TextClause,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import Base, choice
from community.keys import KEY_LENGTH, new_key

LONGEST_WHY = 500
REASON_GONE = "-"
"""Stands for a reason that is kept no longer."""
_STANDS = text("ended_at IS NULL")
_STANDS_WHOLE = text("ended_at IS NULL AND state <> 'redacted'")
_STANDS_IN_PART = text("ended_at IS NULL AND state = 'redacted'")
_GONE = text("outcome IN ('passed', 'unread')")


def _where(which: TextClause) -> dict[str, Any]:
    """For which rows alone an index is, on either engine."""
    return {"sqlite_where": which, "postgresql_where": which}


class Content(StrEnum):
    """What can be set aside; with a number it says which row of which table."""

    NOTE = "note"
    ITEM = "item"
    PATTERN = "pattern"
    USE = "use"
    REVIEW = "review"
    OBJECTION = "objection"
    ANSWER = "answer"
    SUGGESTION = "suggestion"
    MESSAGE = "message"
    COLLECTION = "collection"
    LOOK_BACK = "look-back"
    CALL = "call"
    CURATOR_WORD = "curator-word"
    VERIFICATION = "verification"
    STAGE = "stage"
    DECLINE = "decline"
    OUTCOME = "outcome"


class Standing(StrEnum):
    """How far something is set aside: hidden for now, in part, as spam, of which nothing stands in
    its place, removed, or purged for ever.
    """

    HIDDEN = "hidden"
    REDACTED = "redacted"
    SPAM = "spam"
    REMOVED = "removed"
    PURGED = "purged"


class ContentState(Base):
    """That something is set aside: by whom, when, why, under which clause of the code that held
    when it was written. `author_id` is whose it is, `title` by what they know it. `digest` is the
    SHA-256 of what was purged, after `salt`.
    """

    __tablename__ = "content_state"
    __table_args__ = (
        ForeignKeyConstraint(
            ["version_id", "clause_key"],
            ["code_clause.version_id", "code_clause.key"],
            name="fk_content_state_clause",
        ),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by"),
        CheckConstraint("state <> 'purged' OR ended_at IS NULL", name="purged_for_ever"),
        CheckConstraint("state <> 'purged' OR kept = ''", name="purged_keeps_nothing"),
        CheckConstraint("(state = 'purged') = (digest <> '')", name="digest_of_purged"),
        CheckConstraint("why <> ''", name="why"),
        UniqueConstraint("id", "by_id"),  # for who may not hear an appeal against it
        Index(
            *("uq_content_state_standing", "about", "subject_id"),
            unique=True,
            **_where(_STANDS_WHOLE),
        ),
        Index(*("ix_content_state_redacted", "about", "subject_id"), **_where(_STANDS_IN_PART)),
        Index(None, "author_id"),
        Index(None, "by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True, default=new_key)
    about: Mapped[Content] = mapped_column(choice(Content))
    subject_id: Mapped[int]
    state: Mapped[Standing] = mapped_column(choice(Standing))
    version_id: Mapped[int]
    clause_key: Mapped[str] = mapped_column(String(40))
    why: Mapped[str] = mapped_column(String(LONGEST_WHY))
    title: Mapped[str] = mapped_column(String(200))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    written_at: Mapped[datetime]
    kept: Mapped[str] = mapped_column(Text, default="")
    digest: Mapped[str] = mapped_column(String(64), default="")
    salt: Mapped[str] = mapped_column(String(32), default="")
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    author: Mapped[Person | None] = relationship()
    appeal: Mapped["ContentAppeal | None"] = relationship(viewonly=True, lazy="joined")

    @property
    def can_come_back(self) -> bool:
        """Whether anything of it is left: of what was purged nothing, of words what is kept."""
        is_forgotten = self.state is Standing.REDACTED and not self.kept
        return self.state is not Standing.PURGED and not is_forgotten

    @classmethod
    def keeps_out_of_sight(cls) -> ColumnElement[bool]:
        """For queries: whether the whole is set aside now."""
        return cls.ended_at.is_(None) & (cls.state != literal_column("'redacted'"))

    @classmethod
    def keeps_words_out(cls) -> ColumnElement[bool]:
        """For queries: whether a part of it is taken out now."""
        return cls.ended_at.is_(None) & (cls.state == literal_column("'redacted'"))


class Heard(StrEnum):
    """What became of an appeal."""

    UPHELD = "upheld"
    BROUGHT_BACK = "brought back"


class ContentAppeal(Base):
    """Whoever wrote it asks others to look at it, once for each state; and what they answered.
    Never who set it aside: the database refuses.
    """

    __tablename__ = "content_appeal"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_id", "set_aside_by_id"],
            ["content_state.id", "content_state.by_id"],
            name="fk_content_appeal_state",
        ),
        CheckConstraint("heard_by_id <> set_aside_by_id", name="heard_by_another"),
        CheckConstraint("(outcome IS NULL) = (heard_by_id IS NULL)", name="heard_by"),
        CheckConstraint("(outcome IS NULL) = (heard_at IS NULL)", name="heard_at"),
        Index(None, "heard_by_id"),
    )

    state_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    set_aside_by_id: Mapped[int]
    words_source: Mapped[str] = mapped_column(Text)
    words_html: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    outcome: Mapped[Heard | None] = mapped_column(choice(Heard))
    words: Mapped[str] = mapped_column(String(LONGEST_WHY), default="")
    heard_at: Mapped[datetime | None]
    heard_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    def is_answered_by(self, member_id: int) -> bool:
        """Whether a member has heard and answered it. Whoever brought back what it is about, of
        which they may not have known, has not.
        """
        return self.heard_by_id == member_id and bool(self.words)


class Said(StrEnum):
    """What the author of something that is set aside is told: why, and the answer to an appeal."""

    REASON = "reason"
    ANSWER = "answer"


class Went(StrEnum):
    """What became of words that wait for a second reader. Unread they go where there is none."""

    PASSED = "passed"
    CHANGED = "changed"
    UNREAD = "unread"
    NOT_NEEDED = "not needed"


TOLD = frozenset({Went.PASSED, Went.UNREAD})
"""How words reach whoever they are for."""


class ContentReading(Base):
    """Words for the author are read by a second responder, for anything that says who told of it:
    who wrote them, who read them and what they made of it. The words are with the state or its
    appeal; where they are changed, the others are in `words` of another row that waits, of which
    who changed them is the writer.
    """

    __tablename__ = "content_reading"
    __table_args__ = (
        CheckConstraint("read_by_id <> written_by_id", name="read_by_another"),
        CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name="ended_at"),
        CheckConstraint(
            "(read_by_id IS NOT NULL) = (outcome IS NOT NULL AND outcome IN ('passed', 'changed'))",
            name="read_by",
        ),
        Index(*("uq_content_reading_waits", "state_id", "said"), unique=True, **_where(_STANDS)),
        Index(*("uq_content_reading_told", "state_id", "said"), unique=True, **_where(_GONE)),
        Index(None, "written_by_id"),
        Index(None, "read_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state_id: Mapped[int] = mapped_column(ForeignKey("content_state.id"))
    said: Mapped[Said] = mapped_column(choice(Said))
    words: Mapped[str] = mapped_column(String(LONGEST_WHY), default="")
    written_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    written_at: Mapped[datetime]
    outcome: Mapped[Went | None] = mapped_column(choice(Went))
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    ended_at: Mapped[datetime | None]

    state: Mapped[ContentState] = relationship()

    @property
    def is_told(self) -> bool:
        """Whether the author reads the words."""
        return self.outcome in TOLD

    def forget(self, now: datetime) -> None:
        """Keep the words no longer; what waits goes unsaid."""
        self.words = ""
        if self.outcome is None:
            self.outcome, self.ended_at = Went.NOT_NEEDED, now
