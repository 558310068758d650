"""Words taken out of a note under the code, and what was said of its tools, which others share."""

import pytest

from community.access import Viewer
from community.conduct import forgetting
from community.conduct.state_models import Standing
from community.disclosures.queries import saids_of
from community.disclosures.wording import Degree, Said
from community.marks import BAR
from community.moderation import setting_aside
from community.moderation.content_spans import Aside
from community.notes import redacting
from tests.agendas.build import make_evening
from tests.conduct.build import KIND
from tests.factories import START
from tests.moderation.aside import hide, people_and_note
from tests.notes.saying import say

pytestmark = pytest.mark.engines("sqlite")
LONG = "Nobody but fools of the harbour office"


@pytest.fixture
def people(db_session):
    return people_and_note()[0]


def _two(people, text, purpose):
    """Two notes of Mia's, of which the same was said, and how to read that."""
    call, said = make_evening(people["Ola"]), Said(Degree.SOME, purpose=purpose)
    note = say(call, people["Mia"], text, said=said)
    other = say(make_evening(people["Ola"]), people["Mia"], "Good evening.", said=said)
    assert note.disclosure_id == other.disclosure_id
    return note, other, lambda: saids_of({other.disclosure_id})[other.disclosure_id].purpose


def _without(words):
    return Aside(Standing.REDACTED, KIND.key, "It is unkind.", words)


def test_short_words_stay_there_also_of_answers_that_quote_them(people):
    purpose = "Drafting and a start on art"
    note, _, told = _two(people, "The art of it.", purpose)
    say_so = Said(Degree.SOME, purpose=purpose)
    answer = say(make_evening(people["Ola"]), people["Mia"], "Aside.", said=say_so)
    answer.thread_id, answer.text_source = note.thread_id, "> The art of it.\n\nYes."

    hide(note, people["Rue"], _without("art"))

    assert note.text_source == f"The {BAR} of it."
    assert answer.text_source == f"> The {BAR} of it.\n\nYes."
    assert told() == purpose


def test_what_nobody_else_writes_goes_and_comes_back_unless_it_is_gone_for_ever_meanwhile(people):
    note, other, told = _two(people, f"{LONG}.", f"To tell {LONG}, and {LONG}s")
    state = hide(note, people["Rue"], _without(LONG))
    assert told() == f"To tell {BAR}, and {LONG}s"
    setting_aside.bring_back(state, by=people["Rue"], now=START)
    assert (note.text_source, told()) == (f"{LONG}.", f"To tell {LONG}, and {LONG}s")

    state = hide(note, people["Rue"], _without(LONG))
    redacting.redact(other, LONG, why="Asked.", by=Viewer(people["Ola"]), now=START)
    setting_aside.bring_back(state, by=people["Rue"], now=START)
    assert told() == f"To tell {BAR}, and {BAR}s"


@pytest.mark.parametrize("holder", [0, 1])
def test_what_is_forgotten_beside_one_note_leaves_no_part_of_what_is_kept_out(people, holder):
    rest, last = "of the harbour office and all its people", "by the order of the other side"
    note, other, told = _two(people, f"{LONG}.", f"To tell {LONG} and all its people, {last}")
    note.text_source += f" Of {rest}."
    other.text_source = f"Of {rest}, {last}."
    back = hide(other, people["Rue"], _without(last))
    hide((note, other)[holder], people["Rue"], _without(rest))
    forgetting.forget_one(hide(note, people["Rue"], _without(LONG)))
    setting_aside.bring_back(back, by=people["Rue"], now=START)
    assert "all its people" not in told()
