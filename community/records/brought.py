"""What is known of a call that was held in another place: how many were there, whom of them one may
name, and what became of corrections, in numbers.
"""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base


class RecordTally(Base):
    """How many were there who are not named, and how many corrections were made or not."""

    __tablename__ = "record_tally"
    __table_args__ = (
        CheckConstraint("unnamed >= 0 AND corrected >= 0 AND left_as_is >= 0", name="numbers"),
    )

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), primary_key=True)
    unnamed: Mapped[int]
    corrected: Mapped[int]
    left_as_is: Mapped[int]


class RecordAttendee(Base):
    """Somebody who was there and is named. `place`: the first who came is 0."""

    __tablename__ = "record_attendee"
    __table_args__ = (Index(None, "member_id"),)

    call_id: Mapped[int] = mapped_column(ForeignKey("record_tally.call_id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    place: Mapped[int]
