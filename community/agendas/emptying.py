"""Calls with nothing on the agenda: their facilitators are asked, then the call is off by itself.

Only where the series has a rule that says so. What somebody held after all is left alone.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from community import work
from community.accounts.models import Member
from community.calls.changing import call_off, locked_sitting
from community.calls.models import Call, Series
from community.calls.queries import facilitators_of
from community.calls.scheduling import locked_series
from community.calls.times import Sitting
from community.db import db, transaction
from community.errors import Refusal
from community.outbox.owing import owe_all

from . import versions
from .empty_queries import Ending, ending_of, near_calls, rule_of
from .empty_rules import EmptyRule

ASKING = "empty_agenda"


def set_rule(series: Series, *, hours: int, by: Member, now: datetime) -> None:
    """Let calls be cancelled `hours` before they begin, 1 to 47, if nothing is on their agenda.
    What is nearer than that already is left alone. The same again changes nothing.
    """
    series = locked_series(series.id)
    if series.is_removed:
        raise Refusal("This series has been deleted. Bring it back first.")
    rule = rule_of(series.id)
    if rule is None:
        rule = EmptyRule(series_id=series.id, hours=hours, set_by_id=by.id, set_at=now)
        db.session.add(rule)
    elif rule.hours != hours:
        rule.hours, rule.set_by_id, rule.set_at = hours, by.id, now
    db.session.flush()


def lift_rule(series: Series) -> None:
    """Let no call of a series be cancelled by itself any more. Twice changes nothing."""
    series = locked_series(series.id)
    rule = rule_of(series.id)
    if rule is not None:
        db.session.delete(rule)
        db.session.flush()


def see_to_empty_agendas(now: datetime) -> None:
    """Ask or cancel where it is time, each call in a transaction of its own. Raises
    `community.work.Unfinished`.
    """

    def see_to(call_id: int) -> None:
        with transaction():
            see_to_call(db.session.get_one(Call, call_id), now=now)

    found = [call.id for call in near_calls(now) if ending_of(call, now) is not None]
    db.session.rollback()  # reading is over before the writing begins
    work.each(found, see_to, what="call")


def see_to_call(call: Call, *, now: datetime) -> None:
    """Ask the facilitators of an empty call, once for its time, or cancel it when its hour has
    come. The agenda and the sittings are held, so that nothing gets onto it meanwhile.
    """
    versions.hold(call, now=now)
    numbers = select(Sitting.id).where(Sitting.call_id == call.id).order_by(Sitting.id)
    sittings = [locked_sitting(number) for number in db.session.scalars(numbers).all()]
    ending = ending_of(call, now)
    if ending is None:
        return
    if now < ending.at:
        _ask(call, ending, now)
        return
    for sitting in sittings:
        if not sitting.is_cancelled:
            call_off(sitting, by_id=None, reason=reason_of(ending.hours), now=now)


def reason_of(hours: int) -> str:
    """What whoever meant to come reads."""
    ahead = "an hour" if hours == 1 else f"{hours} hours"
    return f"Nothing was on the agenda {ahead} before, so this call was cancelled by itself."


def _ask(call: Call, ending: Ending, now: datetime) -> None:
    people = [one.person_id for one in facilitators_of(call)]
    about = f"empty agenda {call.id} {ending.first.starts_at.isoformat()}"
    owe_all(ASKING, people, about=about, facts={"call": call.id}, now=now)


JOBS = (work.Job("see to empty agendas", timedelta(minutes=5), see_to_empty_agendas),)
