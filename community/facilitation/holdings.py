"""What facilitation holds of a person: calls they steered, hands they raised, where they were."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.db import db
from community.holdings import Facts, Holding

from .models import Hand, Opening, Presence, Spell


def export(person_id: int) -> Facts:
    """Where they said they were, when they wanted to speak, what they started and took up."""
    member = db.session.scalar(select(Member).where(Member.person_id == person_id))
    if member is None:
        return {}
    return {
        "calls I was at": [
            {"call": row.opening.call.title, "at": row.at, "shows my name": row.shows_name}
            for row in db.session.scalars(_of(Presence, member).order_by(Presence.at))
        ],
        "hands raised": [
            {
                "call": row.opening.call.title,
                "raised": row.at,
                "kind": row.kind.value,
                "by": row.way.value,
                "called": row.called_at,
                "ended": row.ended_at,
            }
            for row in db.session.scalars(_of(Hand, member).order_by(Hand.id))
        ],
        "calls started": [
            {"call": row.call.title, "started": row.at, "ended": row.ended_at}
            for row in db.session.scalars(
                select(Opening)
                .options(joinedload(Opening.call))
                .where(Opening.by_id == member.id)
                .order_by(Opening.id)
            )
        ],
        "agenda items taken up": [
            {"item": row.item.title, "from": row.at, "until": row.ended_at}
            for row in db.session.scalars(
                select(Spell)
                .options(joinedload(Spell.item))
                .where(Spell.by_id == member.id)
                .order_by(Spell.id)
            ).unique()
        ],
    }


def erase(person_id: int, _now: datetime) -> None:
    """Delete their hands and where they were. What they steered stays, by a former member."""
    member_id = db.session.scalar(select(Member.id).where(Member.person_id == person_id))
    for model in (Hand, Presence):
        mine = delete(model).where(model.member_id == member_id)
        db.session.execute(mine.execution_options(synchronize_session="fetch"))


def _of(model: type[Hand] | type[Presence], member: Member):  # type: ignore[no-untyped-def]  # noqa: ANN202
    to_call = joinedload(model.opening).joinedload(Opening.call)
    return select(model).options(to_call).where(model.member_id == member.id)


HOLDINGS = (
    Holding(
        tables=frozenset({"call_opening", "item_spell", "hand", "presence"}),
        export=export,
        erase=erase,
    ),
)
