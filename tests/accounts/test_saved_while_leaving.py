"""What is being saved of a member while they leave: nothing of it is written again."""

from datetime import timedelta
from threading import Thread

import pytest

from app import HOLDINGS
from community.accounts import addresses, inviting, leaving, profiles
from community.accounts.models import Member
from community.accounts.profiles import Profile
from community.accounts.staying import HasLeft
from community.db import db, transaction
from tests.factories import START, make_community, make_member

PROFILE = Profile("Ada Canary", "she/canary", "ada-canary", "Asia/Tokyo")
SAVING = (
    lambda ada: profiles.change(ada, PROFILE, now=START),
    lambda ada: addresses.ask(ada, email="ada@late.org", email_key="ada@late.org", now=START),
    lambda ada: inviting.make(by=ada, lasts=timedelta(days=1), most_uses=1, now=START),
)


@pytest.fixture
def ada(writing):
    with writing():
        make_community()
        return make_member("Ada")


def erase(ada):
    member = db.session.get_one(Member, ada.id)
    leaving.erase(member, HOLDINGS, typed_handle=ada.handle, now=START)


@pytest.mark.engines("postgresql")
@pytest.mark.parametrize("save", SAVING, ids=["profile", "address", "invitation"])
def test_who_has_left_by_the_time_their_form_is_saved_is_not_written_again(ada, app, save, reading):
    def leave() -> None:
        with app.app_context(), transaction():
            erase(ada)

    def save_late() -> None:
        with app.app_context(), transaction():
            member = db.session.get_one(Member, ada.id)  # as it was before they left
            other = Thread(target=leave)
            other.start()
            other.join()
            save(member)

    with pytest.raises(HasLeft):
        save_late()
    with reading():
        assert db.session.get_one(Member, ada.id).handle.startswith("former-")


def test_an_address_confirmed_meanwhile_is_nobodys(ada, writing):
    with writing():
        member = db.session.get_one(Member, ada.id)
        change = addresses.ask(member, email="ada@late.org", email_key="ada@late.org", now=START)
        member.erased_at = START
        with pytest.raises(HasLeft):
            addresses.make(change, now=START)


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
