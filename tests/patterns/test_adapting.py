"""A pattern is adapted with one button: a draft that says where it is from, and whom to credit."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from community.db import db
from community.errors import Refusal
from community.patterns import adapting, naming, relating, setting_aside, staging
from community.patterns.adaptation_queries import adapted_by, adapted_from_ids, unsaid_changes
from community.patterns.content import Source
from community.patterns.credit import adapted_from, is_about
from community.patterns.models import Pattern, PatternRelation
from community.patterns.queries import standing_of
from tests.factories import START, make_community, make_member
from tests.patterns.build import CONTENT, DAY, proposed, revised
from tests.patterns.test_writing_pages import typed

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def scene(writing):
    """A pattern of Ada's, and Ben, who adapts it."""
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        return proposed(ada, also_known_as=("Ask",)), ada, ben


def _typed(content, **changes):
    first = content.sources[0]
    told = {"text": first.text, "url": first.url, "licence": first.licence, "changes": ""}
    return typed(over="1", **{f"sources-0-{name}": value for name, value in told.items()}) | changes


def test_one_draft_is_made_that_says_what_was_changed_before_it_is_proposed(
    scene, signed_in, client, writing, app
):
    pattern, ada, ben = scene
    his, at = signed_in(ben), f"/patterns/{pattern.slug}"
    assert "Adapt this pattern" in his.get(at).text
    first, again = his.post(f"{at}/adaptations"), his.post(f"{at}/adaptations")
    assert (first.status_code, first.location) == (303, again.location)
    mine = first.location.removesuffix("/edit")
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Pattern)) == 2
        row = db.session.scalars(select(Pattern).where(Pattern.author_id == ben.person_id)).one()
        content = standing_of(row).content
        assert (content.solution, content.also_known_as) == (CONTENT.solution, ())
        assert content.sources[0].url.endswith(f"{at}/revisions/1")
        assert content.sources[0].licence == "CC BY-SA 4.0"
        assert "Ada" not in content.sources[0].text
    asked = his.get(first.location).text
    assert ("what you changed of “Ask Who Is Missing”" in asked, "disclosure" in asked) == (1, 1)
    assert signed_in(ada).get(mine).status_code == 404
    assert "adapted as" not in client.get(at).text.lower()
    assert his.post(f"{mine}/proposal", data={"agreed": "yes"}).status_code == 422

    new = _typed(content, solution="Write to them by post.", **{"sources-0-changes": "By post"})
    assert his.post(f"{mine}/revisions", data=new).status_code == 303
    assert his.post(f"{at}/adaptations").location != first.location
    sent = his.post(f"{mine}/proposal", data={"agreed": "yes", "seen": "2"})
    assert sent.status_code == 303
    credit = f"Adapted from “Ask Who Is Missing” by Ada (CC BY-SA 4.0, http://localhost:8000{at}/"
    pages = [client.get(sent.location).text, client.get(f"{sent.location}.md").text]
    assert [credit in page for page in pages] == [True, True]
    assert "Adapted as" in client.get(at).text
    with writing():
        naming.take_name_off(db.session.merge(pattern), by=db.session.merge(ada.person), now=START)
    assert "by people who are not named (CC BY-SA" in client.get(sent.location).text


def test_a_licence_that_forbids_it_gives_a_draft_that_links(scene, signed_in, writing, app):
    _, ada, ben = scene
    with writing():
        closed = proposed(db.session.merge(ada), title="Closed", licence="CC-BY-ND-4.0")
        slug = closed.slug
    page = signed_in(ben).post(f"/patterns/{slug}/adaptations")
    assert "so its text was not copied" in page.text
    assert (CONTENT.solution in page.text, f"/patterns/{slug}/revisions/1" in page.text) == (0, 1)
    with app.app_context():
        mine = select(func.count()).where(Pattern.author_id == ben.person_id)
        assert db.session.scalar(mine) == 0


