"""What somebody needs is not kept beyond the week after a call."""

from datetime import datetime, timedelta

from sqlalchemy import select

from community.attendance import forgetting, rsvps
from community.attendance.models import Answer, Rsvp
from community.db import db
from tests.factories import START, make_person, make_sitting

WEEK = timedelta(days=7)


def test_needs_are_gone_a_week_after_the_call_and_the_answer_stays(writing, reading, app):
    with writing():
        past, later = make_sitting(), make_sitting(starts=datetime(2026, 5, 1, 17))
        for sitting in (past, later):
            words = {"note": "Late", "access_needs": "A ramp"}
            rsvps.answer(sitting, make_person("Ada"), answer=Answer.GOING, now=START, **words)
        ended = past.ends_at

    def needs() -> list[tuple[str, str]]:
        with reading():
            rows = db.session.execute(select(Rsvp.note, Rsvp.access_needs).order_by(Rsvp.id))
            return [(note, needs) for note, needs in rows]

    with app.app_context():
        forgetting.forget_needs(ended + WEEK - timedelta(seconds=1))
    assert needs() == [("Late", "A ramp"), ("Late", "A ramp")]

    for _ in range(2):
        with app.app_context():
            forgetting.forget_needs(ended + WEEK)
    assert needs() == [("Late", ""), ("Late", "A ramp")]
