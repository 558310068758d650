"""Deciding and appealing by the pages."""

import re

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.moderation.ruling_models import Ruling
from tests.calls.build import begin
from tests.conduct.build import KIND, publish
from tests.factories import START, make_call, make_community, make_member, make_sitting
from tests.moderation.build import case_of, report, take
from tests.notes.saying import say

pytestmark = pytest.mark.usefixtures("in_january")

GIVEN = {
    "level": "2",
    "dismissal": "no violation",
    "clauses": KIND.key,
    "effects": "no notes",
    "lasts_days": "30",
    "behaviour": "You were unkind.",
    "impact": "They left.",
    "expected": "Be kind.",
    "consequence": "A month to think.",
    "how_found": "It was reported.",
    "rationale": "Twice.",
    "for_reporter": "A month without notes.",
    "unheard": "It went on.",
}


@pytest.fixture
def place(writing):
    """A case about Ada's note that four responders can take."""
    with writing():
        make_community()
        people = {name: make_member(name, Role.RESPONDER) for name in ("Rue", "Kim", "Lou", "Pat")}
        people["Ada"] = make_member("Ada")
        publish(make_member("Stella", Role.STEWARD))
        call = make_call()
        make_sitting(call)
        note = say(call, people["Ada"], "You people again.", now=START)
        row, _ = report(f"note:{note.key}")
        case = take(case_of(row), *(people[name] for name in ("Rue", "Kim", "Lou", "Pat")))
        return {
            **people,
            "case": f"/desk/cases/{case.key}",
            "call": call.slug,
            "person": str(row.person_id),
        }


@pytest.fixture
def one(reading):
    """`one()` gives the key of the latest ruling."""

    def ask() -> str:
        with reading() as session:
            return session.scalars(select(Ruling.key).order_by(Ruling.id.desc())).first()

    return ask


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"clauses": []}, "Name the clause that was broken."),
        ({"lasts_days": "61"}, "This rung lasts at most 60 days."),
        ({"lasts_days": ""}, "This rung lasts at most 60 days."),
        ({"effects": "no account"}, "The rung you chose does not close that."),
        ({"effects": []}, "Say what this rung closes"),
        ({"behaviour": ""}, "Write what happened"),
        ({"expected": ""}, "Write what is expected"),
        ({"consequence": ""}, "Write what follows"),
        ({"how_found": ""}, "Write how it came to be known"),
        ({"for_reporter": ""}, "Write what whoever reported is told."),
        ({"other": "nobody-here"}, "Nobody has this handle."),
        ({"series": "weekly", "other": "ada"}, "for one series or for contact with one person"),
        ({"level": ""}, "Choose a rung"),
        ({"level": "nothing", "replaces": "1", "consequence": ""}, "Write why it is withdrawn"),
    ],
)
def test_what_is_wrong_in_a_ruling_is_said(place, signed_in, wrong, said):
    answer = signed_in(place["Rue"]).post(
        f"{place['case']}/rulings", data=GIVEN | {"person": place["person"]} | wrong
    )

    assert answer.status_code == 422
    assert said in answer.text
    assert "They left." in answer.text


def _is_heard_by_others(case, key, rue, lou, pat):
    """Two who did not decide hear the appeal, and one of them says what becomes of it."""
    heard = f"{case}/rulings/{key}/appeal"
    assert rue.post(f"{heard}/hearers").status_code == 409
    assert {client.post(f"{heard}/hearers").status_code for client in (lou, pat)} == {303}
    word = {f"appeal-{key}-outcome": "upheld", f"appeal-{key}-words": "It stays."}
    lost = lou.post(f"{heard}/outcome", data=word | {f"appeal-{key}-words": ""})
    assert (lost.status_code, f'id="appeal-{key}-words-error"' in lost.text) == (422, True)
    assert lou.post(f"{heard}/outcome", data=word).status_code == 303
    assert rue.post(f"{heard}/outcome", data=word).status_code == 409
    assert "Lou: upheld." in pat.get(case).text


