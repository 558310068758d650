"""“We use this”: what somebody says of themselves and a pattern, and who may know it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base, choice


class Using(StrEnum):
    """How far somebody has come with a pattern."""

    USING = "using"
    WISH = "want to try"
    STOPPED = "stopped"
    UNFIT = "did not fit"


class Shown(StrEnum):
    """Who may know: everybody by name, everybody as a number, or nobody else."""

    COUNTED = "counted"
    PUBLIC = "public"
    PRIVATE = "private"


class UseMark(Base):
    """What a person says of a pattern and themselves: one for each, changed in place. Taken back,
    it is gone: it was theirs alone to say.
    """

    __tablename__ = "use_mark"
    __table_args__ = (Index(None, "person_id"),)

    pattern_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    using: Mapped[Using] = mapped_column(choice(Using))
    shown: Mapped[Shown] = mapped_column(choice(Shown))
    at: Mapped[datetime]
