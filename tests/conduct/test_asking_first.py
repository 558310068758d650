"""Whoever takes part accepts the code first; nothing they sent is lost, and nothing is forced."""

import re

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.agreement import How
from community.attendance.models import Answer, Rsvp
from community.conduct.content import ClauseText
from community.conduct.models import Acceptance, Change
from tests.calls.build import begin
from tests.conduct.build import KIND, publish, with_clauses
from tests.factories import make_call, make_community, make_member, make_sitting

pytestmark = pytest.mark.usefixtures("in_january")

FULL = {"answer": "going", "details": "1", "note": "Late & <b>hungry</b>", "shows_name": "y"}


@pytest.fixture
def held_call(writing):
    """A community with a code and a call: gives (steward, member, address of the sitting)."""
    with writing():
        make_community()
        stella, ada = make_member("Stella", Role.STEWARD), make_member("Ada")
        publish(stella)
        sitting = make_sitting(make_call(stella), capacity=1)
        return stella, ada, f"/calls/{sitting.call.slug}/sittings/1"


@pytest.fixture
def kept(reading):
    """What is kept: `kept()` gives (answers, acceptances)."""

    def ask():
        with reading() as session:
            return (
                session.scalars(select(Rsvp.answer)).all(),
                [(row.publication.number, row.how) for row in session.scalars(select(Acceptance))],
            )

    return ask


def fields(page: str) -> dict[str, str]:
    """What the form of the page that asks would send, button and all."""
    import html  # noqa: PLC0415 - only here

    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    button = re.search(r'name="(accepted_version)" value="(\d+)"', page)
    assert button is not None
    return {name: html.unescape(value) for name, value in (*hidden, button.groups())}


def test_an_answer_waits_for_the_acceptance_and_goes_on_with_it(
    held_call, signed_in, kept, reading
):
    _, ada, address = held_call
    client = signed_in(ada)

    asked = client.post(f"{address}/rsvp", data=FULL)
    assert asked.status_code == 422
    assert "Be <em>kind</em>." in asked.text
    assert f'action="{address}/rsvp"' in asked.text
    assert kept() == ([], [])

    done = client.post(f"{address}/rsvp", data=fields(asked.text))
    assert done.status_code == 303
    assert kept() == ([Answer.GOING], [(1, How.RSVP)])
    with reading() as session:
        assert session.scalars(select(Rsvp.note)).all() == ["Late & <b>hungry</b>"]


def test_it_is_asked_once(held_call, signed_in, kept):
    _, ada, address = held_call
    client = signed_in(ada)
    client.post(f"{address}/rsvp", data={**FULL, "accepted_version": "1"})

    assert client.post(f"{address}/rsvp", data={"answer": "maybe"}).status_code == 303
    assert kept() == ([Answer.MAYBE], [(1, How.RSVP)])


def test_another_version_than_the_one_in_force_is_not_accepted(held_call, writing, signed_in, kept):
    stella, ada, address = held_call
    with writing():
        publish(stella, with_clauses(KIND))

    answer = signed_in(ada).post(f"{address}/rsvp", data={**FULL, "accepted_version": "1"})

    assert answer.status_code == 422
    assert "The code has changed since you opened the page." in answer.text
    assert 'name="accepted_version" value="2"' in answer.text
    assert kept() == ([], [])


def test_saying_that_one_cannot_come_needs_no_acceptance(held_call, signed_in, kept):
    _, ada, address = held_call

    assert signed_in(ada).post(f"{address}/rsvp", data={"answer": "cannot"}).status_code == 303
    assert kept() == ([Answer.CANNOT], [])


def test_an_answer_can_be_taken_back_without_accepting_what_is_new(
    held_call, writing, signed_in, kept
):
    stella, ada, address = held_call
    client = signed_in(ada)
    client.post(f"{address}/rsvp", data={**FULL, "accepted_version": "1"})
    with writing():
        publish(stella, with_clauses(KIND))

    assert client.get("/my-calls").status_code == 200
    assert client.post(f"{address}/rsvp/withdrawal").status_code == 303
    assert kept() == ([], [(1, How.RSVP)])


