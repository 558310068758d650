"""Nobody loses their turn because a place could not be accepted while its call was deleted."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.attendance import places, rsvps
from community.attendance.models import Answer, Offer, Outcome
from community.calls.models import Removal
from community.calls.queries import sittings_of_series
from community.db import db
from tests.calls.build import begin
from tests.factories import START, make_member, make_person

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.mark.parametrize("of", ["series", "call"])
def test_an_offer_that_ran_out_while_the_call_was_deleted_is_made_again(of):
    ada, ben = make_member("Ada"), make_person("Ben")
    series = begin(ada)
    sitting = sittings_of_series(series, START)[4]
    sitting.capacity = 1
    first = rsvps.answer(sitting, make_person("Cleo"), answer=Answer.GOING, now=START)
    rsvps.answer(sitting, ben, answer=Answer.GOING, now=START)
    rsvps.withdraw(sitting, first.person, now=START)
    deleted, later = START + timedelta(hours=1), START + timedelta(hours=30)

    subject = {"series_id": series.id} if of == "series" else {"call_id": sitting.call_id}
    removal = Removal(by_id=ada.id, at=deleted, reason="A mistake", **subject)
    db.session.add(removal)
    db.session.flush()
    db.session.expire_all()
    places.settle(places.lock(sitting), now=later)
    removal.withdrawn_at, removal.withdrawn_by_id = later, ada.id
    db.session.flush()
    db.session.expire_all()
    places.settle(places.lock(sitting), now=later)

    offers = db.session.scalars(select(Offer).order_by(Offer.id)).all()
    assert [(offer.rsvp.person, offer.outcome) for offer in offers] == [
        (ben, Outcome.WITHDRAWN),
        (ben, None),
    ]
