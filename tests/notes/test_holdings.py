"""Who leaves takes what they wrote along; what they wrote stays, by a former member."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app import HOLDINGS
from community.access import Viewer
from community.accounts.leaving import erase
from community.accounts.models import Member, Role
from community.drafts.models import Draft
from community.notes import drafting, editing, finishing, muting, redacting, removing
from community.notes.holdings import HOLDINGS as OURS
from community.notes.models import Kind, NoteMention, ThreadMute
from community.notes.outcomes import NoteOutcome
from community.notes.queries import page_of_thread, revisions_of
from community.notes.subject_queries import subject_of
from community.notes.tasks import Action
from tests.drafts.kept import draft_in
from tests.factories import START, make_call, make_community, make_member
from tests.notes.saying import NO_TOOL, say


@pytest.fixture
def scene(db_session):
    make_community()
    make_member("Stella", Role.STEWARD)
    ola, mia = make_member("Ola"), make_member("Mia")
    call = make_call(ola)
    ola.joined_at = START - timedelta(days=30)
    mine = say(call, mia, "I bring tea for the whole of the evening.")
    editing.change(
        mine, "I bring cake for the whole of the evening.", base=1, said=None, by=mia, now=START
    )
    todo = say(call, ola, "Open.", kind=Kind.ACTION, owner=mia, due_on=date(2026, 3, 1))
    done = say(call, ola, "Done.", kind=Kind.ACTION, owner=mia)
    finishing.finish(db_session.get(Action, done.id), how="So.", by=mia, now=START)
    named = say(call, ola, f"Thank you, @{mia.handle} and @{ola.handle}.")
    gone = say(call, mia, "Not for here.")
    removing.remove(gone, by=mia, reason="Wrong call.", now=START)
    redacting.redact(gone, "here", why="It was another place.", by=Viewer(mia), now=START)
    drafting.keep_draft(mia, "on call 1", "Half a", Kind.NOTE, now=START)
    muting.mute(mine.thread_id, mia.person_id, now=START)
    db_session.add(NoteOutcome(note_id=gone.id, outcome="withdrawn", by_id=mia.id, at=START))
    return mia, mine, todo, done, named


def test_everything_somebody_wrote_goes_with_them(scene):
    mia = scene[0]

    told = OURS[0].export(mia.person_id)

    assert {name: len(rows) for name, rows in told.items()} == {
        "notes": 2,
        "earlier versions of notes": 1,
        "notes I took out": 1,
        "words I took out of notes": 1,
        "my actions": 2,
        "actions I marked as done": 1,
        "actions I took off the list of a call": 0,
        "what I said became of notes": 1,
        "notes that mention me": 1,
        "threads I receive no letters about": 1,
        "notes of mine that nobody else sees": 0,
        "first notes I read": 0,
    }
    assert told["notes"][0]["text"] == "I bring cake for the whole of the evening."
    assert told["notes"][0]["about"] == "One evening"
    assert told["notes"][1]["taken out"] is True
    assert told["my actions"][0]["by when"] == date(2026, 3, 1)


def test_what_was_taken_out_does_not_go_with_who_was_to_do_it(scene, db_session):
    mia, _, todo, *_ = scene
    removing.remove(todo, by=todo.by, now=START)
    db_session.expire_all()

    told = OURS[0].export(mia.person_id)

    assert [one["text"] for one in told["my actions"]] == ["", "Done."]


def test_nothing_of_others_goes_with_them(scene):
    told = str(OURS[0].export(scene[0].person_id))

    assert "Thank you" not in told


def test_what_they_wrote_stays_by_a_former_member_and_names_them_no_more(scene, db_session):
    mia, mine, todo, done, named = scene
    handle = mia.handle

    erase(mia, HOLDINGS, typed_handle=handle, now=START)
    erase(mia, HOLDINGS, typed_handle=handle, now=START)

    lines = page_of_thread(mine.thread).lines
    assert (lines[0].by, "cake" in lines[0].text_html) == ("A former member", True)
    assert named.text_source.startswith("Thank you, a former member and @ola")
    assert "/people/ola" in named.text_html
    assert handle not in named.text_html + named.text_source
    assert db_session.get(Action, todo.id).owner_id is None
    assert db_session.get(Action, done.id).owner_id == mia.id
    for model in (Draft, ThreadMute):
        assert db_session.scalar(select(func.count()).select_from(model)) == 0
    still = db_session.scalars(select(NoteMention.member_id)).all()
    assert [db_session.get(Member, number).name for number in still] == ["Ola"]


def test_earlier_versions_name_them_no_more_either(scene, db_session):
    mia, *_, named = scene
    text = named.text_source.replace("Thank you", "Thanks")
    editing.change(named, text, base=1, said=NO_TOOL, by=named.by, now=START)
    handle = mia.handle

    erase(mia, HOLDINGS, typed_handle=handle, now=START)

    assert handle not in revisions_of(named)[0].text_source


def test_a_handle_is_gone_wherever_somebody_wrote_it(scene, db_session):
    mia, *_, named = scene
    ola, handle = named.by, mia.handle
    edited = say(call_of(named), ola, f"Ask @{handle.upper()} for the key of the hall, please.")
    editing.change(
        edited,
        "Ask somebody for the key of the hall, please.",
        base=1,
        said=NO_TOOL,
        by=ola,
        now=START,
    )
    in_code = say(call_of(named), ola, f"`@{handle}` and ola@{handle}.example")
    drafting.keep_draft(ola, "on call 2", f"Thank @{handle}", Kind.NOTE, now=START)

    erase(mia, HOLDINGS, typed_handle=handle, now=START)

    db_session.expire_all()
    assert revisions_of(edited)[0].text_source.startswith("Ask a former member for")
    assert in_code.text_source == f"`a former member` and ola@{handle}.example"
    assert "<code>a former member</code>" in in_code.text_html
    assert draft_in(ola, "on call 2").text_source == "Thank a former member"


def test_who_is_named_all_over_a_long_text_can_leave(scene):
    mia, *_, named = scene
    handle = mia.handle
    long = say(call_of(named), named.by, f"@{handle} " * (49_000 // (len(handle) + 2)))

    erase(mia, HOLDINGS, typed_handle=handle, now=START)

    assert long.text_source.startswith("… … …")


def call_of(note):
    """The call a note is about."""
    return subject_of(note.thread).call