def test_a_place_that_is_offered_waits_too(held_call, writing, signed_in, kept):
    stella, ada, address = held_call
    first, second = signed_in(stella), signed_in(ada)
    for client in (first, second):
        client.post(f"{address}/rsvp", data={"answer": "going", "accepted_version": "1"})
    with writing():
        publish(stella, with_clauses(KIND))
    first.post(f"{address}/rsvp/withdrawal")

    asked = second.post(f"{address}/offer/acceptance", data={"back": "home"})
    assert asked.status_code == 422
    assert fields(asked.text) == {"back": "home", "accepted_version": "2"}
    assert kept()[0] == [Answer.WAITING]

    done = second.post(f"{address}/offer/acceptance", data=fields(asked.text))
    assert (done.status_code, done.location) == (303, "/")
    assert kept()[0] == [Answer.GOING]


def test_an_answer_for_a_series_waits_too(held_call, writing, signed_in, kept):
    stella, ada, _ = held_call
    with writing():
        address = f"/series/{begin(stella).slug}/answer"
    client = signed_in(ada)

    asked = client.post(address, data={"answer": "going"})
    assert (asked.status_code, kept()) == (422, ([], []))
    assert client.post(address, data=fields(asked.text)).status_code == 303
    assert kept()[1] == [(1, How.RSVP)]
    assert client.post(address, data={"answer": "cannot"}).status_code == 303


def test_who_has_accepted_before_sees_what_differs(held_call, writing, signed_in):
    stella, ada, address = held_call
    client = signed_in(ada)
    client.post(f"{address}/rsvp", data={**FULL, "accepted_version": "1"})
    with writing():
        publish(stella, with_clauses(ClauseText("expected-1", "Be *very* kind.")), summary="Less.")

    page = client.get("/conduct/acceptance").text

    assert "What has changed since" in page
    assert "Less." in page
    assert re.search(r"<ins>.*?\*very\*.*?</ins>", page, re.DOTALL)
    assert re.search(r"<del>.*?Be fair\..*?</del>", page, re.DOTALL)


def test_an_editorial_version_asks_nobody(held_call, writing, signed_in):
    stella, ada, address = held_call
    client = signed_in(ada)
    client.post(f"{address}/rsvp", data={**FULL, "accepted_version": "1"})
    with writing():
        code = with_clauses(KIND, ClauseText("expected-2", "Be fairer."))
        publish(stella, code, change=Change.EDITORIAL)

    assert client.post(f"{address}/rsvp", data=FULL).status_code == 303


def test_the_page_by_itself_accepts_what_was_read(held_call, signed_in, kept):
    _, ada, _ = held_call
    client = signed_in(ada)

    assert client.get("/conduct/acceptance").status_code == 200
    assert client.post("/conduct/acceptance").status_code == 422
    assert client.post("/conduct/acceptance", data={"accepted_version": "2"}).status_code == 422
    assert kept() == ([], [])
    done = client.post("/conduct/acceptance", data={"accepted_version": "1"})
    assert (done.status_code, done.location) == (303, "/conduct#yours")
    assert kept() == ([], [(1, How.PAGE)])


def test_where_there_is_no_code_there_is_nothing_to_accept(writing, signed_in):
    with writing():
        make_community()
        ada = make_member("Ada")

    assert "There is no code of conduct yet" in signed_in(ada).get("/conduct/acceptance").text
    assert signed_in(ada).post("/conduct/acceptance").status_code == 422


def test_a_visitor_is_asked_for_nothing(held_call, client):
    assert client.get("/conduct/acceptance").status_code == 303
    assert client.post(f"{held_call[2]}/rsvp", data=FULL).status_code == 403


def test_whoever_holds_a_call_is_asked_before_they_write_too(held_call, signed_in, kept):
    stella, _, address = held_call
    client, call = signed_in(stella), address.partition("/sittings")[0]
    writes = {
        f"{call}/agenda/items": {"title": "Hello"},
        f"{call}/details": {"title": "Another"},
        f"{call}/record/summary": {"text": "Fine."},
        f"{call}/record/links": {"title": "A page", "url": "https://a.example"},
        f"{call}/looking-back": {"went_well": "All of it."},
        f"{address}/cancellation": {"reason": "Ill"},
        "/series": {"title": "Weekly"},
    }
    for where, given in writes.items():
        asked = client.post(where, data=given)
        assert (asked.status_code, "Be <em>kind</em>." in asked.text) == (422, True), where
        assert fields(asked.text).items() >= given.items()
    assert kept() == ([], [])
