"""Words taken out of an item under the code, and what was said of its tools, which others share."""

import pytest
from sqlalchemy import select

from community.access import Viewer
from community.agendas import redacting as redacting_items
from community.conduct import forgetting
from community.conduct.kept_text_models import KeptText
from community.conduct.state_models import Standing
from community.conduct.taking_out import Back
from community.db import db
from community.disclosures.disclosing import disclose
from community.disclosures.models import DisclosedTool, Disclosure
from community.marks import BAR
from community.moderation import setting_aside
from community.moderation.content_spans import Aside
from community.moderation.subject_queries import subject_at
from tests.agendas.build import make_evening, on_agenda, publish_agenda
from tests.conduct.build import KIND
from tests.factories import START
from tests.moderation.aside import hide, people_and_note
from tests.moderation.build import days
from tests.notes.saying import say, with_tool

pytestmark = pytest.mark.engines("sqlite")
WORDS = "the helpless fools upstairs"


def _without(words: str) -> Aside:
    return Aside(Standing.REDACTED, KIND.key, "It is unkind.", words)


@pytest.fixture
def scene(db_session):
    """An item of Mia's with the words, in two editions, and a note of hers that has said the same
    of the tools behind it.
    """
    people = people_and_note()[0]
    ola, mia = people["Ola"], people["Mia"]
    call = make_evening(ola)
    (item,) = on_agenda(call, mia, "A question", body=f"Ask {WORDS}.")
    item.disclosure_id = disclose(with_tool(WORDS), by=mia.person, now=START).id
    publish_agenda(call, ola)
    note = say(call, mia, f"Or {WORDS}, again and again.", said=with_tool(WORDS))
    note.disclosure_id = item.disclosure_id
    db.session.flush()
    return people, item, note


def _aside(item, people, words):
    subject = subject_at(Viewer(people["Rue"]), f"item:{item.key}")
    return setting_aside.set_aside(subject, _without(words), by=people["Rue"], now=START)


def _said(item) -> set[str]:
    row = db.session.get_one(Disclosure, item.disclosure_id)
    tools = select(DisclosedTool).where(DisclosedTool.disclosure_id == row.id)
    named = db.session.scalars(tools.order_by(DisclosedTool.position)).all()
    return {row.purpose, row.material, row.footprint, *(tool.name for tool in named)}


def _of(words: str) -> set[str]:
    return {f"To tell {words}", words, f"{words} Chat"}


def _back(state, people) -> Back:
    return setting_aside.bring_back(state, by=people["Rue"], now=days(1))


def test_the_words_come_back_with_the_item(scene):
    people, item, _ = scene
    state = _aside(item, people, WORDS)
    assert (item.body_source, _said(item)) == (f"Ask {BAR}.", _of(BAR))

    assert _back(state, people) is Back.NOW

    assert (item.body_source, _said(item)) == (f"Ask {WORDS}.", _of(WORDS))
    assert db.session.scalars(select(KeptText)).all() == []


@pytest.mark.parametrize("first", ["item", "note"])
def test_they_stay_away_as_long_as_another_text_has_lost_them(scene, first):
    people, item, note = scene
    states = {}
    for one in (first, {"item": "note", "note": "item"}[first]):
        states[one] = (
            _aside(item, people, WORDS)
            if one == "item"
            else hide(note, people["Rue"], _without(WORDS))
        )

    _back(states.pop(first), people)
    assert _said(item) == _of(BAR)
    _back(states.popitem()[1], people)
    assert _said(item) == _of(WORDS)


@pytest.mark.parametrize("where", ["item", "note"])
def test_they_never_come_back_once_they_went_for_ever(scene, where):
    people, item, note = scene
    state = _aside(item, people, WORDS)
    if where == "item":
        redacting_items.redact(item, "helpless", why="x", by=Viewer(people["Ola"]), now=START)
    else:
        forgetting.forget_one(hide(note, people["Rue"], _without(WORDS)))
    _back_or_not(state, people)
    assert not any("helpless" in said for said in _said(item))


def _back_or_not(state, people):
    try:
        _back(state, people)
    except setting_aside.GoneForEver:
        assert state.kept == ""
