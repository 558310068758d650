"""Who leaves is in no letter to an address they had, nor to where they were named to help."""

from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest

from app import HOLDINGS
from community.accounts import addresses, arriving, leaving, stewardship
from community.accounts.guests import Caller
from community.accounts.joining import Joiner
from community.accounts.models import Member, Role
from community.attendance import guest_answers
from community.attendance.guest_answers import Wish
from community.attendance.leaving import forget_unconfirmed
from community.attendance.models import Answer
from community.calls import sharing
from community.conduct import contacts
from community.conduct.contacts import ContactDraft
from community.conduct.models import Contact
from community.db import db
from community.moderation.events import TooFewLeft
from community.moderation.notices import too_few_left
from community.outbox import files, posting
from tests.accounts.everything import everything_kept
from tests.factories import START, make_call, make_community, make_member, make_sitting

DAY = timedelta(days=1)
OLD, NEW, HELPS = "eda@old.example", "eda@present.example", "help@eda.example"


@pytest.fixture
def eda(writing, app, at):
    """A member who answered two calls by letter and was signed up before she moved, a while ago;
    she was asked for help at an address of its own, and all of it was posted.
    """
    with writing():
        make_community()
        ola, eda = make_member("Ola"), make_member("Eda")
        eda.email = eda.email_key = OLD
        caller = Caller("Eda", OLD, OLD, "UTC")
        asked = [
            guest_answers.ask(make_sitting(make_call(ola)), caller, Wish(Answer.GOING), now=START)
            for _ in range(2)
        ]
        guest_answers.confirm(asked[0], now=START)
        joiner = Joiner("Eda", OLD, OLD, "UTC")
        arriving.ask(arriving.Asking(joiner), invitation=None, now=START)
        contacts.add(ContactDraft("Eda", HELPS, "", eda), by=ola, now=START)
        too_few_left(TooFewLeft(None, db.session.query(Contact).all(), START))
    _post(app, at)
    with writing():
        moved = addresses.ask(_again(eda), email=NEW, email_key=NEW, now=START)
        addresses.make(moved, now=START)
    with app.app_context():
        addresses.forget_old(START + 10 * DAY)
        forget_unconfirmed(START + 10 * DAY)
        arriving.forget_old(START + 10 * DAY)
    return eda


def test_letters_to_an_address_they_had_are_gone_from_everywhere(
    eda, app, writing, reading, settings
):
    folder = settings.instance_path / "letters"
    with reading():
        assert [word for word in (OLD, HELPS) if word not in everything_kept()] == []
    assert [word for word in (OLD, HELPS) if word not in _written(folder)] == []

    with writing():
        leaving.erase(_again(eda), HOLDINGS, typed_handle=eda.handle, now=START + 11 * DAY)
    with app.app_context():
        files.forget_files()

    with reading():
        assert [word for word in (OLD, NEW, HELPS) if word in everything_kept()] == []
    assert [word for word in (OLD, NEW, HELPS) if word in _written(folder)] == []


@pytest.mark.engines("sqlite")
def test_letters_to_others_tell_their_name_no_more(writing, app, at, signed_in, settings):
    folder = settings.instance_path / "letters"
    with writing():
        make_community()
        stu, zoe = make_member("Stu", Role.STEWARD), make_member("Zoe Quux", Role.STEWARD)
        ben, cem = make_member("Ben"), make_member("Cem")
        sharing.invite(make_call(zoe, title="Her call"), ben, by=zoe, now=START)
        stewardship.grant_role(ben, Role.CURATOR, by=zoe, now=START)
        stewardship.grant_role(cem, Role.CURATOR, by=stu, now=START)
    _post(app, at)
    before = {file.name: file.read_text() for file in folder.iterdir()}
    assert sorted("Zoe Quux" in text for text in before.values()) == [False, True, True]

    with at(START):
        gone = signed_in(zoe).post("/profile/erasure", data={"handle": zoe.handle})
    assert gone.location == "/goodbye"

    after = {file.name: file.read_text() for file in folder.iterdir()}
    assert [text for text in after.values() if "Quux" in text or zoe.handle in text] == []
    assert [name for name, text in before.items() if after.get(name) == text] == [
        name for name, text in before.items() if "Zoe Quux" not in text
    ]
    assert [text for text in after.values() if "former member" in text and "To: Ben" in text]


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("is_gone_before", [False, True])
def test_a_letter_that_is_written_as_they_leave_tells_their_name_no_more(
    zoe, app, at, signed_in, settings, is_gone_before
):
    client = signed_in(zoe)

    def leave() -> None:
        gone = client.post("/profile/erasure", data={"handle": zoe.handle})
        assert gone.location == "/goodbye"

    leaves = Thread(target=leave)

    def write(letter, recipient, now):
        draft = kind.write(letter, recipient, now)
        if leaves.ident is None and not is_gone_before:  # it has their name, and lies nowhere yet
            leaves.start()
            leaves.join(0.5)
        return draft

    desk = app.extensions["outbox"]
    kind = desk.kinds["role_granted"]
    kinds = {**desk.kinds, kind.name: replace(kind, write=write)}
    app.extensions["outbox"] = replace(desk, kinds=kinds)
    with at(START):  # until both are done: the clock is held for every thread
        if is_gone_before:
            leave()
        _post(app, at)
        if not is_gone_before:
            leaves.join()
    written = _written(settings.instance_path / "letters")
    assert ("Quux" in written, "To: Ben" in written) == (False, True)


@pytest.mark.engines("sqlite")
def test_letters_tell_their_name_no_more_where_the_process_died_as_they_left(
    zoe, app, at, writing, settings
):
    folder = settings.instance_path / "letters"
    _post(app, at)
    assert "Zoe Quux" in _written(folder)
    with writing():
        leaving.erase(_again(zoe), HOLDINGS, typed_handle=zoe.handle, now=START + DAY)

    with app.app_context(), at(START + DAY):
        leaving.finishing(HOLDINGS).run(START + DAY)
    assert "Quux" not in _written(folder)
    assert "To: Ben" in _written(folder)


@pytest.fixture
def zoe(writing):
    """A steward who made Ben a curator."""
    with writing():
        make_community()
        make_member("Stu", Role.STEWARD)
        zoe = make_member("Zoe Quux", Role.STEWARD)
        stewardship.grant_role(make_member("Ben"), Role.CURATOR, by=zoe, now=START)
    return zoe


def test_letters_to_a_contact_go_with_their_entry_or_its_address(eda, writing, reading):
    other = "else@eda.example"
    with writing():
        contact = db.session.query(Contact).one()
        contacts.change(contact, ContactDraft("Eda", other, "", None))
        too_few_left(TooFewLeft(None, [contact], START + DAY))
        assert HELPS not in everything_kept()
        assert other in everything_kept()
        contacts.change(contact, ContactDraft("Eda F.", other, "", None))
        too_few_left(TooFewLeft(None, [contact], START + DAY))
        contacts.remove(contact)
    with reading():
        assert other not in everything_kept()


def _again(member: Member) -> Member:
    return db.session.get_one(Member, member.id)


def _post(app, at) -> None:
    with app.app_context(), at(START):
        posting.post_due()


def _written(folder) -> str:
    return "".join(file.read_text() for file in sorted(folder.iterdir()))
