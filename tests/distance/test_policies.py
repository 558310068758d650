"""Every member may keep others at a distance, whatever stands against them; no visitor."""

import pytest

from community.access import VISITOR, Viewer, may
from community.distance.policies import Permission
from community.limits import Limit
from tests.factories import make_member


@pytest.mark.engines("sqlite")
def test_every_member_may_keep_others_off_also_while_suspended(db_session):
    ada = make_member("Ada")
    suspended = Viewer(ada, limits=(Limit("no account", stops_writing=True, bars=True),))

    allowed = [may(who, Permission.KEEP_OFF) for who in (VISITOR, Viewer(ada), suspended)]

    assert allowed == [False, True, True]
