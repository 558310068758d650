"""While a measure forbids contact with one who holds a call, nobody comes to them by answering."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.agreement import How
from community.attendance import rsvps, series_answers
from community.attendance.models import Answer, Rsvp
from community.calls.drafts import Place
from community.calls.links import links_for, may_come
from community.calls.owners import Ownership
from community.calls.queries import sittings_of_series
from community.conduct import imposing
from community.conduct.acceptances import accept
from community.conduct.content import Effect
from community.conduct.imposing import MeasureDraft
from community.db import db
from community.distance.forbidding import ContactForbidden
from community.facilitation import being_here, hands
from community.facilitation.models import HandKind, Opening, Way
from community.records import correcting
from community.records.models import Period
from tests.calls.build import begin, times
from tests.conduct.build import KIND, RESTRICTING, publish
from tests.factories import START, make_community, make_member

WEEK = timedelta(days=7)
SOON, LATER = START + WEEK / 2, START + WEEK
"""While the measure stands, and from when on it does not."""


@pytest.fixture
def scene(db_session):
    """Ada holds a series with Ola; Bo may not contact Ada for a week, and came before."""
    make_community()
    stella, ada, bo, mia = (make_member(name) for name in ("Stella", "Ada", "Bo", "Mia"))
    code = publish(stella, RESTRICTING)
    accept(bo.person, code, how=How.RSVP, now=START)
    place = Place(join_url="https://meet.example/evening")
    series = begin(ada, times("FREQ=WEEKLY;COUNT=3", "2026-01-27", place=place))
    first = sittings_of_series(series, START)[0]
    for one in (bo, mia):
        rsvps.answer(first, one.person, answer=Answer.GOING, now=START)
    draft = MeasureDraft(
        version_id=code.version_id,
        clause_key=KIND.key,
        level=2,
        effects=(Effect.NO_CONTACT,),
        starts_at=START,
        ends_at=LATER,
        facts="It was said.",
        other_person_id=ada.person_id,
    )
    imposing.impose(draft, on=bo.person, now=START)
    return ada, bo, mia, series


def test_nobody_says_that_they_come_nor_has_the_link_until_it_ends(scene):
    _, bo, mia, series = scene
    first, second, _ = sittings_of_series(series, START)

    def going(subject, who, now, answer=Answer.GOING):
        write = series_answers.answer_series if subject is series else rsvps.answer
        return write(subject, who.person, answer=answer, now=now)

    for subject in (second, series):
        for answer in (Answer.GOING, Answer.MAYBE):
            with pytest.raises(ContactForbidden, match=r"holds this call until 22\.01\.2026"):
                going(subject, bo, SOON, answer)
        going(subject, bo, SOON, Answer.CANNOT)
        going(subject, mia, SOON)
        going(subject, bo, LATER)
    for who, now, comes in ((bo, SOON, False), (mia, SOON, True), (bo, LATER, True)):
        assert may_come(who.person_id, first, now) is comes
        assert bool(links_for(who.person_id, [first], {first.id}, now=now)) is comes


def test_who_cannot_come_says_it_without_a_word(scene):
    _, bo, mia, series = scene
    first, second, _ = sittings_of_series(series, START)
    rsvps.answer(first, bo.person, answer=Answer.GOING, note="On foot.", now=LATER)

    for sitting in (first, second):  # with an answer before, and without
        for who, note in ((bo, "You again."), (mia, "A cold.")):
            said = {"answer": Answer.CANNOT, "note": note, "now": SOON}
            if who is mia:
                rsvps.answer(sitting, who.person, **said)
                continue
            with pytest.raises(ContactForbidden):
                rsvps.answer(sitting, who.person, **said)
    rsvps.answer(first, bo.person, answer=Answer.CANNOT, note="On foot.", now=SOON)
    rsvps.answer(second, bo.person, answer=Answer.CANNOT, note="", now=SOON)


def test_who_holds_the_call_as_well_keeps_it_and_a_new_date_brings_nobody_else(scene):
    _, bo, mia, series = scene
    first, second, third = sittings_of_series(series, START)
    for one in (bo, mia):
        db.session.query(Rsvp).delete()
        series_answers.answer_series(series, one.person, answer=Answer.GOING, now=LATER)
    db.session.query(Rsvp).delete()
    series_answers.answer_new_dates([second, third], now=SOON)
    came = select(Rsvp.person_id).where(Rsvp.sitting_id == second.id).order_by(Rsvp.person_id)
    assert db.session.scalars(came).all() == [mia.person_id]

    db.session.add(Ownership(series_id=series.id, member_id=bo.id, since=SOON))
    db.session.flush()
    assert may_come(bo.person_id, first, SOON)
    rsvps.answer(second, bo.person, answer=Answer.GOING, now=SOON)


def test_nobody_asks_them_for_a_correction_nor_raises_a_hand_before_them(scene):
    _, bo, mia, series = scene
    call = sittings_of_series(series, START)[0].call
    held = {"call_id": call.id, "by_id": scene[0].id, "at": SOON}
    db.session.add_all([Opening(**held), Period(**held, until=LATER + WEEK, publishes=False)])
    db.session.flush()
    acts = (
        lambda who, now: hands.raise_hand(call, HandKind.REPLY, Way.VOICE, by=who, now=now),
        lambda who, now: being_here.come(call, shows_name=True, by=who, now=now),
        lambda who, now: correcting.ask(call, "It was I who said so.", by=who, now=now),
    )
    for act in acts:
        with pytest.raises(ContactForbidden, match="holds this call"):
            act(bo, SOON)
        act(mia, SOON)
        act(bo, LATER)
