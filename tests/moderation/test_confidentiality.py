"""Nobody learns of a case whom it is not open to, and the person it is about never who reported.

Each test has something that could leak.
"""

import json
import re
from contextlib import suppress

import pytest
from sqlalchemy import select

from app import HOLDINGS
from community import clock
from community.accounts.models import Role
from community.conduct.content import Effect
from community.moderation import answering, deciding, talking
from community.moderation.case_models import Answer, Case
from community.moderation.deciding import RulingDraft
from community.outbox import ledger
from community.outbox.ledger import Shelf
from community.outbox.models import Letter
from tests.conduct.build import KIND, publish
from tests.factories import START, make_call, make_community, make_member, make_sitting
from tests.moderation.build import LETTER, case_of, days, report, take
from tests.notes.saying import say

pytestmark = pytest.mark.usefixtures("in_january")

REPORTED = "The cellar door was open."
VERA = ("Vera", "vera@example.org", "verawords")


@pytest.fixture
def place(writing):
    """Vera reports Ada's note. Rue and Kim have taken the case and told Ada of a ruling; Lou, a
    friend of Ada, has a conflict; Stu is a steward.
    """
    with writing():
        make_community()
        names = {"Rue": Role.RESPONDER, "Kim": Role.RESPONDER, "Lou": Role.RESPONDER}
        people = {name: make_member(name, role) for name, role in names.items()}
        people["Stu"], people["Ada"] = make_member("Stu", Role.STEWARD), make_member("Ada")
        vera = people["Vera"] = make_member("Vera")
        code = publish(people["Stu"])
        call = make_call()
        make_sitting(call)
        note = say(call, people["Ada"], "You people again.", now=START)
        row, _ = report(f"note:{note.key}", by=vera, words=f"{REPORTED} verawords", now=days(0))
        case = take(case_of(row), people["Rue"], people["Kim"])
        answering.answer(case, Answer.CONFLICT, by=people["Lou"], now=START)
        ada = people["Ada"].person
        message = talking.say_to_person(case, ada.id, "We listen.", by=people["Rue"], now=START)
        talking.read_second(message, by=people["Kim"], now=START)
        given = RulingDraft(
            rationale=REPORTED,
            person=ada,
            publication=code,
            level=2,
            clauses=[KIND.key],
            effects=[Effect.NO_NOTES],
            **LETTER | {"behaviour": "You were unkind."},
            for_reporter="A month without notes.",
            lasts_days=30,
        )
        ruling = deciding.draft(case, given, by=people["Rue"], now=START)
        deciding.agree(ruling, by=people["Kim"], now=START)
        deciding.notify(ruling, by=people["Kim"], now=START)
        return {**people, "case": case.key, "name": case.name, "note": note.key}


def same(text: str) -> str:
    """A page without what is new each time it is shown."""
    return re.sub(r'(value|href|action)="[^"]*"', "", text)


def test_a_responder_in_conflict_finds_no_sign_of_the_case(place, signed_in, queries):
    rue, lou = signed_in(place["Rue"]), signed_in(place["Lou"])
    case, name = place["case"], place["name"]
    assert name in rue.get("/desk").text  # something that could leak
    assert REPORTED in rue.get(f"/desk/cases/{case}").text

    for page in ("/desk", "/desk?past=1", "/search?q=cellar", "/", "/people", "/standing"):
        assert name not in lou.get(page).text
        assert case not in lou.get(page).text
        assert REPORTED not in lou.get(page).text
    assert lou.get("/desk").text.count("case-name") == 0
    for address in ("{}", "{}/rulings/new", "{}/files/1"):
        asked = [f"/desk/cases/{address.format(key)}" for key in (case, "there-is-none")]
        found = []
        for path in asked:
            with queries() as sent:
                answer = lou.get(path)
            found.append((answer.status_code, same(answer.text), len(sent)))
        assert found[0] == found[1]
        assert found[0][0] == 404
    one = "rulings/1"
    for write in (
        *("answer", "messages", "messages/1/reading", "states", "steps", "holder", "colleagues"),
        *("joinings", "rulings", f"{one}/agreement", f"{one}/removal", f"{one}/notice"),
        *(f"{one}/appeal/hearers", f"{one}/appeal/outcome", f"{one}/readmission"),
        *(f"{one}/conditions/1", f"{one}/looks"),
    ):
        found = []
        for key in (case, "there-is-none"):
            with queries() as sent:
                answer = lou.post(f"/desk/cases/{key}/{write}", data={"answer": "can", "text": "x"})
            found.append((answer.status_code, same(answer.text), len(sent)))
        assert found[0] == found[1]
        assert found[0][0] == 404


