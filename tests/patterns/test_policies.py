"""Who may do what with patterns."""

import pytest

from community.access import VISITOR, Viewer, may
from community.accounts.models import Role
from community.db import db
from community.patterns import curating, known_uses, objecting, relating, staging
from community.patterns.awaiting_queries import Awaited
from community.patterns.curation_models import Verdict
from community.patterns.invitation_models import MayDo
from community.patterns.models import PatternRevision, Relation
from community.patterns.policies import Permission
from tests.factories import START, make_member
from tests.patterns.build import draft, invited, proposed, suggested, used

pytestmark = [pytest.mark.usefixtures("db_session"), pytest.mark.engines("sqlite")]

OF_ROWS = (
    {Permission.WITHDRAW_REVIEW, Permission.WITHDRAW_OBJECTION}
    | {
        *(Permission.ANSWER_OBJECTION, Permission.TAKE_WORD_BACK, Permission.TAKE_ANSWER_BACK),
    }
    | {Permission.CHANGE_USE, Permission.WITHDRAW_USE, Permission.MEND_LINK}
    | {
        *(Permission.VERIFY_USE, Permission.UNVERIFY_USE, Permission.READ_SUGGESTIONS),
        *(Permission.READ_SUGGESTION, Permission.DECIDE_SUGGESTION, Permission.SEND_REWORDED),
        *(Permission.WRITE_ABOUT_SUGGESTION, Permission.WITHDRAW_SUGGESTION),
        Permission.BEGIN_FROM_NOTE,  # test_from_notes
        *(Permission.WITHDRAW_INVITATION, Permission.UNRELATE_PATTERN),
        Permission.MEND_AWAITED,
        *(Permission.READ_HELD, Permission.WITHDRAW_HELD),  # test_first_links
    }
)


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
    for one in (Permission.MARK_USE, Permission.ADD_USE, Permission.ADAPT_PATTERN):
        assert those(one, pattern) == everybody - {"visitor"}
    assert those(Permission.TAKE_MARK_BACK, pattern) == everybody - {"visitor"}
    assert those(Permission.STOP_SHARING, private) == {"author"}
    collecting = {Permission.READ_COLLECTION, Permission.MAKE_COLLECTION}  # test_collections
    collecting |= {Permission.CHANGE_COLLECTION, Permission.CHANGE_ENTRY}
    of_all = collecting | {
        Permission.READ_LIBRARY,
        Permission.WRITE_PATTERN,
        Permission.EDIT_REVISION,
    }
    assert {who for one in set(Permission) - of_all - OF_ROWS for who in those(one, private)} == {
        "author"
    }
    assert those(Permission.MARK_USE, private) == those(Permission.ADD_USE, private) == set()


def test_who_may_do_what_by_invitation():
    ada, ben, kim = make_member("Ada"), make_member("Ben"), make_member("Kim")
    private = draft(ada)
    row = invited(private, ben, MayDo.WRITE)
    invited(private, kim, MayDo.READ)
    viewers = {"author": Viewer(ada), "invited": Viewer(ben)}
    viewers["curator"] = Viewer(kim, frozenset({Role.CURATOR}))

    def those(permission, subject=private):
        return {name for name, who in viewers.items() if may(who, permission, subject)}

    assert those(Permission.INVITE) == those(Permission.WITHDRAW_INVITATION, row) == {"author"}
    assert those(Permission.LEAVE_PATTERN) == {"invited", "curator"}
    assert those(Permission.EDIT_PATTERN) == {"author", "invited"}
    assert those(Permission.PROPOSE_PATTERN) == {"author"}
    ada.erased_at = START
    assert those(Permission.TAKE_ON) == {"invited", "curator"}
    ada.erased_at = None
    assert those(Permission.TAKE_ON) == set()
    other = relating.relate(private, Relation.USES, proposed(ada), by=ada.person, now=START)
    assert those(Permission.RELATE_PATTERN) == {"author", "invited"}
    assert those(Permission.UNRELATE_PATTERN, other) == {"author", "invited"}
    later = Awaited(private, "not-yet", ("uses",), is_successor=False, is_here=False)
    assert those(Permission.MEND_AWAITED, later) == {"author", "invited"}
    early = suggested(private, make_member("Eve"))
    staging.propose(private, by=ada.person, now=START)
    late = suggested(private, make_member("Fay"))
    assert those(Permission.EDIT_PATTERN) == {"author", "curator"}
    assert those(Permission.SEND_REVISION) == {"author", "invited", "curator"}
    assert those(Permission.DECIDE_SUGGESTION, early) == {"author", "curator"}
    assert those(Permission.SEND_REWORDED, early) == {"author", "invited", "curator"}
    assert those(Permission.READ_SUGGESTION, late) == {"author", "invited", "curator"}


