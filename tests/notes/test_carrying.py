"""What was to be done and is still open is on the list of the next call, with where it began."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from community.agendas import carrying as agendas_carrying
from community.agendas import states
from community.calls import changing
from community.calls import removing as removing_calls
from community.calls.drafts import Details
from community.calls.models import Call, Visibility
from community.calls.queries import sittings_of_series
from community.db import db
from community.notes import carrying, finishing, removing, sorting
from community.notes.carried import CarriedAction
from community.notes.left_queries import MOST_LEFT, left_at, left_open, threads_left
from community.notes.models import Kind, Note
from community.notes.task_queries import actions_of
from community.notes.tasks import Action
from community.notes.writing import NoteText, thread_for_item, write
from tests.agendas.build import on_agenda, publish_agenda
from tests.calls.build import begin, times
from tests.factories import START, make_community, make_member
from tests.notes.saying import NO_TOOL, say

WEEKLY = times("FREQ=WEEKLY;COUNT=4", "2026-01-20")
LATER = START + timedelta(days=14)  # after the first two
HIDDEN = Details(title="Quiet", visibility=Visibility.LINK)


@pytest.fixture
def weekly(db_session):
    """Four weekly calls of Ola's, and Mia who is a member."""
    make_community()
    ola, mia = make_member("Ola"), make_member("Mia")
    return ola, mia, [s.call for s in sittings_of_series(begin(ola, WEEKLY), START)]


def to_do(call, by, text="Book the room.", **given):
    return say(call, by, text, kind=Kind.ACTION, **given)


def end(call) -> Call | None:
    """What it leaves over moves on, as it does when it has ended."""
    (sitting,) = [s for s in sittings_of_series(call.series, START) if s.call_id == call.id]
    return agendas_carrying.carry_over(call.id, now=sitting.ends_at)


def told(call, reader=None) -> list[str]:
    found = left_open(call, reader.id if reader else None)
    return [one.line.text_html.removeprefix("<p>").split("</p>")[0] for one in found.actions]


def test_what_is_open_is_on_the_next_list_and_what_is_not_is_not(weekly):
    ola, mia, (first, second, third, _) = weekly
    later = to_do(first, ola, "No day.")
    soon = to_do(first, ola, "Soon.", owner=mia, due_on=date(2026, 1, 25))
    done, gone, other = (to_do(first, ola, text) for text in ("Done.", "Gone.", "Other kind."))
    finishing.finish(db.session.get(Action, done.id), how="", by=mia, now=START)
    removing.remove(gone, by=ola, now=START)
    sorting.sort(other, Kind.NOTE, by=ola, now=START)

    assert end(first) is second
    assert end(first) is None

    assert told(second) == ["Soon.", "No day."]
    one = left_open(second, None).actions[0]
    assert (one.line.owner, one.line.due_on, one.slug) == ("Mia", date(2026, 1, 25), first.slug)
    finishing.finish(db.session.get(Action, soon.id), how="By post.", by=mia, now=START)
    assert [one.line.how for one in left_open(second, None).actions] == ["", "By post."]
    sorting.sort(later, Kind.NOTE, by=ola, now=START)
    assert (told(second), told(third)) == (["Soon."], [])
    removing.remove(soon, by=ola, now=START)
    assert told(second) == []


def test_what_stays_open_goes_on_and_says_where_it_began(weekly):
    ola, _, (first, second, third, fourth) = weekly
    old = to_do(first, ola)
    end(first)
    new = to_do(second, ola, "New.")
    end(second)
    late = to_do(second, ola, "Made when its call was over.")

    found = [(one.line.key, one.slug, one.times) for one in left_open(third, None).actions]
    assert found == [
        (old.key, first.slug, 2),
        (new.key, second.slug, 1),
        (late.key, second.slug, 1),
    ]
    assert told(second) == ["Book the room."]
    end(third)
    assert len(told(fourth)) == 3


def test_what_is_made_late_goes_to_where_the_rest_is_by_now(weekly):
    ola, _, (first, second, third, _) = weekly
    for call in (first, second):
        to_do(call, ola, "In time.")
        end(call)

    late = to_do(first, ola, "Late.")

    found = [one for one in left_open(third, None).actions if one.line.key == late.key]
    assert [(one.slug, one.times) for one in found] == [(first.slug, 1)]
    assert told(second) == ["In time."]


def test_one_is_taken_off_the_list_and_stays_off_it(weekly):
    ola, _, (first, second, third, _) = weekly
    note = to_do(first, ola)
    to_do(first, ola, "Stays.")
    end(first)

    for _ in range(2):
        carrying.leave_out(left_at(second.slug, note.key), by=ola, now=START)

    assert told(second) == ["Stays."]
    end(second)
    assert told(third) == ["Stays."]
    assert not db.session.get(Action, note.id).is_done


