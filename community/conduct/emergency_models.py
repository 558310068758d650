"""Emergency measures in a call: what was done at once, as what, and what became of it.

Rows are added and never changed. One ends by itself after a day at the latest, whatever anybody
says of it. What keeps one person away from a call stands on where a ruling decides so in time: with
a clause, a rung and an end, as long as the measure does that the ruling imposed.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import UNNESTED, Base, choice
from community.keys import KEY_LENGTH, new_key

from .measure_models import Measure

DAY = timedelta(hours=24)


class Act(StrEnum):
    """What can be done at once."""

    FREEZE_NOTES = "freeze notes"
    PAUSE_ANSWERS = "pause answers"
    REMOVE_ANSWER = "remove answer"
    CHANGE_LINK = "change link"
    PAGE = "page responders"
    HIDE_NOTE = "hide note"


LASTS = {Act.FREEZE_NOTES: timedelta(minutes=15), Act.PAGE: timedelta(minutes=5)}
"""Those that are over sooner than after a day; a page then, so that it is not sent twice by one who
presses twice.
"""
LASTING = frozenset({Act.REMOVE_ANSWER, Act.CHANGE_LINK})
"""Those that a ruling about somebody can let stand for them."""


class ActingRole(StrEnum):
    """As what somebody acted: this is shown, and no name."""

    FACILITATOR = "facilitator"
    CONTACT = "conduct contact"
    RESPONDER = "responder"


class Emergency(Base):
    """One emergency measure in a call. `person_id` is whom it is about, where it is about one;
    `clause_key` a clause of the code, where one was named at that moment.
    """

    __tablename__ = "emergency"
    __table_args__ = (
        ForeignKeyConstraint(
            ["version_id", "clause_key"],
            ["code_clause.version_id", "code_clause.key"],
            name="fk_emergency_clause",
        ),
        CheckConstraint("ends_at > at", name="ends_after_it_begins"),
        CheckConstraint("(version_id IS NULL) = (clause_key IS NULL)", name="clause_of_a_version"),
        CheckConstraint(
            "(act IN ('remove answer', 'hide note')) = (person_id IS NOT NULL)", name="about_whom"
        ),
        CheckConstraint("(act = 'hide note') = (note_id IS NOT NULL)", name="of_which_note"),
        Unique("id", "by_id", "ratify_by"),
        Index(None, "call_id", "ends_at"),
        Index(None, "person_id"),
        Index(None, "by_id"),
        Index(None, "note_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True, default=new_key)
    act: Mapped[Act] = mapped_column("act", choice(Act, name="emergency_act"))
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    role: Mapped[ActingRole] = mapped_column(choice(ActingRole))
    why: Mapped[str] = mapped_column(Text)
    version_id: Mapped[int | None]
    clause_key: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ratify_by: Mapped[datetime]

    person: Mapped[Person | None] = relationship()
    ratification: Mapped["EmergencyRatification | None"] = relationship(lazy="joined")
    lifting: Mapped["EmergencyLifting | None"] = relationship(lazy="joined")
    kept: Mapped[list["EmergencyMeasure"]] = relationship(lazy="selectin", viewonly=True)

    def stands(self, now: datetime, person_id: int | None = None) -> bool:
        """Whether it has neither ended by itself nor was lifted; for one person or for anybody."""
        if self.at > now or (self.lifting is not None and self.lifting.at <= now):
            return False
        return now < self.ends_at or bool(self.keeping(now, person_id))

    def keeping(self, now: datetime, person_id: int | None = None) -> list[Measure]:
        """The measures that let it stand though its time is over: on one person, or on anybody."""
        return [
            one.measure
            for one in self.kept
            if person_id in {None, one.person_id} and one.measure.stands(now)
        ]


class EmergencyLeftOut(Base):
    """Somebody to whom the new join link is not sent, and not shown while it stands."""

    __tablename__ = "emergency_left_out"
    __table_args__ = (Index(None, "person_id"),)

    emergency_id: Mapped[int] = mapped_column(
        ForeignKey("emergency.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


class EmergencyAdmission(Base):
    """Somebody who has the new join link while another is left out of it: they had answered before
    it was changed, or were let in since by somebody.
    """

    __tablename__ = "emergency_admission"
    __table_args__ = (Index(None, "person_id"), Index(None, "by_id"))

    emergency_id: Mapped[int] = mapped_column(
        ForeignKey("emergency.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]


class EmergencyMeasure(Base):
    """It stands for one person as long as a measure does that a ruling imposed on them: with its
    clause, and its end. A trigger of the database refuses one that comes late, was imposed on
    somebody else, by no ruling, below the rung of limits, or without an end but for a ban.
    """

    __tablename__ = "emergency_measure"
    __table_args__ = (Index(None, "person_id"), Index(None, "measure_id"))

    emergency_id: Mapped[int] = mapped_column(
        ForeignKey("emergency.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    measure_id: Mapped[int] = mapped_column(
        ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[datetime]

    measure: Mapped[Measure] = relationship(lazy="joined", innerjoin=UNNESTED)


class EmergencyRatification(Base):
    """The responders say in a case that it was right, which lets nothing last. It is in time, and
    by somebody else than who did it: both stand beside it so that the database can tell.
    """

    __tablename__ = "emergency_ratification"
    __table_args__ = (
        ForeignKeyConstraint(
            ["emergency_id", "taken_by_id", "ratify_by"],
            ["emergency.id", "emergency.by_id", "emergency.ratify_by"],
            name="fk_emergency_ratification_emergency",
            ondelete="CASCADE",
        ),
        CheckConstraint("by_id <> taken_by_id", name="by_somebody_else"),
        CheckConstraint("at < ratify_by", name="in_time"),
        Index(None, "by_id"),
    )

    emergency_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    taken_by_id: Mapped[int]
    ratify_by: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]


class EmergencyLifting(Base):
    """It ended ahead of its time."""

    __tablename__ = "emergency_lifting"
    __table_args__ = (Index(None, "by_id"),)

    emergency_id: Mapped[int] = mapped_column(
        ForeignKey("emergency.id", ondelete="CASCADE"), primary_key=True
    )
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
