"""At a call of several sittings decisions stay open until the last one ends, and it is told where
they stand.
"""

from datetime import timedelta

import pytest

from community.attendance import rsvps
from community.attendance.models import Answer
from community.calls.queries import sittings_of, sittings_of_series
from community.facilitation import steering
from community.notes.models import Kind
from tests.calls.build import begin, hour, times
from tests.facilitation.build import opened
from tests.factories import START, make_community, make_member
from tests.notes.saying import say
from tests.records.build import again, publish, record

pytestmark = pytest.mark.engines("sqlite")
TEN = timedelta(minutes=10)


@pytest.fixture
def evening(writing):
    """A call of a series at nine and at five, where something was decided in the morning; who leads
    it, its thread, and when the morning ends and the evening begins and ends.
    """
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        given = times("FREQ=WEEKLY;COUNT=2", "2026-01-20", hour("09:00"), hour("17:00"))
        series = begin(ola, given)
        call = sittings_of_series(series, START)[0].call
        early, late = sittings_of(call)
        rsvps.answer(late, mia.person, answer=Answer.GOING, now=START)
        note = say(call, mia, "Mondays it is", kind=Kind.DECISION, now=early.starts_at)
        say(call, mia, "Somebody asks", now=early.starts_at)
    return ola, series, call, note.thread.key, (early.ends_at, late.starts_at, late.ends_at)


def test_between_two_sittings_every_list_of_decisions_says_until_when(
    evening, client, signed_in, at
):
    ola, series, call, thread, (between, _, over) = evening
    pages = {
        "record": (signed_in(ola), record(call)),
        "series": (client, f"/series/{series.slug}/decisions"),
        "thread": (client, f"/threads/{thread}.md"),
        "live": (client, f"/calls/{call.slug}/live"),
    }
    told: dict[str, list[bool]] = {}
    data = []
    for when in (between, over):
        with at(when):
            for name, (reader, path) in pages.items():
                told.setdefault(name, []).append("pen until" in reader.get(path).text)
            notes = client.get(f"/threads/{thread}.json").json["notes"]
            data.append([note.get("open until") for note in notes])

    assert told == {name: [True, False] for name in pages}
    assert data == [[over.isoformat(), None], [None, None]]


def test_a_record_that_is_published_early_says_so_in_its_files_and_its_letter(
    evening, writing, client, at, post, mailbox
):
    ola, _, call, _, (_, begins, over) = evening
    with writing():
        call = again(call)
        steering.start(call, by=ola, now=begins)
        steering.end(call, seen=opened(call).id, by=ola, now=begins + TEN)
        publish(call, ola, now=begins + TEN)
    with at(begins + TEN):
        early = client.get(record(call, ".md")).text, client.get(record(call, ".json")).json
    with at(begins + 2 * TEN + timedelta(minutes=1)):
        post()
    with at(over):
        late = client.get(record(call, ".md")).text, client.get(record(call, ".json")).json

    said = "Open until 2026-01-20 17:00 UTC."
    assert [said in text for text, _ in (early, late)] == [True, False]
    assert [data["decisions open until"] for _, data in (early, late)] == [over.isoformat(), None]
    [letter] = [one for one in mailbox.letters if "is published" in one.subject]
    assert "Decisions stay open until Tuesday 20 January 2026, 18:00 Berlin time" in letter.text