@pytest.mark.usefixtures("db_session")
def test_a_pattern_is_adapted_as_it_stands_and_what_is_private_since_is_not_told():
    ada, ben = make_member("Ada"), make_member("Ben")
    pattern = revised(proposed(ada), ada, problem="They learn of it late.")
    given = {"by": ben.person, "now": START}
    mine = adapting.adapt(pattern, "https://example.org/{}".format, **given)
    content = standing_of(mine).content
    assert content.sources[0].url == "https://example.org/2"
    assert "“Ask Who Is Missing”" in unsaid_changes(mine, content)[0]

    staging.take_back(pattern, by=ada.person, now=START)
    revised(pattern, ada, title="Not to Be Told")
    assert unsaid_changes(mine, content) == [
        "what you changed of the pattern it was adapted from, among what it was made from"
    ]
    with pytest.raises(Refusal, match="Not everybody can read it"):
        adapting.adapt(pattern, str, **given)


def credited(pattern):
    """What the credit line says it was adapted from."""
    found = adapted_by([pattern.id]).get(pattern.id, ())
    return adapted_from(standing_of(pattern).content.sources, found)


@pytest.mark.usefixtures("db_session")
def test_whom_it_goes_back_to_stays_credited_whatever_becomes_of_the_others():
    ada, ben, cyd, dan = (make_member(name) for name in ("Ada", "Ben", "Cyd", "Dan"))
    first = proposed(ada, title="First")

    def adapted(pattern, by, title):
        at = f"https://example.org/patterns/{pattern.slug}/revisions/{{}}".format
        mine = adapting.adapt(pattern, at, by=by.person, now=START)
        source, *others = standing_of(mine).content.sources
        sources = (replace(source, changes="By post."), *others)
        revised(mine, by, title=title, solution=f"{title}.", sources=sources)
        staging.propose(mine, by=by.person, now=START)
        return mine

    second = adapted(first, ben, "Second")
    third = adapted(second, cyd, "Third")
    rest = "by {} (CC BY-SA 4.0, https://example.org/patterns/{}/revisions/{})".format
    whole = (
        "“Second” " + rest("Ben", "second", 2),
        "“First” " + rest("Ada", "first", 1),
    )
    assert credited(third) == whole
    assert adapted_from_ids([third.id]) == [second.id, first.id]
    assert credited(first) == ()

    staging.take_back(second, by=ben.person, now=START)
    revised(second, dan, title="Not to Be Told")
    said = db.session.scalars(select(PatternRelation).filter_by(pattern_id=third.id)).one()
    relating.take_away(said, by=cyd.person, now=START)
    assert credited(third) == whole
    naming.take_name_off(first, by=ada.person, now=START)
    assert "“First” by people who are not named" in credited(third)[1]
    wrong = relating.relate(first, said.kind, third, by=ada.person, now=START + DAY)
    relating.take_away(wrong, by=ada.person, now=START + DAY)
    assert credited(first) == ()  # that was said by mistake


@pytest.mark.usefixtures("db_session")
def test_no_source_is_dropped_and_what_was_purged_asks_for_no_more_than_can_be_said():
    ada, ben = make_member("Ada"), make_member("Ben")
    many = tuple(Source(f"Book {n}", changes="shortened") for n in range(12))
    pattern = proposed(ada, sources=many)
    mine = adapting.adapt(pattern, "https://example.org/{}".format, by=ben.person, now=START)
    content = standing_of(mine).content
    assert len(content.sources) == 13
    assert unsaid_changes(mine, content) != []
    setting_aside.purge(pattern, "", by=ada, now=START)
    assert unsaid_changes(mine, content) == []
    assert "by Ada" in credited(mine)[0]


def test_a_source_is_a_pattern_by_its_address_or_its_title_and_not_by_chance():
    here = "https://example.org/patterns/ask"
    yes = [Source("x", here), Source("x", f"{here}/revisions/2"), Source("x", f"{here}#check")]
    yes += [Source("“Ask”"), Source("ask")]
    no = [Source("Ask", f"{here}-who"), Source("Ask", f"{here}-who/revisions/1")]
    no += [Source("Ask Me"), Source("Ask", "https://example.org/asked")]
    assert [is_about(one, "ask", "Ask") for one in (*yes, *no)] == [True] * 5 + [False] * 4
