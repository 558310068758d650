"""Places, forms and days of members against whom a measure stands."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.attendance import rsvps, series_answers
from community.attendance.models import Answer, Rsvp, SeriesAnswer
from community.calls.queries import sittings_of, sittings_of_series
from community.conduct.content import Effect
from community.conduct.imposing import MeasureDraft, impose
from community.limits import series_of
from tests.agendas.build import make_evening
from tests.calls.build import begin
from tests.conduct.build import KIND, RESTRICTING, publish, restrict
from tests.factories import START, make_community, make_member

pytestmark = pytest.mark.usefixtures("in_january")


def _evening(capacity=None):
    make_community()
    people = [make_member(name) for name in ("Ola", "Mal", "Wil")]
    call = make_evening(people[0])
    sitting = sittings_of(call)[0]
    sitting.capacity = capacity
    return call, sitting, people


def _measure(code, person, level, effect, ends, **scope):
    given = MeasureDraft(
        *(code.version_id, KIND.key, level, (effect,), START, ends, "What was said."), **scope
    )
    return impose(given, on=person, now=START)


def _answers(session, member):
    query = select(Rsvp).where(Rsvp.person_id == member.person_id).order_by(Rsvp.sitting_id)
    return [one.answer for one in session.scalars(query)]


def test_who_is_suspended_leaves_their_place_to_the_next(db_session):
    call, sitting, (_ola, mal, wil) = _evening(capacity=1)
    for one in (mal, wil):
        rsvps.answer(sitting, one.person, answer=Answer.GOING, now=START)
    code = publish(make_member("Stu", Role.STEWARD), RESTRICTING)
    _measure(code, mal.person, 3, Effect.READING_ONLY, sitting.starts_at - timedelta(days=1))
    assert _answers(db_session, mal) == [Answer.GOING]  # it is over by then
    _measure(code, mal.person, 3, Effect.READING_ONLY, sitting.starts_at + timedelta(days=1))
    assert _answers(db_session, mal) == []
    db_session.refresh(sitting)
    assert _answers(db_session, wil) == [Answer.WAITING]  # and a place is kept
    assert call.id


@pytest.mark.parametrize("is_of_one", [True, False])
def test_who_is_banned_has_no_place_in_a_series(db_session, is_of_one):
    make_community()
    ola, mal = make_member("Ola"), make_member("Mal")
    one, other = begin(ola), begin(ola, title="Another")
    for series in (one, other):
        series_answers.answer_series(series, mal.person, answer=Answer.GOING, now=START)
    code = publish(make_member("Stu", Role.STEWARD), RESTRICTING)
    assert series_of(one) == one.id
    if is_of_one:
        ends = sittings_of_series(one, START)[1].starts_at
        _measure(code, mal.person, 2, Effect.NOT_IN_SERIES, ends, series_id=one.id)
    else:
        _measure(code, mal.person, 4, Effect.NO_ACCOUNT, None)
    kept = db_session.scalars(select(SeriesAnswer).order_by(SeriesAnswer.id)).all()
    assert [x.series_id for x in kept] == ([one.id, other.id] if is_of_one else [])
    soon = sittings_of_series(one, START)[:1]
    query = select(Rsvp.sitting_id).where(Rsvp.person_id == mal.person_id)
    have = set(db_session.scalars(query))
    assert not have & {x.id for x in soon}
    assert bool(have) == is_of_one


def test_a_suspended_member_gives_up_what_they_have_and_is_offered_nothing_else(
    signed_in, writing, reading
):
    with writing():
        call, sitting, (_ola, mal, _) = _evening()
        restrict(mal.person, Effect.READING_ONLY, by=make_member("Stu", Role.STEWARD), now=START)
        rsvps.answer(sitting, mal.person, answer=Answer.GOING, now=START)  # as it was before
    browser, at = signed_in(mal), f"/calls/{call.slug}/sittings/1/rsvp"
    page = browser.get(f"/calls/{call.slug}").text
    assert page.count("A measure under the code of conduct stands in the way of this.") == 2
    assert "Give my place up" in page
    assert "Add a note" not in page
    agenda = browser.get(f"/calls/{call.slug}/agenda").text
    assert "A measure under the code of conduct stands in the way of this." in agenda
    assert "Sign in to propose" not in agenda
    assert browser.post(at, data={"answer": "maybe"}).status_code == 403
    wrong = browser.post(at, data={"answer": "cannot", "note": "x" * 501, "details": "1"})
    assert wrong.status_code == 400  # and no page of what they may not take part in
    assert call.title not in wrong.text
    given = {"answer": "cannot", "note": "Unheard.", "details": "1"}
    assert browser.post(at, data=given).status_code == 303
    with reading() as session:
        row = session.scalars(select(Rsvp)).one()
        assert (row.answer, row.note) == (Answer.CANNOT, "")
    assert browser.post(f"{at}/withdrawal").status_code == 303
    with reading() as session:
        assert session.scalars(select(Rsvp)).all() == []


def test_a_refusal_names_the_day_that_the_standing_does(signed_in, writing):
    with writing():
        call, _sitting, (_ola, mal, _) = _evening()
        mal.person.zone = "Pacific/Auckland"
        code = publish(make_member("Stu", Role.STEWARD), RESTRICTING)
        ends = (START + timedelta(days=7)).replace(hour=20)  # it is tomorrow there already
        _measure(code, mal.person, 3, Effect.READING_ONLY, ends)
        day = ends + timedelta(days=1)
    browser = signed_in(mal)
    answer = browser.post(f"/calls/{call.slug}/sittings/1/rsvp", data={"answer": "going"})
    assert answer.status_code == 403
    assert f"It ends on {day:%d.%m.%Y}." in answer.text


def test_nobody_comes_again_by_a_series_while_a_measure_keeps_them(signed_in, writing, reading):
    with writing():
        make_community()
        ola, mal = make_member("Ola"), make_member("Mal")
        series = begin(ola)
        series_answers.answer_series(series, mal.person, answer=Answer.GOING, now=START)
        sitting = sittings_of_series(series, START)[0]
        restrict(mal.person, Effect.READING_ONLY, by=make_member("Stu", Role.STEWARD), now=START)
        slug, number = sitting.call.slug, sitting.position + 1
        rsvps.answer(sitting, mal.person, answer=Answer.CANNOT, now=START)
    browser = signed_in(mal)
    at = f"/calls/{slug}/sittings/{number}/rsvp/withdrawal"
    assert browser.post(at).status_code == 403
    with reading() as session:
        query = select(Rsvp.answer).where(
            Rsvp.person_id == mal.person_id, Rsvp.sitting_id == sitting.id
        )
        assert session.scalars(query).all() == [Answer.CANNOT]
    assert browser.post(f"/series/{series.slug}/answer/withdrawal").status_code == 303
    assert browser.post(at).status_code == 303


def test_new_dates_of_a_series_wait_for_nobody_whom_a_measure_keeps_from_them(db_session):
    make_community()
    ola, mal = make_member("Ola"), make_member("Mal")
    series = begin(ola)
    series_answers.answer_series(series, mal.person, answer=Answer.GOING, now=START)
    code = publish(make_member("Stu", Role.STEWARD), RESTRICTING)
    dates = sittings_of_series(series, START)
    until = dates[1].starts_at
    _measure(code, mal.person, 3, Effect.READING_ONLY, until)
    series_answers.answer_new_dates(dates, now=START)
    query = select(Rsvp.sitting_id).where(Rsvp.person_id == mal.person_id)
    have = set(db_session.scalars(query))
    assert have == {one.id for one in dates[1:]}
