"""Links that somebody else put there make nobody's links known: only those they wrote do."""

from datetime import timedelta

import pytest

from community.accounts.models import Role
from community.db import db
from community.first_links import are_known
from community.patterns import known_uses, suggesting
from community.patterns.content import from_json
from community.patterns.known_use_models import LinkMending
from community.patterns.known_uses import UseDraft
from community.patterns.models import PatternRevision
from community.patterns.suggested import with_values
from community.patterns.suggesting import Taking
from community.patterns.suggestion_queries import values_of_suggestion
from tests.factories import START, make_community, make_member
from tests.patterns.build import proposed, revised, suggested, used

pytestmark = pytest.mark.usefixtures("db_session", "in_january")

LINK = "https://good.example/x"


@pytest.fixture
def people(db_session):
    make_community()
    return {"Cleo": make_member("Cleo", Role.CURATOR), "Ben": make_member("Ben")}


def test_what_a_curator_wrote_into_a_pattern_counts_for_nobody_else(people):
    ben, cleo = people["Ben"], people["Cleo"]
    pattern = proposed(ben, sources=(), solution="Ask.")
    revised(pattern, cleo, solution=f"See {LINK}.")
    assert not are_known(ben.id)
    revised(pattern, ben, summary="Another summary.")
    assert not are_known(ben.id)
    revised(pattern, ben, solution="Ask.")
    revised(pattern, ben, solution=f"See {LINK} again.")
    assert not are_known(ben.id)

    revised(pattern, ben, solution=f"See {LINK} and {LINK}/of-mine.")

    assert are_known(ben.id)


def test_what_was_suggested_counts_not_as_of_who_took_it(people):
    ben, cleo = people["Ben"], people["Cleo"]
    pattern = proposed(ben, sources=(), solution="Ask.")
    edit = suggested(pattern, cleo, solution=f"See {LINK}.")
    standing = db.session.get_one(PatternRevision, (pattern.id, 1))
    content = with_values(from_json(standing.content), values_of_suggestion(edit))
    suggesting.accept(edit, Taking(content, ["solution"], 1), by=ben.person, now=START)

    assert pattern.revision == 2
    assert not are_known(ben.id)


def test_a_link_that_somebody_else_mended_counts_until_its_writer_says_another(people):
    ben, cleo = people["Ben"], people["Cleo"]
    use = used(proposed(cleo), ben, url=LINK)
    assert are_known(ben.id)
    db.session.add(LinkMending(use_id=use.id, by_id=cleo.person_id, at=START))
    db.session.flush()
    assert not are_known(ben.id)

    other = UseDraft("Riverside Library", use.state, url=f"{LINK}/of-mine")
    known_uses.change_use(use, other, by=ben.person, now=START + timedelta(hours=1))

    assert are_known(ben.id)
