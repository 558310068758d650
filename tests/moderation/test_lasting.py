"""What was done at once in a call stands past its day by a ruling alone: with a clause, as many as
the rung asks for, an end, and somebody else to appeal to.
"""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text

from community import audit
from community.calls.models import Call
from community.conduct.emergency_models import (
    Act,
    Emergency,
    EmergencyMeasure,
    EmergencyRatification,
)
from community.conduct.emergency_queries import acts_for, keeps_away, waiting_among
from community.db import db
from community.moderation import answering, deciding, ending
from community.moderation.case_models import Answer as CaseAnswer
from community.moderation.case_models import Case
from community.moderation.case_queries import reports_of
from community.moderation.deciding import RulingDraft
from community.moderation.lasting_queries import can_last
from community.moderation.ruling_models import Ruling
from tests.conduct.build import KIND
from tests.factories import START
from tests.moderation.build import LETTER, refuses
from tests.moderation.shouting import DAY, NEW, SOON

HOUR = timedelta(hours=1)
LATER = START + DAY + HOUR


@pytest.fixture
def case(scene, do, writing, at):
    """An answer was taken away from Max; Rue and Kim have the case."""
    assert do("answer", person=str(scene.people["Max"].person_id)).status_code == 303
    with at(SOON), writing():
        case = db.session.scalars(select(Case)).unique().one()
        for name in ("Rue", "Kim"):
            answering.answer(case, CaseAnswer.CAN, by=scene.people[name], now=SOON)
        return case.key


def test_what_the_responders_call_right_ends_by_itself_all_the_same(
    scene, case, signed_in, at, reading
):
    with reading():
        key = db.session.scalar(select(Emergency.key))
    going = {"answer": "going"}, f"{scene.page}/sittings/1/rsvp"
    for now, status in ((SOON, 409), (START + DAY, 303)):
        with at(now):
            if now is SOON:
                right = f"/desk/cases/{case}/at-once/{key}/ratification"
                assert signed_in(scene.people["Rue"]).post(right).status_code == 303
            client = signed_in(scene.people["Max"])
            assert client.post(going[1], data=going[0]).status_code == status


def _what_is_typed(scene, key):
    letter = ("behaviour", "impact", "expected", "consequence", "how_found", "unheard")
    return dict.fromkeys(letter, "You shouted.") | {
        "level": "2",
        "dismissal": "settled between them",
        "clauses": KIND.key,
        "person": str(scene.people["Max"].person_id),
        "lasts_days": "30",
        "lets_stand": key,
        "rationale": "It was loud.",
        "for_reporter": "They do not come.",
    }


def _decide(scene, case, key, signed_in, reading):
    """Rue and Kim decide on the page of the case that it stands."""
    desk, given = f"/desk/cases/{case}", _what_is_typed(scene, key)
    rue, kim = (signed_in(scene.people[one]) for one in ("Rue", "Kim"))
    assert f"{desk}/rulings/new?stands={key}" in rue.get(desk).text
    done = "An answer was taken away: One evening"
    assert done in rue.get(f"{desk}/rulings/new?stands={key}").text
    too_low = rue.post(f"{desk}/rulings", data=given | {"level": "1"})
    assert (too_low.status_code, "choose such a rung" in too_low.text) == (422, True)
    for_good = rue.post(f"{desk}/rulings", data=given | {"lasts_days": ""})
    assert (for_good.status_code, "short of a ban" in for_good.text) == (422, True)
    for wrong in ({"lets_stand": "ended-since"}, {"level": ""}):
        answer = rue.post(f"{desk}/rulings", data=given | wrong)
        assert (answer.status_code, "You shouted." in answer.text) == (422, True)
    assert rue.post(f"{desk}/rulings", data=given).status_code == 303
    with reading():
        ruling = db.session.scalar(select(Ruling.key))
    assert done in kim.get(desk).text
    for what in ("agreement", "notice"):
        assert kim.post(f"{desk}/rulings/{ruling}/{what}").status_code == 303
    lifted = rue.post(f"{desk}/at-once/{key}/withdrawal")
    assert (lifted.status_code, "A ruling lets this stand" in lifted.text) == (409, True)


def test_two_decide_by_a_clause_that_it_stands_and_it_ends_with_what_they_decided(
    scene, case, signed_in, at, reading
):
    with reading():
        key = db.session.scalar(select(Emergency.key))
    with at(SOON):
        _decide(scene, case, key, signed_in, reading)
    max_, answer = scene.people["Max"], f"{scene.page}/sittings/1/rsvp"
    with at(LATER):
        client = signed_in(max_)
        assert client.post(answer, data={"answer": "going"}).status_code == 409
        told = client.get("/standing").text
        said = "You shouted.", "Be <em>kind</em>.", "Ask for a second look", "stands as long"
        assert [one for one in said if one not in told] == []
        safety = signed_in(scene.people["Fay"]).get(f"{scene.page}/safety").text
        assert "for the time being" in safety
    over = SOON + 30 * DAY
    with at(over), reading():  # it has ended, and no job has run
        (row,) = db.session.scalars(select(Emergency)).unique()
        assert (row.stands(LATER), row.stands(over)) == (True, False)
        acts = [acts_for(scene.call_id, max_.person_id, now) for now in (LATER, over)]
        assert acts == [{Act.REMOVE_ANSWER}, set()]
        (right,) = db.session.scalars(select(EmergencyRatification.by_id))
        assert right == scene.people["Kim"].id
        assert audit.verify().broken is None


