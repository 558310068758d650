"""The minute's work: offers that ran out go on although nobody writes anything."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app import JOBS
from community.attendance import rsvps
from community.attendance.expiry import expire_offers
from community.attendance.models import Answer, Offer
from community.conduct.content import Effect
from community.db import db
from tests.conduct.build import restrict
from tests.factories import make_community, make_member, make_person, make_sitting

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_what_ran_out_goes_to_the_next_in_line_once(writing, reading):
    with writing():
        sitting = make_sitting(capacity=1)
        ada, *_ = (
            rsvps.answer(sitting, make_person(name), answer=Answer.GOING, now=NOW)
            for name in ("Ada", "Ben", "Cleo")
        )
        rsvps.withdraw(sitting, ada.person, now=NOW)
    later = NOW + timedelta(hours=25)

    for _ in range(2):
        with reading():
            expire_offers(later)

    with reading():
        offers = db.session.scalars(select(Offer).order_by(Offer.id)).all()
        assert [(offer.rsvp.person.name, offer.is_open(later)) for offer in offers] == [
            ("Ben", False),
            ("Cleo", True),
        ]


def test_a_free_place_is_offered_once_a_measure_is_over_that_kept_who_waits_from_it(
    writing, reading
):
    with writing():
        make_community()
        sitting = make_sitting(capacity=1)
        ada, ben = (
            rsvps.answer(sitting, make_person(name), answer=Answer.GOING, now=NOW)
            for name in ("Ada", "Ben")
        )
        week = restrict(ben.person, Effect.READING_ONLY, by=make_member("Stu"), now=NOW).ends_at
        rsvps.withdraw(sitting, ada.person, now=NOW)

    found = []
    for now in (week - timedelta(minutes=1), week):
        with reading():
            expire_offers(now)
            found.append(db.session.scalars(select(Offer.offered_at)).all())

    assert found == [[], [week]]


def test_the_worker_does_it_every_minute():
    assert [job.every for job in JOBS if job.run is expire_offers] == [timedelta(minutes=1)]
