"""The backups that were made, or that failed, so that stewards can be told how it stands."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base, choice


class Reason(StrEnum):
    """Why a backup was made."""

    ASKED = "asked"
    UPGRADE = "before upgrade"
    RESTORE = "before restore"


class Backup(Base):
    """A backup that was written and read back whole, or (with a `fault`) one that was not.

    `name` is the name of its file without its folder; `size` is in bytes.
    """

    __tablename__ = "backup"
    __table_args__ = (
        CheckConstraint("(fault IS NULL) = (sha256 IS NOT NULL)", name="whole_or_fault"),
        CheckConstraint("(fault IS NULL) = (size IS NOT NULL)", name="size_where_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    reason: Mapped[Reason] = mapped_column(choice(Reason))
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))
    fault: Mapped[str | None] = mapped_column(String(100))

    @property
    def is_whole(self) -> bool:
        """Whether it was written and read back."""
        return self.fault is None