def let_stand_by_ruling(scene, case, **given):
    """Rue and Kim let stand what can be, and tell whoever it is about: Max, if nobody else."""
    people, now = scene.people, given.pop("now", SOON)
    code = reports_of(case)[0].publication
    rows = list(db.session.scalars(select(Emergency)).unique())
    values = {
        "rationale": "Loud.",
        "person": people["Max"].person,
        "publication": code,
        "level": 2,
        "clauses": [KIND.key],
        "effects": [],
        "lasts_days": 30,
        "lets_stand": rows,
        **LETTER,
    } | given
    ruling = deciding.draft(case, RulingDraft(**values), by=people["Rue"], now=now)
    deciding.agree(ruling, by=people["Kim"], now=now)
    deciding.notify(ruling, by=people["Kim"], now=now)
    return ruling


def _is_kept_away(person, call_id, now):
    query = select(Call.id).where(Call.id == call_id, keeps_away(person.id, call_id, now))
    return db.session.scalar(query) is not None


def test_it_holds_for_whom_the_ruling_is_about_alone_and_not_once_that_is_withdrawn(
    scene, do, at, writing
):
    left_out = [scene.people["Max"], scene.people["Mia"]]
    numbers = [str(one.person_id) for one in left_out]
    form = {"sitting": str(scene.sitting_id), "url": NEW, "left_out": numbers}
    assert do("link", **form).status_code == 303
    with at(SOON), writing():
        case = db.session.scalars(select(Case)).unique().one()
        for name in ("Rue", "Kim"):
            answering.answer(case, CaseAnswer.CAN, by=scene.people[name], now=SOON)
        (one,) = can_last(case, SOON)
        assert sorted(one.people) == sorted(each.person_id for each in left_out)
        ruling = let_stand_by_ruling(scene, case)
        away = [
            [_is_kept_away(each.person, scene.call_id, now) for each in left_out]
            for now in (SOON, LATER)
        ]
        assert away == [[True, True], [True, False]]
        max_, mia = (each.person_id for each in left_out)
        waits = [waiting_among(scene.call_id, [max_, mia], now) for now in (SOON, LATER)]
        assert waits == [set(), {mia}]  # let in like whoever else comes anew
        ending.end_with_what_followed(ruling, "On appeal: withdrawn.", now=LATER)
        db.session.expire_all()
        assert not _is_kept_away(left_out[0].person, scene.call_id, LATER)


def test_told_too_late_it_lets_nothing_stand_that_has_ended(scene, case, at, writing):
    with at(LATER), writing():
        ruling = let_stand_by_ruling(
            scene, db.session.scalars(select(Case)).unique().one(), now=LATER
        )
        assert ruling.measure.measure.stands(LATER)
        assert acts_for(scene.call_id, scene.people["Max"].person_id, LATER) == set()


def test_the_database_lets_nothing_stand_without_a_ruling_about_them_in_time(
    scene, case, at, writing
):
    with at(SOON), writing() as session:
        case = db.session.scalars(select(Case)).unique().one()
        ruling = let_stand_by_ruling(scene, case, lets_stand=[])
        (row,) = db.session.scalars(select(Emergency)).unique()
        kept = {"emergency_id": row.id, "measure_id": ruling.measure.measure_id, "at": SOON}
        max_, mia = (scene.people[one].person_id for one in ("Max", "Mia"))
        for given in (
            kept | {"person_id": max_},  # they decided on something else
            kept | {"person_id": mia},
        ):
            with refuses(session, "emergency_stands_by_a_ruling"), session.begin_nested():
                session.execute(insert(EmergencyMeasure).values(**given))
        with refuses(session, "ruling_emergency_stays_on_insert"), session.begin_nested():
            session.execute(
                text("INSERT INTO ruling_emergency (ruling_id, emergency_id) VALUES (:r, :e)"),
                {"r": ruling.id, "e": row.id},
            )
        again = let_stand_by_ruling(scene, case)
        late = kept | {"person_id": max_, "measure_id": again.measure.measure_id}
        session.execute(text("DELETE FROM emergency_measure"))
        with refuses(session, "emergency_stands_by_a_ruling"), session.begin_nested():
            session.execute(insert(EmergencyMeasure).values(**late | {"at": START + DAY}))
        session.execute(insert(EmergencyMeasure).values(**late))
        with refuses(session, "emergency_measure_stays_on_update"), session.begin_nested():
            session.execute(text("UPDATE emergency_measure SET at = at"))
