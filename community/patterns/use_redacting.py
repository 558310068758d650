"""Words taken out of a known use under the code of conduct, and put back."""

from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.conduct.state_models import Content, ContentState
from community.conduct.taking_out import keep_before, put_back
from community.db import db, locked
from community.events import announce
from community.redaction import Spot, take_out, times

from .events import PatternRedacted
from .known_use_models import KnownUse, UseLink

_TEXTS = ("organisation", "place", "adapted", "limits")


def own_spots_of_use(use: KnownUse) -> list[Spot]:
    """What a known use says in words."""
    return [_spot(use, column) for column in _TEXTS]


def redact_use(use: KnownUse, words: str, *, by: Member, now: datetime) -> None:  # noqa: ARG001
    """Take words out of a known use, so that they can be put back; a link that has them goes."""
    use = locked(KnownUse, use.id)
    spots = own_spots_of_use(use)
    keep_before(Content.USE, use.id, spots, words)
    take_out(spots, words, whole=())
    link = db.session.scalar(select(UseLink).where(UseLink.use_id == use.id))
    if times(words, use.url):
        use.url = ""
        if link is not None:
            db.session.delete(link)
    db.session.flush()
    announce(PatternRedacted(use.pattern, now))


def put_words_back_in_use(state: ContentState, use: KnownUse, *, by: Member, now: datetime) -> None:  # noqa: ARG001
    """Put back what was taken out so, where the use was not changed since."""
    use = locked(KnownUse, use.id)
    put_back(state, own_spots_of_use(use))
    db.session.flush()


def _spot(use: KnownUse, column: str) -> Spot:
    def put(text: str) -> None:
        setattr(use, column, text)

    most = KnownUse.__table__.c[column].type.length  # type: ignore[attr-defined] # a string's
    return Spot(column, "A known use", "what it says", getattr(use, column), put, most)
