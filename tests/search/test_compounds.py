"""Words written apart, with a hyphen or as one are found in whichever way they are typed."""

import pytest

from community.search.compounds import apart, together
from community.search.models import Kind
from community.search.words import asked_for, kept_words, says_all, spans
from tests.factories import make_call, make_community, make_member
from tests.notes.saying import say
from tests.search.looking import found

WAYS = (
    ("burnout", "burn-out", "burn out"),
    ("signup", "sign-up", "sign up"),
    ("followup", "follow-up", "follow up"),
    ("login", "log-in", "log in"),
)
WITH_HYPHEN = (
    ("email", "e-mail"),
    ("книгообмен", "книго-обмен"),
    ("이메일", "이-메일"),
    ("चायपानी", "चाय-पानी"),
)
OTHERS = {  # what is typed, and what has nothing to do with it
    "therapist": "The rapist is named nowhere.",
    "now here": "It goes nowhere.",
    "nowhere": "We are now here.",
    "cabin": "We took a cab in Lisbon.",
    "another": "An other day.",
    "311": "It is 3-11.",
    "日本": "日 で は 本 を",
    "мирове": "мир ове",
    "button": "The butt on it.",
}


@pytest.fixture
def tell(writing, reading):
    """A function that gives what each text of a note finds that was said, by what is typed."""
    with writing():
        make_community()
        ola = make_member("Ola")
        call = make_call(ola)

    def found_by(texts, typed):
        with writing():
            for text in texts:
                say(call, ola, text)
        with reading():
            return {one: set(found(one, kind=Kind.NOTE)) for one in typed}

    return found_by


def told(texts):
    return {f"note: {text}" for text in texts}


def test_each_way_finds_every_other(tell):
    texts = {way: f"Of {way} we spoke." for ways in (*WAYS, *WITH_HYPHEN) for way in ways}

    seen = tell(texts.values(), texts)

    for ways in (*WAYS, *WITH_HYPHEN):
        all_ways = told(texts[way] for way in ways)
        assert [(way, seen[way]) for way in ways] == [(way, all_ways) for way in ways]


def test_nothing_else_is_joined_or_taken_apart(tell):
    seen = tell(OTHERS.values(), OTHERS)

    wrong = {typed for typed, text in OTHERS.items() if f"note: {text}" in seen[typed]}
    assert wrong == set()


@pytest.mark.engines("sqlite")
def test_what_was_found_in_another_way_is_marked_whole():
    def marked(text: str, query: str) -> list[str]:
        return [text[first:last] for first, last in spans(text, asked_for(query))]

    text = "A burn-out, burnouts, burn out; an e-mail and out"
    assert marked(text, "burnout") == ["burn-out", "burnouts", "burn out"]
    assert marked(text, "email") == ["e-mail"]
    assert marked("Burnout", "burn out") == marked("Burnout", "burn-out") == ["Burnout"]
    assert says_all("A burnout of many", asked_for("burn out many"))
    assert not says_all("A burnout of many", asked_for("burn out few"))
    assert (apart("cabin"), together("the", "rapist")) == (None, None)
    assert kept_words("Follow-up-call, e‑mail/e-mail: a-b-c 3-11 日-本 x-") == (
        "follow up call e mail e mail a b c 3 11 日 本 x followup email"
    )
