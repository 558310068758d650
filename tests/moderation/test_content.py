"""Content that is set aside under the code: gone wherever it could be read, and back again."""

import re

import pytest

from community.db import db
from tests.conduct.build import KIND
from tests.moderation.build import case_of, report, take
from tests.moderation.everywhere import (
    ANSWER,
    BECAME,
    COLLECTED,
    ITEM,
    LOOKED,
    NOTE,
    NOTED,
    OBJECTION,
    PATTERN,
    PROPOSAL,
    REVIEW,
    SEEN,
    SPOKEN,
    STAGE,
    USE,
    answers,
    make_place,
    where,
)

pytestmark = pytest.mark.usefixtures("in_january")

CLAUSE = "Be kind."
FORM = {"clause": KIND.key, "why": "It makes fun of how somebody speaks."}


@pytest.fixture
def place(writing):
    with writing():
        return make_place()


@pytest.fixture
def set_aside(signed_in):
    """`set_aside(place, "note:abc", "hidden")` by Rue, on the pages; gives its address."""

    def act(place, about: str, state: str) -> str:
        rue = signed_in(place["Rue"])
        asked = rue.get(f"/desk/content/new?about={about}")
        assert asked.status_code == 200
        assert CLAUSE in asked.text
        assert "Every responder can read this" not in asked.text  # those alone who need it
        given = {**FORM, "about": about, "state": state}
        answer = rue.post("/desk/content", data=given)
        if state == "purged":
            assert "This cannot be undone" in answer.text
            assert "decisions, appeals and reasons" in answer.text
            answer = rue.post("/desk/content", data={**given, "sure": "yes"})
        assert answer.status_code == 303
        return answer.location

    return act


UPHELD = {"outcome": "upheld", "words": "It hurts all the same."}
SORTS = {
    "note:{note}": (NOTE, {"/calls/{call}", "/threads/{thread}.md", "/search?q=seekable"}),
    "item:{item}": (
        ITEM,
        {"/calls/{call}/agenda", "/calls/{call}/agenda/editions/1", "/calls/{call}/call.ics"},
    ),
    "item:{proposal}": (PROPOSAL, {"/agenda-items/{proposal}/notes", "/palette?q=seekable"}),
    "use:{use}": (USE, {"/patterns/{pattern}", "/patterns/export.zip"}),
    "review:{review}": (REVIEW, {"/patterns/{other}", "/patterns/export.zip"}),
    "objection:{objection}": (OBJECTION, {"/patterns/{other}", "/patterns/export.zip"}),
    "answer:{answer}": (ANSWER, {"/patterns/{other}", "/patterns/export.zip"}),
    "curator-word:{spoken}": (SPOKEN, {"/patterns/{other}", "/patterns/export.zip"}),
    "verification:{seen}": (SEEN, {"/patterns/{other}", "/patterns/export.zip"}),
    "stage:{stage}": (
        STAGE,
        {
            *("/patterns/{retired}", "/patterns/{retired}/revisions/1", "/patterns/feed.atom"),
            "/patterns/export.zip",
        },
    ),
    "outcome:{outcome}": (
        BECAME,
        {
            "/threads/{asked}",
            "/threads/{asked}.md",
            "/threads/{asked}.json",
            "/patterns/export.zip",
        },
    ),
    "collection:{collection}": (
        COLLECTED,
        {"/collections", "/collections/{collection}.json", "/patterns/export.zip"},
    ),
    "look-back:{look_back}": (
        LOOKED,
        {"/calls/{call}/looking-back", "/series/{series}/export.zip"},
    ),
    "note:{noted}": (NOTED, {"/threads/{on_pattern}", "/threads/{on_pattern}.json"}),
    "pattern:{pattern}": (
        PATTERN,
        {
            "/patterns",
            "/patterns/{pattern}/revisions/1",
            "/patterns/export.zip",
            "/palette?q=seekable",
        },
    ),
}
"""By what is set aside: the word in it, and some of the addresses where everybody reads it."""


def _both_have_cases(place):
    """Rue and Kim have a case about the note and one about the item."""
    both = [db.session.merge(place[name]) for name in ("Rue", "Kim")]
    for about in ("note:{note}", "item:{item}"):
        take(case_of(report(about.format_map(place["at"]))[0]), *both)


def test_what_is_hidden_is_nowhere_and_comes_back(place, client, signed_in, set_aside, writing):
    with writing():
        _both_have_cases(place)
    at, ola, mia = place["at"], signed_in(place["Ola"]), signed_in(place["Mia"])
    before = answers(client, at)
    for word, some in SORTS.values():
        assert some <= where(before, word)

    made = [set_aside(place, about.format_map(at), "hidden") for about in SORTS]

    after = answers(client, at), answers(ola, at)
    own, rue = mia.get("/standing").text, signed_in(place["Rue"])
    for (word, _), address in zip(SORTS.values(), made, strict=True):
        assert [where(said, word) for said in after] == [set(), set()]
        assert word in own
        assert word in rue.get(address).text
    kim, (key, *_) = signed_in(place["Kim"]), [one.rpartition("/")[2] for one in made]
    mia.post(f"/standing/content/{key}/appeal", data={"text": "It was a quotation."})
    assert "It was a quotation." in kim.get(made[0]).text
    assert rue.post(f"{made[0]}/appeal/outcome", data=UPHELD).status_code == 409
    assert kim.post(f"{made[0]}/appeal/outcome", data=UPHELD).status_code == 303
    anew = {"reason-words": "It is about how one speaks."}
    for said, words in (("reason", FORM["why"]), ("answer", UPHELD["words"])):
        assert words not in mia.get("/standing").text
        writer, reader = (rue, kim) if said == "reason" else (kim, rue)
        assert re.search("be read before (it|they) go", reader.get("/desk").text)
        assert made[0] in reader.get("/desk/content").text
        assert writer.post(f"{made[0]}/{said}/passing").status_code == 409
        assert reader.post(f"{made[0]}/{said}/passing").status_code == 303
        assert words in mia.get("/standing").text
        assert reader.post(f"{made[0]}/{said}/passing").status_code == 404
    assert kim.post(f"{made[1]}/reason/words", data={}).status_code == 422
    assert kim.post(f"{made[1]}/reason/words", data=anew).status_code == 303
    rue.post(f"{made[1]}/reason/passing")
    assert [one in mia.get("/standing").text for one in anew.values()] == [True]
    for address in reversed(made):
        assert kim.post(f"{address}/withdrawal").status_code == 303
    back = answers(client, at)
    for word, _ in SORTS.values():
        assert where(back, word) == where(before, word)


def test_where_a_known_use_was_stands_the_clause_and_no_name(place, client, signed_in, set_aside):
    page = "/patterns/{pattern}".format_map(place["at"])
    made = set_aside(place, "use:{use}".format_map(place["at"]), "removed")

    said = client.get(page).text
    assert "A known use was here. It was taken out by a responder" in said
    assert CLAUSE in said
    assert [one for one in ("Rue", USE, "You wrote it") if one in said] == []
    assert "You wrote it" in signed_in(place["Mia"]).get(page).text
    signed_in(place["Rue"]).post(f"{made}/withdrawal")
    assert "was here" not in client.get(page).text
