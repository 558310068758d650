"""A call of two sittings has one agenda, one thread of notes, and one record."""

from datetime import timedelta

import pytest

from community.facilitation import being_here, steering
from community.notes import sorting
from community.notes.models import Kind
from community.records.publishing import NotItsTime
from tests.agendas.build import make_evening, on_agenda, publish_agenda
from tests.facilitation.build import EVENING, opened, step
from tests.factories import make_community, make_member, make_sitting
from tests.notes.saying import say
from tests.records.build import again, on_item, publish, record

LATE = EVENING + timedelta(hours=8)
pytestmark = pytest.mark.engines("sqlite")


def begun():
    """Three members, and a call of Ola's with two items and two sittings."""
    make_community()
    ola, mia, ned = make_member("Ola"), make_member("Mia"), make_member("Ned")
    call = make_evening(ola)
    later = make_sitting(call, position=1)
    later.starts_at, later.ends_at = LATE, LATE + timedelta(hours=1)
    on_agenda(call, ola, "First", "Second")
    publish_agenda(call, ola)
    return ola, mia, ned, call


def test_the_second_sitting_goes_on_from_the_first_and_the_record_holds_both(
    writing, signed_in, client, at
):
    with writing():
        ola, mia, ned, call = begun()
        steering.start(call, by=ola, now=EVENING)
        being_here.come(call, shows_name=True, by=mia, now=EVENING)
        on_item(call, "First", mia, "Said early", now=EVENING)
        early = say(call, mia, "We meet on Mondays", kind=Kind.DECISION, now=EVENING)
        steering.end(call, seen=opened(call).id, by=ola, now=EVENING + timedelta(minutes=50))
        with pytest.raises(NotItsTime):
            publish(call, ola, now=EVENING + timedelta(hours=2))

    with at(LATE):
        between = signed_in(ned).get(f"/calls/{call.slug}").text
    with writing():
        call = again(call)
        steering.start(call, by=ola, now=LATE)
        being_here.come(call, shows_name=True, by=ned, now=LATE)
        step(call, ola, now=LATE)
        on_item(call, "Second", ned, "Said late", now=LATE)
        sorting.sort(early, Kind.NOTE, by=ola, now=LATE)  # the later ones do not want it
        say(call, ned, "We meet on Tuesdays", kind=Kind.DECISION, now=LATE)
        steering.end(call, seen=opened(call).id, by=ola, now=LATE + timedelta(minutes=50))
        publish(call, ola, now=LATE + timedelta(hours=2))
    with at(LATE + timedelta(hours=3)):
        page = client.get(record(call)).text
        data = client.get(record(call, ".json")).json

    assert "We meet on Mondays" in between
    assert "Decisions stay open until the last sitting ends" in between
    decisions = page.partition('id="decisions-title"')[2].partition("</section>")[0]
    assert ("Tuesdays" in decisions, "Mondays" in decisions) == (True, False)
    for words in ("Said early", "Said late", "We meet on Mondays", f"{call.slug}/looking-back"):
        assert words in page
    assert "2 people said that they were there." in page
    assert "Mia" in page
    assert "Ned" in page
    assert "Decisions stay open" not in page
    assert [item["title"] for item in data["items"]] == ["First", "Second"]
