"""How many decide and how many hear, and how long a second look can be asked for."""

from datetime import datetime, timedelta

from sqlalchemy import select

from community.conduct.content import Quorum, needed
from community.conduct.models import CodeRung
from community.db import db

from .ruling_models import Ruling

WITHIN = timedelta(days=30)


def can_be_appealed(ruling: Ruling, now: datetime) -> bool:
    """Whether its time runs; what an appeal led to is the last word."""
    told = ruling.notice
    return (
        ruling.level is not None
        and not ruling.is_on_appeal
        and ruling.end is None
        and told is not None
        and now <= told.at + WITHIN
    )


def how_many(ruling: Ruling, able: int) -> int:
    """How many must agree where `able` could: as its rung asks, and that of what it replaces."""
    replaced = db.session.get(Ruling, ruling.replaces_id) if ruling.replaces_id else None
    asked = [
        _asked(one, able, hears=ruling.is_on_appeal and not _is_more(ruling, replaced, one))
        for one in (ruling, replaced)
        if one is not None and one.level is not None
    ]
    return max(asked, default=1)


def _asked(ruling: Ruling, able: int, *, hears: bool) -> int:
    """What the rung of a ruling asks for; of those who hear an appeal, two at the most."""
    quorum = db.session.get_one(CodeRung, (ruling.version_id, ruling.level)).quorum
    return min(2, needed(quorum, able)) if hears else needed(quorum, able)


def _is_more(ruling: Ruling, replaced: Ruling | None, one: Ruling) -> bool:
    """Whether `one` is a ruling on an appeal that goes further than what it replaces."""
    before = replaced.level if replaced is not None and replaced.level is not None else -1
    return one is ruling and ruling.level is not None and ruling.level > before


def how_many_hear(ruling: Ruling) -> int:
    """One where one decides, else two."""
    query = select(CodeRung.quorum).where(
        CodeRung.version_id == ruling.version_id, CodeRung.level == ruling.level
    )
    return 1 if db.session.scalar(query) is Quorum.ONE else 2
