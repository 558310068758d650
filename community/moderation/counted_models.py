"""What is counted of reports and cases that are gone: numbers by half-year, and nothing of any."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base


class KeptCount(Base):
    """How often something happened in a half-year, in what is kept no more. `took` tells those
    apart that took longer: hours of a first answer, days of a decision; otherwise it is 0.
    """

    __tablename__ = "kept_count"
    __table_args__ = (
        CheckConstraint("half IN (1, 2)", name="half"),
        CheckConstraint("took >= 0", name="took"),
        CheckConstraint("number >= 1", name="number"),
    )

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    half: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    what: Mapped[str] = mapped_column(String(40), primary_key=True)
    took: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
