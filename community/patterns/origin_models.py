"""Where a pattern came from that was brought in with the library of another place."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base


class PatternOrigin(Base):
    """The place and the address of the revision up to which a pattern was written elsewhere, and
    the key of the note it was begun from, which need not be here. `adapted_from` is JSON: what the
    file names as what it was made from and is not known here otherwise, each with its place.
    """

    __tablename__ = "pattern_origin"
    __table_args__ = (
        CheckConstraint("revision >= 1", name="revision_from_one"),
        Index(None, "by_id"),
    )

    pattern_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"), primary_key=True)
    place: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(2000))
    revision: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    begun_from: Mapped[str | None] = mapped_column(String(16))
    adapted_from: Mapped[str] = mapped_column(Text, default="[]", server_default="[]")


class BroughtWriter(Base):
    """Somebody who is credited with a pattern for what was written before its first revision that
    is here, or whose note it was begun from. `place` counts up to that revision, from below nought.
    """

    __tablename__ = "pattern_brought_writer"
    __table_args__ = (
        CheckConstraint("place < 0", name="place_before"),
        Index(None, "person_id"),
    )

    pattern_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_note: Mapped[bool]
