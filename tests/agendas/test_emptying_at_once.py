"""Workers and facilitators at the same moment, and what feeds say of a call that went empty."""

from functools import partial
from threading import Thread

import pytest
from icalendar import Calendar

from community.agendas import emptying, states
from community.calls.models import Call
from community.calls.queries import sittings_of
from community.db import db
from tests.agendas.build import proposed
from tests.agendas.emptied import HOUR, NOTHING, letters, reasons, ruled
from tests.attendance.crowd import at_once, in_a_transaction
from tests.factories import make_community, make_member
from tests.waiting import until_held_up


@pytest.mark.engines("postgresql")
def test_workers_at_the_same_moment_ask_once_and_cancel_once(writing, reading, app):
    with writing():
        make_community()
        ola = make_member("Ola")
        call, starts_at = ruled(ola)

    def work_at(now):
        with app.app_context():
            emptying.see_to_empty_agendas(now)

    for hours in (48, 24):
        assert at_once(*[partial(work_at, starts_at - hours * HOUR)] * 3) == [None] * 3

    with reading():
        assert letters("empty_agenda") == [ola.person_id]
        (sitting,) = sittings_of(call)
        assert (reasons(call), sitting.sequence) == ([NOTHING], 1)


@pytest.mark.engines("postgresql")
def test_what_is_accepted_while_a_worker_comes_is_held(writing, reading, app):
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        call, starts_at = ruled(ola)
        item = proposed(call, mia)
    coming = in_a_transaction(
        app,
        lambda: emptying.see_to_call(db.session.get_one(Call, call.id), now=starts_at - 24 * HOUR),
    )
    worker = Thread(target=coming)

    with writing():
        states.accept(db.session.merge(item), by=ola, now=starts_at - 25 * HOUR)
        worker.start()
        until_held_up(worker)
    worker.join()

    with reading():
        assert reasons(call) == []


@pytest.mark.engines("sqlite")
def test_the_feed_says_that_it_is_off_and_why(writing, client, in_january):
    with writing():
        make_community()
        call, starts_at = ruled(make_member("Ola"))
        emptying.see_to_call(call, now=starts_at - 24 * HOUR)
        address = f"/series/{call.series.slug}/calendar.ics"

    events = Calendar.from_ical(client.get(address).data).walk("VEVENT")
    off = [e["DESCRIPTION"] for e in events if e.get("STATUS") == "CANCELLED"]
    assert [NOTHING in words for words in off] == [True]
