"""Reports of a half-year: what they say, who agreed that it is published, and that it was.

What a report says is written once and never changed. Two different people agree, which the
reference from its publication holds; published, it stays: triggers of the database see to it.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.db import Base
from community.moderation.half_years import HalfYear


class TransparencyReport(Base):
    """A report of a half-year that is over."""

    __tablename__ = "transparency_report"
    __table_args__ = (
        UniqueConstraint("year", "half"),
        CheckConstraint("half IN (1, 2)", name="half"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    half: Mapped[int]
    at: Mapped[datetime]

    cells: Mapped[list["TransparencyCell"]] = relationship(
        order_by="TransparencyCell.position", viewonly=True
    )
    publication: Mapped["TransparencyPublication | None"] = relationship(
        viewonly=True, lazy="joined"
    )
    approvals: Mapped[list["TransparencyApproval"]] = relationship(
        order_by="TransparencyApproval.at", viewonly=True
    )

    @property
    def half_year(self) -> HalfYear:
        """What it is about."""
        return HalfYear(self.year, self.half)


class TransparencyCell(Base):
    """What a report says of one number: no less than `least`, no more than `most`, or nothing."""

    __tablename__ = "transparency_cell"
    __table_args__ = (
        CheckConstraint("(least IS NULL) = (most IS NULL) AND least <= most", name="span"),
        UniqueConstraint("report_id", "position"),
    )

    report_id: Mapped[int] = mapped_column(ForeignKey("transparency_report.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    least: Mapped[int | None]
    most: Mapped[int | None]


class TransparencyApproval(Base):
    """Somebody has read a report and agrees that it is published."""

    __tablename__ = "transparency_approval"

    report_id: Mapped[int] = mapped_column(ForeignKey("transparency_report.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    at: Mapped[datetime]

    member: Mapped[Member] = relationship()


class TransparencyPublication(Base):
    """A report is published, since two people agreed who are not the same."""

    __tablename__ = "transparency_publication"
    __table_args__ = (
        CheckConstraint("first_id <> second_id", name="two_people"),
        ForeignKeyConstraint(
            ["report_id", "first_id"],
            ["transparency_approval.report_id", "transparency_approval.member_id"],
            name="fk_transparency_publication_first",
        ),
        ForeignKeyConstraint(
            ["report_id", "second_id"],
            ["transparency_approval.report_id", "transparency_approval.member_id"],
            name="fk_transparency_publication_second",
        ),
    )

    report_id: Mapped[int] = mapped_column(ForeignKey("transparency_report.id"), primary_key=True)
    first_id: Mapped[int]
    second_id: Mapped[int]
    at: Mapped[datetime]
