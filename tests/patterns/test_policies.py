"""Who may do what with patterns."""

import pytest

from community.access import VISITOR, Viewer, may
from community.accounts.models import Role
from community.db import db
from community.patterns.models import PatternRevision
from community.patterns.policies import Permission
from tests.factories import make_member
from tests.patterns.build import draft, proposed

pytestmark = [pytest.mark.usefixtures("db_session"), pytest.mark.engines("sqlite")]


def test_who_may_do_what():
    ada, ben, kim = make_member("Ada"), make_member("Ben"), make_member("Kim")
    viewers = {
        "visitor": VISITOR,
        "another": Viewer(ben),
        "curator": Viewer(kim, frozenset({Role.CURATOR})),
        "steward": Viewer(ben, frozenset({Role.STEWARD})),
        "author": Viewer(ada),
    }

    def those(permission, subject):
        return {name for name, who in viewers.items() if may(who, permission, subject)}

    pattern, private = proposed(ada), draft(ada)
    everybody = set(viewers)
    assert those(Permission.READ_LIBRARY, None) == everybody
    assert those(Permission.WRITE_PATTERN, None) == everybody - {"visitor"}
    assert those(Permission.READ_PATTERN, pattern) == everybody
    assert those(Permission.EDIT_PATTERN, pattern) == {"author", "curator"}
    assert those(Permission.PROPOSE_PATTERN, pattern) == {"author"}
    first = db.session.get_one(PatternRevision, (pattern.id, 1))
    assert those(Permission.EDIT_REVISION, first) == {"author", "curator"}
    assert those(Permission.MARK_USE, pattern) == everybody - {"visitor"}
    of_all = {Permission.READ_LIBRARY, Permission.WRITE_PATTERN, Permission.EDIT_REVISION}
    assert {who for one in set(Permission) - of_all for who in those(one, private)} == {"author"}
    assert those(Permission.MARK_USE, private) == set()
