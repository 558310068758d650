"""What is taken along of a series: all that its reader may read, and nothing else."""

import icalendar
import pytest
import vobject  # type: ignore[import-untyped]

from community.agendas.content import OFF_THE_RECORD
from tests.exchange.scene import CANARIES, MEMBERS, SECRET, files_in, make_scene, taken, values_in
from tests.factories import START
from tests.notes.saying import say

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def scene(db_session):
    return make_scene()


@pytest.mark.parametrize("who", ["visitor", "member", "facilitator", "steward"])
def test_nothing_private_is_in_it_whoever_takes_it(scene, who):
    text = "\n".join(files_in(taken(scene.series, scene.people.get(who))).values())

    unfolded = text.replace("\r\n ", "")
    assert [canary for canary in CANARIES if canary in unfolded] == []
    assert "Which licence do our texts have?" in unfolded


def test_each_gets_the_dates_they_may_see(scene):
    def seen(who):
        text = "\n".join(files_in(taken(scene.series, scene.people.get(who))).values())
        return {words for words in (MEMBERS, SECRET) if words in text}

    assert seen("visitor") == set()
    assert seen("member") == {MEMBERS}
    assert seen("facilitator") == {MEMBERS, SECRET}


def test_the_same_content_gives_the_same_bytes(scene):
    assert taken(scene.series) == taken(scene.series)


def test_who_wants_no_credit_is_not_told_apart(scene):
    values = values_in(taken(scene.series))

    people = {one["name"] for one in values["series.json"]["people"]}
    first = values[f"{values['series.json']['calls'][0]}/call.json"]
    quiet = [
        note["by"]
        for thread in first["threads"]
        for note in thread["notes"]
        if note.get("text") == "I would rather not be named."
    ]
    assert (people, quiet) == ({"Ola", "Mia"}, [None])


def test_off_the_record_there_is_a_place_and_minutes(scene):
    values = values_in(taken(scene.series, scene.people["facilitator"]))

    first = values[f"{values['series.json']['calls'][0]}/call.json"]
    assert first["editions"][0]["items"][1] == {"place": 2, "off_record": 1, "minutes": 25}
    folder = values["series.json"]["calls"][0]
    words = files_in(taken(scene.series))[f"{folder}/agenda.md"]
    assert f"{OFF_THE_RECORD} (25 minutes)" in words
    assert "+Four were named. *Which* one?" in words


def test_what_items_say_of_tools_is_there(scene):
    content = taken(scene.series)
    values, files = values_in(content), files_in(content)

    folder = values["series.json"]["calls"][0]
    call = values[f"{folder}/call.json"]
    (licence,) = [one for one in call["items"] if one["title"].startswith("Which licence")]
    told = {one["title"]: one["disclosure"] for one in call["items"] if one["state"] == "proposed"}
    parked = told.pop("A call in the evening")  # read as it was proposed
    proposed = [said["degree"] for said in told.values()]
    published = [edition["items"][0]["disclosure"] for edition in call["editions"]]
    assert (licence["disclosure"]["tools"][0]["name"], proposed) == ("Some Model", ["wording"])
    assert (published, parked) == ([None, licence["disclosure"]], None)
    line = "Assisted-by: Some Model (some parts; the author checked every claim)"
    assert "*Which* one?\n\n### For people\n" in files[f"{folder}/agenda.md"]
    assert files[f"{folder}/agenda.md"].count(line) == 2  # of the item, and of the edition


def test_what_was_declined_is_there_with_why_and_what_was_said_about_it(scene):
    values = values_in(taken(scene.series))

    second = values[f"{values['series.json']['calls'][1]}/call.json"]
    (no,) = [one for one in second["items"] if one["title"] == "A round of jokes"]
    assert (no["state"], no["why"], no["key"] is None) == (
        "declined",
        "Not with *this* many.",
        False,
    )
    assert [t["notes"][0]["text"] for t in second["threads"] if t["item"] == no["ref"]] == [
        "Yes, please."
    ]
    assert all("why" not in one for one in second["items"] if one is not no)


def test_a_note_that_was_taken_out_leaves_its_place(scene):
    values = values_in(taken(scene.series))

    first = values[f"{values['series.json']['calls'][0]}/call.json"]
    gone, *_ = [note for note in first["threads"][0]["notes"] if "removed" in note]
    assert sorted(gone) == ["answers", "key", "made", "removed"]


