"""What stands of what was done at once for a guest who turns out to be a member; and what is about
nobody, which nothing lets stand.
"""

from sqlalchemy import select, update

from community import audit, audit_rows
from community.accounts.models import Person
from community.attendance import merging
from community.conduct.emergency_models import Act, Emergency, EmergencyMeasure
from community.conduct.emergency_queries import acts_for
from community.db import db
from community.moderation import answering, ending
from community.moderation.case_models import Answer as CaseAnswer
from community.moderation.case_models import Case
from community.moderation.lasting_queries import can_last
from community.moderation.ruling_models import Ruling
from tests.factories import make_member
from tests.moderation.build import refuses
from tests.moderation.shouting import DAY, SOON
from tests.moderation.test_lasting import LATER, let_stand_by_ruling


def test_what_stands_for_a_guest_stands_for_the_member_they_turn_out_to_be_and_ends_with_it(
    scene, do, at, writing, reading
):
    assert do("answer", person=str(scene.guest)).status_code == 303
    with at(SOON), writing() as session:
        case = db.session.scalars(select(Case)).unique().one()
        for name in ("Rue", "Kim"):
            answering.answer(case, CaseAnswer.CAN, by=scene.people[name], now=SOON)
        guest = session.get(Person, scene.guest)
        number = let_stand_by_ruling(scene, case, person=guest).id
        gina, other = make_member("Gina"), make_member("Gus")
        held = update(EmergencyMeasure).values(person_id=other.person_id)
        with refuses(session, "emergency_measure_stays_on_update"), session.begin_nested():
            session.execute(held)  # whom it holds for is nobody else
        gina.email = gina.email_key = "gina@example.org"
        session.flush()
        merging.join_address(gina, now=SOON)
        session.refresh(gina)
    with at(LATER), reading() as session:
        assert session.scalar(select(EmergencyMeasure.person_id)) == gina.person_id
        assert acts_for(scene.call_id, gina.person_id, LATER) == {Act.REMOVE_ANSWER}
        found = audit_rows.compare()
        assert (found.changed, found.gone, audit.verify().broken) == ([], [], None)
        assert acts_for(scene.call_id, gina.person_id, SOON + 30 * DAY) == set()
    with at(LATER), writing() as session:
        told = "On appeal: withdrawn."
        ending.end_with_what_followed(session.get(Ruling, number), told, now=LATER)
        assert acts_for(scene.call_id, gina.person_id, LATER) == set()


def test_a_pause_of_answers_is_about_nobody_and_is_looked_at_anew_each_day(
    scene, do, at, writing, signed_in, reading
):
    assert do("answers").status_code == 303
    with at(SOON), writing():
        case = db.session.scalars(select(Case)).unique().one()
        for name in ("Rue", "Kim"):
            answering.answer(case, CaseAnswer.CAN, by=scene.people[name], now=SOON)
        assert can_last(case, SOON) == []
        key = case.key
    with at(SOON):
        page = signed_in(scene.people["Rue"]).get(f"/desk/cases/{key}").text
    assert ("keeps everybody out" in page, "/rulings/new?stands=" in page) == (True, False)
    assert do("answers", now=LATER).status_code == 303
    with reading():
        standing = [one.stands(LATER) for one in db.session.scalars(select(Emergency)).unique()]
        assert sorted(standing) == [False, True]
