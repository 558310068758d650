"""What members have begun to write and not sent, in whatever form."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import Member
from community.db import Base
from community.keys import KEY_LENGTH


class Draft(Base):
    """What a member has begun to write in one place: `place` says which form it is, and `tab` in
    which of those that were opened.

    `text_source` is what the form is for; what else was typed or chosen there is `beside` it, by
    the names of the fields: all of it where several things were chosen in one. `base` is the
    version that a change was written over; nothing for what is new.
    """

    __tablename__ = "draft"

    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id), primary_key=True)
    place: Mapped[str] = mapped_column(String(60), primary_key=True)
    tab: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True, server_default="")
    text_source: Mapped[str] = mapped_column(Text)
    beside: Mapped[dict[str, str | list[str]]] = mapped_column(JSON, default=dict)
    base: Mapped[int | None]
    at: Mapped[datetime]

    def fields(self) -> list[tuple[str, str]]:
        """All that was typed or chosen, by the names of the fields; the text first."""
        found = [("text", self.text_source)]
        for name, told in self.beside.items():
            found += [(name, one) for one in ([told] if isinstance(told, str) else told)]
        return found