def test_a_case_is_decided_told_appealed_and_reduced_by_others(place, signed_in, one):
    rue, kim, lou, pat, ada = (signed_in(place[n]) for n in ("Rue", "Kim", "Lou", "Pat", "Ada"))
    case, given = place["case"], GIVEN | {"person": place["person"]}
    assert rue.post(f"{case}/rulings", data=given).status_code == 303
    ruling = f"{case}/rulings/{one()}"
    shown = ("Be <em>kind</em>.", f"/conduct/versions/1#{KIND.key}")  # the clause, and where it is
    assert [one for one in shown if one not in kim.get(case).text] == []
    assert rue.post(f"{ruling}/notice").status_code == 409  # decided by one, of two
    assert kim.post(f"{ruling}/agreement").status_code == 303
    assert rue.post(f"{ruling}/notice").status_code == 409  # who wrote it does not read it
    assert "You were unkind." not in ada.get("/standing").text
    assert kim.post(f"{ruling}/notice").status_code == 303
    assert kim.post(f"{ruling}/removal").status_code == 409
    told = ada.get("/standing").text
    assert "Ask for a second look" in told
    assert ada.post(f"/calls/{place['call']}/notes", data={"text": "Hi"}).status_code == 403
    assert ada.get(f"/calls/{place['call']}").status_code == 200
    address = told.partition('action="/standing/rulings/')[2].partition('"')[0]
    appeal = f"/standing/rulings/{address}"
    assert rue.post(appeal, data={"text": "Mine."}).status_code == 404
    empty, *others = (ada.post(appeal, data={"text": one}) for one in ("", "A joke.", "Again."))
    assert [one.status_code for one in (empty, *others)] == [422, 303, 409]
    assert (
        'aria-invalid="true"' in empty.text.partition(f'id="text-{address.split("/")[0]}"')[2][:200]
    )

    _is_heard_by_others(case, one(), rue, lou, pat)
    less = given | {"replaces": ruling.rpartition("/")[2], "is_on_appeal": "1", "lasts_days": "7"}
    assert rue.post(f"{case}/rulings", data=less).status_code == 409
    assert lou.post(f"{case}/rulings", data=less).status_code == 303
    again = f"{case}/rulings/{one()}"
    assert pat.post(f"{again}/agreement").status_code == 303
    assert pat.post(f"{again}/notice").status_code == 303

    assert all(
        word in rue.get(case).text for word in ("Reduced.", "Another ruling took its place.")
    )
    assert "Reduced." in ada.get("/standing").text


def test_who_says_neither_is_told_what_to_say_and_nothing_is_noted(place, signed_in):
    lou = signed_in(place["Lou"])
    for said in ({}, {"answer": "perhaps"}):
        answer = lou.post(f"{place['case']}/answer", data=said)
        assert (answer.status_code, "Nothing was noted." in answer.text) == (422, True)
    assert lou.get(place["case"]).status_code == 200


def test_a_ruling_is_drafted_once_and_another_begins_with_what_it_said(place, signed_in, reading):
    rue, case = signed_in(place["Rue"]), place["case"]
    given = GIVEN | {"person": place["person"], "once": "k"}
    for _ in range(2):
        assert rue.post(f"{case}/rulings", data=given).status_code == 303
    with reading() as session:
        (key,) = session.scalars(select(Ruling.key))
    page = ""
    for how in ("like", "replaces"):
        page = rue.get(f"{case}/rulings/new?{how}={key}").text
        assert "You were unkind." in page
        ticked = re.findall(r' checked[^>]* value="([^"]+)"|value="([^"]+)"[^>]* checked', page)
        assert {one or other for one, other in ticked} >= {"2", KIND.key, "no notes"}
        assert 'value="30"' in page
    assert f'name="replaces" type="hidden" value="{key}"' in page


def test_the_page_of_a_case_asks_as_often_for_many_rulings_as_for_one(
    place, signed_in, one, queries, writing
):
    rue, kim, lou, pat, ada = (signed_in(place[n]) for n in ("Rue", "Kim", "Lou", "Pat", "Ada"))
    case, given = place["case"], GIVEN | {"person": place["person"]}
    with writing():
        series = [begin(place["Pat"], title=title).slug for title in ("Tea", "Bread", "Soup")]
    counts = []
    for slug in series:
        rue.post(f"{case}/rulings", data=given | {"series": slug, "rationale": f"In {slug}."})
        key = one()
        for who, where in ((kim, "agreement"), (kim, "notice")):
            assert who.post(f"{case}/rulings/{key}/{where}").status_code == 303
        appeal = f"/standing/rulings/{key}/appeal"
        assert ada.post(appeal, data={"text": f"Not in {slug}."}).status_code == 303
        for who in (lou, pat):
            assert who.post(f"{case}/rulings/{key}/appeal/hearers").status_code == 303
        word = {f"appeal-{key}-outcome": "upheld", f"appeal-{key}-words": "It stays."}
        assert lou.post(f"{case}/rulings/{key}/appeal/outcome", data=word).status_code == 303
        with queries() as sent:
            text = pat.get(case).text
        counts.append(len(sent))
        assert [one for one in (f"In {slug}.", f"Not in {slug}.") if one not in text] == []
    assert counts == [counts[0]] * 3
