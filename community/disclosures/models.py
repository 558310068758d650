"""What somebody said about the tools behind a text; texts of any kind refer to it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import Base, choice

from .wording import Checked, Degree, Openness


class Disclosure(Base):
    """One answer to "was a tool involved?". Never changed: who says something else, says it anew.

    The last one of a person is what "same as last time" means.
    """

    __tablename__ = "disclosure"
    __table_args__ = (
        CheckConstraint("degree <> 'most' OR checked IS NOT NULL", name="checked_by_a_person"),
        CheckConstraint(
            "degree IN ('some', 'most') OR (checked IS NULL AND purpose = '' AND material = ''"
            " AND footprint = '' AND NOT is_required)",
            name="details_where_they_matter",
        ),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    degree: Mapped[Degree] = mapped_column(choice(Degree))
    purpose: Mapped[str] = mapped_column(String(200), default="")  # what it was used for
    checked: Mapped[Checked | None] = mapped_column(choice(Checked))
    is_required: Mapped[bool] = mapped_column(default=False)  # by the person's employer
    material: Mapped[str] = mapped_column(String(200), default="")  # whose went in
    footprint: Mapped[str] = mapped_column(String(100), default="")
    at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class DisclosedTool(Base):
    """A tool that was named."""

    __tablename__ = "disclosed_tool"

    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosure.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(40), default="")
    controlled_by: Mapped[str] = mapped_column(String(80), default="")
    openness: Mapped[Openness] = mapped_column(choice(Openness), default=Openness.UNKNOWN)
