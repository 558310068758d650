"""A number that is given again after its row was deleted is not taken for the one before."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from community.accounts import addresses, arriving, entering
from community.accounts.arrivals import SignUp
from community.accounts.guests import Caller, person_of
from community.accounts.joining import Joiner
from community.accounts.models import Guest, MailedLink, Person, Purpose
from community.accounts.moves import AddressChange
from community.attendance import guest_answers
from community.attendance.guest_answers import Wish
from community.attendance.models import Answer, GuestAnswer
from community.outbox import choices, files, ledger, posting
from community.outbox.models import Group, Letter
from tests.factories import (
    START,
    make_call,
    make_community,
    make_letter,
    make_member,
    make_sitting,
)
from tests.letters import letters_to

LATER = START + timedelta(minutes=1)


@pytest.mark.engines("sqlite")
def test_the_letter_of_one_guest_chooses_nothing_for_the_next_with_their_number(
    app, writing, client
):
    with writing():
        make_community()
        gus = person_of(Caller("Gus", "gus@x.org", "gus@x.org", "UTC"), now=START)
    with app.app_context():
        token = choices.token_for(gus.id, Group.CHANGES)
    assert client.get(f"/letters/choices/{token}").status_code == 200
    with writing() as session:
        session.execute(delete(Guest))
        session.execute(delete(Person).where(Person.id == gus.id))
        ida = person_of(Caller("Ida", "ida@x.org", "ida@x.org", "UTC"), now=LATER)
        assert ida.id == gus.id

    assert client.get(f"/letters/choices/{token}").status_code == 404
    with app.app_context():
        theirs = choices.token_for(ida.id, Group.CHANGES)
    assert client.get(f"/letters/choices/{theirs}").status_code == 200


@pytest.mark.engines("sqlite")
def test_the_file_of_one_letter_is_not_shown_as_the_next_with_its_number(app, writing, settings):
    with writing() as session:
        make_community()
        letter = make_letter(make_member("Ada"))
        number, file = letter.id, posting.folder().file_of(posting.file_name(letter))
        file.parent.mkdir(exist_ok=True)
        file.write_text("Subject: Yours alone\n\nDear Ada")
        assert ledger.read(letter).subject == "Yours alone"
        session.execute(delete(Letter))
        letter = make_letter(make_member("Bo"))
        letter.owed_at = LATER
        session.flush()
        assert letter.id == number
        assert ledger.read(letter) is None
    with app.app_context():
        files.forget_files()

    assert not file.exists()


def _sign_up(name: str, now) -> None:
    email = f"{name}@x.org"
    asking = arriving.Asking(Joiner(name, email, email, "UTC"))
    arriving.ask(asking, invitation=None, now=now)


def _answer(name: str, now) -> None:
    email = f"{name}@x.org"
    sitting = make_sitting(make_call(make_member("Fay")))
    guest_answers.ask(sitting, Caller(name, email, email, "UTC"), Wish(Answer.GOING), now=now)


def _sign_in(name: str, now) -> None:
    member = make_member(name)
    member.email = member.email_key = f"{name}@x.org"
    entering.send_link(Purpose.SIGN_IN, member.email_key, now=now)


def _move(name: str, now) -> None:
    addresses.ask(make_member(name), email=f"{name}@x.org", email_key=f"{name}@x.org", now=now)


def _move_and_be(name: str, now) -> None:
    new = f"{name}@x.org"
    member = make_member(name)
    addresses.make(addresses.ask(member, email=new, email_key=new, now=now), now=now)


@pytest.mark.parametrize(
    ("ask", "model"),
    [
        (_sign_up, SignUp),
        (_answer, GuestAnswer),
        (_sign_in, MailedLink),
        (_move, AddressChange),
        (_move_and_be, AddressChange),
    ],
)
@pytest.mark.engines("sqlite")
def test_a_letter_that_is_tried_late_brings_nobody_the_link_of_another(
    app, writing, at, ask, model
):
    with writing():
        make_community()
        ask("mallory", START)
    with at(LATER):
        assert letters_to(app, "mallory@x.org")
    with writing() as session:
        number = session.scalar(select(model.id))
        session.execute(delete(model))
        ask("victim", LATER)
        assert session.scalar(select(model.id)) == number
    with at(LATER + timedelta(minutes=1)):
        assert letters_to(app, "mallory@x.org") == []
        assert letters_to(app, "victim@x.org")
