"""That there is something for a member at the page of their own standing, which they have not seen:
written as they are told, and gone as they look.
"""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import Person
from community.db import Base


class StandingUnread(Base):
    """The person has not looked since `at`, when they were told first."""

    __tablename__ = "standing_unread"

    person_id: Mapped[int] = mapped_column(
        ForeignKey(Person.id), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime]
