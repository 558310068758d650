"""What the library holds of a person who uses patterns, and tells of others who do."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import delete, select

from community.db import db
from community.holdings import Facts, Holding

from .known_use_models import KnownUse, LinkMending, UseLink, UseVerification
from .leaving_queries import drafts_to_erase
from .models import Pattern
from .use_models import UseMark


def export(person_id: int) -> Facts:
    """What they said of their own use, the known uses they added and those they verified."""
    return {
        "patterns used": [
            {"pattern": slug, "using": row.using.value, "shown": row.shown.value, "at": row.at}
            for row, slug in db.session.execute(
                select(UseMark, Pattern.slug)
                .join(Pattern, Pattern.id == UseMark.pattern_id)
                .where(UseMark.person_id == person_id)
                .order_by(UseMark.pattern_id)
            )
        ],
        "known uses added": [
            _use(row)
            for row in db.session.scalars(
                select(KnownUse).where(KnownUse.by_id == person_id).order_by(KnownUse.id)
            )
        ],
        "known uses verified": [
            {
                "organisation": organisation,
                "word": row.word,
                "at": row.at,
                "taken back": row.withdrawn_at,
            }
            for row, organisation in db.session.execute(
                select(UseVerification, KnownUse.organisation)
                .join(KnownUse, KnownUse.id == UseVerification.use_id)
                .where(UseVerification.by_id == person_id)
                .order_by(UseVerification.id)
            )
        ],
        "links of known uses mended": list(_mended(person_id)),
    }


def erase(person_id: int, _now: datetime) -> None:
    """Delete what they said of their own use, and what hangs on drafts of theirs. What they told
    everybody stays, by a former member.
    """
    db.session.execute(delete(UseMark).where(UseMark.person_id == person_id))
    mine = drafts_to_erase(person_id)
    uses = select(KnownUse.id).where(KnownUse.pattern_id.in_(mine))
    db.session.execute(delete(UseVerification).where(UseVerification.use_id.in_(uses)))
    for beside in (UseLink, LinkMending):
        db.session.execute(delete(beside).where(beside.use_id.in_(uses)))
    for model in (UseMark, KnownUse):
        db.session.execute(delete(model).where(model.pattern_id.in_(mine)))


def _mended(person_id: int) -> Iterator[dict[str, object]]:
    query = (
        select(KnownUse.organisation, LinkMending.at)
        .join(KnownUse, KnownUse.id == LinkMending.use_id)
        .where(LinkMending.by_id == person_id)
        .order_by(LinkMending.id)
    )
    for organisation, at in db.session.execute(query):
        yield {"organisation": organisation, "at": at}


def _use(row: KnownUse) -> dict[str, object]:
    return {
        "pattern": row.pattern.slug,
        "organisation": row.organisation,
        "where": row.place,
        "address": row.url,
        "since": row.since,
        "state": row.state.value,
        "adapted": row.adapted,
        "where it did not fit": row.limits,
        "at": row.at,
        "withdrawn": row.withdrawn_at,
    }


_TABLES = frozenset({"use_mark", "known_use", "use_verification", "use_link_mending"})
HOLDING = Holding(tables=_TABLES, export=export, erase=erase)
