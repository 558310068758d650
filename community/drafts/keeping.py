"""What somebody has begun to write, kept until it is sent: one for each member and form."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from community.accounts.models import Member
from community.db import db, number_of
from community.text import LONGEST_SOURCE, TOO_LONG, TextTooLong, clean

from .models import Draft

# Written once: every note that is sent asks it.
_FORGOTTEN = delete(Draft).where(Draft.member_id == bindparam("of"), Draft.place == bindparam("in"))
LONGEST_BESIDE = 20_000  # characters of all that stands beside a text
MOST = 200  # drafts of one member; those left alone the longest go


def draft_in(member: Member, place: str) -> Draft | None:
    """What a member has begun to write there."""
    return db.session.get(Draft, (member.id, place))


def drafts_within(member: Member, place: str) -> Sequence[Draft]:
    """What a member has begun there, and in places named after it with a blank between; what was
    kept first comes first.
    """
    within = Draft.place.startswith(f"{place} ", autoescape=True)
    query = select(Draft).where(Draft.member_id == member.id, (Draft.place == place) | within)
    return db.session.scalars(query.order_by(Draft.at, Draft.place)).all()


def keep_draft(
    member: Member,
    place: str,
    source: str,
    *,
    beside: Mapping[str, str | Sequence[str]] | None = None,
    base: int | None = None,
    now: datetime,
) -> None:
    """Keep what is written there so far, over version `base`, and what was typed or chosen `beside`
    it, by the names of the fields, in some of which are several things.

    Raises `community.text.TextTooLong`.
    """
    source, given = clean(source), {name: _clean(told) for name, told in (beside or {}).items()}
    if len(source.encode()) > LONGEST_SOURCE:
        raise TextTooLong(TOO_LONG)
    if sum(map(_length, given, given.values())) > LONGEST_BESIDE:
        raise TextTooLong("This is too long to be kept as a draft.")
    _make_room(member, place)
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    said: dict[str, Any] = {"text_source": source, "beside": given, "base": base, "at": now}
    written = dialect.insert(Draft).values(member_id=member.id, place=place, **said)
    again = written.on_conflict_do_update(index_elements=["member_id", "place"], set_=said)
    db.session.execute(again)


def forget_draft(member: Member, place: str) -> None:
    """It has been sent, or thrown away."""
    db.session.execute(_FORGOTTEN, {"of": number_of(member), "in": place})


def _clean(told: str | Sequence[str]) -> str | list[str]:
    return clean(told) if isinstance(told, str) else [clean(one) for one in told]


def _length(name: str, told: str | list[str]) -> int:
    each = [told] if isinstance(told, str) else told
    return len(name) + sum(len(one) + 1 for one in each)


def _make_room(member: Member, place: str) -> None:
    query = select(Draft).where(Draft.member_id == member.id, Draft.place != place)
    for old in db.session.scalars(query.order_by(Draft.at.desc(), Draft.place).offset(MOST - 1)):
        db.session.delete(old)
    db.session.flush()
