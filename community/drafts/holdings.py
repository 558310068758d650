"""What drafts hold of a person: what they have begun to write, and where others' name them."""

from datetime import datetime

from sqlalchemy import Text, cast, delete, or_, select

from community.accounts.models import Member
from community.accounts.unnaming import Columns, handles_of, name_no_more
from community.db import db
from community.holdings import Facts, Holding

from .models import Draft

_NAMING: Columns = {Draft: ("text_source",)}
_LED_BY = ("owner", "owners")  # fields with handles: of who does it, of who leads it


def export(person_id: int) -> Facts:
    """Everything they have begun to write and not sent."""
    query = select(Draft).join(Member, Member.id == Draft.member_id)
    mine = query.where(Member.person_id == person_id).order_by(Draft.at, Draft.place, Draft.tab)
    return {
        "drafts": [
            {"form": one.place, "text": one.text_source, "beside": one.beside, "kept": one.at}
            for one in db.session.scalars(mine)
        ]
    }


def erase(person_id: int, now: datetime) -> None:  # noqa: ARG001 - holdings have one shape
    """Their drafts go, and others' name them no more."""
    member = db.session.scalar(select(Member).where(Member.person_id == person_id))
    if member is None:
        return
    db.session.execute(delete(Draft).where(Draft.member_id == member.id))
    _be_for_others(member)
    name_no_more(member, _NAMING, {Draft: ("beside",)})
    db.session.flush()


def _be_for_others(member: Member) -> None:
    """Let what is begun be led by nobody where it was to be led by the member."""
    named = handles_of(member)
    beside = cast(Draft.beside, Text)
    theirs = or_(*(beside.icontains(handle, autoescape=True) for handle in named))
    query = select(Draft).where(theirs).order_by(Draft.member_id, Draft.place, Draft.tab)
    for draft in db.session.scalars(query.with_for_update()):
        fields = {name: draft.beside[name] for name in _LED_BY if name in draft.beside}
        left = {name: _told_without(named, told) for name, told in fields.items()}
        draft.beside = draft.beside | left


def _told_without(named: list[str], told: str | list[str]) -> str | list[str]:
    if isinstance(told, str):
        return _without(named, told)
    return [_without(named, one) for one in told]


def _without(named: list[str], given: str) -> str:
    """Handles in a field, with commas or blanks between them, but for these."""
    handles = given.replace(",", " ").split()
    left = [one for one in handles if one.removeprefix("@").lower() not in named]
    return given if len(left) == len(handles) else ", ".join(left)


HOLDINGS = (Holding(tables=frozenset({"draft"}), export=export, erase=erase),)
