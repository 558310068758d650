"""A case about Ada that four responders can take, and rulings in it."""

from dataclasses import replace

import pytest

from community.accounts.models import Role
from community.accounts.strangers import stamp_of
from community.conduct.content import Effect, Quorum
from community.moderation import deciding
from community.moderation.deciding import RulingDraft
from tests.conduct.build import KIND, SMALL, publish
from tests.factories import START, make_call, make_community, make_member, make_sitting
from tests.moderation.build import LETTER, case_of, days, report, take
from tests.moderation.shouting import WHY, Scene
from tests.notes.saying import say

LADDER = tuple(
    replace(rung, quorum=Quorum.TWO_THIRDS) if rung.level == 4 else rung for rung in SMALL.ladder
)


@pytest.fixture
def people(db_session):
    """Ada, who is reported, and four responders."""
    make_community()
    names = "Rue", "Kim", "Lou", "Pat"
    return {
        "Ada": make_member("Ada"),
        **{name: make_member(name, Role.RESPONDER) for name in names},
    }


@pytest.fixture
def code(people):
    """The code that holds when it happened."""
    return publish(make_member("Stella", Role.STEWARD), replace(SMALL, ladder=LADDER))


@pytest.fixture
def case(people, code):
    """A case about Ada that all four can take."""
    row, _ = report(person=people["Ada"].person, words="She shouted.")
    return take(case_of(row), *(people[name] for name in ("Rue", "Kim", "Lou", "Pat")))


@pytest.fixture
def rule(people, code, case):
    """`rule(level=2)` drafts a ruling by Rue."""

    def draft(by="Rue", now=START, **given):
        values = {
            "rationale": "It was loud.",
            "person": people["Ada"].person,
            "publication": code,
            "level": 2,
            "clauses": [KIND.key],
            "effects": [Effect.NO_NOTES],
            **LETTER,
            "for_reporter": "She may not write notes for a month.",
            "lasts_days": 30,
        } | given
        return deciding.draft(case, RulingDraft(**values), by=people[by], now=now)

    return draft


@pytest.fixture
def told(people, rule):
    """A ruling of rung 2 that Rue and Kim made, and that Ada was told of."""
    ruling = rule()
    deciding.agree(ruling, by=people["Kim"], now=START)
    deciding.notify(ruling, by=people["Kim"], now=days(1))
    return ruling


@pytest.fixture
def scene(writing, settings) -> Scene:
    with writing():
        return Scene(settings.secret_key)


@pytest.fixture
def do(scene, signed_in, at):
    """Do something at once, as somebody; the answer is followed."""

    def act(place, *, by="Fay", now=START, **given):
        with at(now):
            client = signed_in(scene.people[by])
            data = {"why": WHY, "clause": "", **given}
            return client.post(f"{scene.page}/safety/{place}", data=data)

    return act


@pytest.fixture
def place(writing):
    """Ada's note on a call; Rue and Kim respond."""
    with writing():
        make_community()
        ada, call = make_member("Ada"), make_call()
        make_sitting(call)
        note = say(call, ada, "You people again.", now=START)
        people = {name: make_member(name, Role.RESPONDER) for name in ("Rue", "Kim")}
        return {"ada": ada, "note": note.key, "call": call.slug, **people}


@pytest.fixture
def send(app, at):
    """`send(client, …)` reports something, with everything that a browser adds."""

    def post(client, **given):
        with app.app_context():
            stamp = stamp_of(START.replace(hour=11))
        values = {"words": "It hurt.", "mode": "anonymous", "stamp": stamp, **given}
        return client.post("/reports", data=values, content_type="multipart/form-data")

    return post
