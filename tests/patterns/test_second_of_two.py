"""Of two people who say the same thing at once, the second is told of the first and loses no word;
whoever sends their own words twice hears nothing of it.
"""

import pytest

from community.accounts.models import Role
from community.db import db
from community.patterns import objecting, staging
from community.patterns.facets import Stage
from community.patterns.models import Pattern
from tests.factories import START, make_community, make_member
from tests.patterns.build import collected, draft, emerging, suggested, used

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]


@pytest.fixture
def place(writing):
    """Ada's pattern that curators look after, and another; Rea is a member."""
    with writing():
        make_community()
        ada, rea = make_member("Ada"), make_member("Rea")
        curators = [make_member(name, Role.CURATOR) for name in ("Kim", "Lou")]
        pattern, better = emerging(ada), emerging(ada, title="A Better Way")
        objecting.object_to(pattern, "Too early.", by=rea.person, now=START)
        suggested(pattern, rea)
        used(pattern, rea)
        slug, instead = pattern.slug, better.slug
    return (ada, rea, *curators), f"/patterns/{slug}", f"/patterns/{instead}"


@pytest.mark.parametrize(
    ("where", "name", "beside"),
    [
        ("/pattern-objections/1/answer", "words", {}),
        ("/pattern-suggestions/1/refusal", "why", {}),
        ("/known-uses/1/verification", "word", {}),
        ("{page}/curator-word", "word", {"seen": "1"}),
        ("{page}/retirement", "why", {"successor": "{better}"}),
    ],
)
def test_the_second_is_told_of_the_first_and_keeps_their_words(
    place, client, signed_in, where, name, beside
):
    (_, _, kim, lou), page, better = place
    path = where.format(page=page)
    given = {key: value.format(better=better) for key, value in beside.items()}
    first, second = signed_in(kim), signed_in(lou)
    if "verification" in path:
        given["seen"] = seen_of_use(first.get(page).text)
    kims, lous = {name: "It is of Kim."} | given, {name: "It is of Lou."} | given

    assert [first.post(path, data=kims).status_code for _ in range(2)] == [303, 303]
    told = second.post(path, data=lous)

    assert (told.status_code, told.location) == (409, None)
    assert "It is of Kim." in told.text
    assert "It is of Lou." in told.text
    assert "Nothing of yours was saved" in told.text
    again = first.post(path, data=lous)  # other words of one's own
    assert again.status_code == 409
    for said in ("Somebody was first", "Somebody has verified it before you"):
        assert (said, said in again.text) == (said, False)
    stands = second.get("/pattern-suggestions/1" if "suggestion" in path else page).text
    assert ("It is of Kim." in stands, "It is of Lou." in stands) == (True, False)


def seen_of_use(page: str) -> str:
    """The mark of the known use on the page."""
    return page.partition("/known-uses/1/verification")[2].partition('name="seen" value="')[2][:56]


def test_a_pattern_that_is_in_a_collection_already_keeps_the_new_why_for_its_place(
    place, signed_in, writing
):
    (ada, *_), page, _ = place
    with writing():
        ada, pattern = db.session.merge(ada), db.session.query(Pattern).order_by(Pattern.id).first()
        assert pattern is not None
        at = f"/collections/{collected(ada, pattern).slug}"
    hers, slug = signed_in(ada), page.rpartition("/")[2]
    given = {"collection": at.rpartition("/")[2], "why": "To begin with.", "once": "k"}
    read = ""
    for path, sent in (
        (f"{page}/collections", given),
        (f"{at}/entries", {"pattern": slug, "why": "To begin with.", "once": "l"}),
    ):
        told = hers.post(path, data=sent)
        assert (told.status_code, "It stands in this collection already" in told.text) == (
            409,
            True,
        )
        assert ("Reason 1." in told.text, "To begin with." in told.text) == (True, True)
        read = told.text.partition('name="read" value="')[2].partition('"')[0]
    assert hers.post(f"{page}/collections", data=given | {"why": "", "once": "m"}).location
    sent = hers.post(f"{at}/entries/1", data={"why": "To begin with.", "read": read})
    assert sent.location == f"{at}#entry-1"


