"""A letter to owe in tests of the outbox: a role that was given."""

from collections.abc import Callable, Iterator

import pytest

from community.accounts import stewardship
from community.accounts.models import Member, Role
from tests.factories import START, make_community, make_member


@pytest.fixture
def owed(writing) -> Iterator[Member]:
    """Ada was given a role by Stu: a letter is owed to her."""
    with writing():
        make_community()
        ada, stu = make_member("Ada"), make_member("Stu", Role.STEWARD)
        stewardship.grant_role(ada, Role.CURATOR, by=stu, now=START)
    return ada


@pytest.fixture
def grant(writing) -> Callable[..., list[Member]]:
    """A function that gives a role to members of these names: a letter to each is owed."""

    def give(*names: str) -> list[Member]:
        with writing():
            stu = make_member("Stu", Role.STEWARD)
            members = [make_member(name) for name in names]
            for member in members:
                stewardship.grant_role(member, Role.CURATOR, by=stu, now=START)
        return members

    return give
