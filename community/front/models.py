"""What was written as sample content, so that it can be shown as such and removed whole."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base


class Sample(Base):
    """A row (`kind` is its table) that was written as sample content."""

    __tablename__ = "sample"

    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    row_id: Mapped[int] = mapped_column(primary_key=True)