def test_who_answered_with_a_conflict_stands_nowhere_for_the_others(place, signed_in):
    page = signed_in(place["Rue"]).get(f"/desk/cases/{place['case']}").text

    assert "Kim" in page
    assert "Lou" not in page


def test_stewards_without_the_role_see_nothing(place, signed_in):
    stu, mia = signed_in(place["Stu"]), signed_in(place["Vera"])

    for client in (stu, mia):
        assert client.get("/desk").status_code == 403
        hidden, absent = (client.get(f"/desk/cases/{key}") for key in (place["case"], "none"))
        assert (hidden.status_code, same(hidden.text)) == (404, same(absent.text))
        for page in ("/", "/people", "/health", "/settings"):
            with suppress(AttributeError):
                assert place["name"] not in client.get(page).text
    assert "Desk" not in stu.get("/").text


def test_the_person_it_is_about_never_learns_who_reported(place, signed_in, reading):
    ada = signed_in(place["Ada"])
    told = ada.get("/standing").text
    assert "You were unkind." in told  # they are told
    assert "Be <em>kind</em>." in told

    pages = [told, ada.get("/profile").text, ada.get(f"/people/{place['Vera'].handle}").text]
    for page in pages[:2]:
        for secret in (*VERA, REPORTED, place["name"], place["case"], "Rue", "Kim", "A month"):
            assert secret not in page
    assert re.search(r"\d\d:\d\d", told.partition("<main")[2]) is None  # days, never hours
    with reading():
        (holding,) = (one for one in HOLDINGS if "report" in one.tables)
        held = holding.export(place["Ada"].person_id)
        (imposed,) = (one for one in HOLDINGS if "measure" in one.tables)
        kept = json.dumps([held, imposed.export(place["Ada"].person_id)], default=str)
    assert "measures under the code" in kept
    assert "You were unkind." in kept
    for secret in (*VERA, REPORTED, place["name"], place["case"], "Rue", "reporter"):
        assert secret not in kept
    assert held["reports I made"] == []
    assert re.search(r"\d\d:\d\d", kept) is None


def test_the_reporter_takes_their_report_along_and_leaves_nothing_but_what_it_says(place, writing):
    (holding,) = (one for one in HOLDINGS if "report" in one.tables)
    with writing() as session:
        vera = place["Vera"].person_id
        mine = holding.export(vera)
        assert [one["who may know"] for one in mine["reports I made"]] == ["confidential"]
        holding.erase(vera, clock.now())
        holding.erase(vera, clock.now())
        assert holding.export(vera)["reports I made"] == []
        assert session.scalars(select(Case.name)).all() == [place["name"]]


def test_letters_say_nothing_and_go_to_nobody_else(place, writing, app):
    with writing() as session:
        letters = session.scalars(select(Letter).where(Letter.kind == "discreet")).all()
        desk = app.extensions["outbox"]
        (kind,) = (one for name, one in desk.kinds.items() if name == "discreet")
        said = []
        for letter in letters:
            recipient = desk.recipient_of(letter.person_id)
            draft = kind.write(letter, recipient, clock.now())
            said.append(json.dumps(dict(draft.values) if draft else {}))
        to = {letter.person_id for letter in letters}
        assert ledger.letters_on(Shelf.WAITING).rows == []  # what stewards are shown
        assert ledger.counts()[Shelf.WAITING] == 0
        assert ledger.letter_numbered(letters[0].id) is None
        rows = repr([(one.about, one.facts, one.recipient) for one in letters])

    assert {place[name].person_id for name in ("Rue", "Kim", "Ada", "Vera")} <= to
    assert place["Stu"].person_id not in to
    for secret in (REPORTED, place["name"], place["case"], "report", "case"):
        assert secret not in rows
        assert secret not in "".join(said).replace("/report/return", "")
    # Lou was asked before they answered; now nothing is left to say to them.
    assert said[[one.person_id for one in letters].index(place["Lou"].person_id)] == "{}"


def test_the_log_names_no_case(place, signed_in, capfd):
    signed_in(place["Rue"]).get(f"/desk/cases/{place['case']}")
    signed_in(place["Lou"]).get(f"/desk/cases/{place['case']}")
    log = capfd.readouterr().err

    assert "/desk/cases/<key>" in log
    for secret in (place["case"], place["name"], REPORTED, "Vera", place["note"]):
        assert secret not in log
