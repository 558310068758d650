"""What several tests of agendas begin with."""

import pytest

from tests.agendas.build import make_evening
from tests.factories import make_community, make_member


@pytest.fixture
def scene(writing):
    """A call of Ola's, and Mia who is a member."""
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        return ola, mia, make_evening(ola)
