"""Where words about known uses are kept: what they say, where they lead, how they were verified. An
address out of which words are taken leads nowhere, so it goes whole, and the look at it too.
"""

from collections.abc import Iterator

from sqlalchemy import delete, select

from community.db import db
from community.marks import BAR
from community.redaction import Put, Spot, spot_in

from .known_use_models import KnownUse, UseLink, UseVerification
from .models import Pattern

_TEXTS = {"organisation": "who", "place": "where", "adapted": "adapted", "limits": "limits"}
_WHAT = "A known use"


def spots_of_uses(pattern: Pattern) -> Iterator[Spot]:
    """Each use that was ever told, withdrawn or not."""
    uses = select(KnownUse).where(KnownUse.pattern_id == pattern.id).order_by(KnownUse.id)
    for use in db.session.scalars(uses):
        for column, where in _TEXTS.items():
            yield spot_in(use, column, f"known_use-{use.id}-{column}", _WHAT, where)
        yield _link(use)
    told = KnownUse.id == UseLink.use_id
    looks = select(UseLink).join(KnownUse, told).where(KnownUse.pattern_id == pattern.id)
    for row in db.session.scalars(looks.order_by(UseLink.use_id)):
        name = f"use_link-{row.use_id}-url"
        yield Spot(name, _WHAT, "a look at its address", row.url, _drop(row.use_id), is_open=False)
    seen = (
        select(UseVerification)
        .join(KnownUse, KnownUse.id == UseVerification.use_id)
        .where(KnownUse.pattern_id == pattern.id)
    )
    for one in db.session.scalars(seen.order_by(UseVerification.id)):
        name, what = f"use_verification-{one.id}-word", "How a known use was verified"
        yield spot_in(one, "word", name, what, "word")


def forget_look(use_id: int) -> None:
    """Keep nothing of what looking at an address has come to."""
    db.session.execute(delete(UseLink).where(UseLink.use_id == use_id))


def _link(use: KnownUse) -> Spot:
    def put(text: str) -> None:
        use.url = "" if BAR in text else text
        forget_look(use.id)

    where = "its link, which goes altogether"
    return Spot(f"{use.__tablename__}-{use.id}-url", _WHAT, where, use.url, put)


def _drop(use_id: int) -> Put:
    return lambda _left: forget_look(use_id)
