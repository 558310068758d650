"""What follows a suspension by the pages: who is suspended reads, exports, writes, appeals and asks
to be let in again; and the responders see what stands against somebody.
"""

import re

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.moderation import answering
from community.moderation.case_models import Answer
from community.moderation.ruling_models import Ruling
from tests.conduct.build import KIND, RESTRICTING, publish
from tests.factories import START, make_community, make_member
from tests.moderation.build import LETTER, case_of, days, report, take

pytestmark = pytest.mark.usefixtures("in_january")
GIVEN = LETTER | {
    "dismissal": "settled between them",
    "clauses": KIND.key,
    "lasts_days": "60",
    "rationale": "Twice.",
    "for_reporter": "They can only read.",
    "condition_1": "Speak with Mia.",
    "within_1": "14",
}
NAMES = "Rue", "Kim", "Lou", "Pat"


@pytest.fixture
def place(writing):
    """Two cases about Ada; Pat has a conflict in the first of them."""
    with writing():
        make_community()
        people = {name: make_member(name, Role.RESPONDER) for name in NAMES}
        people["Ada"] = ada = make_member("Ada")
        publish(make_member("Stella", Role.STEWARD), RESTRICTING)
        first, second = (case_of(report(person=ada.person, words=w)[0]) for w in ("One.", "Two."))
        take(first, *(people[name] for name in ("Rue", "Kim", "Lou")))
        answering.answer(first, Answer.CONFLICT, by=people["Pat"], now=START)
        take(second, *(people[name] for name in NAMES))
        pages = {"first": f"/desk/cases/{first.key}", "second": f"/desk/cases/{second.key}"}
        return {**people, **pages, "person": str(ada.person_id), "name": first.name}


@pytest.fixture
def suspended(place, signed_in, reading):
    """Ada is suspended, or banned, by Rue and Kim, with a condition; gives the ruling's key."""

    def decide(level="3", effect="reading only"):
        rue, kim = (signed_in(place[name]) for name in ("Rue", "Kim"))
        data = GIVEN | {"level": level, "effects": effect, "person": place["person"]}
        assert rue.post(f"{place['first']}/rulings", data=data).status_code == 303
        with reading() as session:
            key = session.scalars(select(Ruling.key)).one()
        for act in ("agreement", "notice"):
            assert kim.post(f"{place['first']}/rulings/{key}/{act}").status_code == 303
        return key

    return decide


@pytest.mark.parametrize(("level", "effect"), [("3", "reading only"), ("4", "no account")])
def test_a_suspended_member_can_still_read_export_write_appeal_and_ask(
    place, signed_in, suspended, level, effect
):
    ada = signed_in(place["Ada"])  # a session that was opened before
    key = suspended(level, effect)
    told = ada.get("/standing").text
    assert all(words in told for words in ("You shouted.", "Speak with Mia.", "It was reported."))
    assert ada.get("/").status_code == 200
    assert ada.get("/profile/export.zip").status_code == 200
    mine = f"/standing/rulings/{key}"
    empty = ada.post(f"{mine}/readmission", data={"text": ""})
    assert (empty.status_code, f'id="ask-{key}-error"' in empty.text) == (422, True)
    assert ada.post(f"{mine}/readmission", data={"text": "I spoke with her."}).status_code == 303
    assert ada.post("/standing/messages", data={"text": "May I add this?"}).status_code == 303
    assert ada.post(f"{mine}/appeal", data={"text": "A joke."}).status_code == 303
    assert "People who did not decide look at it" in ada.get("/standing").text
    assert (
        signed_in(place["Lou"]).post(f"{mine}/readmission", data={"text": "."}).status_code == 404
    )


def test_a_request_about_what_holds_no_more_is_closed_on_both_pages(
    place, signed_in, suspended, at
):
    key = suspended()
    ada = signed_in(place["Ada"])
    ada.post(f"/standing/rulings/{key}/readmission", data={"text": "I spoke with her."})
    assert "It is closed" not in ada.get("/standing").text
    with at(days(70)):
        mine, desk = signed_in(place["Ada"]), signed_in(place["Lou"])
        assert "what you asked to be let in from holds no more" in mine.get("/standing").text
        assert "what they asked to be let in from holds no more" in desk.get(place["first"]).text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"within_1": "60"}, "a number of days that is over while the measure lasts"),
        (
            {"level": "1", "effects": [], "lasts_days": "0", "within_1": ""},
            "nothing can be met while it lasts",
        ),
    ],
)
def test_no_condition_is_set_that_nobody_could_judge_in_time(place, signed_in, wrong, words):
    data = GIVEN | {"level": "3", "effects": "reading only", "person": place["person"]} | wrong

    answer = signed_in(place["Rue"]).post(f"{place['first']}/rulings", data=data)

    assert (answer.status_code, words in answer.text) == (422, True)


def test_others_let_somebody_in_again_by_the_page_of_the_case(place, signed_in, suspended, writing):
    key = suspended()
    ada, rue, lou = (signed_in(place[name]) for name in ("Ada", "Rue", "Lou"))
    ruling = f"{place['first']}/rulings/{key}"
    assert rue.post(f"{ruling}/readmission", data={}).status_code == 404  # nobody asked
    assert rue.post(f"{ruling}/conditions/2", data={"met": "yes"}).status_code == 404
    assert "It is met" in lou.get(place["first"]).text
    assert rue.post(f"{ruling}/conditions/1", data={"met": "yes"}).status_code == 303
    ada.post(f"/standing/rulings/{key}/readmission", data={"text": "I spoke with her."})
    assert "somebody asks to be let in again" in lou.get("/desk").text
    with writing():
        sam = make_member("Sam", Role.RESPONDER)
    sam_page = signed_in(sam)
    assert sam_page.post(f"{place['first']}/answer", data={"answer": "can"}).status_code == 303
    word = {f"reply-{key}-outcome": "let in", f"reply-{key}-words": "Welcome back."}
    silent = lou.post(f"{ruling}/readmission", data=word)
    assert (silent.status_code, f"reply-{key}-for_reporter-error" in silent.text) == (422, True)
    word[f"reply-{key}-for_reporter"] = "They are back."
    assert rue.post(f"{ruling}/readmission", data=word).status_code == 409  # who decided
    assert lou.post(f"{ruling}/readmission", data=word).status_code == 303
    assert "You are let in again." not in ada.get("/standing").text
    assert sam_page.post(f"{ruling}/readmission", data=word).status_code == 303
    assert "You are let in again." in ada.get("/standing").text
    assert rue.post(f"{ruling}/looks", data={f"look-{key}-why": "Still."}).status_code == 409


def test_responders_see_what_stands_against_somebody_but_for_cases_they_are_left_out_of(
    place, signed_in, suspended, queries
):
    lou, pat = (signed_in(place[name]) for name in ("Lou", "Pat"))
    before = pat.get(place["second"]).text
    with queries() as without:
        pat.get(place["second"])
    suspended()
    seen = lou.get(place["second"]).text
    assert "What stands and stood against them" in seen
    assert (place["name"] in seen, "reading only" in seen) == (True, True)
    link = f'href="/conduct/versions/1#{KIND.key}">{KIND.key}</a>'
    assert f"{link}: Be kind." in seen  # the words of the clause, not its key alone
    with queries() as hidden:
        page = pat.get(place["second"]).text
    assert "What stands and stood against them" not in page
    assert place["name"] not in page
    assert len(hidden) == len(without)
    assert len(re.findall("<h2", page)) == len(re.findall("<h2", before))
