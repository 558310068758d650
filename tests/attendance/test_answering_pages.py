"""Answering over HTTP: what comes back, who may, and what only facilitators see."""

import csv
from io import StringIO

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.attendance.models import Answer, Offer, Rsvp
from community.db import db
from tests.factories import make_call, make_community, make_member, make_sitting

pytestmark = pytest.mark.usefixtures("in_january")

NEEDS = "a quiet room, please tell nobody"


@pytest.fixture
def house_with_call(writing):
    """A community with a call for one person, facilitated by Fay: gives (Fay, its address)."""
    with writing():
        make_community()
        fay = make_member("Fay")
        sitting = make_sitting(make_call(fay, title="An evening"), capacity=1)
        address = f"/calls/{sitting.call.slug}/sittings/1"
    return fay, address


def member(writing, name, *roles):
    with writing():
        return make_member(name, *roles)


def answers(reading) -> list[tuple[str, Answer]]:
    with reading():
        rows = db.session.scalars(select(Rsvp).order_by(Rsvp.id)).all()
        return [(row.person.name, row.answer) for row in rows]


def test_answering_leads_back_to_the_call_and_says_what_holds(
    house_with_call, writing, reading, signed_in
):
    _, address = house_with_call
    ada = signed_in(member(writing, "Ada"))

    response = ada.post(f"{address}/rsvp", data={"answer": "going"})

    assert response.status_code == 303
    assert response.location == address.replace("/sittings/1", "#rsvp-1")
    assert answers(reading) == [("Ada", Answer.GOING)]
    with ada.session_transaction() as session:
        assert "You are going." in session["_flashes"][0][1]


def test_a_full_call_says_the_place_in_line(house_with_call, writing, signed_in):
    _, address = house_with_call
    for name in ("Ada", "Ben"):
        signed_in(member(writing, name)).post(f"{address}/rsvp", data={"answer": "going"})
    cleo = signed_in(member(writing, "Cleo"))

    cleo.post(f"{address}/rsvp", data={"answer": "going"})

    with cleo.session_transaction() as session:
        assert "The call is full. You are second in line." in session["_flashes"][0][1]


def test_one_tap_keeps_the_note_and_the_needs_that_were_given(
    house_with_call, writing, reading, signed_in
):
    _, address = house_with_call
    ada = signed_in(member(writing, "Ada"))
    full = {"details": "1", "note": "Late", "access_needs": NEEDS, "shows_name": "y"}

    ada.post(f"{address}/rsvp", data={"answer": "going", **full})
    ada.post(f"{address}/rsvp", data={"answer": "maybe"})

    with reading():
        rsvp = db.session.scalars(select(Rsvp)).one()
        assert (rsvp.answer, rsvp.note, rsvp.access_needs, rsvp.shows_name) == (
            Answer.MAYBE,
            "Late",
            NEEDS,
            True,
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"answer": "waiting"},
        {"answer": "accepted"},
        {"answer": "going", "details": "1", "note": "n" * 501},
        {"answer": "going", "details": "1", "access_needs": "n" * 1001},
    ],
)
def test_a_wrong_answer_is_sent_back_with_what_was_typed(
    house_with_call, writing, reading, signed_in, wrong
):
    _, address = house_with_call
    ada = signed_in(member(writing, "Ada"))

    response = ada.post(f"{address}/rsvp", data=wrong)

    assert response.status_code == 422
    assert wrong.get("note", "") in response.text
    assert answers(reading) == []


def test_a_visitor_cannot_answer(house_with_call, client, reading):
    _, address = house_with_call

    statuses = [
        client.post(f"{address}/{path}", data={"answer": "going"}).status_code
        for path in ("rsvp", "rsvp/withdrawal", "offer/acceptance", "offer/refusal")
    ]

    assert statuses == [403] * 4
    assert answers(reading) == []


