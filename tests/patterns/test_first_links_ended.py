"""What waits with a first link comes to its end: as if it were said when it is shown, and to none
once it is taken back or is not any more what was to be read.
"""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.conduct.state_models import Content
from community.db import db
from community.moderation import setting_aside
from community.moderation.subject_queries import subject_numbered
from community.patterns import staging
from community.patterns.collection_models import Openness
from community.patterns.held_models import Held, LibraryHold, Outcome
from community.patterns.held_queries import number_for, number_of_theirs, waiting_for, waiting_of
from community.patterns.holding_back import hold
from community.patterns.models import Pattern
from tests.conduct.build import publish
from tests.factories import START, make_community, make_member
from tests.moderation.aside import HIDDEN
from tests.patterns.build import collected, draft, here, proposed, revised, suggested, used
from tests.patterns.test_writing_pages import typed

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


def test_of_a_pattern_that_is_a_draft_again_no_title_is_told(
    place, suggest, signed_in, writing, holds
):
    held, his, hers = suggest(), signed_in(place["Ben"]), signed_in(place["Cleo"])
    said = {"organisation": "Riverside", "state": "tried", "disclosure-degree": "none"}
    assert his.post(f"{place['page']}/known-uses", data=said | {"url": LINK}).status_code == 303
    with writing():
        zoe, pattern = here(place["Zoe"], db.session.get_one(Pattern, place["pattern"]))
        staging.take_back(pattern, by=zoe.person, now=START)
        revised(pattern, zoe, title="Secret plan")

    for page in (his.get(MINE).text, hers.get(UPKEEP).text):
        assert page.count("A pattern that not everybody can read any more") >= 2
        assert ("Secret plan" in page, place["page"] in page) == (False, False)
    assert "Show it" not in hers.get(UPKEEP).text
    for one in holds():
        shown = hers.post(f"/first-links/{one.id}/showing")
        assert (shown.status_code, "cannot be shown now" in shown.text) == (409, True)
    with writing():
        zoe, pattern = here(place["Zoe"], db.session.get_one(Pattern, place["pattern"]))
        staging.propose(pattern, by=zoe.person, now=START)
    for page in (his.get(MINE).text, hers.get(UPKEEP).text):
        assert "Secret plan" in page
    assert hers.post(f"/first-links/{held.id}/showing").status_code == 303


@pytest.fixture
def proposal(place, signed_in, writing, holds):
    """A function by which Ben proposes a draft with a link; gives its page, and that it waits."""
    with writing():
        row = draft(place["Ben"], title="Riverside", solution=f"See {LINK} first.", sources=())
        page = f"/patterns/{row.slug}"

    def send(seen="1"):
        said = {"agreed": "yes", "seen": seen}
        sent = signed_in(place["Ben"]).post(f"{page}/proposal", data=said)
        assert sent.status_code == 303
        return page, holds()[-1]

    return send


def test_a_draft_that_was_revised_since_it_was_proposed_is_proposed_again(
    place, proposal, signed_in, client, holds
):
    his, hers = signed_in(place["Ben"]), signed_in(place["Cleo"])
    page, held = proposal()
    assert "has to be proposed again" in his.get(f"{page}/edit").text
    assert "propose it again" in his.get(page).text
    unfinished = typed(title="Riverside", solution=f"See {LINK}. Unfinished.") | {"over": "1"}

    assert his.post(f"{page}/revisions", data=unfinished).status_code == 303

    assert [one.outcome for one in holds()] == [Outcome.TAKEN_BACK]
    assert "Unfinished" not in hers.get(UPKEEP).text
    shown = hers.post(f"/first-links/{held.id}/showing", data={"seen": "2"})
    assert (shown.status_code, client.get(page).status_code) == (404, 404)
    assert "has to be proposed again" not in his.get(f"{page}/edit").text
    _, held = proposal(seen="2")
    shown = hers.post(f"/first-links/{held.id}/showing", data={"seen": "2"})
    assert "Unfinished" in client.get(shown.location).text


def test_nor_is_a_relation_shown_that_was_said_since(place, proposal, signed_in, holds):
    page, _ = proposal()
    said = {"kind": "complements", "other": place["page"], "note": "Unfinished."}

    sent = signed_in(place["Ben"]).post(f"{page}/relations", data=said)

    assert sent.status_code == 303
    assert [one.outcome for one in holds()] == [Outcome.TAKEN_BACK]


@pytest.mark.parametrize("kind", ["use", "suggestion", "collection", "pattern"])
def test_what_is_set_aside_is_counted_as_little_as_it_is_shown(db_session, kind):
    make_community()
    publish(make_member("Stella", Role.STEWARD))
    rue, ben = make_member("Rue", Role.RESPONDER), make_member("Ben")
    cleo, pattern = make_member("Cleo", Role.CURATOR), proposed(make_member("Zoe"))
    made: Any = {
        "use": lambda: used(pattern, ben),
        "suggestion": lambda: suggested(pattern, ben, summary="Riverside."),
        "collection": lambda: collected(ben),
        "pattern": lambda: draft(ben, title="Riverside"),
    }[kind]()
    openness = Openness.PUBLIC if kind == "collection" else None
    hold(Held(kind), made, by=ben.person, openness=openness, now=START)

    def told():
        theirs, for_cleo = ben.person_id, cleo.person_id
        listed = len(waiting_of(theirs)), len(waiting_for(for_cleo))
        assert (number_of_theirs(theirs), number_for(for_cleo)) == listed
        return listed

    assert told() == (1, 1)
    state = setting_aside.set_aside(
        subject_numbered(Content(kind), made.id), HIDDEN, by=rue, now=START
    )
    assert told() == (0, 0)
    setting_aside.bring_back(state, by=rue, now=START)
    assert told() == (1, 1)


def test_no_first_link_comes_back_with_what_was_said_in_a_draft(place, signed_in, client, writing):
    with writing():
        row = draft(place["Ben"], title="Mine", sources=(), solution=f"See {LINK}.")
        revised(row, place["Ben"], solution="Ask them.")
        row.opened_from = 2
        staging.propose(row, by=place["Ben"].person, now=START)
        at = f"/patterns/{row.slug}"
    answer = signed_in(place["Ben"]).post(f"{at}/revisions/1/restoration", data={"seen": "2"})
    assert (answer.status_code, "Suggest it as an edit" in answer.text) == (409, True)
    assert "spam.example" not in client.get(at).text
