"""People, members, their sign-ins and roles, and the community they form."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    case,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.db import UNNESTED, Base, choice

from .named_models import Named


class Role(StrEnum):
    """What stewards can entrust to a member."""

    FACILITATOR = "facilitator"
    CURATOR = "curator"
    RESPONDER = "responder"
    STEWARD = "steward"


class Starters(StrEnum):
    """Who may start a series."""

    FACILITATORS = "facilitators"
    MEMBERS = "members"


class Joining(StrEnum):
    """Who may become a member."""

    OPEN = "open"
    INVITATION = "invitation"
    CLOSED = "closed"


class Credit(StrEnum):
    """How somebody wants to be named where their labour is credited to everybody."""

    NAME = "name"
    OTHER = "other"
    NOBODY = "nobody"


class Person(Named, Base):
    """Somebody who answers invitations: a member, or a guest. `tells_zone`: their zone counts among
    those of who comes (`community.attendance.hours`).
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    zone: Mapped[str] = mapped_column(String(64))
    tells_zone: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str | None] = mapped_column(String(35))  # a tag of BCP 47, if not the place's
    credit: Mapped[Credit] = mapped_column(choice(Credit), default=Credit.NAME)
    created_at: Mapped[datetime]

    @hybrid_property
    def credited_as(self) -> str | None:
        """The name to credit in public; None where they want none."""
        if self.credit is Credit.NOBODY:
            return None
        return self.credit_name if self.credit is Credit.OTHER else self.name

    @credited_as.inplace.expression
    @classmethod
    def _credited_as(cls) -> ColumnElement[str | None]:
        named = case((cls.credit == Credit.OTHER, cls.credit_name), else_=cls.name)
        return case((cls.credit == Credit.NOBODY, None), else_=named)


class Member(Base):
    """A person with an account."""

    __tablename__ = "member"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    handle: Mapped[str] = mapped_column(String(30), unique=True)
    handle_skeleton: Mapped[str] = mapped_column(String(60), unique=True)
    pronouns: Mapped[str | None] = mapped_column(String(40))
    joined_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]  # the account is gone; the row stands for what they did

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=UNNESTED)

    @property
    def name(self) -> str:
        """The name others see."""
        return self.person.name

    @property
    def zone(self) -> str:
        """The IANA zone their times are shown in."""
        return self.person.zone


class Guest(Base):
    """A person without an account, who answers by letters sent to this address."""

    __tablename__ = "guest"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    made_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=UNNESTED)


class SignIn(Base):
    """One sign-in on one device; the cookie holds its secret, this row only the hash of it."""

    __tablename__ = "sign_in"
    __table_args__ = (Index(None, "member_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    agent: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=UNNESTED)


class RoleGrant(Base):
    """A role given to a member: by whom and when, and when it was taken back."""

    __tablename__ = "role_grant"
    __table_args__ = (
        Index(
            "uq_role_grant_standing",
            "member_id",
            "role",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    role: Mapped[Role] = mapped_column(choice(Role))
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    granted_at: Mapped[datetime]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    revoked_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship(foreign_keys=[member_id])
    granted_by: Mapped[Member | None] = relationship(foreign_keys=[granted_by_id])
    revoked_by: Mapped[Member | None] = relationship(foreign_keys=[revoked_by_id])


class Purpose(StrEnum):
    """What a link in a letter is for; it works for nothing else."""

    SIGN_UP = "sign up"
    SIGN_IN = "sign in"
    RESET = "reset"
    ADDRESS = "address"
    ADDRESS_BACK = "address back"
    GUEST = "guest"


class MailedLink(Base):
    """A link that stands in a letter. Its secret is made from `nonce` and the installation's key
    when the letter is written; only the hash of it is kept.
    """

    __tablename__ = "mailed_link"
    __table_args__ = (Index(None, "member_id"), Index(None, "expires_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose))
    nonce: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    member: Mapped[Member | None] = relationship()

    def holds(self, now: datetime) -> bool:
        """Whether it still works at `now`."""
        return self.used_at is None and now < self.expires_at


class Community(Base):
    """The one community this installation is the home of."""

    __tablename__ = "community"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str] = mapped_column(String(80))
    description_source: Mapped[str] = mapped_column(Text, default="")
    description_html: Mapped[str] = mapped_column(Text, default="")
    zone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(35), default="en")  # a BCP 47 tag
    wordmark: Mapped[str | None] = mapped_column(String(30))
    accent: Mapped[str | None] = mapped_column(String(7))
    starters: Mapped[Starters] = mapped_column(choice(Starters))
    joining: Mapped[Joining] = mapped_column(choice(Joining), default=Joining.OPEN)
    set_up_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class SetUpAddress(Base):
    """The one-time address of the set-up page; only the hash of its secret is kept."""

    __tablename__ = "set_up_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]


class Attempt(Base):
    """One try at something that is limited; `key` is a keyed hash of an address or account."""

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "kind", "key", "at"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