def test_only_the_person_it_is_offered_to_can_take_a_place(
    house_with_call, writing, reading, signed_in
):
    _, address = house_with_call
    ada, ben, cleo = (signed_in(member(writing, name)) for name in ("Ada", "Ben", "Cleo"))
    ada.post(f"{address}/rsvp", data={"answer": "going"})
    ben.post(f"{address}/rsvp", data={"answer": "going"})
    ada.post(f"{address}/rsvp/withdrawal")

    assert cleo.post(f"{address}/offer/acceptance").status_code == 404
    assert ben.post(f"{address}/offer/acceptance").status_code == 303
    assert answers(reading) == [("Ben", Answer.GOING)]


def test_a_place_taken_by_somebody_else_is_refused_in_words(house_with_call, writing, signed_in):
    _, address = house_with_call
    ada, ben = (signed_in(member(writing, name)) for name in ("Ada", "Ben"))
    ada.post(f"{address}/rsvp", data={"answer": "going"})
    ben.post(f"{address}/rsvp", data={"answer": "going"})

    response = ben.post(f"{address}/offer/acceptance")

    assert response.status_code == 409
    assert "You are still on the waiting list." in response.text


def test_letting_a_place_go_offers_it_to_the_next(house_with_call, writing, reading, signed_in):
    _, address = house_with_call
    ada, ben, cleo = (signed_in(member(writing, name)) for name in ("Ada", "Ben", "Cleo"))
    for one in (ada, ben, cleo):
        one.post(f"{address}/rsvp", data={"answer": "going"})
    ada.post(f"{address}/rsvp/withdrawal")

    ben.post(f"{address}/offer/refusal")

    with reading():
        offer = db.session.scalars(select(Offer).where(Offer.closed_at.is_(None))).one()
        assert offer.rsvp.person.name == "Cleo"


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/%09/evil.example"])
def test_the_way_back_never_leads_elsewhere(house_with_call, writing, signed_in, back):
    _, address = house_with_call
    ada = signed_in(member(writing, "Ada"))

    response = ada.post(f"{address}/rsvp", data={"answer": "going", "back": back})

    assert response.location == address.replace("/sittings/1", "#rsvp-1")


def test_the_facilitators_see_notes_and_needs_and_nobody_else_does(
    house_with_call, writing, client, signed_in
):
    fay, address = house_with_call
    ada = signed_in(member(writing, "Ada"))
    ada.post(
        f"{address}/rsvp",
        data={"answer": "going", "details": "1", "note": "A secret note", "access_needs": NEEDS},
    )
    others = {
        "member": signed_in(member(writing, "Ben")),
        "facilitator of others": signed_in(member(writing, "Gus", Role.FACILITATOR)),
        "steward": signed_in(member(writing, "Hal", Role.STEWARD)),
        "herself": ada,
    }

    for path in ("answers", "answers.csv"):
        seen = signed_in(fay).get(f"{address}/{path}")
        assert seen.status_code == 200
        assert NEEDS in seen.text
        assert "A secret note" in seen.text
        assert {who: c.get(f"{address}/{path}").status_code for who, c in others.items()} == (
            dict.fromkeys(others, 403)
        )
        assert client.get(f"{address}/{path}").status_code == 303


def test_the_spreadsheet_holds_no_formulas_and_no_addresses(house_with_call, writing, signed_in):
    fay, address = house_with_call
    ada = member(writing, "=HYPERLINK(1)")
    signed_in(ada).post(
        f"{address}/rsvp",
        data={"answer": "going", "details": "1", "note": "+1", "access_needs": "@SUM(A1)"},
    )

    response = signed_in(fay).get(f"{address}/answers.csv")

    rows = list(csv.reader(StringIO(response.data.decode("utf-8-sig"))))
    assert rows == [
        ["name", "guest", "answer", "since", "note", "access needs"],
        ["'=HYPERLINK(1)", "", "going", "2026-01-15T13:00+01:00", "'+1", "'@SUM(A1)"],
    ]
    assert ada.email not in response.text
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "attachment" in response.headers["Content-Disposition"]