@pytest.mark.parametrize("way", ["open again", "an action anew"])
def test_what_is_to_be_done_after_all_goes_on_with_the_rest(weekly, way):
    ola, _, (first, second, third, _) = weekly
    note = to_do(first, ola, "Done too soon.")
    to_do(first, ola, "Open.")
    finishing.finish(db.session.get(Action, note.id), how="", by=ola, now=START)
    end(first)
    assert told(second) == ["Open."]

    for _ in range(2):
        if way == "open again":
            finishing.reopen(db.session.get(Action, note.id), by=ola, now=LATER)
        else:
            sorting.sort(note, Kind.NOTE, by=ola, now=LATER)
            sorting.sort(note, Kind.ACTION, by=ola, now=LATER)

    assert told(second) == ["Done too soon.", "Open."]
    carrying.leave_out(left_at(second.slug, note.key), by=ola, now=LATER)
    finishing.finish(db.session.get(Action, note.id), how="", by=ola, now=LATER)
    finishing.reopen(db.session.get(Action, note.id), by=ola, now=LATER)
    assert told(second) == ["Open."]
    end(second)
    assert told(third) == ["Open."]


def test_a_call_with_nothing_on_its_agenda_is_found_by_its_open_actions(weekly):
    ola, _, (first, second, *_) = weekly
    (sitting,) = [s for s in sittings_of_series(first.series, START) if s.call_id == first.id]

    def found(now: datetime) -> Sequence[int]:
        return agendas_carrying._ended(now, agendas_carrying._of_late(now))

    assert found(sitting.ends_at) == []
    note = to_do(first, ola)
    assert found(sitting.ends_at) == [first.id]
    end(first)
    assert found(sitting.ends_at + timedelta(days=7)) == [second.id]
    finishing.finish(db.session.get(Action, note.id), how="", by=ola, now=START)
    assert found(sitting.ends_at + timedelta(days=7)) == []


def test_what_was_said_among_fewer_people_is_not_listed_where_more_read(weekly):
    ola, mia, (first, second, *_) = weekly
    to_do(first, ola)
    end(first)

    first.own_visibility = Visibility.MEMBERS
    db.session.flush()
    assert (told(second), told(second, mia)) == ([], ["Book the room."])
    first.own_visibility = Visibility.LINK
    db.session.flush()
    assert (told(second), told(second, mia)) == ([], [])
    second.own_visibility = Visibility.LINK
    db.session.flush()
    (one,) = left_open(second, None).actions
    assert (one.call, one.slug) == ("", None)


def test_what_has_moved_to_where_fewer_people_read_is_listed_there_alone(weekly):
    ola, mia, (first, second, third, fourth) = weekly
    (item,) = on_agenda(first, ola, "Rooms")
    publish_agenda(first, ola)
    thread = thread_for_item(item.id, now=START)
    note = write(thread, NoteText("Book.", NO_TOOL, Kind.ACTION), by=ola, now=START)
    for call in (first, second):
        end(call)
    publish_agenda(third, ola)
    states.accept(item, by=ola, now=START)
    states.discuss(item, by=ola, now=START)
    end(third)
    lists = second, third, fourth
    assert [told(call) for call in lists] == [["Book."]] * 3
    removing_calls.remove_call(third, by=ola, reason="", now=START)
    assert [told(call, ola) for call in lists] == [[], [], []]
    removing_calls.restore_call(third, by=ola, now=START)
    before = note.key

    changing.change_call(third, HIDDEN, version=third.version, now=START)

    db.session.refresh(note)
    assert (item.call_id, note.key != before) == (third.id, True)
    assert [told(call, mia) for call in lists] == [[], ["Book."], []]
    (one,) = left_open(third, None).actions
    assert (one.call, one.slug) == ("", None)
    listed = {"done": False, "for_member": True, "for_owner": False, "cursor": None}
    assert actions_of(first.series, **listed).rows == []
    assert [one.key for one in actions_of(first.series, **listed | {"for_owner": True}).rows] == [
        note.key
    ]


def test_what_was_said_off_the_record_stays_with_those_who_hold_the_call(weekly):
    ola, mia, (first, second, *_) = weekly
    published = on_agenda(first, ola, "Open")
    published += on_agenda(first, ola, "Between us", is_off_record=True)
    publish_agenda(first, ola)
    for item in (*published, *on_agenda(first, ola, "Draft")):
        words = NoteText(item.title, NO_TOOL, Kind.ACTION)
        write(thread_for_item(item.id, now=START), words, by=ola, now=START)
    end(first)

    assert told(second, ola) == ["Open", "Between us", "Draft"]
    assert (told(second), told(second, mia)) == (["Open"], ["Open"])


def test_a_list_of_very_many_is_short_and_moves_with_one_statement(weekly, queries):
    ola, _, (first, second, *_) = weekly
    note = to_do(first, ola)
    same = "thread_id", "by_id", "kind", "text_source", "text_html", "text_policy", "disclosure_id"
    words = {name: getattr(note, name) for name in same}
    notes = [Note(**words, made_at=START) for _ in range(40)]
    db.session.add_all(notes)
    db.session.flush()
    db.session.add_all(Action(note_id=n.id, call_id=first.id, at=START) for n in notes)
    db.session.flush()
    with queries() as sent:
        end(first)

    assert len([one for one in sent if "carried_action" in str(one)]) == 1
    found = left_open(second, None)
    assert (len(found.actions), found.more) == (MOST_LEFT, 41 - MOST_LEFT)
    assert len(threads_left(second.id)) == 1
    assert db.session.scalar(select(func.count(CarriedAction.id))) == 41
