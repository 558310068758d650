"""What is set aside, and what cases are about, is read of many at once."""

import pytest

from community.conduct.state_queries import those_set_further
from community.moderation import content_appeals, setting_aside
from community.moderation.seen_content import own_content
from community.moderation.subject_queries import subjects_of
from community.notes.writing import NoteText, write
from tests.factories import START, make_call
from tests.moderation.aside import PURGED, everybody, hide, note_of_then
from tests.moderation.build import days, report
from tests.notes.saying import NO_TOOL


@pytest.fixture
def people(db_session):
    return everybody()


@pytest.fixture
def note(people):
    return note_of_then(people)


def test_what_went_further_is_asked_once_for_all(people, note, db_session, queries):
    mia, rue, kim = people["Mia"], people["Rue"], people["Kim"]
    other = write(note.thread, NoteText("You again.", NO_TOOL), by=mia, now=START)
    states = [hide(one, rue) for one in (note, other)]
    for state in states:
        content_appeals.appeal_content(state, "It was a quotation.", now=days(1))
    hide(note, kim, PURGED, now=days(2))
    setting_aside.bring_back(states[1], by=rue, now=days(2))
    with queries() as sent:
        found = those_set_further(states)
        own_content(mia.person_id, days(3))
    assert found == {states[0].id}
    assert len([one for one in sent if "content_state_1.at = content_state.ended_at" in one]) == 2


def test_of_several_things_as_much_is_asked_as_of_one(people, note, db_session, queries):
    mia, rue = people["Mia"], people["Rue"]
    asked = []
    for words in ("You again.", "And again."):
        hide(write(note.thread, NoteText(words, NO_TOOL), by=mia, now=START), rue)
        db_session.expire_all()
        with queries() as sent:
            own_content(mia.person_id, days(3))
        asked.append(len(sent))
    assert asked[0] == asked[1]


def test_of_several_calls_as_much_is_asked_as_of_one(people, db_session, queries):
    calls = [make_call(people["Ola"], title=f"Call {number}") for number in range(3)]
    rows = [report(f"call:{call.slug}")[0] for call in calls]
    asked = []
    for some in (rows[:1], rows):
        db_session.expire_all()
        [row.about for row in rows]
        with queries() as sent:
            found = subjects_of(some)
        asked.append(len(sent))
        assert [one.title for one in found.values()] == [c.title for c in calls[: len(some)]]
    assert asked == [2, 2]
