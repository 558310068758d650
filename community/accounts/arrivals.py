"""How people come in: sign-ups that wait for a letter, invitations to join, who brought whom."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.db import UNNESTED, Base

from .models import MailedLink, Member


class JoinInvitation(Base):
    """An invitation to join, as a link that a member gives to others. Its secret is made from
    `nonce` and the installation's key; only the hash of it is kept.
    """

    __tablename__ = "join_invitation"
    __table_args__ = (CheckConstraint("uses <= most_uses", name="enough"), Index(None, "by_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    nonce: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    most_uses: Mapped[int]
    uses: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    by: Mapped[Member] = relationship(lazy="joined", innerjoin=UNNESTED)

    def holds(self, now: datetime) -> bool:
        """Whether somebody may still join with it at `now`."""
        return self.withdrawn_at is None and self.uses < self.most_uses and now < self.ends_at


class SignUp(Base):
    """Somebody who would like to join, until they open the link in the letter sent to them."""

    __tablename__ = "sign_up"
    __table_args__ = (Index(None, "email_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("mailed_link.id"), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    zone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(35))
    leads_to: Mapped[str] = mapped_column(String(400))  # a path of ours, or nothing
    accepted: Mapped[int | None]  # the version of the code of conduct they agreed to
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("join_invitation.id"))
    made_at: Mapped[datetime]

    link: Mapped[MailedLink] = relationship(lazy="joined", innerjoin=UNNESTED)
    invitation: Mapped[JoinInvitation | None] = relationship()

    @property
    def told(self) -> str:
        """What the letter with its link is about: see `mailed.told`."""
        return f"sign-up {self.id} {self.made_at.isoformat()}"


class Welcome(Base):
    """Who brought a member in by an invitation."""

    __tablename__ = "welcome"
    __table_args__ = (Index(None, "by_id"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]

    member: Mapped[Member] = relationship(foreign_keys=[member_id])
    by: Mapped[Member] = relationship(foreign_keys=[by_id])
