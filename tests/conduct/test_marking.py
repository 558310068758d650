"""A pasted text becomes sections and clauses with keys, and comes out as it went in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.conduct.content import TAKEN_KEYS, ClauseText, SectionText
from community.conduct.default_text import default_code
from community.conduct.marking import KEY, read_text, write_text

PASTED = """# Our code

We are a small group.

## Be good

Always:

- Be kind.
- Listen,
  also to the quiet ones.

  And wait.
* Share {#sharing}

## Être là {#presence}
1. Come.
2) Stay.
"""


def test_headings_and_items_are_marked():
    intro, sections = read_text(PASTED)

    assert intro == "We are a small group."
    assert sections == (
        SectionText(
            "be-good",
            "Be good",
            "Always:",
            (
                ClauseText("be-good-1", "Be kind."),
                ClauseText("be-good-2", "Listen,\nalso to the quiet ones.\n\nAnd wait."),
                ClauseText("sharing", "Share"),
            ),
        ),
        SectionText(
            "presence",
            "Être là",
            "",
            (ClauseText("presence-1", "Come."), ClauseText("presence-2", "Stay.")),
        ),
    )


def test_new_keys_avoid_what_has_stood_for_something():
    _, sections = read_text("## Be good\n- Be kind.\n", taken=["be-good-1"])

    assert sections[0].clauses == (ClauseText("be-good-2", "Be kind."),)


@pytest.mark.parametrize("mark", ["{#Not A Key}", "{#--}", "{#" + "x" * 41 + "}", "{}"])
def test_what_is_no_key_stays_in_the_text(mark):
    _, sections = read_text(f"## Be good\n- Be kind. {mark}\n")

    assert sections[0].clauses == (ClauseText("be-good-1", f"Be kind. {mark}"),)


def test_our_own_code_comes_back_as_it_was():
    code = default_code()

    assert read_text(write_text(code)) == (code.intro, code.sections)


@given(st.text(alphabet="#-*1.) {}ab\n\t\\<>é#中", max_size=300))
def test_anything_can_be_pasted(text):
    _, sections = read_text(text)

    made = [section.key for section in sections if "{#" not in section.heading]
    assert all(KEY.fullmatch(key) for key in made)
    assert "{" in text or not TAKEN_KEYS & {c.key for s in sections for c in s.clauses}
