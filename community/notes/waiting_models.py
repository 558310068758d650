"""First notes with a link, and first links that come into one: they wait until a responder has
read them.

What waits is no note yet: it is in none of the tables that notes are read from.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from community.accounts.models import Member
from community.db import UNNESTED, Base, choice
from community.disclosures.models import Disclosure
from community.keys import KEY_LENGTH, new_key
from community.text import render_markdown

from .models import Kind, Note, Thread

_WAITS = text("outcome IS NULL")


class Read(StrEnum):
    """What a responder found."""

    LET_THROUGH = "let through"
    SPAM = "spam"


class NoteHold(Base):
    """A note as it was typed, or another text for a note, `changes`, written over its version
    `base`; and what became of it: once it was let through its words are in `note` alone.
    """

    __tablename__ = "note_hold"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name="ended_at"),
        CheckConstraint("(outcome IS NULL) = (ended_by_id IS NULL)", name="ended_by"),
        CheckConstraint("ended_by_id <> by_id", name="ended_by_another"),
        CheckConstraint(
            "(note_id IS NOT NULL) = (outcome IS NOT NULL AND outcome = 'let through')",
            name="note_of_let_through",
        ),
        CheckConstraint("(note_id IS NOT NULL) = (text_source = '')", name="words_once"),
        CheckConstraint("(changes_id IS NULL) = (base IS NULL)", name="over_a_version"),
        Index(None, "thread_id", "by_id"),
        Index(None, "by_id"),
        Index(None, "ended_by_id"),
        Index(None, "changes_id"),
        Index("ix_note_hold_waits", "id", sqlite_where=_WAITS, postgresql_where=_WAITS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True, default=new_key)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("note.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    kind: Mapped[Kind] = mapped_column("note_kind", choice(Kind))
    text_source: Mapped[str] = mapped_column(Text)
    text_html: Mapped[str | None] = mapped_column(Text)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    due_on: Mapped[date | None]
    follows: Mapped[str | None] = mapped_column(String(80))
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosure.id"))
    made_at: Mapped[datetime]
    outcome: Mapped[Read | None] = mapped_column(choice(Read))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note.id"), unique=True)
    changes_id: Mapped[int | None] = mapped_column(ForeignKey("note.id"))
    base: Mapped[int | None]

    thread: Mapped[Thread] = relationship(lazy="joined", innerjoin=UNNESTED)
    by: Mapped[Member] = relationship(foreign_keys=[by_id])
    parent: Mapped[Note | None] = relationship(foreign_keys=[parent_id])
    changes: Mapped[Note | None] = relationship(foreign_keys=[changes_id])
    disclosure: Mapped[Disclosure] = relationship()

    @validates("text_source")
    def _render(self, _name: str, source: str) -> str:
        self.text_html = render_markdown(source) if source else ""
        return source

    @property
    def is_spam(self) -> bool:
        """Whether a responder took it for spam."""
        return self.outcome is Read.SPAM
