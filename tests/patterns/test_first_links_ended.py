"""What waits with a first link comes to its end: as if it were said when it is shown, and to none
once it is taken back or is not any more what was to be read.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.patterns.held_models import LibraryHold, Outcome
from tests.factories import START, make_community, make_member
from tests.patterns.build import proposed

pytestmark = pytest.mark.usefixtures("in_january")

HOUR = timedelta(hours=1)
LINK = "https://spam.example/x"
EDIT = {"section": "summary", "over": "1", "disclosure-degree": "none", "why": "Riverside"}
EDIT |= {"summary": f"Riverside, as {LINK} says."}
UPKEEP = "/patterns/suggestions?upkeep"
MINE = "/patterns/suggestions?mine"


@pytest.fixture
def place(writing):
    with writing():
        make_community()
        people = {name: make_member(name) for name in ("Ben", "Zoe")}
        people["Cleo"] = make_member("Cleo", Role.CURATOR)
        pattern = proposed(people["Zoe"], sources=())
        return {**people, "pattern": pattern.id, "page": f"/patterns/{pattern.slug}"}


@pytest.fixture
def holds(reading):
    """A function that gives what waits or waited."""

    def look():
        with reading() as session:
            return session.scalars(select(LibraryHold).order_by(LibraryHold.id)).all()

    return look


@pytest.fixture
def suggest(place, signed_in, holds):
    """A function by which Ben suggests an edit with a link; gives that it waits."""

    def send():
        sent = signed_in(place["Ben"]).post(f"{place['page']}/suggestions", data=EDIT)
        assert sent.status_code == 303
        return holds()[-1]

    return send


@pytest.mark.engines("sqlite")
def test_the_author_hears_of_what_is_shown_later(place, suggest, signed_in, at, post, mailbox):
    with at(START + HOUR):
        held = suggest()
    with at(START + 5 * HOUR):
        to = f"/first-links/{held.id}/showing"
        assert signed_in(place["Cleo"]).post(to).status_code == 303

    with at(START + 72 * HOUR):
        post()

    told = [letter.subject for letter in mailbox.to(place["Zoe"].email)]
    assert told == ["An edit of Ask Who Is Missing is suggested"]


def test_what_is_withdrawn_while_it_waits_is_shown_to_nobody(place, suggest, signed_in, holds):
    held, his = suggest(), signed_in(place["Ben"])
    page = f"/pattern-suggestions/{held.subject_id}"

    assert his.post(f"{page}/withdrawal").status_code == 303

    assert [one.outcome for one in holds()] == [Outcome.TAKEN_BACK]
    shown = signed_in(place["Cleo"]).post(f"/first-links/{held.id}/showing")
    assert shown.status_code == 404
    assert signed_in(place["Zoe"]).get(page).status_code == 404
    assert "Withdrawn" in his.get(MINE).text
