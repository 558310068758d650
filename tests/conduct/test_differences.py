"""What differs between two codes is told by clause and by word."""

import time
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from community.conduct.content import ClauseText
from community.conduct.differences import Kind, compare
from community.differences import Stretch, words
from tests.conduct.build import FAIR, KIND, SMALL, with_clauses


def test_the_same_code_differs_in_nothing():
    assert compare(SMALL, SMALL) == ()
    assert compare(SMALL, with_clauses(FAIR, KIND)) == ()  # the order is no word


def test_words_are_told_one_by_one():
    after = with_clauses(KIND, ClauseText("expected-2", "Be very fair."))

    (one,) = compare(SMALL, after)

    assert (one.kind, one.key, one.title) == (Kind.CHANGED, "expected-2", "What we expect")
    assert one.stretches == (
        Stretch("same", "Be "),
        Stretch("added", "very "),
        Stretch("same", "fair."),
    )


def test_what_is_new_and_what_is_gone_are_told_by_their_clauses():
    third = ClauseText("expected-3", "Be here.")

    new, gone = compare(SMALL, with_clauses(KIND, third))

    assert (new.kind, new.key, new.stretches) == (
        Kind.NEW,
        "expected-3",
        (Stretch("added", "Be here."),),
    )
    assert (gone.kind, gone.key, gone.stretches) == (
        Kind.GONE,
        "",
        (Stretch("removed", "Be fair."),),
    )


def test_another_rung_is_told_with_what_it_does():
    ladder = SMALL.ladder
    longer = replace(SMALL, ladder=(replace(ladder[0], longest_days=None), *ladder[1:]))

    (one,) = compare(SMALL, longer)

    assert one.title == "Rung 0: Step 0"
    assert "no end set" in "".join(s.text for s in one.stretches if s.op == "added")


@given(st.text(max_size=200), st.text(max_size=200))
def test_both_texts_can_be_read_out_of_it(before, after):
    stretches = words(before, after)

    assert "".join(s.text for s in stretches if s.op != "added") == before
    assert "".join(s.text for s in stretches if s.op != "removed") == after


def test_long_texts_are_compared_in_a_moment():
    before = "".join(f"word{n % 97} " for n in range(2_500))
    after = "".join(f"word{n * 7 % 89} " for n in range(2_500))
    began = time.monotonic()

    words(before, after)

    assert time.monotonic() - began < 5