def test_who_may_curate():
    ada, ben, kim, eve = (make_member(name) for name in ("Ada", "Ben", "Kim", "Eve"))
    pattern = proposed(ada)
    given = {"interest": "None.", "by": ben.person, "now": START}
    row = curating.review(pattern, Verdict.WORK, **given)
    objection = objecting.object_to(pattern, "No.", by=eve.person, now=START)
    curates = frozenset({Role.CURATOR})
    viewers = {
        "visitor": VISITOR,
        "author": Viewer(ada),
        "curating author": Viewer(ada, curates),
        "reviewer": Viewer(ben),
        "objector": Viewer(eve, curates),
        "curator": Viewer(kim, curates),
    }

    def those(permission, subject=pattern):
        return {name for name, who in viewers.items() if may(who, permission, subject)}

    members, authors = set(viewers) - {"visitor"}, {"author", "curating author"}
    assert those(Permission.REVIEW_PATTERN) == members - authors
    assert those(Permission.OBJECT) == those(Permission.CHECK_PATTERN) == members
    assert those(Permission.TAKE_CHECK_BACK) == members
    assert those(Permission.SPEAK_FOR) == {"objector", "curator"}
    for one in (Permission.TAKE_WORD_BACK, Permission.RETIRE_PATTERN):
        assert those(one) == {"objector", "curator", "curating author"}
    assert those(Permission.WITHDRAW_REVIEW, row) == {"reviewer"}
    assert those(Permission.WITHDRAW_OBJECTION, objection) == {"objector"}
    assert those(Permission.ANSWER_OBJECTION, objection) == authors | {"curator"}


def test_who_may_do_what_with_a_known_use():
    ada, ben, kim, eve = (make_member(name) for name in ("Ada", "Ben", "Kim", "Eve"))
    use = used(proposed(ada), ben)
    known_uses.verify_use(use, by=eve.person, now=START)
    viewers = {
        "visitor": VISITOR,
        "author": Viewer(ada),
        "teller": Viewer(ben),
        "verifier": Viewer(eve),
        "curator": Viewer(kim, frozenset({Role.CURATOR})),
    }

    def those(permission):
        return {name for name, who in viewers.items() if may(who, permission, use)}

    assert those(Permission.CHANGE_USE) == {"teller"}
    assert those(Permission.MEND_LINK) == {"author", "teller", "curator"}
    assert those(Permission.WITHDRAW_USE) == {"teller", "curator"}
    assert those(Permission.VERIFY_USE) == {"verifier", "curator"}
    assert those(Permission.UNVERIFY_USE) == {"verifier", "curator"}
    staging.take_back(use.pattern, by=ada.person, now=START)
    assert those(Permission.CHANGE_USE) | those(Permission.VERIFY_USE) == set()


def test_curators_alone_take_words_out_of_what_everybody_sees():
    ada, kim = make_member("Ada"), make_member("Kim")
    curator = Viewer(kim, frozenset({Role.CURATOR}))
    pattern, private = proposed(ada), draft(ada)

    assert may(curator, Permission.REDACT_PATTERN, pattern)
    for who, what in ((Viewer(ada), pattern), (VISITOR, pattern), (curator, private)):
        assert not may(who, Permission.REDACT_PATTERN, what)
