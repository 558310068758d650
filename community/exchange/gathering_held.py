"""When calls were on, and what was spoken about for how long, as values for files; of what is off
the record nothing, and nobody is named who moved on.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from community.db import db
from community.facilitation.models import Opening, Spell

from .gathering_calls import Facts, moment
from .items import Items


@dataclass(frozen=True, slots=True)
class HeldRows:
    """The times at which calls were on, by call, and what was spoken about then, by time."""

    openings: Mapping[int, list[Opening]]
    spells: Mapping[int, list[Spell]]


def read_held(call_ids: Collection[int]) -> HeldRows:
    """What has ended of it. Two queries."""
    ended = Opening.call_id.in_(call_ids), Opening.ended_at.is_not(None)
    openings: dict[int, list[Opening]] = defaultdict(list)
    for row in db.session.scalars(select(Opening).where(*ended).order_by(Opening.id)):
        openings[row.call_id].append(row)
    query = select(Spell).join(Opening, Opening.id == Spell.opening_id)
    spells: dict[int, list[Spell]] = defaultdict(list)
    for spell in db.session.scalars(query.where(*ended).order_by(Spell.id)):
        spells[spell.opening_id].append(spell)
    return HeldRows(openings, spells)


def held_facts(rows: HeldRows, call_id: int, items: Items) -> list[Facts]:
    """Each time a call was on, and the items that were spoken about, in their order."""
    return [
        {
            "from": moment(opening.at),
            "to": moment(opening.ended_at),
            "items": [
                {"item": placed.ref, "from": moment(one.at), "to": moment(one.ended_at)}
                for one in rows.spells.get(opening.id, ())
                if one.ended_at is not None and (placed := items.placed.get(one.item_id))
            ],
        }
        for opening in rows.openings.get(call_id, ())
    ]
