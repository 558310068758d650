"""Nobody is pestered: what others are asked or written to has limits, which keep what was typed."""

from datetime import timedelta

import pytest

from community.accounts import limits
from community.accounts.mentioning import NEW
from community.agendas import proposing
from community.agendas.drafts import ItemDraft
from community.distance import sparing
from community.errors import TooMany
from community.moderation import talking
from tests.agendas.build import make_evening
from tests.factories import START, make_call, make_community, make_member, make_sitting
from tests.moderation.build import case_of, report, take
from tests.notes.saying import say
from tests.patterns.build import proposed

pytestmark = [pytest.mark.usefixtures("in_january"), pytest.mark.engines("sqlite")]
HOUR, LATER = timedelta(hours=1), START + NEW


@pytest.fixture
def scene(writing):
    """An evening that Bo holds, a call of today, and Ada, who has a pattern."""
    with writing():
        make_community()
        ada, bo = make_member("Ada"), make_member("Bo")
        over = make_sitting(make_call(bo), starts=START.replace(tzinfo=None) - HOUR).call
        call, pattern = make_evening(bo), proposed(ada)
        return {"ada": ada, "bo": bo, "call": call, "over": over, "pattern": pattern}


ITEM = {"title": "Ten words", "body": "My words", "kind": "discuss", "minutes": "5"}
EDIT = {"section": "solution", "solution": "Ask them twice.", "disclosure-degree": "none"}
REVIEW = {"verdict": "ready", "interest": "None at all", "words": "Well said", "seen": "1"}
USE = {
    "organisation": "A library",
    "state": "using",
    "adapted": "Small",
    "disclosure-degree": "none",
}
FORMS = {
    "invitation": (sparing.INVITATION, (), "/calls/{call}/invitations", {"handle": "{ada}"}),
    "of one": (
        sparing.INVITATION_OF_ONE,
        ("of",),
        "/calls/{call}/invitations",
        {"handle": "{ada}"},
    ),
    "role": (sparing.HANDOVER, (), "/calls/{call}/roles/notes/handover", {"handle": "{ada}"}),
    "to one": (
        *(sparing.HANDOVER_TO_ONE, ("to",), "/calls/{call}/roles/notes/handover"),
        {"handle": "{ada}"},
    ),
    "proposal": (
        *(sparing.PROPOSAL, (), "/calls/{call}/agenda/proposals"),
        ITEM | {"disclosure-degree": "none"},
    ),
    "edit": (sparing.SUGGESTION, (), "/patterns/{pattern}/suggestions", EDIT),
    "review": (sparing.REVIEW, (), "/patterns/{pattern}/reviews", REVIEW),
    "objection": (sparing.OBJECTION, (), "/patterns/{pattern}/objections", {"words": "Too long"}),
    "use": (sparing.KNOWN_USE, (), "/patterns/{pattern}/known-uses", USE),
    "look back": (sparing.LOOK_BACK, (), "/calls/{over}/looking-back", {"worked": "The round"}),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_is_sent_too_often_comes_back_with_what_was_typed(
    scene, signed_in, writing, name
):
    limit, about, address, typed = FORMS[name]
    ada, bo = scene["ada"], scene["bo"]
    known = {name: scene[name].slug for name in ("call", "over", "pattern")} | {"ada": ada.handle}
    typed = {key: value.format(**known) for key, value in typed.items()}
    with writing():
        for _ in range(limit.most - 1):
            sparing.allow(limit, bo, *([*about, ada.id] if about else []), now=START)
    browser = signed_in(bo)

    answers = [browser.post(address.format(**known), data=typed | {"once": n}) for n in "12"]

    assert answers[0].status_code == 303
    assert answers[1].status_code in {422, 429}
    assert limit.said in answers[1].text
    for value in typed.values():
        assert value in answers[1].text


def test_votes_and_answers_have_an_end_and_who_cannot_come_says_so_at_any_time(
    scene, signed_in, writing
):
    ada, call = scene["ada"], scene["call"]
    with writing():
        item = proposing.propose(call, ItemDraft(title="A"), leads=False, by=scene["bo"], now=START)
        for limit, about in ((sparing.VOTE, ()), (sparing.ANSWER, ("call", call.id))):
            for _ in range(limit.most):
                sparing.allow(limit, ada, *about, now=START)
    browser, address = signed_in(ada), f"/calls/{call.slug}/sittings/1/rsvp"

    refused = [
        browser.post(f"/agenda-items/{item.key}/vote"),
        browser.post(address, data={"answer": "going"}),
    ]

    assert [one.status_code for one in refused] == [429, 429]
    assert "Try again in 60 minutes." in refused[1].text
    assert browser.post(address, data={"answer": "cannot"}).status_code == 303


def test_messages_to_the_responders_have_an_end_from_both_sides(
    scene, signed_in, client, writing, reading
):
    ada = scene["ada"]
    with writing():
        row, code = report(by=None, person=ada.person)
        rue, kim = (make_member(name, "responder") for name in ("Rue", "Kim"))
        case = take(case_of(row), rue, kim)
        talking.say_to_reporter(case, row, "Thank you.", by=rue, now=START)
        first = talking.say_to_person(case, ada.person_id, "Hello.", by=rue, now=START)
        talking.read_second(first, by=kim, now=START)
        for _ in range(sparing.TO_RESPONDERS.most - 1):
            sparing.allow(sparing.TO_RESPONDERS, ada, now=START)
            limits.count(sparing.ABOUT_REPORT, f"report {row.id}", now=START)
    browser, given = signed_in(ada), {"code": code, "text": "One more word."}

    mine = [browser.post("/standing/messages", data=given).status_code for _ in range(2)]
    last = browser.post("/standing/messages", data=given).text
    theirs = [client.post("/report/messages", data=given).status_code for _ in range(2)]

    assert (mine, theirs) == ([303, 429], [200, 429])
    assert "One more word." in last
    assert sparing.TO_RESPONDERS.said in last


def test_nobody_is_named_without_end_and_newcomers_name_fewer(db_session):
    make_community()
    ada, bo = make_member("Ada"), make_member("Bo")
    call = make_evening(bo)
    for _ in range(sparing.MOST_TIMES):
        say(call, bo, f"@{ada.handle}!", now=LATER)
    with pytest.raises(TooMany, match="one of these people 10 times"):
        say(call, bo, f"@{ada.handle}!", now=LATER + HOUR / 2)


@pytest.mark.parametrize(("joined", "most"), [(START, 40), (LATER, 10)])
def test_so_many_are_named_within_an_hour(db_session, joined, most):
    bo = make_member("Bo")
    bo.joined_at = joined
    named = dict.fromkeys(range(1000, 1000 + most - 1), 1)

    sparing.refuse_names({**named, bo.id: 99}, [2001, bo.id], by=bo, now=LATER)
    with pytest.raises(TooMany, match="many people"):
        sparing.refuse_names(named, [2001, 2002], by=bo, now=LATER)


def test_what_an_item_names_counts_too(db_session):
    make_community()
    ada, bo = make_member("Ada"), make_member("Bo")
    call = make_evening(bo)
    draft = ItemDraft(title="You", body=f"@{ada.handle}")
    for _ in range(sparing.MOST_TIMES):
        proposing.propose(call, draft, leads=False, by=bo, now=LATER)
    with pytest.raises(TooMany, match="one of these people"):
        proposing.propose(make_evening(bo), draft, leads=False, by=bo, now=LATER)
