"""How much a guest may propose in a day, whatever becomes of it."""

import pytest

from community.accounts import guests
from community.agendas import guest_proposing
from community.attendance import leaving
from community.errors import TooMany
from tests.agendas.build import make_evening
from tests.agendas.test_guests import as_guest, suggested, waiting
from tests.factories import START, make_community, make_member


def test_what_a_guest_takes_back_counts_among_those_of_a_day(db_session):
    make_community()
    call = make_evening(make_member("Ola"))
    gina, _ = as_guest(call)

    for number in range(guest_proposing.A_DAY.most):
        guest_proposing.take_back(suggested(call, gina, f"Item {number}"))
    with pytest.raises(TooMany):
        suggested(call, gina, "One more")
    guest = guests.guest_of(gina.id)
    assert guest is not None
    leaving.forget(guest, now=START)
    again, _ = as_guest(call)
    with pytest.raises(TooMany):
        suggested(call, again, "As somebody else")
    suggested(call, again, "Tomorrow", now=START + guest_proposing.A_DAY.within)

    assert len(waiting()) == 1
