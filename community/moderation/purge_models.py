"""That something is being purged: a row that a trigger takes only where the dates allow it, by the
clock of the database too. Without it nothing of a case is deleted. It is there no longer than the
transaction that purges.
"""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base

IN_NO_CASE = 0


class CasePurge(Base):
    """A case goes, with its rulings and all that was said in it."""

    __tablename__ = "case_purge"

    case_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]


class ReportPurge(Base):
    """A report goes: of a case that is purged, or one that was in escrow for three years."""

    __tablename__ = "report_purge"

    report_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]


class WordPurge(Base):
    """Words go that were purged from content by a state: texts of a case may change by it, where a
    bar is put into them and all else is as it was; as `IN_NO_CASE` those that are in none.
    """

    __tablename__ = "word_purge"

    state_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]


class MeasurePurge(Base):
    """A measure goes: of a case that is purged, or one of no case that ended three years ago."""

    __tablename__ = "measure_purge"

    measure_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
