"""Appeals that nobody can hear or decides: said on the case and at the desk, and written again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.moderation import answering, appealing, appeals_again
from community.moderation.appeal_models import Appeal, AppealReminder
from community.moderation.case_models import Answer
from community.moderation.desk_queries import desk_of
from community.moderation.ruling_queries import rulings_of
from community.outbox.models import Letter
from tests.moderation.build import days

pytestmark = pytest.mark.usefixtures("in_january")


def _remind(session, now):
    """Write again about what it is time for; gives whether that was anything."""
    for number in session.scalars(appeals_again._waiting(now)).all():
        appeal = session.get_one(Appeal, number)
        appeals_again._write_again(appeal, appeal.ruling.case, now)
    session.flush()
    return session.scalars(select(AppealReminder.at)).all() == [now]


def test_who_can_hear_an_appeal_is_written_to_again_after_fourteen_days(people, told, db_session):
    appealing.appeal(told, "It was the wind.", now=days(2))
    [line] = desk_of(people["Lou"], days(3)).lines
    assert (line.due, line.due_at, line.is_late) == ("appeal", days(16), False)
    assert not _remind(db_session, days(15))
    letters = len(db_session.scalars(select(Letter)).all())
    assert _remind(db_session, days(16))
    assert len(db_session.scalars(select(Letter)).all()) > letters
    assert not _remind(db_session, days(17))
    assert _remind(db_session, days(30) + timedelta(hours=1))


def test_an_appeal_that_too_few_can_hear_is_told_of_at_once_and_on_the_case(
    people, told, case, db_session
):
    for name in ("Lou", "Pat"):
        answering.answer(case, Answer.CONFLICT, by=people[name], now=days(1))
    appealing.appeal(told, "It was the wind.", now=days(2))
    assert _remind(db_session, days(2))
    [view] = rulings_of(case, days(2))
    assert view.appeal.is_stuck
