"""Whatever can be set aside is gone from every place at once: pages, earlier versions, search,
palette, feeds, files, and letters that wait.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from community.access import Viewer
from community.conduct.state_models import Content, Standing
from community.db import db
from community.moderation import setting_aside
from community.moderation.content_spans import Aside
from community.moderation.out_of_sight import content_at
from community.text import render_markdown
from tests.conduct.build import KIND
from tests.factories import START
from tests.moderation.everywhere import (
    ANSWER,
    BECAME,
    COLLECTED,
    DECLINE,
    EDIT,
    ITEM,
    LOOKED,
    MESSAGE,
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

pytestmark = [pytest.mark.usefixtures("in_january"), pytest.mark.engines("sqlite")]
SAID = "numbatword"
WORDS = {
    "note:{note}": NOTE,
    "note:{noted}": NOTED,
    "item:{item}": ITEM,
    "item:{proposal}": PROPOSAL,
    "use:{use}": USE,
    "review:{review}": REVIEW,
    "objection:{objection}": OBJECTION,
    "answer:{answer}": ANSWER,
    "message:{message}": MESSAGE,
    "suggestion:{suggestion}": EDIT,
    "curator-word:{spoken}": SPOKEN,
    "verification:{seen}": SEEN,
    "stage:{stage}": STAGE,
    "decline:{declined}": DECLINE,
    "outcome:{outcome}": BECAME,
    "collection:{collection}": COLLECTED,
    "look-back:{look_back}": LOOKED,
    "call:{call}": SAID,
    "pattern:{pattern}": PATTERN,
}
"""By what is set aside: the word in it."""
IN_LETTERS = {REVIEW, OBJECTION, MESSAGE, EDIT, STAGE, DECLINE, PATTERN}


def place():
    """Something of every kind, each with a word of its own."""
    here = make_place()
    call = here["call"]
    call.own_description_source = f"We speak of {SAID}."
    call.own_description_html = render_markdown(call.own_description_source)
    return here


def set_all_aside(here, state: Standing) -> None:
    """As Rue, what few read as if it were in a case. Of a call words alone are taken out."""
    for about, word in WORDS.items():
        db.session.expire_all()
        subject = content_at(Viewer(here["Ola"]), about.format_map(here["at"]), None)
        assert subject is not None
        is_part = state is Standing.REDACTED or subject.about is Content.CALL
        given = Aside(Standing.REDACTED if is_part else state, KIND.key, "It is unkind.")
        given = replace(given, words=word if is_part else "")
        setting_aside.set_aside(subject, given, by=here["Rue"], now=START + timedelta(minutes=1))


def test_every_kind_is_tried():
    assert {about.partition(":")[0] for about in WORDS} == set(Content)


@pytest.mark.parametrize("state", [Standing.HIDDEN, Standing.REDACTED, Standing.PURGED])
def test_of_no_kind_is_a_word_left_anywhere(writing, client, signed_in, post, at, mailbox, state):
    with writing():
        here = place()
    ola = signed_in(here["Ola"])
    before = answers(ola, here["at"])
    assert [word for word in WORDS.values() if not where(before, word)] == []
    with writing():
        set_all_aside(here, state)
    for said in (answers(client, here["at"]), answers(ola, here["at"])):
        assert {word: found for word in WORDS.values() if (found := where(said, word))} == {}
    assert told(post, at, mailbox) == set()


def test_letters_would_have_told_of_some(writing, post, at, mailbox):
    with writing():
        place()
    assert told(post, at, mailbox) == IN_LETTERS


def told(post, at, mailbox):
    """The words that letters carry, once all are sent."""
    with at(START + timedelta(days=1)):
        post()
    letters = "\n".join(one.subject + one.text + one.html for one in mailbox.letters).lower()
    return {word for word in WORDS.values() if word in letters}
