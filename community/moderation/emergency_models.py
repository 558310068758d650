"""What ties an emergency measure in a call to the report that brings it to the responders."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.conduct.emergency_models import Emergency
from community.db import Base

from .report_models import Report


class EmergencyReport(Base):
    """A report that was made by itself of an emergency measure: it stands where the report does."""

    __tablename__ = "emergency_report"

    emergency_id: Mapped[int] = mapped_column(
        ForeignKey("emergency.id", ondelete="CASCADE"), primary_key=True
    )
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"), unique=True)

    emergency: Mapped[Emergency] = relationship()
    report: Mapped[Report] = relationship()
