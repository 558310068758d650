"""Joining two cases by the page of one, and taking them apart."""

import pytest
from sqlalchemy import select

from community import audit
from community.accounts.models import Role
from community.db import db
from community.moderation import answering
from community.moderation.case_models import Answer
from tests.factories import START, make_community, make_member
from tests.moderation.build import case_of, report, take

pytestmark = pytest.mark.usefixtures("in_january")
WHY = "The same evening."


@pytest.fixture
def place(writing):
    """Two cases that Rue and Kim have; Lou has the first, and a conflict in the second."""
    with writing():
        make_community()
        people = {name: make_member(name, Role.RESPONDER) for name in ("Rue", "Kim", "Lou")}
        cases = [case_of(report(words=words, now=START)[0]) for words in ("One.", "Two.")]
        for case in cases:
            take(case, people["Rue"], people["Kim"])
        answering.answer(cases[1], Answer.CONFLICT, by=people["Lou"], now=START)
        take(cases[0], people["Lou"])
        return people, [one.key for one in cases], [one.name for one in cases]


def test_who_has_one_case_alone_joins_nothing(place, signed_in):
    people, (key, other), _ = place
    rue, lou, page = signed_in(people["Rue"]), signed_in(people["Lou"]), f"/desk/cases/{key}"
    assert "Join it with another case" in rue.get(page).text
    assert "Join it with another case" not in lou.get(page).text  # who has no other
    # One that is not open is refused like one that is not there.
    for wrong in (other, "none"):
        assert lou.post(f"{page}/joinings", data={"other": wrong}).status_code == 422


def test_two_cases_are_joined_and_taken_apart_at_the_desk(place, signed_in, queries, reading):
    people, (key, other), (name, part) = place
    rue, lou, page = signed_in(people["Rue"]), signed_in(people["Lou"]), f"/desk/cases/{key}"
    given = {"other": other, "joining_why": WHY}
    assert rue.post(f"{page}/joinings", data=given).status_code == 303

    shown = rue.get(page).text
    assert [word in shown for word in ("One.", "Two.", "Came as", WHY)] == [True] * 4
    assert f"{part} goes on here" in shown
    assert part not in rue.get("/desk").text
    assert rue.get(f"/desk/cases/{other}").text.count("Report 2") == 1
    found = []
    for address in (key, other, "there-is-none"):
        with queries() as sent:
            answer = lou.get(f"/desk/cases/{address}")
        found.append((answer.status_code, len(sent)))
    assert found == [(404, found[0][1])] * 3
    assert not {name, part} & set(lou.get("/desk").text.split())
    joined = shown.partition("/joinings/")[2].partition("/")[0]
    assert joined in {key, other}
    away = f"{page}/joinings/{joined}/withdrawal"
    assert lou.post(away).status_code == 404

    assert rue.post(away, data={"apart_why": "Two evenings."}).status_code == 303

    assert (part in rue.get("/desk").text, "Two evenings." in rue.get(page).text) == (True, True)
    assert rue.post(away).status_code == 404
    with reading():
        entries = select(audit.AuditEntry.what).where(audit.AuditEntry.subject == "case_merging")
        written = db.session.scalars(entries.order_by(audit.AuditEntry.number)).all()
    assert written == ["cases joined", "cases taken apart"]
