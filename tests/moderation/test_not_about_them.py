"""What was written to somebody whom a case is about, and waits as it is not about them any more."""

import pytest

from community.accounts.models import Role
from community.moderation import naming, talking
from community.moderation.case_queries import reports_of, view_of
from community.moderation.talking import NotAboutThem
from tests.factories import START, make_community, make_member
from tests.moderation.build import case_of, days, report, take


def test_what_waits_for_somebody_whom_it_is_not_about_any_more_goes_to_nobody(people, case):
    (row,) = reports_of(case)
    rue, kim, bo = people["Rue"], people["Kim"], make_member("Bo")
    naming.name_another(case, row, bo.person, by=rue, now=START)
    also = talking.say_to_person(case, bo.person_id, "And you?", by=rue, now=START)
    first = talking.say_to_person(case, people["Ada"].person_id, "And?", by=rue, now=START)
    assert [one.is_stopped for one in view_of(case, START).messages] == [False, False]

    naming.name_no_more(case, row, bo.person_id, now=days(1))
    naming.name_person(case, row, make_member("Eve").person, by=rue, now=days(1))

    assert [one.is_stopped for one in view_of(case, days(1)).messages] == [True, True]
    for message in (also, first):
        with pytest.raises(NotAboutThem, match="not about them any more"):
            talking.read_second(message, by=kim, now=days(1))
        assert message.reading is None
    naming.name_another(case, row, bo.person, by=rue, now=days(2))
    talking.read_second(also, by=kim, now=days(2))
    assert also.reading is not None


@pytest.mark.usefixtures("in_january")
def test_the_page_says_that_it_is_not_about_them_any_more(writing, signed_in):
    with writing():
        make_community()
        rue, kim = (make_member(name, Role.RESPONDER) for name in ("Rue", "Kim"))
        ada, bo = make_member("Ada"), make_member("Bo")
        row, _ = report(person=ada.person)
        case = take(case_of(row), rue, kim)
        naming.name_another(case, row, bo.person, by=rue, now=START)
        message = talking.say_to_person(case, bo.person_id, "And you?", by=rue, now=START)
        page = f"/desk/cases/{case.key}"
        reading = f"{page}/messages/{message.key}/reading"
    client = signed_in(kim)
    assert reading in client.get(page).text
    with writing() as session:
        naming.name_no_more(session.merge(case), session.merge(row), bo.person_id, now=days(1))
    shown = client.get(page).text
    assert reading not in shown
    assert "</strong>: Bo ·" in shown
    assert "the case is not about them any more" in shown
    refused = client.post(reading)
    assert (refused.status_code, "This goes to nobody" in refused.text) == (409, True)
