"""What counts as a check of a pattern, and as a word on it."""

from dataclasses import replace

import pytest

from community.patterns import curating, marking, relating, settling, suggesting
from community.patterns.curating import OwnPattern
from community.patterns.curation_queries import last_check
from community.patterns.facets import Stage
from community.patterns.models import Relation
from community.patterns.stage_queries import evidence_of
from community.patterns.suggesting import Taking
from community.patterns.upkeep_queries import unchecked
from community.patterns.use_models import Shown, Using
from tests.factories import START, make_member
from tests.patterns.build import CONTENT, DAY, emerging, proposed, suggested

pytestmark = pytest.mark.usefixtures("db_session")
LATER = START + 10 * DAY


def stage_of(pattern) -> Stage:
    """The stage it has now."""
    return pattern.stage


def test_only_who_wrote_none_of_it_has_checked_it():
    ada, ben = make_member("Ada"), make_member("Ben")
    pattern = emerging(ada)
    with pytest.raises(OwnPattern):
        curating.check(pattern, by=ada.person, now=LATER)
    curating.check(pattern, by=ben.person, now=LATER)
    year = START + 366 * DAY
    checked = last_check(pattern.id, ())
    assert (checked and checked.by, unchecked(year)) == ("Ben", [])

    suggesting.accept(
        suggested(pattern, ben),
        Taking(replace(CONTENT, solution="Ask."), {"solution"}, over=1),
        by=ada.person,
        now=LATER,
    )

    assert (evidence_of(pattern).checked_at, last_check(pattern.id, ())) == (None, None)
    assert unchecked(year) == [pattern]


@pytest.mark.parametrize("said", ["mark", "check", "relation", "relation there"])
def test_what_is_said_with_one_press_is_a_word_within_the_sixty_days(said):
    ada, ben = make_member("Ada"), make_member("Ben").person
    pattern = proposed(ada)
    marking.mark(pattern, Using.WISH, Shown.PRIVATE, by=ben, now=LATER)
    assert evidence_of(pattern).heard_at == START  # known to nobody else

    if said == "mark":
        marking.mark(pattern, Using.WISH, Shown.COUNTED, by=ben, now=LATER)
    elif said == "check":
        curating.check(pattern, by=ben, now=LATER)
    else:
        other = emerging(ada, title="Wait a Day")
        two = (pattern, other) if said == "relation" else (other, pattern)
        relating.relate(two[0], Relation.USES, two[1], by=ben, now=LATER)

    assert evidence_of(pattern).heard_at == LATER
    settling.settle(pattern, now=LATER + 59 * DAY)
    assert stage_of(pattern) is Stage.PROPOSED
    settling.settle(pattern, now=LATER + 60 * DAY)
    assert stage_of(pattern) is Stage.DRAFT
