"""Changes of address: asked for, confirmed from the new one, taken back from the old one."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.db import UNNESTED, Base

from .models import MailedLink, Member


class AddressChange(Base):
    """A member's move from one address to another. `link` is sent to the new one and makes it so;
    `back_link` is sent to the old one then, and takes it back.
    """

    __tablename__ = "address_change"
    __table_args__ = (Index(None, "member_id"), Index(None, "old_email_key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    link_id: Mapped[int] = mapped_column(ForeignKey("mailed_link.id"), unique=True)
    back_link_id: Mapped[int | None] = mapped_column(ForeignKey("mailed_link.id"), unique=True)
    old_email: Mapped[str] = mapped_column(String(254))
    old_email_key: Mapped[str] = mapped_column(String(254))
    new_email: Mapped[str] = mapped_column(String(254))
    new_email_key: Mapped[str] = mapped_column(String(254))
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=UNNESTED)
    link: Mapped[MailedLink] = relationship(foreign_keys=[link_id])
    back_link: Mapped[MailedLink | None] = relationship(foreign_keys=[back_link_id])

    def told(self, at: datetime) -> str:
        """What the letters about it, and about what became of it at `at`, are about: see
        `mailed.told`.
        """
        return f"address change {self.id} {at.isoformat()}"
