"""Guests who go: forgotten at their wish or after a while, or one with a member."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts import addresses, arriving, guests, joining, letterheads, wanted_letters
from community.accounts.arrivals import SignUp
from community.accounts.guests import Caller
from community.accounts.joining import Joiner
from community.accounts.models import Guest, MailedLink, Member, Person
from community.accounts.staying import HasLeft
from community.attendance import guest_answers, leaving, merging, rsvps
from community.attendance.guest_answers import Wish
from community.attendance.models import Answer, GuestAnswer, Offer, Rsvp
from community.calls.times import Sitting
from community.db import db
from community.erasures import Was, erasures_in
from community.outbox import choices
from community.outbox.models import Group, Letter, LetterChoice
from tests.attendance.by_letter import answers, count
from tests.attendance.invariants import faults
from tests.factories import START, make_call, make_member, make_sitting

GINA = Caller("Gina", "gina@example.org", "gina@example.org", "America/New_York")
AFTER = START.replace(month=3, day=13, hour=17)  # the evening has ended an hour ago


def going(sitting: Sitting, caller: Caller = GINA) -> GuestAnswer:
    """A guest who is going, as far as there is room."""
    given = guest_answers.ask(sitting, caller, Wish(Answer.GOING, note="Late"), now=START)
    guest_answers.confirm(given, now=START)
    return given


def test_forget_me_deletes_every_trace_and_passes_the_place_on(
    visitor, writing, reading, evening, at
):
    with writing():
        db.session.get_one(Sitting, evening.id).capacity = 1
    link = visitor.answered()
    visitor.ask(answer="maybe", name="Gina again")
    with writing():
        sitting = db.session.get_one(Sitting, evening.id)
        rsvps.answer(sitting, make_member("Mia").person, answer=Answer.GOING, now=START)
        gina = db.session.scalars(select(Guest)).one().person_id
        choices.choose(gina, Group.PLACES, is_wanted=False, now=START)

    with writing():
        joiner = Joiner("Gina", GINA.email, GINA.email_key, "UTC")
        arriving.ask(arriving.Asking(joiner), invitation=None, now=START)

    with at(START + timedelta(minutes=5)):
        done = visitor.client.post(f"{link}/erasure")
        assert "You are forgotten" in visitor.client.get(done.location).text
        assert visitor.client.get(link).status_code == 404
    with writing(), pytest.raises(HasLeft):
        wanted_letters.keep(gina, {Group.PLACES: False}, now=START)
    list_in = visitor.client.application.config["SETTINGS"].instance_path
    assert [(one.number, one.was) for one in erasures_in(list_in)] == [(gina, Was.GUEST)]

    assert answers(reading) == [("Mia", Answer.WAITING)]
    for model in (Guest, GuestAnswer, SignUp, MailedLink, LetterChoice):
        assert (model, count(reading, model)) == (model, 0)
    with reading():
        assert db.session.scalars(select(Letter.kind)).all() == ["place_offered"]  # to Mia
        assert db.session.scalars(select(Offer)).one().rsvp.person.name == "Mia"
        assert "Gina" not in " ".join(db.session.scalars(select(Person.name)))
        assert faults(START + timedelta(minutes=5)) == []


def test_what_was_never_confirmed_is_deleted_after_two_days(app, writing, reading, evening):
    with writing():
        sitting = db.session.get_one(Sitting, evening.id)
        going(sitting)
        guest_answers.ask(sitting, GINA, Wish(Answer.MAYBE), now=START)

    with app.app_context():
        leaving.forget_unconfirmed(START + timedelta(hours=47))
        assert count(reading, GuestAnswer) == 2
        leaving.forget_unconfirmed(START + timedelta(days=2))

    assert (count(reading, GuestAnswer), count(reading, MailedLink)) == (1, 1)
    assert answers(reading) == [("Gina", Answer.GOING)]


def test_a_guest_of_long_ago_loses_the_name_and_stays_a_number(app, writing, reading, evening):
    with writing():
        going(db.session.get_one(Sitting, evening.id))

    with app.app_context():
        leaving.forget_old_guests(AFTER + timedelta(days=29))
        assert count(reading, Guest) == 1
        leaving.forget_old_guests(AFTER + timedelta(days=31))

    assert answers(reading) == [(leaving.NOBODY, Answer.GOING)]
    with reading():
        assert db.session.scalars(select(Rsvp.note)).one() == ""
    for model in (Guest, GuestAnswer, MailedLink, Letter):
        assert (model, count(reading, model)) == (model, 0)


def test_a_guest_who_took_everything_back_is_deleted_whole(app, writing, reading, evening):
    with writing():
        sitting = db.session.get_one(Sitting, evening.id)
        given = going(sitting)
        assert given.person is not None
        rsvps.withdraw(sitting, given.person, now=START)

    with app.app_context():
        leaving.forget_old_guests(AFTER + timedelta(days=31))

    assert (count(reading, Guest), count(reading, Person)) == (0, 1)  # Fay


def test_a_guest_with_something_to_come_is_kept(app, writing, reading, evening):
    with writing():
        in_june = AFTER.replace(month=6, tzinfo=None)
        later = make_sitting(make_call(make_member("Gus")), starts=in_june)
        going(db.session.get_one(Sitting, evening.id))
        going(later)

    with app.app_context():
        leaving.forget_old_guests(AFTER + timedelta(days=31))

    assert count(reading, Guest) == 1


def test_who_becomes_a_member_keeps_person_answers_and_links(visitor, writing, reading, at):
    link = visitor.answered()
    with writing():
        person_id = db.session.scalars(select(Guest.person_id)).one()
        joiner = Joiner("Gina G.", "gina@example.org", "gina@example.org", "Asia/Tokyo")
        member = joining.sign_up(joiner, password_hash="!", now=START)
        assert member is not None
        assert member.person_id == person_id

    assert answers(reading) == [("Gina G.", Answer.GOING)]
    assert count(reading, Guest) == 0
    with at(START + timedelta(minutes=5)):
        assert "This answer stands with the account of Gina G." in visitor.client.get(link).text


def test_the_link_ends_with_the_address_it_was_sent_to(visitor, writing, at):
    with writing():
        ada = make_member("Ada")
    link = visitor.answered(email=ada.email)
    with writing():
        known = db.session.merge(ada)
        known.email = known.email_key = "elsewhere@example.org"

    with at(START + timedelta(minutes=5)):
        assert visitor.client.get(link).status_code == 404
        assert visitor.client.post(f"{link}/rsvp", data={"answer": "maybe"}).status_code == 404


def test_a_member_who_takes_the_address_of_a_guest_takes_the_answers_they_have_none_for(
    app, writing, reading, evening
):
    with writing():
        other = make_sitting(make_call(make_member("Gus")), capacity=1)
        sitting = db.session.get_one(Sitting, evening.id)
        going(sitting)
        going(other)
        ada = make_member("Ada")
        rsvps.answer(sitting, ada.person, answer=Answer.CANNOT, now=START)
        change = addresses.ask(ada, email=GINA.email, email_key=GINA.email_key, now=START)
        addresses.make(change, now=START)

    with app.app_context():
        merging.join_addresses(START)

    assert sorted(answers(reading)) == [("Ada", Answer.CANNOT), ("Ada", Answer.GOING)]
    assert count(reading, Guest) == 0
    with reading():
        assert faults(START) == []
        assert db.session.scalars(select(GuestAnswer.person_id)).all() == [ada.person_id] * 2


@pytest.mark.engines("sqlite")
def test_a_letter_leads_a_guest_to_their_own_page_and_a_member_to_the_call(
    app, writing, evening, visitor
):
    link = visitor.answered()
    with writing():
        ada = make_member("Ada")

    with app.app_context():
        sitting = db.session.get_one(Sitting, evening.id)
        guest = guests.guest_by_address("gina@example.org")
        assert guest is not None
        assert guest_answers.answer_address(guest.person_id, sitting).endswith(link)
        of_call = f"/calls/{sitting.call.slug}"
        assert guest_answers.answer_address(ada.person_id, sitting).endswith(of_call)


@pytest.mark.engines("sqlite")
def test_letters_find_a_guest_and_every_group_can_be_stopped(
    visitor, writing, reading, evening, at, app
):
    link = visitor.answered()
    with reading():
        gina = db.session.scalars(select(Guest)).one().person_id
        found = letterheads.recipient_of(gina)
    assert found is not None
    assert (found.name, found.address, found.zone) == (
        "Gina Guest",
        "gina@example.org",
        "America/New_York",
    )
    with at(START + timedelta(minutes=5)):
        page = visitor.client.get(link).text
        token = page.partition("/letters/choices/")[2].partition('"')[0]
        assert visitor.client.get(f"/letters/choices/{token}").status_code == 200
        visitor.client.post(f"/letters/choices/{token}")
    with reading():
        assert not choices.wants(gina, Group.CHANGES)


@pytest.mark.engines("sqlite")
def test_facilitators_see_a_guest_as_a_guest_and_never_the_address(
    visitor, evening, signed_in, reading
):
    visitor.answered()
    with reading():
        fay = db.session.scalars(select(Member)).one()
        db.session.expunge(fay)
    client, page = signed_in(fay), f"/calls/{evening.call.slug}/sittings/1/answers"

    for address in (page, f"{page}.csv"):
        text = client.get(address).text
        assert "Gina Guest" in text
        assert "guest" in text.replace("Gina Guest", "")
        assert "gina@example.org" not in text
