"""Responders against whom a measure stands: they do not count, read no case, and say a conflict."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from community.access import Viewer, may
from community.accounts.models import Role
from community.conduct import standing
from community.conduct.content import Effect, Quorum
from community.conduct.imposing import MeasureDraft, impose
from community.conduct.models import Contact
from community.conduct.state_models import ContentReading
from community.moderation import answering, content_appeals, deciding
from community.moderation.content_hearers import hearers_of
from community.moderation.content_waiting import waiting_for
from community.moderation.deciding import RulingDraft
from community.moderation.desk_queries import case_open_to, desk_of
from community.moderation.policies import Permission
from community.moderation.sight_queries import who_can
from community.outbox.models import Letter
from tests.conduct.build import KIND, RESTRICTING, publish
from tests.factories import START, make_call, make_community, make_member
from tests.moderation.aside import hide, readers_of, with_case
from tests.moderation.build import LETTER, case_of, days, report, take
from tests.notes.saying import say

pytestmark = pytest.mark.usefixtures("in_january")
LADDER = tuple(replace(rung, quorum=Quorum.TWO_THIRDS) for rung in RESTRICTING.ladder)


def _people():
    """Three responders, a member, a contact, and a code whose measures keep people from acting."""
    make_community()
    people = {name: make_member(name, Role.RESPONDER) for name in ("Rue", "Kim", "Lou")}
    people["Ada"], stella = make_member("Ada"), make_member("Stella", Role.STEWARD)
    return people, publish(stella, replace(RESTRICTING, ladder=LADDER))


def _measured(member, code, effect, *, ends=None, **scope):
    level = 3 if effect is Effect.READING_ONLY else 4
    level = 2 if scope else level
    given = MeasureDraft(
        *(code.version_id, KIND.key, level, (effect,), days(5), ends, "What was said."), **scope
    )
    return impose(given, on=member.person, now=days(5))


def _draft(code, about, case, *, by, **given):
    values = {"rationale": "-", "for_reporter": "-", "clauses": [KIND.key], **LETTER, **given}
    draft = RulingDraft(person=about.person, publication=code, **values)
    return deciding.draft(case, draft, by=by, now=START)


def _names(members):
    return [one.name for one in members]


@pytest.mark.parametrize("effect", [Effect.READING_ONLY, Effect.NO_ACCOUNT])
def test_who_may_not_act_does_not_count_as_long_as_it_stands(db_session, effect):
    people, code = _people()
    rue, kim, lou, ada = (people[name] for name in ("Rue", "Kim", "Lou", "Ada"))
    db_session.add(Contact(name="Olu", address="olu@example.net", words="", added_at=START))
    case = take(case_of(report(person=ada.person)[0]), kim, rue, lou)
    note = say(make_call(ada), ada, "You again.", now=START)
    with_case(note, kim, lou)
    state = hide(note, rue)
    row = db_session.scalars(select(ContentReading)).one()
    content_appeals.appeal_content(state, "Please.", now=START)
    assert answering.holder_of(case).member_id == kim.id

    _measured(kim, code, effect, ends=days(9))

    for now, able in ((days(4), ["Rue", "Kim", "Lou"]), (days(6), ["Rue", "Lou"])):
        assert _names(who_can(case, now)) == able
        for turns in (readers_of(row, now), hearers_of(state, now)):
            assert sorted(_names(one.member for one in turns)) == sorted(able[1:])
    assert answering.holder_of(case) is None
    assert case_open_to(kim, case.key, days(6)) is None
    assert (desk_of(kim, days(6)).lines, waiting_for(kim, days(6)).readings) == ([], [])
    told = select(Letter.address).where(Letter.facts["leads"].as_string() == "help")
    assert db_session.scalars(told).all() == []
    _measured(lou, code, effect, ends=days(9))
    assert db_session.scalars(told).all() == ["olu@example.net"]
    # What ended has no effect, without anything that ran.
    assert _names(who_can(case, days(10))) == ["Rue", "Kim", "Lou"]
    assert case_open_to(kim, case.key, days(10)) is case


def test_two_thirds_are_of_those_who_may_act_by_then(db_session):
    people, code = _people()
    rue, kim, lou, ada = (people[name] for name in ("Rue", "Kim", "Lou", "Ada"))
    case = take(case_of(report(person=ada.person)[0]), rue, kim, lou)
    take(case, make_member("Pat", Role.RESPONDER))
    ban = _draft(code, ada, case, by=rue, level=4, effects=[Effect.NO_ACCOUNT])
    deciding.agree(ban, by=lou, now=days(1))
    assert ban.made is None  # two of four

    _measured(kim, code, Effect.READING_ONLY, ends=days(9))
    assert ban.made is not None
    deciding.notify(ban, by=lou, now=days(6))
    assert standing.limits_of(ada.person_id, days(6))[0].bars


def test_a_suspended_responder_reads_nothing_and_says_a_conflict(writing, signed_in, at):
    with writing():
        people, code = _people()
        kim, ada = people["Kim"], people["Ada"]
        mine = take(case_of(report(person=ada.person)[0]), kim, people["Rue"])
        other = case_of(report(person=ada.person)[0])
        third = case_of(report(person=ada.person)[0])
        lou = people["Lou"]
        _measured(kim, code, Effect.READING_ONLY, ends=days(9))
        _measured(lou, code, Effect.NO_ACCOUNT)
    assert may(Viewer(lou, frozenset({Role.RESPONDER})), Permission.ANSWER_CASES)
    browser = signed_in(kim)

    def answers(case, said, who=browser):
        return who.post(f"/desk/cases/{case.key}/answer", data={"answer": said}).status_code

    with at(days(6)):
        desk = browser.get("/desk")
        assert (desk.status_code, other.name in desk.text, mine.name in desk.text) == (
            200,
            True,
            False,
        )
        assert "I can take it" not in desk.text
        assert browser.get(f"/desk/cases/{mine.key}").status_code == 404
        pages = ("/desk/content", "/desk/first-notes")
        assert [browser.get(page).status_code for page in pages] == [403, 403]
        assert (answers(other, "can"), answers(other, "conflict"), answers(mine, "conflict")) == (
            403,
            303,
            303,
        )
        assert (answers(third, "conflict", signed_in(lou)), answers(mine, "conflict")) == (303, 404)
    with at(days(10)):
        names = [one.name in browser.get("/desk").text for one in (mine, other, third)]
        assert names == [False, False, True]
