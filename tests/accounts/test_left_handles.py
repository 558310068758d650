"""The handle of who left rests for a day: what was being written as they left names them by it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import HOLDINGS
from community.accounts import leaving, left_handles, profiles
from community.accounts.handle_models import LeftHandle
from community.accounts.handles import skeleton
from community.accounts.models import Member
from community.accounts.profiles import HandleIsTaken
from community.db import db
from community.notes.models import Note
from tests.accounts.everything import everything_kept
from tests.factories import START, make_call, make_community, make_member
from tests.notes.saying import say

HOUR = timedelta(hours=1)


@pytest.fixture
def bob(writing):
    """Somebody who would like the handle of a member who has just left, and whose note about them
    was committed as they went.
    """
    with writing():
        make_community()
        bob, ada = make_member("Bob"), make_member("Ada")
        for handle in ("before-canary", "ada-canary"):
            ada.handle, ada.handle_skeleton = handle, skeleton(handle)
            if handle == "before-canary":
                then = replace(profiles.profile_of(ada), handle="ada-canary")
                profiles.change(ada, then, now=START)
        leaving.erase(ada, HOLDINGS, typed_handle=ada.handle, now=START)
        assert "canary" not in everything_kept()
        note = say(make_call(bob), bob, "Ask @ada-canary, once @before-canary, or @bob.")
        note.text_html = '<a href="/people/ada-canary" rel="nofollow">@ada-canary</a>'
    return bob


def test_what_was_committed_as_they_left_names_them_no_more_within_the_hour(bob, app, reading):
    with app.app_context():
        leaving.finishing(HOLDINGS).run(START + HOUR)

    with reading() as session:
        note = session.scalars(select(Note)).one()
        assert note.text_source == "Ask a former member, once a former member, or @bob."
        assert note.text_html == "a former member"
        assert "canary" not in everything_kept()


@pytest.mark.parametrize("wanted", ["ada-canary", "adacanary", "before-canary"])
def test_nobody_else_has_it_for_a_day_and_then_it_is_nobodys(bob, app, writing, reading, wanted):
    def take():
        member = db.session.get_one(Member, bob.id)
        profiles.change(member, replace(profiles.profile_of(member), handle=wanted), now=START)

    with writing(), pytest.raises(HandleIsTaken):
        take()
    with app.app_context():
        leaving.finishing(HOLDINGS).run(START + 23 * HOUR)
    with writing(), pytest.raises(HandleIsTaken):
        take()
    with app.app_context():
        leaving.finishing(HOLDINGS).run(START + 25 * HOUR)
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(LeftHandle)) == 0
    with writing():
        take()


@pytest.mark.engines("sqlite")
def test_where_the_key_of_the_place_has_changed_it_is_not_known_any_more(bob, another_app):
    with another_app(secret_key="another key of this place").app_context():
        row = db.session.scalars(select(LeftHandle.member_id)).first()
        assert left_handles.of(row) == []
