"""What the page of a call that is held is asked with."""

import pytest

from community.facilitation import steering
from tests.agendas.build import make_evening, on_agenda
from tests.facilitation.build import EVENING
from tests.factories import make_community, make_member


@pytest.fixture
def scene(writing):
    """A call of Ola's with three items that is on, and Mia who is a member."""
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        call = make_evening(ola)
        on_agenda(call, ola, "One canary", "Two canary", "Three canary")
        steering.start(call, by=ola, now=EVENING)
    return ola, mia, call
