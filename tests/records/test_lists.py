"""Where records are led to from: the page of a call, its series, and what is missing."""

import pytest

from community.calls.models import Series, Visibility
from community.calls.queries import sittings_of_series
from community.db import db
from community.notes import sorting
from community.notes.models import Kind
from community.records import publishing
from tests.calls.build import begin, times
from tests.exchange.scene import files_in, taken
from tests.facilitation.build import EVENING, minutes
from tests.factories import START, make_community, make_member
from tests.notes.saying import say
from tests.records.build import DAY, LATER, OVER, again, opened, publish, record

pytestmark = pytest.mark.engines("sqlite")


def test_the_page_of_a_past_call_says_where_its_record_stands(
    scene, writing, client, signed_in, at
):
    ola, *_, call = scene
    told = {}
    page = f"/calls/{call.slug}"
    with at(EVENING - DAY):
        told["before"] = 'id="record-title"' in client.get(page).text
    with at(OVER):
        told["draft"] = "Look at the draft" in signed_in(ola).get(page).text
        told["to others"] = "Look at the draft" in client.get(page).text
        with writing():
            opened(again(call), ola)
        told["open"] = "open for correction by those who took part" in client.get(page).text
        with writing():
            publish(again(call), ola)
        told["published"] = "Read the record" in client.get(page).text
        with writing():
            publishing.take_back(again(call), by=ola, now=OVER)
            publishing.say_there_is_none(again(call), why="We sang.", by=ola, now=OVER)
        told["none"] = "There is no record of this call. We sang." in client.get(page).text

    wrong = {"before", "to others"}
    assert told == {name: name not in wrong for name in told}


def test_a_series_lists_the_records_the_reader_may_see(writing, client, signed_in, at):
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        series = begin(ola, times("FREQ=WEEKLY;COUNT=3", "2026-01-20"))
        first, second, third = (s.call for s in sittings_of_series(series, START))
        for call, title in ((first, "One"), (second, "Two"), (third, "Three")):
            call.own_title = f"{title} canary"
        second.own_visibility = Visibility.MEMBERS
        for call in (first, second):
            publish(call, ola, now=LATER)
    address = f"/series/{series.slug}/records"
    with at(LATER):
        texts = [reader.get(address).text for reader in (client, signed_in(mia), signed_in(ola))]

    shown = [[t for t in ("One", "Two", "Three") if f"{t} canary" in text] for text in texts]
    assert shown == [["One"], ["One", "Two"], ["One", "Two"]]


def test_a_decision_that_comes_after_the_record_is_told_nowhere_until_it_is_published_again(
    writing, reading, client, at
):
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        series = begin(ola, times("FREQ=WEEKLY;COUNT=1", "2026-01-20"))
        (call,) = (s.call for s in sittings_of_series(series, START))
        say(call, ola, "We keep the fees.", kind=Kind.DECISION)
        note = say(call, mia, "Double the fees.")
        publish(call, ola, now=LATER)
    after = LATER + DAY
    with writing():
        sorting.sort(db.session.merge(note), Kind.DECISION, by=mia, now=after)

    def told() -> list[list[bool]]:
        with at(after):
            head = client.get(record(call)).text.partition("Notes on the call")[0]
            values = client.get(record(call, ".json")).json
            lists = [head, str(values["decisions"])]
            lists.append(client.get(record(call, ".md")).text.partition("## Notes")[0])
            lists.append(client.get(f"/series/{series.slug}/decisions").text)
        with reading():
            files = files_in(taken(db.session.get_one(Series, series.id), now=after))
        lists += [text for path, text in files.items() if path.endswith("/record.md")]
        return [[words in one for words in ("keep the fees", "Double the fees")] for one in lists]

    assert told() == [[True, False]] * 5
    with writing():
        publish(again(call), ola, now=after)
    assert told() == [[True, True]] * 5


def test_what_is_missing_is_told_to_who_facilitates_it(scene, signed_in, writing, at):
    ola, mia, _, call = scene
    with at(OVER + minutes(5)):
        missing = [call.title in signed_in(who).get("/my-calls/records").text for who in (ola, mia)]
        with writing():
            publish(again(call), ola)
        after = call.title in signed_in(ola).get("/my-calls/records").text

    assert (missing, after) == ([True, False], False)
