"""Words of a note change, nothing they said is lost, and two who change them are merged."""

from datetime import timedelta

import pytest

from community.disclosures.wording import Degree, Said
from community.errors import TooMany
from community.notes import editing
from community.notes.editing import MOST_CHANGES, ChangedMeanwhile, DisclosureIsAsked
from community.notes.history import versions_of
from community.notes.queries import revisions_of
from tests.factories import START, make_call, make_member
from tests.notes.saying import say

LATER = START + timedelta(hours=1)
WORDS = "We meet on Friday at six in the old town hall. Please bring tea."


@pytest.fixture
def ada(db_session):
    return make_member("Ada")


@pytest.fixture
def note(ada):
    return say(make_call(ada), ada, WORDS)


def change(note, by, old, new, *, base, said=None):
    return editing.change(note, WORDS.replace(old, new), base=base, said=said, by=by, now=LATER)


def test_what_a_note_said_before_is_kept(note, ada):
    change(note, ada, "Friday", "Monday", base=1)

    assert "Monday" in note.text_html
    assert (note.version, note.changed_at) == (2, LATER)
    [before] = revisions_of(note)
    assert (before.number, before.text_source, before.at) == (1, WORDS, START)


def test_the_same_text_is_no_change(note, ada):
    assert not change(note, ada, "x-x", "", base=1).is_other

    assert revisions_of(note) == []


def test_two_who_change_different_words_are_both_heard(note, ada):
    bo = make_member("Bo")
    change(note, ada, "Friday", "Monday", base=1)

    changed = change(note, bo, "tea", "cake", base=1)

    assert changed.is_merged
    assert note.text_source == WORDS.replace("Friday", "Monday").replace("tea", "cake")
    assert [one.number for one in revisions_of(note)] == [1, 2]


def test_two_who_change_the_same_words_are_told_and_nothing_is_overwritten(note, ada):
    bo = make_member("Bo")
    change(note, ada, "Friday", "Monday", base=1)

    with pytest.raises(ChangedMeanwhile) as clash:
        change(note, bo, "Friday", "Sunday", base=1)

    assert "Monday" in note.text_source
    assert [(one.theirs, one.mine) for one in clash.value.clashes] == [("Monday ", "Sunday ")]
    assert "Sunday" in clash.value.text
    assert (clash.value.version, clash.value.theirs) == (2, note.text_source)


def test_where_much_changes_it_is_asked_again_whether_a_tool_was_involved(note, ada):
    with pytest.raises(DisclosureIsAsked):
        editing.change(note, "All of it is new.", base=1, said=None, by=ada, now=LATER)

    said = Said(Degree.WORDING)
    editing.change(note, "All of it is new.", base=1, said=said, by=ada, now=LATER)

    assert note.disclosure.degree is Degree.WORDING
    assert revisions_of(note)[0].disclosure_id != note.disclosure_id


def test_a_note_can_say_again_what_it_said(note, ada):
    change(note, ada, "Friday", "Monday", base=1)

    editing.revert(note, 1, by=ada, now=LATER)
    editing.revert(note, 1, by=ada, now=LATER)

    assert (note.text_source, note.version) == (WORDS, 3)
    assert "Monday" in revisions_of(note)[1].text_source


def test_the_versions_of_a_note_show_what_differs(note, ada):
    change(note, ada, "Friday", "Monday", base=1)

    latest, first = versions_of(note)

    assert [(s.op, s.text) for s in latest.stretches if s.op != "same"] == [
        ("removed", "Friday "),
        ("added", "Monday "),
    ]
    assert (latest.by, latest.is_present, first.is_present) == ("Ada", True, False)


def test_a_page_of_versions_has_ten_and_the_next_goes_on(note, ada):
    for number in range(1, 13):
        change(note, ada, "Friday", f"day {number}", base=number)

    latest = versions_of(note)
    earlier = versions_of(note, latest[-1].number)

    assert [one.number for one in latest] == list(range(13, 3, -1))
    assert [one.number for one in earlier] == [3, 2, 1]
    assert ("added", "3 ") in [(s.op, s.text) for s in latest[-1].stretches]


def test_changes_in_a_short_time_are_counted(note, ada):
    def number(base):
        change(note, ada, "Friday", f"day {base}", base=base)

    for base in range(1, MOST_CHANGES + 2):
        number(base)

    with pytest.raises(TooMany):
        number(note.version)
    with pytest.raises(TooMany):
        editing.revert(note, 1, by=ada, now=LATER)
    later = LATER + timedelta(hours=1)
    editing.change(note, WORDS, base=note.version, said=None, by=ada, now=later)
    assert note.text_source == WORDS
