"""Who can hear an appeal about what was set aside, and who is told outside where nobody can."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, cast, select

from community.accounts.guests import address_key_of
from community.accounts.models import Member
from community.conduct.models import Contact
from community.conduct.state_models import ContentState
from community.db import db

from .content_asked import Turn, appeal_waiting, sides_of, turns
from .content_parts import with_part
from .people_queries import is_contact
from .report_models import Report


def hearers_of(state: ContentState, now: datetime) -> Sequence[Turn]:
    """The responders who are asked to hear the appeal about it, each from when on: none who set it
    aside, has a part in it or is left out of a case about it, or is away.
    """
    waits = appeal_waiting(state)
    return turns([waits], now)[waits]


def contacts_outside(state: ContentState, now: datetime) -> Sequence[Contact]:
    """Contacts who are, as a member or by their address, neither who set it aside nor whose it is,
    and nobody who reported it, has a part in it or is left out of a case about it.
    """
    contacts = db.session.scalars(select(Contact).order_by(Contact.id)).unique().all()
    query = select(Contact.id, Member).join(Member, is_contact()).order_by(Contact.id, Member.id)
    rows = db.session.execute(query).unique().all()
    members = [member for _, member in rows]
    touched = with_part([state], members) | sides_of([state], members, now).left_out
    inside = {number for _, number in touched} | {state.by_id}
    inside |= {one.id for one in members if one.person_id == state.author_id}
    beside = {number for number, member in rows if member.id in inside}
    author_key = address_key_of(state.author_id) if state.author_id is not None else None
    reported = select(Report.reporter_address).where(
        cast(Report.about, String) == state.about.value, Report.about_id == state.subject_id
    )
    addresses = {*db.session.scalars(reported), author_key}
    return [
        one for one in contacts if one.id not in beside and one.address.lower() not in addresses
    ]
