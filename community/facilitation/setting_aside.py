"""What somebody said of a call, looking back, set aside under the code of conduct: taken out, and
put back by responders alone. Whose it is nobody is told.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, select

from community.accounts.models import Member
from community.conduct.state_models import Content, ContentState
from community.conduct.taking_out import Back, keep_before, put_back
from community.db import db, locked
from community.marks import BAR
from community.redaction import Spot, pieces_of, take_out
from community.redaction import purge as purge_places

from .look_back_models import LONGEST_REASON, LONGEST_WORDS, LookBack, LookBackRemoval

_THEIRS = "taken out before"
_TEXTS = {"worked": "what worked well", "differently": "what to do differently"}


def parts(
    numbers: Collection[int], members: Collection[int] | Select[int]
) -> Sequence[Select[int, int]]:
    """Queries for which of some members said what; numbers of both."""
    said = select(LookBack.id, Member.id).join(Member, Member.id == LookBack.member_id)
    return [said.where(LookBack.id.in_(numbers), Member.id.in_(members))]


def title_of(_row: LookBack) -> str:
    """By what who said it knows it."""
    return "Words on a call, looking back"


def source_of(row: LookBack, _kept: str = "") -> str:
    """What they say."""
    return "\n\n".join(filter(None, (row.worked, row.differently)))


def set_aside(row: LookBack, _says: str, *, by: Member, now: datetime) -> str:
    """Take them out. Gives the number of that, by which they are brought back."""
    row = locked(LookBack, row.id)
    if _removal(row) is not None:
        return _THEIRS
    removal = LookBackRemoval(look_back_id=row.id, by_id=by.id, at=now, reason="")
    db.session.add(removal)
    db.session.flush()
    return str(removal.id)


def bring_back(row: LookBack, kept: str, *, by: Member, now: datetime) -> None:
    """Put them back, unless they had been taken out before."""
    removal = _removal(locked(LookBack, row.id))
    if removal is not None and kept == str(removal.id):
        removal.withdrawn_at, removal.withdrawn_by_id = now, by.id
        db.session.flush()


def purge(row: LookBack, says: str, *, by: Member, now: datetime) -> None:
    """Leave nothing of them, nor of what repeats them in why they were taken out before."""
    pieces = [piece for spot in own_spots(row) for piece in pieces_of(spot.text)]
    set_aside(row, says, by=by, now=now)
    for spot in own_spots(row):
        if spot.text:
            spot.put(BAR)
    removals = select(LookBackRemoval).where(LookBackRemoval.look_back_id == row.id)
    purge_places([_why(one) for one in db.session.scalars(removals)], pieces)
    db.session.flush()


def own_spots(row: LookBack, _kept: str = "") -> list[Spot]:
    """What worked well and what to do differently."""
    return [_spot(row, column, where) for column, where in _TEXTS.items()]


def redact(row: LookBack, words: str, *, by: Member, now: datetime) -> None:  # noqa: ARG001
    """Take words out of them, so that these can be put back."""
    row = locked(LookBack, row.id)
    spots = own_spots(row)
    keep_before(Content.LOOK_BACK, row.id, spots, words)
    take_out(spots, words)
    db.session.flush()


def put_words_back(state: ContentState, row: LookBack, *, by: Member, now: datetime) -> Back:  # noqa: ARG001
    """Put back what was taken out so, where they were not changed since."""
    back = put_back(state, own_spots(locked(LookBack, row.id)), "")
    db.session.flush()
    return back


def _removal(row: LookBack) -> LookBackRemoval | None:
    query = select(LookBackRemoval).where(
        LookBackRemoval.look_back_id == row.id, LookBackRemoval.withdrawn_at.is_(None)
    )
    return db.session.scalar(query)


def _spot(row: LookBack, column: str, where: str) -> Spot:
    def put(text: str) -> None:
        setattr(row, column, text)

    return Spot(column, "Looking back", where, getattr(row, column), put, LONGEST_WORDS)


def _why(row: LookBackRemoval) -> Spot:
    def put(text: str) -> None:
        row.reason = text

    return Spot("reason", "Looking back", "why", row.reason, put, LONGEST_REASON)
