"""A responder who is left out of a case does with content what they could do without it.

Whatever they set aside or bring back is answered with the same words and as many queries, whether
there is a case about it or not; and those who have the case see what became of it. Why others set
something aside, and what its author says to it, they read as little as whoever is not asked to.
"""

import re

import pytest
from sqlalchemy import delete, select

from community.accounts.models import Role
from community.conduct.state_models import ContentAppeal, ContentReading
from community.db import db
from community.moderation import content_appeals, setting_aside
from community.outbox.models import Letter
from tests.conduct.build import KIND
from tests.factories import START, make_call, make_member
from tests.moderation.aside import everybody, hide, note_of_then, readers_of
from tests.moderation.build import case_of, report, take
from tests.notes.saying import say

pytestmark = pytest.mark.usefixtures("in_january")

WHY = {"clause": KIND.key, "why": "It is unkind."}
SECRET = "The cellar door was open."
WORDS = ("You people again.", "Yon lentils upset.")


@pytest.fixture
def place(writing):
    """Two notes of Mia's in threads of their own: of the second there is a case, which Rue has, and
    which Kim shall not know.
    """
    with writing():
        people = everybody()
        first = note_of_then(people)
        second = say(make_call(people["Ola"]), people["Mia"], WORDS[1], now=START)
        given = {"words": SECRET, "excluded": [people["Kim"]]}
        row, _ = report(f"note:{second.key}", by=people["Ola"], **given)
        case = take(case_of(row), people["Rue"])
        return {**people, "notes": (first, second), "case": case}


def told(answer) -> str:
    """A page without what differs between any two notes: their words, addresses and digests."""
    text = re.sub(r'(value|href|action|datetime)="?[^" >]*"?|[0-9a-f]{32,}', "", answer.text)
    text = re.sub(r"/desk/content/[\w-]+", "", text)
    for words in zip(*(one.rstrip(".").split() for one in WORDS), strict=True):
        text = text.replace(words[1], words[0])
    return text


@pytest.fixture
def asking(signed_in, queries):
    """`asking(member)` gives a function that asks for a page, and the answers in their order."""

    def begin(member):
        client, seen = signed_in(member), []

        def ask(how, path, **data):
            with queries() as sent:
                answer = client.open(path, method=how, data=data or None)
            seen.append((how, answer.status_code, told(answer), len(sent)))
            return answer

        return ask, seen

    return begin


def test_what_a_hidden_case_is_about_answers_as_what_no_case_is_about(place, signed_in, asking):
    assert SECRET in signed_in(place["Rue"]).get(f"/desk/cases/{place['case'].key}").text
    found = []
    for note, words in zip(place["notes"], WORDS, strict=True):
        ask, seen = asking(place["Kim"])
        found.append(seen)
        form = {"about": f"note:{note.key}", **WHY}
        new = f"/desk/content/new?about={form['about']}"
        ask("GET", new)
        ask("POST", "/desk/content", **form | {"state": "hidden", "clause": "nowhere-1"})
        ask("POST", "/desk/content", **form, state="redacted", words="nothing of it")
        at = ask("POST", "/desk/content", **form, state="hidden").location
        ask("GET", at)
        ask("GET", new)
        ask("POST", f"{at}/withdrawal")
        word = words.split()[1]
        ask("POST", "/desk/content", **form, state="redacted", words=word, sure="yes")
        at = ask("POST", "/desk/content", **form, state="purged", sure="yes").location
        ask("GET", at)
        ask("GET", new)
    assert found[0] == found[1]
    assert [status for _, status, *_ in found[0]].count(303) == 4


def _wait_for_others(place):
    """Set both notes aside, whose authors appeal: what waits, and who is asked first about why in
    the one that Kim is left out of.
    """
    for name in ("Lou", "Pat", "Sam"):
        make_member(name, Role.RESPONDER)
    first, second = place["notes"]
    states = [hide(first, place["Rue"])]
    while _turns(states[0])[0].member.id == place["Kim"].id:  # another lot, where it is theirs
        setting_aside.bring_back(states[0], by=place["Rue"], now=START)
        db.session.execute(delete(Letter))
        states[0] = hide(first, place["Rue"])
    states.append(hide(second, place["Rue"]))
    for state in states:
        content_appeals.appeal_content(state, "It was a joke.", now=START)
    asked = {turn.member.id: turn.at for turn in _turns(states[1])}
    assert (len(asked), place["Kim"].id in asked) == (3, False)
    reader = next(turn.member for turn in _turns(states[1]) if turn.at == START)
    due = select(Letter.due_at).order_by(Letter.due_at)
    theirs = due.where(Letter.person_id == reader.person_id)
    assert db.session.scalars(theirs).first() == START
    later = due.where(Letter.person_id == place["Kim"].person_id)
    assert all(one > START for one in db.session.scalars(later))  # of the first, in their turn
    return states, reader


def test_nor_do_they_read_why_others_set_it_aside_and_what_its_author_says(
    place, writing, signed_in, asking
):
    with writing():
        states, reader = _wait_for_others(place)
    listed = signed_in(place["Kim"]).get("/desk/content").text
    assert [listed.count(f"/desk/content/{one.key}") for one in states] == [1, 1]
    assert "another look" not in listed
    for words in ("It is unkind.", "It was a joke."):
        assert words in signed_in(reader).get(f"/desk/content/{states[1].key}").text
    found = []
    for at in (f"/desk/content/{one.key}" for one in states):
        ask, seen = asking(place["Kim"])
        found.append(seen)
        ask("GET", at)
        ask("POST", f"{at}/reason/passing")
        ask("POST", f"{at}/appeal/outcome", outcome="upheld", words="It was not.")
        ask("GET", at)
    assert found[0] == found[1]
    assert [status for _, status, *_ in found[1]] == [200, 404, 409, 200]
    assert "It was not." in found[1][2][2]  # what was typed
    with writing():
        assert db.session.scalars(select(ContentAppeal.outcome)).all() == [None, None]
    for seen, at in zip(found, (f"/desk/content/{one.key}" for one in states), strict=True):
        ask, more = asking(place["Kim"])
        ask("POST", f"{at}/withdrawal")
        ask("GET", at)
        seen.extend(more)
    assert found[0] == found[1]
    assert [status for _, status, *_ in found[1][4:]] == [303, 200]
    read = "".join(text for seen in found for _, _, text, _ in seen)
    assert not any(words in read for words in ("It is unkind.", "It was a joke."))


def _turns(state):
    """Who is asked to read why it was set aside, in their order."""
    row = db.session.scalar(select(ContentReading).where(ContentReading.state_id == state.id))
    return readers_of(row, START)
