"""Agendas and their items: what is proposed for a call, by whom, what became of it, who votes."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.calls.models import Call, one_standing
from community.db import UNNESTED, Base, choice
from community.keys import KEY_LENGTH, new_key

LONGEST_TITLE = 150
LONGEST_WHY = 500
WORDS = (
    *("title", "text_policy", "kind", "minutes", "disclosure_id"),
    *("body_source", "body_html", "people_source", "people_html"),
    *("business_source", "business_html"),
)
"""What an item says, an edition of it, and what is kept of a proposal."""


class ItemKind(StrEnum):
    """What an item asks of those who come."""

    INFORM = "inform"
    DISCUSS = "discuss"
    DECIDE = "decide"
    CHECK_IN = "check-in"


class State(StrEnum):
    """Where an item stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DISCUSSED = "discussed"
    PARKED = "parked"
    WITHDRAWN = "withdrawn"


class Agenda(Base):
    """The draft of a call's agenda as a whole; `version` counts every change of it."""

    __tablename__ = "agenda"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime]

    call: Mapped[Call] = relationship(lazy="joined", innerjoin=UNNESTED)


class Item(Base):
    """An item of an agenda, or a proposal for one. Where it stands is told by its states. Its `key`
    is its address, which leads to no call that one does not know: see `hiding`.

    `place` orders the accepted items of a call. The two sides are what it does for people and for
    the business, on items that decide.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 1 AND 480", name="minutes"),
        Index(None, "call_id"),
        Index(None, "proposed_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True, index=True, default=new_key)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    body_source: Mapped[str] = mapped_column(Text, default="")
    body_html: Mapped[str] = mapped_column(Text, default="")
    people_source: Mapped[str] = mapped_column(Text, default="")
    people_html: Mapped[str] = mapped_column(Text, default="")
    business_source: Mapped[str] = mapped_column(Text, default="")
    business_html: Mapped[str] = mapped_column(Text, default="")
    text_policy: Mapped[int]  # of the texts above: see `community.text.POLICY_VERSION`
    kind: Mapped[ItemKind] = mapped_column("item_kind", choice(ItemKind))
    minutes: Mapped[int]
    is_off_record: Mapped[bool] = mapped_column(default=False)
    place: Mapped[int] = mapped_column(default=0)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    disclosure_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure.id"))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    call: Mapped[Call] = relationship(lazy="joined", innerjoin=UNNESTED)
    proposed_by: Mapped[Member] = relationship(lazy="joined", innerjoin=UNNESTED)
    standing: Mapped["ItemState"] = relationship(
        primaryjoin="and_(Item.id == ItemState.item_id, ItemState.ended_at.is_(None))",
        uselist=False,
        lazy="joined",
        viewonly=True,
    )

    @property
    def state(self) -> State:
        """Where it stands now."""
        return self.standing.state

    @property
    def is_open(self) -> bool:
        """Whether it still waits for its hour: on the agenda or proposed for it."""
        return self.state in {State.PROPOSED, State.ACCEPTED}


class ItemState(Base):
    """That an item was proposed, accepted, declined …: by whom, when and why. One stands; those
    before it have ended.
    """

    __tablename__ = "agenda_item_state"
    __table_args__ = (
        one_standing("uq_agenda_item_state_standing", "item_id", open_column="ended_at"),
        CheckConstraint("state <> 'declined' OR why <> ''", name="declined_why"),
        Index(None, "item_id"),
        Index(None, "by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    state: Mapped[State] = mapped_column(choice(State))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))  # None: by itself
    at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(LONGEST_WHY), default="")
    ended_at: Mapped[datetime | None]


class ItemOwner(Base):
    """Somebody who leads an item."""

    __tablename__ = "agenda_item_owner"
    __table_args__ = (UniqueConstraint("item_id", "member_id"), Index(None, "member_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=UNNESTED)


class Vote(Base):
    """A member would like to see an item on the agenda; `would_join`: and take part in it."""

    __tablename__ = "agenda_vote"
    __table_args__ = (Index(None, "member_id"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    would_join: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
