"""A first answer is one row where nothing stands in its way, and left to more thought elsewhere."""

import pytest
from sqlalchemy import func, select

from community.attendance import first_answers, rsvps
from community.attendance.models import Answer, Rsvp
from community.attendance.rsvps import AnswerDraft
from community.calls import changing, removing
from community.db import db
from tests.attendance.line import NOW, START, going
from tests.factories import make_call, make_member, make_person, make_series, make_sitting

pytestmark = pytest.mark.usefixtures("db_session")


def written(sitting, person, *, answer=Answer.GOING, now=NOW):
    """What `first_answers` makes of an answer with nothing beside it."""
    given = {"answer": answer, "note": "", "access_needs": "", "shows_name": False}
    return first_answers.write(sitting.id, person.id, **given, now=now)


def test_an_answer_is_written_with_all_that_was_said(queries):
    sitting, ada = make_sitting(capacity=1), make_person("Ada")

    draft = AnswerDraft(Answer.GOING, "Late", "A ramp", shows_name=True)
    with queries() as sent:
        more = rsvps.answer_once(sitting.id, ada.id, draft, now=NOW)

    asked = [text.split()[0] for text in sent if "FOR UPDATE" not in text]
    assert asked == ["INSERT"]  # in which it is also asked whether answers are paused
    assert more is None
    rsvp = db.session.scalars(select(Rsvp)).one()
    assert (rsvp.sitting_id, rsvp.person_id, rsvp.answer) == (sitting.id, ada.id, Answer.GOING)
    assert (rsvp.note, rsvp.access_needs, rsvp.shows_name) == ("Late", "A ramp", True)
    assert (rsvp.by_series, rsvp.answered_at, rsvp.updated_at) == (False, NOW, NOW)


@pytest.mark.parametrize(
    ("answer", "taken", "is_written"),
    [
        (Answer.GOING, 1, True),
        (Answer.GOING, 2, False),
        (Answer.MAYBE, 2, True),
        (Answer.CANNOT, 2, True),
    ],
)
def test_a_call_that_is_full_can_still_be_answered_otherwise(answer, taken, is_written):
    sitting = make_sitting(capacity=2)
    for number in range(taken):
        going(sitting, f"Guest {number}")

    assert written(sitting, make_person("Ada"), answer=answer) is is_written


def test_whoever_answered_before_or_comes_after_a_line_is_left_to_more_thought():
    sitting = make_sitting(capacity=1)
    ada = going(sitting, "Ada").person

    assert not written(sitting, ada, answer=Answer.MAYBE)

    going(sitting, "Ben")  # waits
    assert not written(sitting, make_person("Cleo"), answer=Answer.MAYBE)
    assert db.session.scalar(select(func.count()).select_from(Rsvp)) == 2


def test_one_that_has_begun_or_is_called_off_or_deleted_takes_none():
    ola, ada = make_member("Ola"), make_person("Ada")
    cancelled, deleted = make_sitting(make_call(ola)), make_sitting(make_call(ola))
    of_series = make_sitting(make_call(series=make_series(ola)))
    changing.cancel(cancelled, by=ola, reason="Ill", now=NOW)
    removing.remove_call(deleted.call, by=ola, reason="Twice", now=NOW)
    removing.remove_series(of_series.call.series, by=ola, reason="Over", now=NOW)

    begun = make_sitting()

    assert [written(one, ada) for one in (cancelled, deleted, of_series)] == [False] * 3
    assert not written(begun, ada, now=START)
    assert written(begun, ada)
