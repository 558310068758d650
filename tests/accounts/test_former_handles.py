"""Handles that members had before are given to nobody else."""

import pytest

from community.accounts import former_handles, profiles
from community.accounts.holdings import export
from community.accounts.joining import Joiner, sign_up
from community.accounts.profiles import HandleIsTaken, Profile
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
