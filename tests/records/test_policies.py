"""Who may read, write and correct records."""

import pytest

from community.access import Viewer, may
from community.accounts.models import Role
from community.records import correcting
from community.records.policies import RULES, Permission
from tests.factories import make_member
from tests.records.build import OVER, held, opened

EVERYBODY = ["visitor", "member", "steward", "who was there", "facilitator"]
pytestmark = [pytest.mark.usefixtures("db_session"), pytest.mark.engines("sqlite")]


@pytest.fixture
def viewers():
    return {
        "visitor": Viewer(),
        "member": Viewer(make_member("Ned")),
        "steward": Viewer(make_member("Stu"), frozenset({Role.STEWARD})),
        "who was there": Viewer(make_member("Mia")),
        "facilitator": Viewer(make_member("Ola")),
    }


@pytest.mark.parametrize(
    ("permission", "who"),
    [
        (Permission.READ_RECORD, EVERYBODY),
        (Permission.WRITE_RECORD, ["facilitator"]),
        (Permission.CORRECT_RECORD, ["who was there", "facilitator"]),
        (Permission.SEE_MISSING_RECORDS, EVERYBODY[1:]),
    ],
)
def test_who_may_of_a_call(viewers, permission, who):
    call = held(viewers["facilitator"].member, viewers["who was there"].member)

    assert [name for name, viewer in viewers.items() if RULES[permission](viewer, call)] == who


@pytest.mark.parametrize(
    ("permission", "who"),
    [
        (Permission.TAKE_CORRECTION_BACK, ["who was there"]),
        (Permission.ANSWER_CORRECTION, ["facilitator"]),
    ],
)
def test_who_may_of_a_correction(viewers, permission, who):
    ola, mia = viewers["facilitator"].member, viewers["who was there"].member
    call = held(ola, mia)
    opened(call, ola)
    correction = correcting.ask(call, "Seven to two", by=mia, now=OVER)

    assert [name for name, viewer in viewers.items() if may(viewer, permission, correction)] == who
