"""Who reads and answers lines of labour."""

import pytest

from community.access import Viewer, may, may_see
from community.accounts.models import Role
from community.ledger.policies import RULES, Permission
from tests.agendas.build import make_evening
from tests.factories import make_member
from tests.ledger.build import line

EVERYBODY = ["visitor", "member", "steward", "facilitator", "whose it is"]
pytestmark = [pytest.mark.usefixtures("db_session"), pytest.mark.engines("sqlite")]


@pytest.fixture
def viewers():
    return {
        "visitor": Viewer(),
        "member": Viewer(make_member("Ned")),
        "steward": Viewer(make_member("Stu"), frozenset({Role.STEWARD})),
        "facilitator": Viewer(make_member("Ola")),
        "whose it is": Viewer(make_member("Mia")),
    }


@pytest.mark.parametrize(
    ("permission", "who"),
    [
        (Permission.READ_LABOUR, EVERYBODY),
        (Permission.SEE_MY_LABOUR, EVERYBODY[1:]),
        (Permission.ADD_LABOUR, EVERYBODY[1:]),
        (Permission.TAKE_OFF_LINE, ["steward", "facilitator"]),
    ],
)
def test_who_may_of_a_call(viewers, permission, who):
    call = make_evening(viewers["facilitator"].member)

    assert [name for name, viewer in viewers.items() if RULES[permission](viewer, call)] == who


def test_a_line_is_seen_and_answered_by_whose_it_is_alone(viewers):
    ola, mia = viewers["facilitator"].member, viewers["whose it is"].member
    row = line(make_evening(ola), mia)

    seen = [name for name, viewer in viewers.items() if may_see(viewer, row)]
    answered = [n for n, viewer in viewers.items() if may(viewer, Permission.ANSWER_LINE, row)]

    assert seen == answered == ["whose it is"]
