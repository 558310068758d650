"""Threads and the notes in them, what notes were before, whom they mention, which are removed.

A text of a note is kept in `note`, and what it was before in `note_revision`; a draft of one in
`draft`; what waits to be read first in `note_hold`. There are no other copies.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    and_,
    bindparam,
    or_,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community import clock
from community.accounts.models import Member
from community.agendas.models import Item
from community.calls.models import Call, one_standing
from community.db import UNNESTED, Base, Instant, choice
from community.disclosures.models import Disclosure
from community.keys import KEY_LENGTH, new_key

# Asked for as each statement is sent: the many queries that leave out what is out of sight need
# not be given it.
_NOW = bindparam("now_of_removals", callable_=clock.now, type_=Instant())


class Kind(StrEnum):
    """What a note is; it can become another kind later. Which ones there are depends on what the
    thread is about: see `community.notes.subject_queries.Subject`.
    """

    NOTE = "note"
    QUESTION = "question"
    DECISION = "decision"
    ACTION = "action"
    EVIDENCE = "evidence"
    CAUTION = "caution"
    ADAPTATION = "adaptation"
    TRANSLATION = "translation"
    QUOTE = "quote"


class Thread(Base):
    """Notes on one thing. What the thing is says a row beside it; `about` says which table."""

    __tablename__ = "thread"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True, default=new_key)
    about: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[datetime]


class CallThread(Base):
    """The thread of a call."""

    __tablename__ = "call_thread"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), unique=True)

    call: Mapped[Call] = relationship()
    thread: Mapped[Thread] = relationship(lazy="joined", innerjoin=UNNESTED)


class ItemThread(Base):
    """The thread of an item on an agenda, from its proposal on, to whatever call it is carried."""

    __tablename__ = "item_thread"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), unique=True)

    item: Mapped[Item] = relationship()
    thread: Mapped[Thread] = relationship(lazy="joined", innerjoin=UNNESTED)


class Note(Base):
    """One contribution. `root_id` is the first note of its branch; a first note has none.

    `version` counts its texts and kinds, from 1.
    """

    __tablename__ = "note"
    __table_args__ = (
        CheckConstraint("(parent_id IS NULL) = (root_id IS NULL)", name="root_of_reply"),
        Index(None, "thread_id", "root_id", "id"),
        Index(None, "root_id"),
        Index(None, "parent_id"),
        Index(None, "by_id", "made_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True, default=new_key)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("note.id"))
    root_id: Mapped[int | None] = mapped_column(ForeignKey("note.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    kind: Mapped[Kind] = mapped_column("note_kind", choice(Kind))
    text_source: Mapped[str] = mapped_column(Text)
    text_html: Mapped[str] = mapped_column(Text)
    text_policy: Mapped[int]  # of the text: see `community.text.POLICY_VERSION`
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosure.id"))
    version: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    thread: Mapped[Thread] = relationship(lazy="joined", innerjoin=UNNESTED)
    by: Mapped[Member] = relationship(foreign_keys=[by_id])
    disclosure: Mapped[Disclosure] = relationship()
    removal: Mapped["NoteRemoval | None"] = relationship(
        primaryjoin=lambda: and_(Note.id == NoteRemoval.note_id, NoteRemoval.stands()),
        uselist=False,
        lazy="joined",
        viewonly=True,
    )

    @property
    def branch_id(self) -> int:
        """The number of the first note of its branch."""
        return self.root_id or self.id

    @property
    def is_removed(self) -> bool:
        """Whether it has been taken out; its place in the thread stays."""
        return self.removal is not None

    @property
    def is_hidden_at_once(self) -> bool:
        """Whether it is out of sight by an emergency measure."""
        return self.removal is not None and self.removal.emergency_id is not None


class NoteRevision(Base):
    """What a note was before it changed: version `number`, by whom and when it was written."""

    __tablename__ = "note_revision"
    __table_args__ = (Index(None, "by_id"),)

    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[Kind] = mapped_column("note_kind", choice(Kind))
    text_source: Mapped[str] = mapped_column(Text)
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosure.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]

    by: Mapped[Member] = relationship()


class NoteMention(Base):
    """A note names a member."""

    __tablename__ = "note_mention"
    __table_args__ = (Index(None, "member_id"),)

    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    at: Mapped[datetime]


class NoteRemoval(Base):
    """A note taken out: by whom, when and why; kept when it is put back. What was hidden at once
    during a call says by which emergency measure, and stands `until` that ends: a trigger of the
    database refuses one without.
    """

    __tablename__ = "note_removal"
    __table_args__ = (
        one_standing("uq_note_removal_standing", "note_id", open_column="withdrawn_at"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by"),
        CheckConstraint("until IS NULL OR emergency_id IS NOT NULL", name="until_when_at_once"),
        Index(None, "by_id"),
        Index(None, "emergency_id"),
        Index(None, "until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(300), default="")
    emergency_id: Mapped[int | None] = mapped_column(ForeignKey("emergency.id"))
    until: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    @classmethod
    def stands(cls) -> ColumnElement[bool]:
        """For a query: whether it keeps a note out of sight now, by comparison with the clock."""
        return and_(cls.withdrawn_at.is_(None), or_(cls.until.is_(None), cls.until > _NOW))


class ThreadMute(Base):
    """A person wants no letters about a thread."""

    __tablename__ = "thread_mute"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    at: Mapped[datetime]
