"""A guest answers with a name and an address: nothing counts before the letter's link."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Guest, Member, Person
from community.attendance.models import Answer, GuestAnswer, Rsvp
from community.calls.models import Visibility
from community.calls.times import Sitting
from community.db import db
from tests.attendance.by_letter import answers, count
from tests.factories import START, make_call, make_member, make_sitting

MINUTE = timedelta(minutes=1)


def test_opening_the_link_shows_a_button_and_changes_nothing(visitor, reading, at):
    visitor.ask(note="I bring cake.")
    link = visitor.link()

    with at(START + MINUTE):
        pages = [visitor.client.get(link) for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert "Yes, I am going" in pages[0].text
    assert "Gina Guest" in pages[0].text
    assert pages[0].headers["Cache-Control"] == "private, no-store"
    assert pages[0].headers["X-Robots-Tag"] == "noindex"
    assert pages[0].headers["Referrer-Policy"] == "same-origin"
    assert visitor.client.get_cookie("session") is None
    assert answers(reading) == []


def test_the_button_makes_it_count_with_all_that_was_said(visitor, reading):
    visitor.answered(note="I bring cake.", access_needs="Captions", shows_name="y")

    with reading():
        rsvp = db.session.scalars(select(Rsvp)).one()
        guest = db.session.scalars(select(Guest)).one()
        assert (rsvp.answer, rsvp.note, rsvp.access_needs, rsvp.shows_name) == (
            Answer.GOING,
            "I bring cake.",
            "Captions",
            True,
        )
        assert (guest.person_id, guest.email, guest.person.name, guest.person.zone) == (
            rsvp.person_id,
            "gina@example.org",
            "Gina Guest",
            "America/New_York",
        )
        given = db.session.scalars(select(GuestAnswer)).one()
        assert (given.note, given.access_needs) == ("", "")


def test_confirming_twice_changes_nothing_not_even_after_another_answer(visitor, reading, at):
    link = visitor.answered()
    with at(START + 3 * MINUTE):
        visitor.client.post(f"{link}/rsvp", data={"answer": "cannot"})
        again = visitor.client.post(f"{link}/confirmation")

    assert again.status_code == 303
    assert answers(reading) == [("Gina Guest", Answer.CANNOT)]


def test_the_page_says_what_holds_and_the_link_changes_and_withdraws(visitor, reading, at):
    link = visitor.answered()
    with at(START + 3 * MINUTE):
        assert "You are going." in visitor.client.get(link).text
        visitor.client.post(f"{link}/rsvp", data={"answer": "maybe", "details": "1", "note": "Hm"})
        assert "You said maybe." in visitor.client.get(link).text
        assert answers(reading) == [("Gina Guest", Answer.MAYBE)]
        visitor.client.post(f"{link}/rsvp/withdrawal")
        assert "You have no answer for this call." in visitor.client.get(link).text

    assert answers(reading) == []


def test_a_wrong_change_is_sent_back_with_what_was_typed(visitor, reading, at):
    link = visitor.answered()
    with at(START + 3 * MINUTE):
        page = visitor.client.post(
            f"{link}/rsvp", data={"answer": "going", "details": "1", "note": "n" * 501}
        )

    assert page.status_code == 422
    assert "At most 500 characters fit here." in page.text
    assert "n" * 501 in page.text


def test_a_full_call_means_the_waiting_list_and_an_offer_is_taken_by_the_link(
    visitor, writing, reading, signed_in, evening, at
):
    with writing():
        db.session.get_one(Sitting, evening.id).capacity = 1
        mia = make_member("Mia")
    member = signed_in(mia)
    page = f"/calls/{evening.call.slug}/sittings/1/rsvp"
    with at(START):
        member.post(page, data={"answer": "going"})
    link = visitor.answered()
    with at(START + 3 * MINUTE):
        assert "The call is full. You are first in line." in visitor.client.get(link).text
        assert visitor.client.post(f"{link}/offer/acceptance").status_code == 409
        member.post(f"{page}/withdrawal")
        offered = visitor.client.get(link).text
        assert "Your place is kept until" in offered
        visitor.client.post(f"{link}/offer/acceptance")

    assert answers(reading) == [("Gina Guest", Answer.GOING)]


def test_letting_an_offered_place_go_by_the_link(visitor, writing, reading, signed_in, evening, at):
    with writing():
        db.session.get_one(Sitting, evening.id).capacity = 1
        mia = make_member("Mia")
    member = signed_in(mia)
    page = f"/calls/{evening.call.slug}/sittings/1/rsvp"
    with at(START):
        member.post(page, data={"answer": "going"})
    link = visitor.answered()
    with at(START + 3 * MINUTE):
        member.post(f"{page}/withdrawal")
        visitor.client.post(f"{link}/offer/refusal")

    assert answers(reading) == [("Gina Guest", Answer.CANNOT)]


def test_the_later_confirmed_of_two_requests_wins_and_both_links_stay(visitor, reading, at):
    visitor.ask()
    first = visitor.link()
    visitor.ask(answer="cannot", name="Gina G.")
    second = visitor.link()
    with at(START + 2 * MINUTE):
        visitor.client.post(f"{second}/confirmation")
        visitor.client.post(f"{first}/confirmation")
        pages = [visitor.client.get(link).text for link in (first, second)]

    assert answers(reading) == [("Gina Guest", Answer.GOING)]
    assert count(reading, Person) == 2  # and Fay
    assert ["You are going." in page for page in pages] == [True, True]


def test_a_second_call_finds_the_same_guest(visitor, writing, reading, at):
    visitor.answered()
    with writing():
        other = make_sitting(make_call(make_member("Gus"), title="Another"))
    path = f"/calls/{other.call.slug}/sittings/1/guest-answer"
    visitor.ask(path=path, email="GINA@example.org", answer="maybe")
    link = visitor.link("GINA@example.org")
    with at(START + 2 * MINUTE):
        visitor.client.post(f"{link}/confirmation")

    assert answers(reading) == [("Gina Guest", Answer.GOING), ("Gina Guest", Answer.MAYBE)]
    assert count(reading, Guest) == 1


def test_the_address_of_a_member_answers_for_the_member_under_their_own_name(
    visitor, writing, reading, at
):
    with writing():
        ada = make_member("Ada")
    link = visitor.answered(email=ada.email, name="Somebody else", zone="Asia/Tokyo")

    assert answers(reading) == [("Ada", Answer.GOING)]
    assert count(reading, Guest) == 0
    with reading():
        assert db.session.get_one(Member, ada.id).zone == "Europe/Berlin"
    with at(START + 3 * MINUTE):
        page = visitor.client.get(link).text
        assert "This answer stands with the account of Ada." in page
        assert "Forget me" not in page
        assert visitor.client.post(f"{link}/erasure").status_code == 404
        assert (
            visitor.client.post(f"{link}/name", data={"name": "X", "zone": "UTC"}).status_code
            == 404
        )


def test_a_link_that_was_not_confirmed_ends_after_two_days(visitor, reading, at):
    visitor.ask()
    link = visitor.link()

    with at(START + timedelta(days=2, minutes=1)):
        dead = visitor.client.get(link)
        assert dead.status_code == 404
        assert "ask for another letter there" in dead.text
        assert dead.headers["Cache-Control"] == "private, no-store"
        assert visitor.client.get(f"/answers/{'A' * 32}").text == dead.text  # as a guess
        assert visitor.client.post(f"{link}/confirmation").status_code == 404
    assert answers(reading) == []


def test_after_the_call_the_page_says_so_and_takes_no_more(visitor, reading, at):
    link = visitor.answered()

    with at("2026-03-13T17:01"):
        page = visitor.client.get(link)
        changed = visitor.client.post(f"{link}/rsvp", data={"answer": "cannot"})

    assert "This call is over." in page.text
    assert changed.status_code == 409
    assert answers(reading) == [("Gina Guest", Answer.GOING)]


def test_what_was_asked_before_the_call_begins_is_not_confirmed_after(visitor, reading, at):
    early = START.replace(month=3, day=13, hour=15)
    visitor.ask(now=early)
    link = visitor.link(now=early)

    with at("2026-03-13T16:30"):
        page = visitor.client.get(link)
        confirmed = visitor.client.post(f"{link}/confirmation")

    assert "This call has begun, so answers stay as they are." in page.text
    assert confirmed.status_code == 409
    assert answers(reading) == []
    assert count(reading, Guest) == 0


def test_a_call_that_is_for_members_now_is_hidden_but_the_answer_can_be_taken_back(
    visitor, writing, reading, evening, at
):
    link = visitor.answered()
    visitor.ask(email="late@example.org")
    late = visitor.link("late@example.org")
    with writing():
        db.session.get_one(Sitting, evening.id).call.own_visibility = Visibility.MEMBERS

    with at(START + 3 * MINUTE):
        page = visitor.client.get(link)
        assert "An evening" not in page.text
        assert "12:00" not in page.text
        assert visitor.client.post(f"{link}/rsvp", data={"answer": "maybe"}).status_code == 404
        assert visitor.client.get(late).status_code == 404
        assert visitor.client.post(f"{late}/confirmation").status_code == 404
        assert visitor.client.post(f"{link}/rsvp/withdrawal").status_code == 303
    assert answers(reading) == []


@pytest.mark.engines("sqlite")
def test_a_guess_is_no_page(visitor):
    guess = "/answers/" + "A" * 32

    assert visitor.client.get(guess).status_code == 404
    assert visitor.client.get("/answers/short").status_code == 404
