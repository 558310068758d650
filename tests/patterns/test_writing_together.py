"""Whoever is invited to a draft finds it, hears of what is suggested, and loses no word."""

import pytest

from community.distance import distancing
from community.distance.models import Keeping
from community.patterns import staging
from community.patterns.invitation_models import MayDo
from tests.factories import START, make_community, make_member
from tests.letters import letters_to
from tests.patterns.build import DAY, here, invited, revised_draft, suggested
from tests.patterns.test_writing_pages import typed

pytestmark = pytest.mark.engines("sqlite")
WRITE = MayDo.WRITE


@pytest.fixture
def scene(writing):
    """A draft of Ada's with two revisions; Ben and Cyd are members."""
    with writing():
        make_community()
        return revised_draft()


def test_words_written_into_a_draft_that_was_proposed_meanwhile_are_offered_as_a_suggestion(
    scene, signed_in, writing
):
    pattern, ada, ben, cyd = scene
    with writing():
        row = here(pattern)[0]
        invited(row, here(ben)[0], WRITE)
        number = suggested(row, *here(cyd), now=START).id
        staging.propose(row, by=here(ada)[0].person, now=START + 2 * DAY)
        at = f"/patterns/{row.slug}"
    his = signed_in(ben)
    form = typed(over="2", problem="They learn of it late.", who_pays="The chair.", tags="a, b")
    new = "Name them aloud, and ask them before the date."
    form |= {"solution": new, "place": f"pattern {pattern.id}", "language": "de"}
    assert his.post("/patterns/drafts", data=form).status_code == 204
    for answer in (
        his.post(f"/patterns/{pattern.slug}/revisions", data=form),
        his.post(f"/pattern-suggestions/{number}/wording", data=form),
        his.get(f"{at}/edit"),
    ):
        assert answer.status_code == (200 if answer.request.method == "GET" else 409)
        assert "It was proposed while you wrote" in answer.text
        told = (
            new,
            "The chair.",
            'id="language" name="language" type="text" value="de"',
            'value="a, b"',
        )
        assert [words in answer.text for words in told] == [True] * 4
        assert f'action="{at}/suggestions"' in answer.text
        assert 'name="problem"' not in answer.text
    said = {"section": ["solution", "who_pays"], "over": "2", "once": "k"}
    sent = his.post(f"{at}/suggestions", data=form | said)
    assert sent.status_code == 303
    assert his.get(f"{at}/edit").status_code == 303
    assert new.split(",")[1].strip() in signed_in(ada).get(sent.location).text


def test_who_is_invited_finds_the_draft_reads_how_far_it_goes_and_hears_of_suggestions(
    scene, signed_in, writing, app
):
    pattern, ada, ben, cyd = scene
    with writing():
        row, bo, cy = here(pattern, ben, cyd)
        invited(row, bo)
        invited(row, bo, WRITE)  # before the letter was posted
        invited(row, cy)
        distancing.keep_off(cy, Keeping.BLOCK, by=bo, now=START)
    assert [letter.subject for letter in letters_to(app, ben.email)] == [
        "Ada has invited you to the draft Ask Who Is Missing"
    ]
    mine, his, hers = signed_in(ada), signed_in(ben), signed_in(cyd)
    for asked in ("", "?q=afterwards", "?q=learn+late"):
        page = his.get(f"/patterns{asked}").text
        found = "Shared with you" in page, "to write together" in page
        assert found == ((False, False) if "afterwards" in asked else (True, True))
    assert "to read, and to suggest edits" in hers.get("/patterns").text
    assert ": Ask Who Is Missing</span>" in his.get(f"/patterns/{pattern.slug}").text
    assert (
        'Take it back<span class="visually-hidden">: Ben</span>'
        in mine.get(f"/patterns/{pattern.slug}/invitations").text
    )
    with writing():
        dan = make_member("Dan")
        invited(here(pattern)[0], dan)
        for who, text in ((here(cyd)[0], "Of Cyd."), (dan, "Of Dan.")):
            suggested(here(pattern)[0], who, why=text, now=START)
    page = his.get(f"/patterns/{pattern.slug}").text
    assert ("Of Dan." in page, "Of Cyd." in page) == (True, False)
    assert "1 suggested edit waits for you" in page
    assert "2 suggested edits wait for you" in mine.get(f"/patterns/{pattern.slug}").text
    assert [letter.subject for letter in letters_to(app, ben.email)][-1] == (
        "An edit of Ask Who Is Missing is suggested"
    )
