"""What two people wrote over the same revision."""

from dataclasses import replace

from community.patterns.comparing import compare
from community.patterns.content import Check, Kind
from community.patterns.facets import Dimension
from community.patterns.merging import merge_contents
from tests.patterns.build import CONTENT


def test_changes_of_different_sections_and_words_are_both_kept():
    before = replace(CONTENT, solution="Name them, and ask them before the date.")
    theirs = replace(before, context="Theirs.", solution="Name them, and ask them before noon.")
    mine = replace(before, problem="Mine.", solution="Call them, and ask them before the date.")

    merged = merge_contents(before, theirs, mine)

    assert merged.clashes == {}
    assert merged.content == replace(
        before,
        context="Theirs.",
        problem="Mine.",
        solution="Call them, and ask them before noon.",
    )


def test_the_same_place_changed_twice_is_named_and_has_mine():
    theirs = replace(CONTENT, title="Their Title", solution="Theirs instead.")
    mine = replace(CONTENT, title="My Title", solution="Mine instead.")

    merged = merge_contents(CONTENT, theirs, mine)

    assert set(merged.clashes) == {"title", "solution"}
    assert (merged.content.title, merged.content.solution[:4]) == ("My Title", "Mine")
    (clash,) = merged.clashes["title"]
    assert (clash.theirs, clash.mine) == ("Their Title", "My Title")


def test_lists_take_what_either_added_and_leave_out_what_either_took_away():
    asked, counted = Check("Asked?"), Check("Counted?", Kind.COUNT)
    before = replace(CONTENT, tags=("a", "b"), checks=(asked,))
    theirs = replace(before, tags=("a", "b", "c"), checks=(asked, counted))
    mine = replace(before, tags=("b", "d"), dimensions=(Dimension.LABOUR,))

    merged = merge_contents(before, theirs, mine).content

    assert set(merged.tags) == {"b", "c", "d"}
    assert (merged.checks, merged.dimensions) == ((asked, counted), (Dimension.LABOUR,))


def test_two_revisions_are_compared_by_section_and_word():
    after = replace(CONTENT, solution="Name them, then ask them.", tags=("meetings", "asking"))

    found = compare(CONTENT, after)

    assert [each.heading for each in found] == ["Solution", "Tags"]
    tags = "".join(part.text for part in found[1].stretches if part.op != "removed")
    assert tags == "meetings, asking"
    assert compare(CONTENT, CONTENT) == []


def test_one_check_that_two_reworded_stands_in_both_words_and_is_named():
    asked, kept = Check("Asked?"), Check("Counted?", Kind.COUNT)
    before = replace(CONTENT, checks=(asked, kept))
    theirs = replace(before, checks=(Check("Was everybody asked?"), kept))
    mine = replace(before, checks=(Check("Were all asked?"), kept), tags=("a",))

    merged = merge_contents(before, theirs, mine)

    assert {check.question for check in merged.content.checks} == {
        *("Was everybody asked?", "Were all asked?", "Counted?")
    }
    (clash,) = merged.clashes["checks"]
    assert "Was everybody asked?" in clash.theirs
    assert "Were all asked?" in clash.mine
    assert set(merged.clashes) == {"checks"}
    assert merge_contents(before, theirs, theirs).clashes == {}
    more = replace(before, checks=(asked, kept, Check("Seen?")))
    assert merge_contents(before, theirs, more).clashes == {}
