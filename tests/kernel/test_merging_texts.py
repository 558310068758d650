"""Two people change one text: nothing of either is lost without being told."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.differences import Clash, merge, share_changed, words
from tests.hanging import ends_within

BASE = "We meet on Friday at six. Bring tea."


@pytest.mark.parametrize(
    ("theirs", "mine", "merged"),
    [
        (BASE, "We meet on Monday at six. Bring tea.", "We meet on Monday at six. Bring tea."),
        ("We meet on Monday at six. Bring tea.", BASE, "We meet on Monday at six. Bring tea."),
        (
            "We meet on Monday at six. Bring tea.",
            "We meet on Friday at six. Bring warm tea.",
            "We meet on Monday at six. Bring warm tea.",
        ),
        (
            "We all meet on Friday at six. Bring tea.",
            "We meet on Friday at six.",
            "We all meet on Friday at six.",
        ),
        ("", BASE, ""),
    ],
)
def test_changes_in_different_places_are_both_kept(theirs, mine, merged):
    found = merge(BASE, theirs, mine)

    assert (found.text.strip(), found.clashes) == (merged, ())


def test_changes_of_the_same_words_clash_and_the_text_has_mine():
    found = merge(
        BASE, "We all meet on Monday at six. Bring tea.", "We meet on Sunday at six. Bring tea."
    )

    assert found.text == "We all meet on Sunday at six. Bring tea."
    assert found.clashes == (Clash("Friday ", "Monday ", "Sunday "),)


def test_the_same_change_made_twice_is_no_clash():
    assert merge(BASE, "We meet at six.", "We meet at six.").clashes == ()


TEXTS = st.lists(st.sampled_from(["a ", "b ", "c ", "\n"]), max_size=8).map("".join)


@given(TEXTS, TEXTS, TEXTS)
def test_without_a_clash_every_new_word_of_both_is_there(before, theirs, mine):
    found = merge(before, theirs, mine)

    if not found.clashes:
        for version in (theirs, mine):
            new = {one.text for one in words(before, version) if one.op == "added"}
            assert all(word in found.text for text in new for word in text.split())


@given(TEXTS, TEXTS)
def test_who_is_alone_gets_what_they_wrote(before, mine):
    assert merge(before, before, mine).text == mine
    assert merge(before, mine, before).text == mine


def test_a_long_text_of_few_words_takes_no_time():
    with ends_within(30):
        merge("a b " * 6000, "a b " * 5900 + "c", "c " + "b a " * 6000)
        words("a " * 20_000, "b " * 20_000)


def test_how_much_has_changed_is_a_is_much_of_the_words():
    assert share_changed(BASE, BASE) == 0
    assert share_changed("", "") == 0
    assert share_changed(BASE, "Another text.") == 1
    assert share_changed("a b c d", "a b c e") == 0.25


def test_texts_made_to_be_slow_are_compared_at_once():
    chosen = Random(1)
    few, some = ([f"{number:x}" for number in range(most)] for most in (101, 256))
    texts = [
        [between.join(chosen.choices(few, k=size)) for _ in range(2)]
        for between in (" ", "\n")
        for size in (8_000, 17_000)
    ]
    repeated = chosen.choices(some, k=4_000)  # each alone between what the other has not
    texts.append(
        [" ".join(f"{word} {mark}{n}" for n, word in enumerate(repeated)) for mark in ("x", "y")]
    )
    with ends_within(10):
        for old, new in texts:
            words(old, new)
            share_changed(old, new)
            merge(old, new, new + " more")


def test_the_is_much_of_a_long_text_that_changed_is_that_of_its_words():
    assert share_changed("one two " * 3000, "one three " * 3000) == 0.5


def test_a_text_written_anew_is_not_shown_in_crumbs():
    old = "We meet on the first Monday of each month to talk about the library."
    new = "Every second Tuesday a facilitator opens the room for the newcomers."

    assert [one.op for one in words(old, new)] == ["removed", "added"]
    assert [one.text for one in words("Ask them in May.", "Ask us in June.")] == [
        *("Ask ", "them ", "us ", "in ", "May.", "June.")
    ]
