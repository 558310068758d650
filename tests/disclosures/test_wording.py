"""How a disclosure reads: plain, and never an accusation."""

import pytest

from community.disclosures.wording import (
    Checked,
    Degree,
    Openness,
    Said,
    Tool,
    assisted_by,
    sentence,
    whole_sentence,
)

NAMED = "Some Model 2 (Example Ltd, open weights)"
MODEL = Tool("Some Model", "2", "Example Ltd", Openness.WEIGHTS)


@pytest.mark.parametrize(
    ("degree", "checked", "tools", "words"),
    [
        (Degree.NONE, None, (), ""),
        (Degree.WORDING, None, (), "Wording helped by a tool"),
        (Degree.UNSAID, None, (), "The author would rather not say whether a tool was involved"),
        (Degree.SOME, None, (), "Drafted partly with a tool"),
        (
            Degree.SOME,
            Checked.EVERY_CLAIM,
            ("X",),
            "Drafted partly with X; the author checked every claim",
        ),
        (
            Degree.MOST,
            Checked.REWROTE,
            ("X", "Y", "Z"),
            "Drafted mostly with X, Y and Z; the author rewrote it",
        ),
        (Degree.MOST, Checked.NOTHING, ("X",), "Drafted mostly with X; nobody has checked it yet"),
    ],
)
def test_a_disclosure_is_a_plain_sentence(degree, checked, tools, words):
    assert sentence(degree, checked, tools) == words


def test_all_that_was_said_reads_as_sentences():
    said = Said(Degree.MOST, "a first draft", (MODEL,), Checked.SOME, True, "our notes", "small")

    assert whole_sentence(said) == (
        "Drafted mostly with Some Model 2 (Example Ltd, open weights); the author checked some of "
        "it. Used for: a first draft. Material that went in: our notes. Footprint: small. "
        "The author’s employer requires the tool."
    )
    assert whole_sentence(Said(Degree.NONE)) == "No tool was involved."


def test_an_export_has_a_line_for_each_tool():
    said = Said(Degree.SOME, tools=(MODEL, Tool("Other")), checked=Checked.EVERY_CLAIM)

    assert assisted_by(said) == (
        f"Assisted-by: {NAMED} (some parts; the author checked every claim)",
        "Assisted-by: Other (some parts; the author checked every claim)",
    )
    assert assisted_by(Said(Degree.WORDING)) == ("Assisted-by: a tool (wording only)",)
    assert assisted_by(Said(Degree.MOST)) == ("Assisted-by: a tool (most of it)",)
    assert assisted_by(Said(Degree.NONE)) == assisted_by(Said(Degree.UNSAID)) == ()
