"""Words taken out of a known use under the code of conduct, and put back."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.conduct.state_models import Content, ContentState
from community.conduct.taking_out import Back, before, put_back_into, take_out_of
from community.db import db
from community.events import announce
from community.marks import BAR
from community.redaction import Spot, address_in, spot_in

from .events import PatternRedacted
from .known_use_models import KnownUse, UseLink
from .known_uses import held

_TEXTS = ("organisation", "place", "adapted", "limits")
_LINK = "url"
_WHAT = "A known use"


def own_spots_of_use(use: KnownUse, _kept: str = "") -> list[Spot]:
    """What a known use says in words, and its link."""
    return [*(spot_in(use, one, one, _WHAT, "what it says") for one in _TEXTS), _link(use)]


def redact_use(use: KnownUse, words: str, *, by: Member, now: datetime) -> None:  # noqa: ARG001
    """Take words out of a known use, so that they can be put back; a link that has them goes."""
    use = held(use)
    take_out_of(Content.USE, use, own_spots_of_use, words, whole={_LINK})
    link = db.session.scalar(select(UseLink).where(UseLink.use_id == use.id))
    if link is not None and link.url != use.url:
        db.session.delete(link)
    db.session.flush()
    announce(PatternRedacted(use.pattern, now))


def put_words_back_in_use(state: ContentState, use: KnownUse, *, by: Member, now: datetime) -> Back:  # noqa: ARG001
    """Put back what was taken out so, where the use was not changed since."""
    return put_back_into(state, held(use), own_spots_of_use, whole={_LINK})


def _link(use: KnownUse) -> Spot:
    """One that went is known by a bar."""
    gone = BAR if before(Content.USE, [use.id], _LINK) else ""
    spot = address_in(use, _LINK, _LINK, _WHAT, "its link, which goes altogether")
    return replace(spot, text=use.url or gone)
