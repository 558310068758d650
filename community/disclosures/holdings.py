"""What disclosures hold of a person: what they said about tools."""

from datetime import datetime

from sqlalchemy import select, update

from community.accounts.guests import member_of
from community.accounts.unnaming import name_no_more
from community.db import db
from community.holdings import Facts, Holding

from .models import DisclosedTool, Disclosure
from .queries import saids_of
from .wording import whole_sentence

_NAMING = {
    Disclosure: ("purpose", "material", "footprint"),
    DisclosedTool: ("name", "controlled_by"),
}


def export(person_id: int) -> Facts:
    """Everything they said, as sentences."""
    query = select(Disclosure).where(Disclosure.person_id == person_id).order_by(Disclosure.id)
    rows = db.session.scalars(query).all()
    saids = saids_of([row.id for row in rows])
    said = [{"said": whole_sentence(saids[row.id]), "at": row.at} for row in rows]
    return {"about tools behind my texts": said}


def erase(person_id: int, now: datetime) -> None:  # noqa: ARG001 - holdings have one shape
    """What was said stays with the texts it is about; what only concerns the person goes, and what
    others said names them no more.
    """
    mine = update(Disclosure).where(Disclosure.person_id == person_id)
    db.session.execute(mine.values(is_required=False))
    member = member_of(person_id)
    if member is not None:
        name_no_more(member, _NAMING)


HOLDINGS = (Holding(tables=frozenset({"disclosure"}), export=export, erase=erase),)
