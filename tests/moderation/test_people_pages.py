"""Whom a report is about and who is asked, by the page of a case."""

import pytest

from community.accounts import stewardship
from community.accounts.models import Role
from tests.factories import make_community, make_member
from tests.moderation.build import case_of, days, report, take

pytestmark = pytest.mark.usefixtures("in_january")


@pytest.fixture
def place(writing):
    """A case about somebody whom nobody has named, that Rue and Kim have; Stu responds later."""
    with writing():
        make_community()
        people = {name: make_member(name, Role.RESPONDER) for name in ("Rue", "Kim", "Lou")}
        people["Stu"] = make_member("Stu", Role.STEWARD)
        case = take(case_of(report(about_words="the host")[0]), people["Rue"], people["Kim"])
        stewardship.grant_role(people["Stu"], Role.RESPONDER, by=people["Stu"], now=days(1))
        return {**people, "case": f"/desk/cases/{case.key}", "name": case.name}


def test_whom_a_report_is_about_is_said_by_handle(place, signed_in):
    rue, kim, case = signed_in(place["Rue"]), signed_in(place["Kim"]), place["case"]
    wrong = rue.post(f"{case}/reports/1/person", data={"handle": "@nobody-here"})
    assert (wrong.status_code, "Nobody has this handle." in wrong.text) == (422, True)
    assert 'value="@nobody-here"' in wrong.text
    assert rue.post(f"{case}/reports/2/person", data={"handle": "x"}).status_code == 404

    given = {"handle": f"@{place['Kim'].handle}"}
    assert rue.post(f"{case}/reports/1/person", data=given).status_code == 303

    assert "<dd>Kim</dd>" in rue.get(case).text
    team = rue.get(case).text.partition('id="team"')[2]
    assert ("Rue" in team, "Kim" in team) == (True, False)
    assert (kim.get(case).status_code, place["name"] in kim.get("/desk").text) == (404, False)
    # Who names themselves is led to the desk.
    given = {"handle": place["Rue"].handle}
    assert rue.post(f"{case}/reports/1/person", data=given).headers["Location"] == "/desk"


def test_who_is_new_is_asked_by_hand(place, signed_in):
    rue, stu, case = signed_in(place["Rue"]), signed_in(place["Stu"]), place["case"]
    assert place["name"] not in stu.get("/desk").text
    assert "Stu <span" in rue.get("/desk").text
    assert "Ask a responder who is new" in rue.get(case).text
    assert rue.post(f"{case}/colleagues", data={"member": "0"}).status_code == 422

    assert rue.post(f"{case}/colleagues", data={"member": place["Stu"].id}).status_code == 303

    assert place["name"] in stu.get("/desk").text
    assert "Ask a responder who is new" not in rue.get(case).text
