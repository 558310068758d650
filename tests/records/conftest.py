"""What records are asked with."""

import pytest

from tests.factories import make_community, make_member
from tests.records.build import held


@pytest.fixture
def scene(writing):
    """A call of Ola's that was held and ended; Mia was there, Ned was not."""
    with writing():
        make_community()
        ola, mia, ned = make_member("Ola"), make_member("Mia"), make_member("Ned")
        call = held(ola, mia)
    return ola, mia, ned, call
