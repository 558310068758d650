"""The labour of an imported series, listed as it was: by those whom the file names, nobody here."""

from community.accounts.brought_names import name_brought
from community.db import db
from community.ledger.models import Confirmation, Labour, Line, Shown

from .importing import Arrived


def write_labour(arrived: Arrived) -> None:
    """Write the lines of all calls, each confirmed."""
    for call in arrived.prepared.calls:
        call_id = arrived.calls[call["call"]["slug"]].id
        for facts in call.get("labour", ()):
            who, pseudonym = facts["who"], facts["pseudonym"]
            line = Line(
                call_id=call_id,
                member_id=arrived.people.of(who).id if who else None,
                kind=Labour(facts["kind"]),
                what=facts["what"],
                minutes=facts["minutes"],
                made_at=arrived.now,
            )
            db.session.add(line)
            db.session.flush()
            unnamed = Shown.PSEUDONYM if pseudonym else Shown.COUNTED
            db.session.add(
                Confirmation(
                    line_id=line.id,
                    shown=Shown.NAME if who else unnamed,
                    pseudonym=name_brought(pseudonym) if pseudonym else "",
                    at=arrived.now,
                )
            )
    db.session.flush()
