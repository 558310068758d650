"""What is being saved of a member while they leave: nothing of it is written again."""

from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import select

from app import HOLDINGS
from community.accounts import (
    addresses,
    entering,
    inviting,
    leaving,
    profiles,
    sessions,
    stewardship,
    wanted_letters,
)
from community.accounts.models import MailedLink, Member, Purpose, Role
from community.accounts.moves import AddressChange
from community.accounts.profiles import Profile
from community.accounts.staying import HasLeft
from community.db import db, transaction
from community.outbox.models import Group, LetterChoice
from tests.factories import START, make_community, make_member

LATE, MOVED = "ada@late.org", "ada@moved.org"
PROFILE = Profile("Ada Canary", "she/canary", "ada-canary", "Asia/Tokyo")
SAVING = {
    "profile": lambda ada, _: profiles.change(ada, PROFILE, now=START),
    "address": lambda ada, _: addresses.ask(ada, email=LATE, email_key=LATE, now=START),
    "address back": lambda _, moved: addresses.take_back(moved, now=START),
    "password": lambda ada, _: profiles.change_password(
        ada, old=ada.password_hash, password_hash="late", keep=None, now=START
    ),
    "reset": lambda ada, _: entering.reset(
        MailedLink(member=ada, purpose=Purpose.RESET), password_hash="late", now=START
    ),
    "sign-in": lambda ada, _: sessions.sign_in(ada, agent="Ada’s telephone", now=START),
    "role": lambda ada, _: stewardship.grant_role(ada, Role.CURATOR, by=None, now=START),
    "invitation": lambda ada, _: inviting.make(
        by=ada, lasts=timedelta(days=1), most_uses=1, now=START
    ),
    "letters": lambda ada, _: wanted_letters.keep(ada.person_id, {Group.NOTES: False}, now=START),
}


@pytest.fixture
def ada(writing):
    """A member who has moved once, and may take that back."""
    with writing():
        make_community()
        ada = make_member("Ada")
        addresses.make(addresses.ask(ada, email=MOVED, email_key=MOVED, now=START), now=START)
    return ada


def erase(ada):
    member = db.session.get_one(Member, ada.id)
    leaving.erase(member, HOLDINGS, typed_handle=ada.handle, now=START)


@pytest.mark.engines("postgresql")
@pytest.mark.parametrize("save", SAVING.values(), ids=SAVING)
def test_who_has_left_by_the_time_their_form_is_saved_is_not_written_again(ada, app, save, reading):
    def leave() -> None:
        with app.app_context(), transaction():
            erase(ada)

    def save_late() -> None:
        with app.app_context(), transaction():
            member = db.session.get_one(Member, ada.id)  # as it was before they left
            moved = db.session.scalars(select(AddressChange)).one()
            other = Thread(target=leave)
            other.start()
            other.join()
            save(member, moved)

    with pytest.raises(HasLeft):
        save_late()
    with reading():
        assert db.session.get_one(Member, ada.id).handle.startswith("former-")
        assert db.session.scalars(select(LetterChoice.group)).all() == []


def test_an_address_confirmed_meanwhile_is_nobodys(ada, writing):
    with writing():
        member = db.session.get_one(Member, ada.id)
        change = addresses.ask(member, email="ada@late.org", email_key="ada@late.org", now=START)
        member.erased_at = START
        with pytest.raises(HasLeft):
            addresses.make(change, now=START)


@pytest.mark.engines("sqlite")
def test_a_password_that_was_changed_meanwhile_is_not_changed_by_who_knew_the_one_before(
    ada, writing
):
    """Whoever has got in may be sending their form while the owner chooses another by letter."""
    with writing():
        member = db.session.get_one(Member, ada.id)
        known, member.password_hash = member.password_hash, "chosen by letter"
        late = {"old": known, "password_hash": "late", "keep": None, "now": START}
        assert not profiles.change_password(member, **late)
        assert member.password_hash == "chosen by letter"


def test_what_came_through_all_the_same_is_taken_out_within_the_hour(ada, writing, app, reading):
    """As if it had been written by an earlier version, or past the verbs."""
    with writing():
        erase(ada)
        member = db.session.get_one(Member, ada.id)
        member.handle = member.handle_skeleton = "ada-canary"
        member.pronouns, member.email = "she/canary", "ada@canary.org"

    with app.app_context():
        leaving.finishing(HOLDINGS).run(START + timedelta(hours=1))

    with reading():
        kept = db.session.get_one(Member, ada.id)
        assert (kept.pronouns, kept.email, kept.erased_at) == (None, "", START)
        assert "canary" not in kept.handle + kept.handle_skeleton
        handle = kept.handle
    with app.app_context():
        leaving.finishing(HOLDINGS).run(START + timedelta(hours=2))
    with reading():
        assert db.session.get_one(Member, ada.id).handle == handle
