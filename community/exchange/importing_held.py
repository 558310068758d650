"""When the calls of an imported series were on, and what was spoken about for how long."""

from collections.abc import Mapping

from community.agendas.models import Item
from community.db import db
from community.facilitation.models import Opening, Spell

from .importing import Arrived, moment


def write_held(arrived: Arrived, items: Mapping[str, Item]) -> None:
    """Write it as it was; who started a call and moved on is not in the file."""
    nobody = arrived.people.of(None)
    for call in arrived.prepared.calls:
        for facts in call.get("held", ()):
            opening = Opening(
                call_id=arrived.calls[call["call"]["slug"]].id,
                by_id=nobody.id,
                at=moment(facts["from"]),
                ended_at=moment(facts["to"]),
            )
            db.session.add(opening)
            db.session.flush()
            for one in facts["items"]:
                at, until = moment(one["from"]), moment(one["to"])
                given = {"opening_id": opening.id, "by_id": nobody.id, "at": at}
                number = items[one["item"]].id
                db.session.add(Spell(item_id=number, ended_at=until, **given))
            db.session.flush()
