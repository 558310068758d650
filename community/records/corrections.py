"""What somebody who took part would like to be corrected in a record, and what became of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.agendas.models import Item
from community.calls.models import Call, one_standing
from community.db import UNNESTED, Base, choice
from community.notes.models import Note

LONGEST_CORRECTION = 1000
LONGEST_ANSWER = 300


class Outcome(StrEnum):
    """What a facilitator did about a correction."""

    DONE = "done"
    LEFT = "left"


class Correction(Base):
    """A wish for another wording, about a note, an item of the agenda, or (without either) the
    whole. Told to the facilitators of the call and to nobody else.
    """

    __tablename__ = "record_correction"
    __table_args__ = (
        CheckConstraint("note_id IS NULL OR item_id IS NULL", name="about_one_thing"),
        Index(None, "call_id"),
        Index(None, "by_id"),
        Index(None, "note_id"),
        Index(None, "item_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    words: Mapped[str] = mapped_column(String(LONGEST_CORRECTION))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship(lazy="joined", innerjoin=UNNESTED)
    by: Mapped[Member] = relationship(lazy="joined", innerjoin=UNNESTED)
    note: Mapped[Note | None] = relationship()
    item: Mapped[Item | None] = relationship()
    reply: Mapped["CorrectionReply | None"] = relationship(
        primaryjoin=(
            "and_(Correction.id == CorrectionReply.correction_id,"
            " CorrectionReply.withdrawn_at.is_(None))"
        ),
        uselist=False,
        lazy="joined",
        viewonly=True,
    )

    @property
    def waits(self) -> bool:
        """Whether a facilitator has still to look at it."""
        return self.withdrawn_at is None and self.reply is None


class CorrectionReply(Base):
    """A correction was made, or the record was left as it is: with a word."""

    __tablename__ = "record_correction_reply"
    __table_args__ = (
        one_standing(
            "uq_record_correction_reply_standing", "correction_id", open_column="withdrawn_at"
        ),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by"),
        Index(None, "correction_id"),
        Index(None, "by_id"),
        Index(None, "withdrawn_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    correction_id: Mapped[int] = mapped_column(ForeignKey("record_correction.id"))
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome))
    word: Mapped[str] = mapped_column(String(LONGEST_ANSWER), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
