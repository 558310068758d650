"""Relations that were kept by the address of a pattern are made once it is there, or forgotten."""

import pytest
from sqlalchemy import select

from community.db import db
from community.patterns import relating, setting_aside, staging
from community.patterns.models import PatternRelation, Relation
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, proposed

pytestmark = pytest.mark.engines("sqlite")


def await_each(pattern, slug, *kinds) -> None:
    for kind in kinds:
        said = {"kind": kind, "awaited": slug, "by_id": pattern.author_id, "at": START}
        db.session.add(PatternRelation(pattern_id=pattern.id, **said))
    db.session.flush()


def standing() -> list[tuple[int, str, int | None]]:
    rows = db.session.scalars(select(PatternRelation).order_by(PatternRelation.id))
    return [(row.pattern_id, row.kind.value, row.other_id) for row in rows]


def test_what_stands_or_cannot_be_is_not_made_once_more(db_session):
    make_community()
    ada = make_member("Ada")
    one, other = proposed(ada), proposed(ada, title="Ask Everybody")
    for kind in (Relation.PART_OF, Relation.COMPLEMENTS):
        relating.relate(other, kind, one, by=ada.person, now=START)
    before = standing()
    staging.take_back(other, by=ada.person, now=START)
    await_each(one, other.slug, Relation.PART_OF, Relation.COMPLEMENTS, Relation.USES)
    await_each(other, other.slug, Relation.USES)

    staging.propose(other, by=ada.person, now=START + DAY)

    assert standing() == [*before, (one.id, "uses", other.id)]


def test_what_comes_back_is_related_and_what_is_purged_is_waited_for_no_more(db_session):
    make_community()
    ada = make_member("Ada")
    one, other, third = (proposed(ada, title=title) for title in ("Ask", "Wait", "Tell"))
    by = {"by": ada, "now": START + DAY}
    kept = setting_aside.set_aside(other, "", **by)
    await_each(one, other.slug, Relation.USES)
    setting_aside.bring_back(other, kept, **by)
    assert standing() == [(one.id, "uses", other.id)]

    staging.take_back(third, by=ada.person, now=START + DAY)
    await_each(one, third.slug, Relation.USES)
    setting_aside.purge(third, "", **by)
    assert standing() == [(one.id, "uses", other.id)]
