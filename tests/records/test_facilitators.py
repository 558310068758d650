"""Who facilitated a call stays on its record, whoever does later."""

from datetime import timedelta

import pytest

from app import HOLDINGS
from community.accounts.leaving import erase
from community.calls.owners import Ownership
from community.db import db
from community.records import publishing
from community.records.facilitator_queries import facilitators_while_on
from tests.factories import make_call, make_member
from tests.records.build import DAY, OVER, again, publish, record

pytestmark = pytest.mark.engines("sqlite")


def test_who_facilitated_stays_when_others_come_and_leaves_as_a_former_member(
    scene, writing, client, at
):
    ola, mia, _, call = scene

    def told() -> list[str]:
        with at(OVER + 3 * DAY):
            page, text, data = (client.get(record(call, end)) for end in ("", ".md", ".json"))
        found = page.text.partition("Facilitated by ")[2].partition("<")[0].strip()
        line = text.text.partition("Facilitated by ")[2].partition("\n")[0]
        assert found == line == ", ".join(data.json["call"]["facilitators"])
        return data.json["call"]["facilitators"]

    with writing():
        late = OVER + timedelta(minutes=1)
        db.session.add(Ownership(call_id=call.id, member_id=mia.id, since=late))
        publish(again(call), ola, now=OVER + DAY)
    assert told() == ["Ola"]  # Mia came when it was over
    with writing():
        noa = make_member("Noa")
        db.session.add(Ownership(call_id=call.id, member_id=noa.id, since=OVER + DAY))
        publishing.take_back(again(call), by=noa, now=OVER + 2 * DAY)
        publish(again(call), noa, now=OVER + 2 * DAY)
    assert told() == ["Ola"]
    with writing():
        erase(db.session.merge(ola), HOLDINGS, typed_handle=ola.handle, now=OVER + 2 * DAY)
    assert told() == ["A former member"]


def test_of_a_call_without_any_time_they_are_those_who_do_now(scene, writing):
    with writing():
        ola = db.session.merge(scene[0])
        assert facilitators_while_on(make_call(ola)) == [ola]
