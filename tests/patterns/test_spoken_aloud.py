"""Words of patterns in lists and forms are read aloud in the language they are in."""

import re

import pytest

from community.patterns.models import Relation
from community.patterns.suggesting_relations import Saying
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, here, proposed, revised, suggested, suggested_relation
from tests.patterns.test_writing_pages import typed

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def scene(writing):
    """A pattern in German, one in French, and who looks after the first."""
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        mine = proposed(ada, title="Frag zuerst", language="de")
        other = proposed(ben, title="Demande encore", language="fr")
        return mine, other, ada, ben


def test_a_relation_that_is_suggested_is_called_in_the_language_of_the_other(
    scene, signed_in, writing
):
    mine, other, ada, ben = scene
    with writing():
        row, there, by = here(mine, other, ben)
        number = suggested_relation(row, by, Saying(Relation.USES, there, "")).id
    page = signed_in(ada).get(f"/pattern-suggestions/{number}").text
    assert f'<a href="/patterns/{other.slug}" lang="fr">Demande encore</a>' in page
    assert f'<a href="/patterns/{mine.slug}" lang="de">Frag zuerst</a>' in page


def test_differences_in_forms_are_in_the_language_of_the_pattern(scene, signed_in, writing):
    mine, _, ada, ben = scene
    at = f"/patterns/{mine.slug}"
    sent = {"section": "solution", "solution": "Zweimal.", "over": "1", "do": "preview"}
    shown = signed_in(ben).post(f"{at}/suggestions", data=sent).text
    told = r'<p class="pattern-words"( lang="de")?><del>.*?</del>'
    assert re.search(told, shown, re.DOTALL)[1]
    assert f'<a href="{at}" lang="de">Frag zuerst</a>' in shown
    with writing():
        row, by = here(mine, ada)
        revised(row, by, now=START + DAY, solution="Einmal.")
        number = suggested(row, here(ben)[0], solution="Nie.").id
        revised(row, by, now=START + DAY, solution="Immer.")
    clash = signed_in(ada).post(
        f"{at}/revisions", data=typed(over="1", title="Frag zuerst", language="de", solution="Oft.")
    )
    assert (clash.status_code, '“<span lang="de">Immer.</span>”' in clash.text) == (409, True)
    page = signed_in(ada).get(f"/pattern-suggestions/{number}").text
    assert '“<span lang="de">Immer.</span>”' in page
