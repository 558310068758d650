"""Asking to answer with a name and an address: what is sent, to whom, and how often."""

from datetime import timedelta

import pytest

from community.accounts.models import Guest
from community.attendance.models import GuestAnswer
from community.calls.models import Visibility
from community.calls.times import Sitting
from community.db import db
from community.outbox.models import Letter
from tests.attendance.by_letter import GINA, answers, count
from tests.factories import START, make_call, make_member, make_sitting

MINUTE = timedelta(minutes=1)


def test_the_form_says_where_the_letter_goes_and_nothing_counts_yet(visitor, reading):
    asked = visitor.ask()

    page = visitor.client.get(asked.location)
    assert asked.status_code == 303
    assert "We have sent a letter to gina@example.org." in page.text
    assert "Your answer counts once you open its link." in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert answers(reading) == []
    assert count(reading, Guest) == 0


def test_the_letter_says_when_and_what_and_nothing_that_was_typed(visitor, mailbox):
    visitor.ask(name="Cheap pills at example.net", note="Buy now")

    link = visitor.link()

    letter = mailbox.only(GINA["email"])
    assert letter.subject == "Confirm your answer: An evening"
    assert "Friday 13 March 2026, 12:00–13:00 New York time" in letter.text
    assert "17:00 Berlin time" in letter.text
    assert "You answered that you are going." in letter.text
    assert link in letter.html
    for words in (letter.text, letter.html, str(letter.message["To"])):
        assert "pills" not in words
        assert "Buy now" not in words


def test_known_and_unknown_addresses_are_answered_the_same(visitor, writing, queries):
    with writing():
        ada = make_member("Ada")
    visitor.answered()

    sent, answered, pages = [], [], []
    for address in (ada.email, "new@example.org", GINA["email"]):
        with queries() as statements:
            response = visitor.ask(email=address, answer="maybe")
        sent.append(len(statements))
        answered.append((response.status_code, sorted(dict(response.headers))))
        pages.append(visitor.client.get(response.location).text.replace(address, "…"))

    assert len(set(map(str, answered))) == 1
    assert len(set(sent)) == 1
    assert len(set(pages)) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Write a name here."),
        ({"name": "\u202e\u200b"}, "Write at least one letter here."),
        ({"email": "gina"}, "Write an e-mail address such as"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "Write an e-mail address such as"),
        ({"answer": "waiting"}, "Choose going, maybe or can’t."),
        ({"zone": "../../etc/passwd"}, "is not a time zone we know"),
        ({"note": "n" * 501}, "At most 500 characters fit here."),
    ],
)
@pytest.mark.engines("sqlite")
def test_what_is_wrong_is_said_and_kept_and_no_letter_is_owed(visitor, reading, changes, sentence):
    answer = visitor.ask(**changes)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert count(reading, Letter) == 0


@pytest.mark.engines("sqlite")
def test_who_falls_into_the_trap_is_answered_as_if_it_had_worked(visitor, reading):
    answer = visitor.ask(website="https://spam.example")

    assert answer.status_code == 303
    assert "We have sent a letter" in visitor.client.get(answer.location).text
    assert count(reading, GuestAnswer) == 0


@pytest.mark.parametrize(
    ("after", "stamp"), [(1, {}), (2 * 86_400, {}), (10, {"stamp": "forged"}), (10, {"stamp": ""})]
)
@pytest.mark.engines("sqlite")
def test_a_page_sent_too_quickly_too_late_or_unopened_owes_no_letter(
    visitor, reading, after, stamp
):
    answer = visitor.ask(after=after, **stamp)

    assert answer.status_code == 422
    assert count(reading, Letter) == 0


def test_the_same_form_sent_twice_makes_one_letter(visitor, reading, at):
    data = visitor.form()
    with at(START + MINUTE):
        locations = {visitor.client.post(visitor.path, data=data).location for _ in range(2)}

    assert len(locations) == 1
    assert count(reading, Letter) == 1


@pytest.mark.engines("sqlite")
def test_an_address_gets_three_letters_in_six_hours_whoever_asks_for_whatever(
    visitor, writing, reading
):
    with writing():
        other = make_sitting(make_call(make_member("Gus"), title="Another"))
    path = f"/calls/{other.call.slug}/sittings/1/guest-answer"

    statuses = [
        visitor.ask(answer="going").status_code,
        visitor.ask(answer="maybe", path=path).status_code,
        visitor.ask(answer="cannot").status_code,
        visitor.ask(answer="going", path=path, email="GINA@example.org").status_code,
    ]

    assert statuses == [303, 303, 303, 429]
    assert count(reading, Letter) == 3
    assert visitor.ask(now=START + timedelta(hours=7)).status_code == 303


@pytest.mark.engines("sqlite")
def test_a_network_asks_for_ten_letters_in_half_an_hour(visitor, reading):
    statuses = [visitor.ask(email=f"g{n}@example.org").status_code for n in range(11)]

    assert statuses == [303] * 10 + [429]
    assert count(reading, Letter) == 10


@pytest.mark.parametrize("visibility", list(Visibility))
def test_what_a_visitor_may_not_see_they_may_not_answer(visitor, writing, evening, visibility):
    with writing():
        call = db.session.get_one(Sitting, evening.id).call
        call.own_visibility = visibility

    shown = visitor.client.get(visitor.path).status_code
    posted = visitor.client.post(visitor.path, data=GINA).status_code

    assert (shown, posted) == ((404, 404) if visibility is Visibility.MEMBERS else (200, 422))


@pytest.mark.engines("sqlite")
def test_members_are_led_to_answer_as_themselves(visitor, writing, reading, signed_in):
    with writing():
        ada = make_member("Ada")
    member = signed_in(ada)

    shown, posted = member.get(visitor.path), member.post(visitor.path, data=GINA)

    assert {shown.location, posted.location} == {
        visitor.path.replace("/sittings/1/guest-answer", "#rsvp-1")
    }
    assert count(reading, Letter) == 0


@pytest.mark.engines("sqlite")
def test_the_link_in_the_letter_has_the_host_of_the_settings(visitor, mailbox, settings, at):
    data = visitor.form()
    with at(START + MINUTE):
        visitor.client.post(visitor.path, data=data, headers={"X-Forwarded-Host": "evil.example"})
        link = visitor.link()

    text = mailbox.only(GINA["email"]).text
    assert f"{settings.base_url}{link}\n" in text
    assert "evil.example" not in text
