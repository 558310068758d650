"""That two people are one: a row by which triggers let what is said and decided go from a guest to
the member who has the address. It is there no longer than the transaction that joins them.
"""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base


class PersonJoining(Base):
    """A guest goes, and is the member `kept_id` from now on."""

    __tablename__ = "person_joining"

    gone_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kept_id: Mapped[int]
    at: Mapped[datetime]
