"""Relations that were kept by the address of a pattern are made once it is there, or forgotten."""

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.db import db
from community.patterns import awaiting, redacting, relating, setting_aside, staging
from community.patterns.awaiting_queries import awaited_by
from community.patterns.curation_queries import retirement_of
from community.patterns.facets import Stage
from community.patterns.models import PatternRelation, Relation, StageChange
from community.patterns.redaction_queries import spots_of
from community.patterns.retirement_queries import successors_of
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


def retired_for(pattern, slug) -> None:
    """It was retired where it comes from, for what is at an address."""
    staging.move(pattern, Stage.RETIRED, by=None, now=START, why="It hurts.")
    change = select(StageChange).where(StageChange.pattern_id == pattern.id)
    db.session.scalars(change.order_by(StageChange.id.desc())).first().awaited = slug
    db.session.flush()


def test_no_members_proposal_comes_in_the_place_of_a_retired_pattern(db_session):
    make_community()
    ada = make_member("Ada")
    one = proposed(ada)
    await_each(one, "use-me-instead", Relation.USES)
    retired_for(one, "use-me-instead")
    assert successors_of([one.id], also_awaited=True) == {one.id: "use-me-instead"}
    assert successors_of([one.id]) == {one.id: None}

    other = proposed(make_member("Eve"), title="Use Me Instead")

    assert standing() == [(one.id, "uses", other.id)]
    assert successors_of([one.id], also_awaited=True) == {one.id: None}
    assert retirement_of(one).successor is None
    assert [one.is_here for one in awaited_by(one)] == [True]
    awaiting.arrived(other, is_brought=True)
    assert successors_of([one.id]) == {one.id: other.slug}


def test_words_are_taken_out_of_addresses_that_are_awaited(db_session):
    make_community()
    ada = make_member("Ada")
    one = proposed(ada)
    await_each(one, "ask-zebra-quill", Relation.USES)
    await_each(one, "ask-others", Relation.USES)
    retired_for(one, "ask-zebra-quill")
    spots = {spot.text: spot.what for spot in spots_of(one)}
    assert spots["ask-zebra-quill"] == "What it waits for"

    redacting.redact(one, "Zebra Quill", why="Please.", by=ada.person, now=START)

    assert [each.slug for each in awaited_by(one)] == ["ask-others"]


def test_who_looks_after_it_sees_what_is_awaited_and_takes_it_away(writing, signed_in, client):
    with writing():
        make_community()
        ada, ben, kim = make_member("Ada"), make_member("Ben"), make_member("Kim", Role.CURATOR)
        one = proposed(ada)
        await_each(one, "ask-others", Relation.USES, Relation.COMPLEMENTS)
        await_each(one, "ask-again", Relation.USES)
        retired_for(one, "ask-others")
        at = f"/patterns/{one.slug}/relations"
    hers, his, curator = signed_in(ada), signed_in(ben), signed_in(kim)
    told = "[[ask-others]]"
    assert [told in who.get(at).text for who in (hers, curator, his, client)] == [
        *(True, True, False, False)
    ]
    where = f"/patterns/{one.slug}/awaited/ask-others/withdrawal"
    assert [his.post(where).status_code, curator.post(where).status_code] == [403, 303]
    after = hers.get(at).text
    assert (told in after, "[[ask-again]]" in after) == (False, True)
    assert curator.post(where).status_code == 404
    assert "ask-others" not in client.get(f"/patterns/{one.slug}.md").text
