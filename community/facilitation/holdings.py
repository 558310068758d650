"""What facilitation holds of a person: calls they steered, hands they raised, where they were, and
what they said of calls that were over.
"""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.accounts.unnaming import name_no_more
from community.db import db
from community.holdings import Facts, Holding

from .look_back_models import LookBack, LookBackRemoval
from .models import Hand, Opening, Presence, Spell


def export(person_id: int) -> Facts:
    """Where they said they were, when they wanted to speak, what they started and took up."""
    member = db.session.scalar(select(Member).where(Member.person_id == person_id))
    if member is None:
        return {}
    return {
        "calls I was at": [
            {
                "call": row.opening.call.title,
                "at": row.at,
                "shows my name": row.shows_name,
                "shown since": row.named_at,
            }
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
        "looking back": _looking_back(member),
        "calls started": [
            {"call": row.call.title, "started": row.at, "ended": row.ended_at}
            for row in db.session.scalars(
                select(Opening)
                .options(joinedload(Opening.call))
                .where(Opening.by_id == member.id)
                .order_by(Opening.id)
            )
        ],
        "agenda items taken up": _taken_up(member),
    }


def _taken_up(member: Member) -> list[dict[str, object]]:
    query = select(Spell).options(joinedload(Spell.item)).where(Spell.by_id == member.id)
    return [
        {"item": row.item.title, "from": row.at, "until": row.ended_at}
        for row in db.session.scalars(query.order_by(Spell.id)).unique()
    ]


def _looking_back(member: Member) -> list[dict[str, object]]:
    query = select(LookBack).options(joinedload(LookBack.call))
    return [
        {
            "call": row.call.title,
            "at": row.at,
            "worked well": row.worked,
            "do differently": row.differently,
        }
        for row in db.session.scalars(
            query.where(LookBack.member_id == member.id).order_by(LookBack.at, LookBack.id)
        )
    ]


def erase(person_id: int, _now: datetime) -> None:
    """Delete their hands, where they were, and what they said of calls: no name stood beside that.
    What they steered stays, by a former member, and what others said names them no more.
    """
    member = db.session.scalar(select(Member).where(Member.person_id == person_id))
    if member is None:
        return
    member_id = member.id
    own = select(LookBack.id).where(LookBack.member_id == member_id)
    db.session.execute(delete(LookBackRemoval).where(LookBackRemoval.look_back_id.in_(own)))
    for model in (Hand, Presence, LookBack):
        mine = delete(model).where(model.member_id == member_id)
        db.session.execute(mine.execution_options(synchronize_session="fetch"))
    name_no_more(member, {LookBack: ("worked", "differently"), LookBackRemoval: ("reason",)})


def _of(model: type[Hand] | type[Presence], member: Member):  # type: ignore[no-untyped-def]  # noqa: ANN202
    to_call = joinedload(model.opening).joinedload(Opening.call)
    return select(model).options(to_call).where(model.member_id == member.id)


HOLDINGS = (
    Holding(
        tables=frozenset(
            {"call_opening", "item_spell", "hand", "presence", "look_back", "look_back_removal"}
        ),
        export=export,
        erase=erase,
    ),
)