def test_nobody_answers_what_was_withdrawn_and_keeps_the_words(place, signed_in):
    (ada, rea, *_), _, _ = place
    raised = signed_in(rea)
    raised.post("/pattern-objections/1/withdrawal")
    raised.post("/pattern-suggestions/1/withdrawal")
    hers = signed_in(ada)
    answer = hers.post("/pattern-objections/1/answer", data={"words": "It is old."})
    assert (answer.status_code, "It is old." in answer.text) == (409, True)
    assert ("was withdrawn meanwhile" in answer.text, "Too early." in answer.text) == (True, False)
    empty = hers.post("/pattern-objections/1/answer", data={"words": ""})
    assert (empty.status_code, "Too early." in empty.text) == (409, False)
    declined = hers.post("/pattern-suggestions/1/refusal", data={"why": "It is long."})
    assert (declined.status_code, "It is long." in declined.text) == (409, True)
    assert "It was withdrawn meanwhile." in declined.text


def test_who_changes_a_stage_second_is_told_why_the_first_did(place, signed_in):
    (_, _, kim, lou), page, better = place
    first, second = signed_in(kim), signed_in(lou)
    first.post(f"{page}/retirement", data={"why": "It is old."})
    back = f"{page}/retirement/withdrawal"
    assert [first.post(back, data={"why": "It holds."}).status_code for _ in range(2)] == [303, 303]
    told = second.post(back, data={"why": "Mistaken for another."})
    assert (told.status_code, "It holds." in told.text) == (409, True)
    assert "Mistaken for another." in told.text
    words = ["Somebody was first", "by Kim", "After that, yours can be sent"]
    assert [one in told.text for one in words] == [True, True, False]
    never = second.post(f"{better}/retirement/withdrawal", data={"why": "It was not."})
    assert never.status_code == 303


def test_who_proposes_or_takes_back_twice_is_told_what_stands_and_whose(place, signed_in, writing):
    (ada, *_), _, _ = place
    with writing():
        made = draft(db.session.merge(ada), title="Begun Twice")
        begun = draft(db.session.merge(ada), title="Begun Once")
        staging.propose(made, by=made.author, now=START, why="It helped us.")
        at, other = f"/patterns/{made.slug}", f"/patterns/{begun.slug}"
    hers = signed_in(ada)
    proposed = {"agreed": "yes", "why": "It helps others."}
    told = hers.post(f"{at}/proposal", data=proposed)
    words = ["It is proposed already", "by you", "It helped us.", "It helps others."]
    assert (told.status_code, *[one in told.text for one in words]) == (409, *[True] * 4)
    told = hers.post(f"{at}/proposal", data={"agreed": "yes"})
    assert (told.status_code, told.location) == (303, at)
    again = [
        hers.post(f"{at}/proposal/withdrawal", data={"why": why})
        for why in ("Not yet.", "No good.")
    ]
    assert [(one.status_code, "Not yet." in one.text) for one in again] == [
        (303, False),
        (409, True),
    ]
    assert "No good." in again[1].text
    words = ["said this already", "by you", "Somebody was first", "After that, yours"]
    assert [one in again[1].text for one in words] == [True, True, False, False]
    never = hers.post(f"{other}/proposal/withdrawal", data={"why": "It is young."})
    assert never.status_code == 303
    with writing():
        mine = db.session.query(Pattern).filter_by(slug=other.rpartition("/")[2]).one()
        staging.propose(mine, by=mine.author, now=START)
        staging.move(mine, Stage.DRAFT, by=None, now=START)
        at = f"/patterns/{mine.slug}"
    ruled = hers.post(f"{at}/proposal/withdrawal", data={"why": "It is young."})
    words = ["by the rules", "It is young.", "Somebody was first", "not named"]
    assert (ruled.status_code, [one in ruled.text for one in words]) == (
        409,
        [True, True, False, False],
    )
