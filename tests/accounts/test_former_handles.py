"""Handles that members had before are given to nobody else."""

from threading import Thread

import pytest
from sqlalchemy import event

from community.accounts import former_handles, profiles
from community.accounts.handles import skeleton
from community.accounts.holdings import export
from community.accounts.joining import Joiner, sign_up
from community.accounts.models import Member
from community.accounts.profiles import HandleIsTaken, Profile
from community.db import db, transaction
from tests.factories import START, make_member


def test_a_handle_somebody_had_is_kept_for_them_and_they_go_back_to_it(db_session):
    ada, bob = make_member("Ada"), make_member("Bob")
    profiles.change(ada, Profile("Ada", None, "modern", "UTC"), now=START)
    profiles.change(ada, Profile("Ada", None, "countess", "UTC"), now=START)

    with pytest.raises(HandleIsTaken):
        profiles.change(bob, Profile("Bob", None, "modem", "UTC"), now=START)
    joined = sign_up(Joiner("Modern", "m@x.org", "m@x.org", "UTC"), password_hash="!", now=START)
    assert joined.handle == "modern-2"
    told = export(ada.person_id)["handles I had"]
    assert [row["handle"] for row in told][-1] == "modern"
    profiles.change(ada, Profile("Ada", None, "modern", "UTC"), now=START)

    assert ada.handle == "modern"
    for number in range(former_handles.MOST - 2):
        profiles.change(ada, Profile("Ada", None, f"ada-{number}-x", "UTC"), now=START)
    with pytest.raises(former_handles.TooManyHandles):
        profiles.change(ada, Profile("Ada", None, "ada-z", "UTC"), now=START)


@pytest.mark.engines("postgresql")
@pytest.mark.parametrize("how", ["changed", "signed up"])
def test_a_handle_given_up_between_two_questions_is_kept_all_the_same(app, writing, reading, how):
    with writing():
        ada, bob = make_member("Modern"), make_member("Bob")
        ada.handle, ada.handle_skeleton = "modern", skeleton("modern")

    def give_up() -> None:
        with app.app_context(), transaction():
            member = db.session.get_one(Member, ada.id)
            profiles.change(member, Profile("Ada", None, "countess", "UTC"), now=START)

    other = [Thread(target=give_up)]

    def after_the_first(*sent: object) -> None:
        if other and ("former_handle" in str(sent[2]) or "handle_skeleton = " in str(sent[2])):
            worker = other.pop()
            worker.start()
            worker.join()

    with app.app_context():
        event.listen(db.engine, "after_cursor_execute", after_the_first)
    with writing():
        if how == "signed up":
            joiner = Joiner("Modem", "m@x.org", "m@x.org", "UTC")
            assert sign_up(joiner, password_hash="!", now=START).handle == "modem-2"
        else:
            member = db.session.get_one(Member, bob.id)
            with pytest.raises(HandleIsTaken):
                profiles.change(member, Profile("Bob", None, "modem", "UTC"), now=START)
    with app.app_context():
        event.remove(db.engine, "after_cursor_execute", after_the_first)

    with reading():
        assert db.session.get_one(Member, ada.id).handle == "countess"
