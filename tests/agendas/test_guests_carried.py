"""What guests proposed and nobody answered goes on to the next call, like any other proposal."""

from datetime import timedelta

import pytest

from community.accounts.models import Member
from community.agendas import guest_proposing
from community.agendas.carrying import carry_over, carry_over_all
from community.agendas.guest_models import GuestProposal
from community.agendas.guest_queries import own_of, waiting_for
from community.agendas.taking_back import take_back
from community.calls.models import Call
from community.calls.queries import sittings_of_series
from community.db import db
from tests.agendas.build import make_evening
from tests.agendas.test_guests import as_guest, suggested
from tests.calls.build import begin, times
from tests.factories import START, make_community, make_member

pytestmark = pytest.mark.engines("sqlite")


def test_what_a_guest_proposed_and_nobody_answered_goes_on_to_the_next_call(app, writing, reading):
    with writing():
        make_community()
        ola = make_member("Ola")
        weekly = times("FREQ=WEEKLY;COUNT=3", "2026-01-20")
        first, second, _ = sittings_of_series(begin(ola, weekly), START)
        calls, ends, then = [first.call_id, second.call_id], first.ends_at, second.starts_at
        gina, _ = as_guest(first.call)
        waits = suggested(first.call, gina, "Waits").id
        guest_proposing.leave(suggested(first.call, gina, "Left"), by=ola, now=START)
        guest, facilitator = gina.id, ola.id

    with app.app_context():
        carry_over_all(ends + timedelta(minutes=1))

    with reading():
        before, after = (own_of(guest, db.session.get_one(Call, one)) for one in calls)
        told = [[one.title for one in some] for some in (before, after, waiting_for(calls[1]))]
    with writing():
        row, by = db.session.get_one(GuestProposal, waits), db.session.get_one(Member, facilitator)
        item = guest_proposing.take_up(row, by=by, now=then - timedelta(hours=1))
        taken = item.call_id
    assert told == [["Left", "Waits"], ["Waits"], ["Waits"]]
    assert taken == calls[1]


@pytest.mark.usefixtures("db_session")
def test_it_comes_back_where_the_call_had_not_ended_unless_it_was_answered():
    make_community()
    ola = make_member("Ola")
    weekly = times("FREQ=WEEKLY;COUNT=3", "2026-01-20")
    first, second, _ = sittings_of_series(begin(ola, weekly), START)
    gina, _ = as_guest(first.call)
    waits, answered = (suggested(first.call, gina, title) for title in ("Waits", "Answered"))
    as_guest_there, _ = as_guest(second.call)
    there = suggested(second.call, as_guest_there, "Of the other")
    carry_over(first.call_id, now=first.ends_at)
    guest_proposing.leave(answered, by=ola, now=first.ends_at)

    take_back(first.call, since=first.ends_at, by=ola, now=first.ends_at + timedelta(minutes=2))

    calls = first.call_id, second.call_id
    assert [row.call_id for row in (waits, answered, there)] == [calls[0], calls[1], calls[1]]
    carry_over(first.call_id, now=first.ends_at + timedelta(hours=1))
    assert (waits.call_id, waits.came_from_id) == (calls[1], calls[0])


@pytest.mark.usefixtures("db_session")
def test_what_waits_for_a_call_of_no_series_is_told_of_that_one_alone():
    make_community()
    ola = make_member("Ola")
    one, other = make_evening(ola), make_evening(ola)
    gina, _ = as_guest(one)
    suggested(one, gina, "Waits")

    assert [[own.title for own in own_of(gina.id, call)] for call in (one, other)] == [
        ["Waits"],
        [],
    ]
