"""Who facilitated a call, as its record says: kept once it is published first."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base


class RecordFacilitator(Base):
    """Somebody who facilitated a call. `place`: who has done so longest is 0."""

    __tablename__ = "record_facilitator"
    __table_args__ = (Index(None, "member_id"),)

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    place: Mapped[int]
