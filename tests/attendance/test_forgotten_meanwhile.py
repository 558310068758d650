"""A guest is forgotten while an answer of theirs is still being written."""

from datetime import timedelta
from threading import Event, Thread

import pytest
from sqlalchemy import select

from community.accounts.guests import Caller, person_of
from community.accounts.models import Guest, Person
from community.attendance import leaving, rsvps
from community.attendance.models import Answer, Rsvp
from community.calls.times import Sitting
from community.db import db, transaction
from tests.factories import START, make_call, make_community, make_member, make_sitting
from tests.waiting import until_held_up

GINA = Caller("Gina", "gina@example.org", "gina@example.org", "UTC")
LATER = START + timedelta(minutes=5)


@pytest.mark.engines("postgresql")
def test_nothing_of_it_stays_and_its_place_is_free(writing, app, reading):
    with writing():
        make_community()
        sitting_id = make_sitting(make_call(make_member("Ola")), capacity=1).id
        guest_id = person_of(GINA, now=START).id
    written, forgetting = Event(), Event()

    def answer() -> None:
        with app.app_context(), transaction():
            sitting, guest = (
                db.session.get_one(Sitting, sitting_id),
                db.session.get_one(Person, guest_id),
            )
            rsvps.answer(sitting, guest, answer=Answer.GOING, note="my train", now=START)
            db.session.flush()
            written.set()
            forgetting.wait(30)

    def forget() -> None:
        written.wait(30)
        with app.app_context(), transaction():
            leaving.forget(db.session.scalars(select(Guest)).one(), now=LATER)

    threads = [Thread(target=one) for one in (answer, forget)]
    for thread in threads:
        thread.start()
    written.wait(30)
    with reading():
        until_held_up(threads[1])
    forgetting.set()
    for thread in threads:
        thread.join()

    with reading():
        assert db.session.scalars(select(Rsvp)).all() == []
        assert db.session.get(Person, guest_id) is None
