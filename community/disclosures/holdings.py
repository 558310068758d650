"""What disclosures hold of a person: what they said about tools."""

from datetime import datetime

from sqlalchemy import select, update

from community.db import db
from community.holdings import Facts, Holding

from .models import Disclosure
from .queries import saids_of
from .wording import whole_sentence


def export(person_id: int) -> Facts:
    """Everything they said, as sentences."""
    query = select(Disclosure).where(Disclosure.person_id == person_id).order_by(Disclosure.id)
    rows = db.session.scalars(query).all()
    saids = saids_of([row.id for row in rows])
    said = [{"said": whole_sentence(saids[row.id]), "at": row.at} for row in rows]
    return {"about tools behind my texts": said}


def erase(person_id: int, now: datetime) -> None:  # noqa: ARG001 - holdings have one shape
    """What was said stays with the texts it is about; what only concerns the person goes."""
    mine = update(Disclosure).where(Disclosure.person_id == person_id)
    db.session.execute(mine.values(is_required=False))


HOLDINGS = (Holding(tables=frozenset({"disclosure"}), export=export, erase=erase),)
