"""Words taken out of a known use under the code of conduct, and put back."""

from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.conduct.state_models import Content, ContentState
from community.conduct.taking_out import Back, before, keep_before, put_back
from community.db import db
from community.events import announce
from community.marks import BAR
from community.redaction import Spot, take_out

from .events import PatternRedacted
from .known_use_models import KnownUse, UseLink
from .known_uses import held

_TEXTS = ("organisation", "place", "adapted", "limits")
_LINK = "url"


def own_spots_of_use(use: KnownUse, _kept: str = "") -> list[Spot]:
    """What a known use says in words, and its link."""
    return [*(_spot(use, column) for column in _TEXTS), _link(use)]


def redact_use(use: KnownUse, words: str, *, by: Member, now: datetime) -> None:  # noqa: ARG001
    """Take words out of a known use, so that they can be put back; a link that has them goes."""
    use = held(use)
    spots = own_spots_of_use(use)
    keep_before(Content.USE, use.id, spots, words, whole={_LINK})
    take_out(spots, words)
    link = db.session.scalar(select(UseLink).where(UseLink.use_id == use.id))
    if link is not None and link.url != use.url:
        db.session.delete(link)
    db.session.flush()
    announce(PatternRedacted(use.pattern, now))


def put_words_back_in_use(state: ContentState, use: KnownUse, *, by: Member, now: datetime) -> Back:  # noqa: ARG001
    """Put back what was taken out so, where the use was not changed since."""
    use = held(use)
    back = put_back(state, own_spots_of_use(use), "", whole={_LINK})
    db.session.flush()
    return back


def _spot(use: KnownUse, column: str) -> Spot:
    def put(text: str) -> None:
        setattr(use, column, text)

    return Spot(column, "A known use", "what it says", getattr(use, column), put, _most(column))


def _link(use: KnownUse) -> Spot:
    """Of an address with a bar in it nothing is left; one that went so is kept."""

    def put(text: str) -> None:
        use.url = "" if BAR in text else text

    where = "its link, which goes altogether"
    gone = BAR if before(Content.USE, [use.id], _LINK) else ""
    return Spot(_LINK, "A known use", where, use.url or gone, put, _most(_LINK))


def _most(column: str) -> int:
    most: int = KnownUse.__table__.c[column].type.length  # type: ignore[attr-defined] # a string's
    return most
