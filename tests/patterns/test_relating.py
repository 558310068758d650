"""What patterns have to do with each other is said on a page, stands on both, and is kept."""

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.db import db
from community.errors import Refusal
from community.patterns import naming, relating, staging
from community.patterns.models import PatternRelation, Relation
from community.patterns.relation_queries import relations_of
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, draft, invited, proposed

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def scene(writing):
    """Two listed patterns, of Ada and of Ben, and a draft of Ada's; Kim is a curator."""
    with writing():
        make_community()
        ada, ben, kim = make_member("Ada"), make_member("Ben"), make_member("Kim", Role.CURATOR)
        mine = proposed(ada)
        theirs = proposed(ben, title="Decide in the Open", solution="Write it down first.")
        return mine.slug, theirs.slug, draft(ada, title="Not Yet").slug, (ada, ben, kim)


def test_a_relation_is_found_by_words_said_once_shown_on_both_and_taken_away(scene, signed_in):
    mine, theirs, _, (ada, ben, kim) = scene
    at = f"/patterns/{mine}/relations"
    hers, his, curator = signed_in(ada), signed_in(ben), signed_in(kim)
    says = {"kind": "part of", "other": "decide"}
    asked = hers.post(at, data=says)
    assert (asked.status_code, f'value="{theirs}"' in asked.text) == (422, True)
    sent = [hers.post(at, data=says | {"slug": theirs}) for _ in range(2)]
    assert {answer.status_code for answer in sent} == {303}
    there = his.get(f"/patterns/{theirs}").text
    assert "Has as a part" in there
    assert "part-of" not in there
    assert "Ada" in his.get(f"/patterns/{theirs}/relations").text
    wrong = [says | {"other": title} for title in ("Not Yet", "Ask Who Is Missing", "zzz")]
    wrong.append({"kind": "contradicts", "other": theirs})
    assert [hers.post(at, data=data).status_code for data in wrong] == [422, 409, 422, 422]
    assert his.post(at, data=says).status_code == 403
    assert "Suggest it" in his.get(at).text

    assert his.post(f"{at}/1/withdrawal").status_code == 403
    assert his.post(f"/patterns/{theirs}/relations/1/withdrawal").status_code == 404
    assert curator.post(f"{at}/1/withdrawal").status_code == 303
    assert "Has as a part" not in his.get(f"/patterns/{theirs}").text
    once = hers.get(at).text
    assert ("Said once" in once, "by Kim" in once) == (True, True)
    stale = hers.post(at, data={"kind": "uses", "other": "zzz", "slug": theirs})
    assert (stale.status_code, "No pattern says that" in stale.text) == (422, True)
    noted = {"kind": "in tension with", "other": f"[[{theirs}]]", "note": "One waits."}
    assert curator.post(at, data=noted).status_code == 303
    assert "One waits." in his.get(f"/patterns/{theirs}").text


def test_drafts_say_it_to_those_alone_who_read_them(scene, signed_in, client):
    _, theirs, private, (ada, ben, _) = scene
    hers = signed_in(ada)
    at = f"/patterns/{private}/relations"
    assert hers.post(at, data={"kind": "uses", "other": theirs}).status_code == 303
    assert "Decide in the Open" in hers.get(at).text
    for page in (f"/patterns/{theirs}", f"/patterns/{theirs}/relations"):
        assert "Not Yet" not in signed_in(ben).get(page).text + client.get(page).text
    assert client.get(at).status_code == 404


@pytest.mark.usefixtures("db_session")
def test_what_cannot_be_so_is_refused_and_names_come_off():
    ada, ben = make_member("Ada"), make_member("Ben")
    one, two = proposed(ada), proposed(ben, title="Two")
    given = {"by": ada.person, "now": START}
    relating.relate(one, Relation.SUPERSEDES, two, **given)
    relating.relate(one, Relation.COMPLEMENTS, two, "Both ask.", **given)
    for kind, another, note in (
        (Relation.SUPERSEDES, one, ""),  # of each other
        (Relation.COMPLEMENTS, one, "Otherwise."),  # it says so already
        (Relation.CONTRADICTS, one, ""),  # without a word how
        (Relation.USES, two, ""),  # itself
    ):
        with pytest.raises(Refusal):
            relating.relate(two, kind, another, note, **given)
    again = relating.relate(two, Relation.COMPLEMENTS, one, "Both ask.", **given)
    other = relating.relate(one, Relation.COMPLEMENTS, two, "They fit.", **given)
    rows = db.session.scalars(select(PatternRelation).order_by(PatternRelation.id)).all()
    assert [row.withdrawn_at is None for row in rows] == [True, False, True]
    assert (again, other) == (rows[1], rows[2])
    naming.take_name_off(one, by=ada.person, now=START)
    assert {told.by for told in relations_of(two, None)} == {None}


@pytest.mark.usefixtures("db_session")
def test_what_was_taken_away_before_a_proposal_is_told_to_author_and_invited_alone():
    ada, ben, cyd = make_member("Ada"), make_member("Ben"), make_member("Cyd")
    private, other = draft(ada), proposed(ben, title="Two")
    invited(private, cyd)
    for now, kind in ((START, Relation.USES), (START + 2 * DAY, Relation.PART_OF)):
        row = relating.relate(private, kind, other, by=ada.person, now=now)
        relating.take_away(row, by=ada.person, now=now)
        staging.propose(private, by=ada.person, now=now + DAY)
    told = {
        who: {len(relations_of(pattern, who)) for pattern in (private, other)}
        for who in (None, ben.person_id, ada.person_id, cyd.person_id)
    }
    assert list(told.values()) == [{1}, {1}, {2}, {2}]
