"""Lines are drafted by themselves from what was done, once, and never again when declined."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.agendas import claiming
from community.agendas.call_roles import CallRole
from community.calls import changing, removing
from community.calls.queries import sittings_of
from community.facilitation import steering
from community.ledger import confirming, drafting, upkeep
from community.ledger.evidence_queries import calls_to_draft
from community.ledger.models import Drafting, Labour, Line
from community.notes import removing as removing_notes
from community.patterns import curating
from community.patterns.curation_models import Verdict
from tests.agendas.build import make_evening
from tests.facilitation.build import EVENING, opened, started
from tests.factories import START, make_member
from tests.ledger.build import OVER, drafted
from tests.notes.saying import say
from tests.patterns.build import proposed, revised

DAY = timedelta(days=1)
once = pytest.mark.engines("sqlite")


@once
def test_what_was_done_is_drafted_when_the_call_ends(db_session):
    ola, mia = make_member("Ola"), make_member("Mia")
    call = started(ola, "One")
    for number in range(3):
        say(call, mia, f"Note {number}", now=EVENING)
    gone = [say(call, ola, f"Not said {number}", now=EVENING) for number in range(3)]
    removing_notes.remove(gone[0], by=ola, reason="", now=EVENING)

    steering.end(call, seen=opened(call).id, by=ola, now=EVENING + timedelta(minutes=50))

    assert drafted(call) == {("Ola", Labour.FACILITATING), ("Mia", Labour.NOTES)}


@once
def test_drafting_again_adds_what_is_new_and_nothing_that_was_declined(db_session):
    ola, mia = make_member("Ola"), make_member("Mia")
    call = make_evening(ola)
    claiming.claim(call, CallRole.QUEUE, by=mia, now=START)
    claiming.claim(call, CallRole("captions"), by=mia, now=START)
    drafting.draft(call.id, now=OVER)
    confirming.decline({db_session.scalar(select(Line.id))}, by=ola, now=OVER)
    for number in range(3):
        say(call, ola, f"Note {number}", now=OVER)

    for _ in range(2):
        drafting.draft(call.id, now=OVER)

    assert sorted(kind for _, kind in drafted(call)) == [
        *("captions", "facilitating", "notes", "queue and time")
    ]
    assert len(db_session.scalars(select(Line.id)).all()) == 4


@once
def test_notes_of_another_month_are_not_notes_of_the_call(db_session):
    ola, mia = make_member("Ola"), make_member("Mia")
    call = make_evening(ola)
    for number in range(3):
        say(call, mia, f"Long before {number}", now=EVENING - 30 * DAY)

    drafting.draft(call.id, now=OVER)

    assert drafted(call) == {("Ola", Labour.FACILITATING)}


@once
def test_work_on_patterns_that_came_up_is_drafted_and_on_others_is_not(db_session):
    ola, mia, ned, ida = (make_member(name) for name in ("Ola", "Mia", "Ned", "Ida"))
    call, (cited, other) = make_evening(ola), (proposed(ida), proposed(ida))
    say(call, ola, f"As in [[{cited.slug}]].", now=EVENING)
    revised(cited, mia, summary="Who is missing? Ask.", now=EVENING + timedelta(hours=1))
    revised(other, ned, summary="Of nothing.", now=EVENING + timedelta(hours=1))
    for pattern, by in ((cited, ned), (other, ola)):
        given = {"interest": "None.", "by": by.person, "now": EVENING + timedelta(hours=2)}
        curating.review(pattern, Verdict.WORK, **given)
    revised(cited, ida, summary="Long after.", now=EVENING + 3 * DAY)

    drafting.draft(call.id, now=OVER)

    assert drafted(call) == {
        ("Ola", Labour.FACILITATING),
        ("Mia", Labour.EDITING),
        ("Ned", Labour.REVIEWING),
    }


@once
def test_nothing_is_drafted_for_a_call_that_is_to_come_cancelled_or_deleted(db_session):
    ola = make_member("Ola")
    to_come, cancelled, deleted = (make_evening(ola) for _ in range(3))
    changing.cancel(sittings_of(cancelled)[0], by=ola, reason="Ill.", now=START)
    removing.remove_call(deleted, by=ola, reason="No.", now=START)

    for call, now in ((to_come, START), (cancelled, OVER), (deleted, OVER)):
        drafting.draft(call.id, now=now)

    assert db_session.scalars(select(Line.id)).all() == []
    assert calls_to_draft(OVER + DAY) == [to_come.id]


def test_a_call_nobody_steered_is_drafted_a_day_later_and_then_left_alone(app, scene, writing):
    ola, _, _, call = scene
    with app.app_context():
        upkeep.draft_what_is_due(OVER)
    with writing() as session:
        assert session.scalars(select(Line.id)).all() == []
    for _ in range(2):
        with app.app_context():
            upkeep.draft_what_is_due(OVER + DAY)

    with writing() as session:
        assert drafted(call) == {(ola.name, Labour.FACILITATING)}
        assert session.scalars(select(Drafting.call_id)).all() == [call.id]
        assert calls_to_draft(OVER + DAY) == []