def test_a_published_record_is_there_and_that_there_is_none(scene):
    content = taken(scene.series)
    files, values = files_in(content), values_in(content)
    first, second, third = values["series.json"]["calls"][:3]

    assert "We *met*.\n\nAssisted-by: a tool (wording only)" in files[f"{first}/record.md"]
    assert "- Slides: Slides <https://example.org/slides>" in files[f"{first}/record.md"]
    assert "**Ola**, 2026-01-15 12:00 UTC, decision:" in files[f"{first}/record.md"]
    assert "\n\nFacilitated by Ola\n\n" in files[f"{first}/record.md"]
    assert "- Where we meet: 10 minutes\n" in files[f"{first}/record.md"]
    assert values[f"{second}/call.json"]["no_record"]["why"] == "Nobody came."
    assert values[f"{third}/call.json"]["record"] is None


def test_labour_is_there_as_each_chose_and_what_notes_said_before(scene):
    content = taken(scene.series)
    values = values_in(content)
    first = values["series.json"]["calls"][0]
    call = values[f"{first}/call.json"]

    changed = [n for thread in call["threads"] for n in thread["notes"] if n.get("earlier")]
    assert [[one["text"] for one in note["earlier"]] for note in changed] == [
        ["We begin with a **round** of names."],
        ["It is kept"],
    ]
    ola = next(one["ref"] for one in values["series.json"]["people"] if one["name"] == "Ola")
    assert [(one["who"], one["pseudonym"]) for one in call["labour"]] == [
        (None, "A reed"),
        (ola, None),
        (None, None),
    ]
    assert (
        "## Labour\n\n- Captions: A reed, 20 minutes\n" in files_in(content)[f"{first}/record.md"]
    )
    assert values["series.json"]["empty_agenda_hours"] == 24


def test_what_a_held_call_leaves_is_there_and_says_of_people_what_they_chose(scene):
    content = taken(scene.series)
    values, files = values_in(content), files_in(content)
    first, second, third = values["series.json"]["calls"][:3]
    call, after, later = (values[f"{folder}/call.json"] for folder in (first, second, third))
    names = {one["ref"]: one["name"] for one in values["series.json"]["people"]}

    there = call["record"]["attendance"]
    assert (there["count"], [names[ref] for ref in there["named"]]) == (4, ["Mia", "Ola"])
    assert call["record"]["corrections"] == {"made": 2, "left": 1}
    assert call["looking_back"] == [
        {"worked": "A good\nbreak.", "differently": ""},
        {"worked": "Short rounds.", "differently": "Short rounds. Later."},
        {"removed": START.isoformat()},
    ]
    assert (after["looking_back"], later["record"], call["left_open"]) == ([], None, [])
    (note,) = [n for t in call["threads"] for n in t["notes"] if n.get("text") == "Book the room."]
    assert [(one["note"], one["from"]) for one in (*after["left_open"], *later["left_open"])] == [
        (note["key"], call["call"]["slug"]),
        (note["key"], after["call"]["slug"]),
    ]
    for words in (
        "Corrections that were asked for: 2 made, 1 left as it was.\n",
        "## Who was there\n\n4 people said that they were there. Among them Mia, Ola.\n",
        "## What worked well\n\n- A good break.\n- Short rounds.\n\n## What to do differently\n",
    ):
        assert words in files[f"{first}/record.md"]


def test_two_readers_find_the_same_dates_in_the_calendar(scene):
    content = files_in(taken(scene.series))["series.ics"]

    ours = icalendar.Calendar.from_ical(content)
    theirs = vobject.readOne(content)
    uids = sorted(str(event["UID"]) for event in ours.walk("VEVENT"))
    assert uids == sorted(event.uid.value for event in theirs.vevent_list)
    cancelled = [e for e in ours.walk("VEVENT") if e.get("STATUS") == "CANCELLED"]
    moved = [e for e in ours.walk("VEVENT") if "T190000" in e["DTSTART"].to_ical().decode()]
    assert (len(cancelled), len(moved)) == (1, 1)


def test_the_number_of_statements_does_not_follow_the_number_of_notes(scene, queries):
    with queries() as few:
        taken(scene.series)
    for call in scene.calls[:5]:
        say(call, scene.people["member"], "One more.")
    with queries() as many:
        taken(scene.series)

    assert len(many) == len(few)
