"""Two people with the form for one date open: the second is told, and keeps what was typed."""

import pytest
from sqlalchemy import select

from community.calls.times import Sitting
from community.db import db
from tests.calls.filling import MOVED, value_of
from tests.factories import START, make_call, make_community, make_member, make_sitting

PLACE = {"capacity": "7", "join_url": "https://meet.example/typed"}
FORMS = {
    "move": ("move", "time", MOVED, "time", "09:00"),
    "place": ("place", "place", PLACE, "capacity", "7"),
    "cancel": ("cancel", "cancellation", {"reason": "I am ill"}, "reason", "I am ill"),
}


@pytest.fixture
def fay(writing, at):
    with at(START), writing():
        make_community()
        fay = make_member("Fay")
        make_sitting(make_call(fay, slug="evening"))
    with at(START):
        yield fay


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_opened_before_somebody_elses_change_is_sent_back_as_it_was_typed(
    fay, signed_in, reading, form
):
    page, address, typed, field, kept = form
    client = signed_in(fay)
    here = "/calls/evening/sittings/1"
    opened = {"version": str(value_of(client.get(f"{here}/{page}"), "version"))}
    client.post(f"{here}/time", data=MOVED | {"day": "2026-04-01"} | opened)

    refused = client.post(f"{here}/{address}", data=typed | opened)
    assert refused.status_code == 409
    assert "Somebody else has changed this call" in refused.text
    assert value_of(refused, field) == kept
    with reading():
        sitting = db.session.scalars(select(Sitting)).one()
        assert (sitting.sequence, sitting.capacity, sitting.is_cancelled) == (1, None, False)

    again = typed | {"version": str(value_of(refused, "version"))}
    assert client.post(f"{here}/{address}", data=again).status_code == 303
