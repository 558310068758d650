"""What the labour ledger is asked with."""

import pytest

from tests.agendas.build import make_evening
from tests.factories import make_community, make_member


@pytest.fixture
def scene(writing):
    """A call of Ola's, Mia who is a member, and Stu who is another."""
    with writing():
        make_community()
        ola, mia, ned = make_member("Ola"), make_member("Mia"), make_member("Ned")
        return ola, mia, ned, make_evening(ola)
