"""The rules of curation, each where it alone decides."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from community.db import db
from community.errors import TooMany
from community.patterns import curating, known_uses, objecting, settling, suggesting
from community.patterns.curating import NoSuccessor
from community.patterns.curation_models import ObjectionAnswer, PatternCheck, Verdict
from community.patterns.facets import Stage
from community.patterns.known_use_models import UseState
from community.patterns.known_uses import UseDraft
from community.patterns.models import Pattern
from community.patterns.queries import stages_of
from community.patterns.stage_queries import evidence_of
from community.patterns.stages import Evidence, due_stage, needs_check
from community.patterns.staging import WrongStage
from community.patterns.suggestion_models import Suggestion
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, draft, emerging, proposed, suggested, used

pytestmark = pytest.mark.engines("sqlite")
LATER = START + 10 * DAY
LIMIT = "Not by post."


def told(pattern, ben, cleo, *, use=START, limit=START, word=START):
    """Everything that *proven* asks for: the third verification, the limit and the curator's word
    each when it is said to come.
    """
    for name, now in (("One", START), ("Two", START), ("Three", use)):
        row = used(pattern, ben, name, now=START)
        known_uses.verify_use(row, by=cleo.person, now=now)
    stopped = used(pattern, ben, "Four", now=limit, limits=LIMIT, state=UseState.STOPPED)
    curating.speak_for(pattern, by=cleo.person, now=word)
    return stopped


@pytest.mark.usefixtures("db_session")
def test_the_days_begin_when_the_last_thing_came_whichever_it_is():
    ada, ben, cleo = make_member("Ada"), make_member("Ben"), make_member("Cleo")
    for what in ("use", "limit", "word"):
        pattern = emerging(ada, title=f"By {what}")
        told(pattern, ben, cleo, **{what: LATER})
        found = pattern.stage, evidence_of(pattern).complete_at
        assert (what, *found) == (what, Stage.EMERGING, LATER)


@pytest.mark.usefixtures("db_session")
def test_an_organisation_counts_once_somebody_has_verified_it():
    ben, cleo = make_member("Ben"), make_member("Cleo")
    pattern = emerging(make_member("Ada"))
    for name in ("One", "One", "One"):
        known_uses.verify_use(used(pattern, ben, name), by=cleo.person, now=START)
    for name in ("Two", "Three"):
        used(pattern, ben, name)
    known = evidence_of(pattern)
    assert (known.verified_uses, known.organisations) == (3, 1)


@pytest.mark.usefixtures("db_session")
def test_what_is_proven_falls_with_its_limit_and_putting_back_is_for_what_was_retired():
    ada, ben, cleo = make_member("Ada"), make_member("Ben"), make_member("Cleo")
    pattern = emerging(ada)
    curating.retire(pattern, why="Old.", successor=None, by=cleo.person, now=START)
    curating.put_back(pattern, why="It holds.", by=cleo.person, now=START)
    stopped = told(pattern, ben, cleo)
    settling.settle(pattern, now=LATER)
    curating.put_back(pattern, why="It holds.", by=cleo.person, now=LATER)
    assert stages_of(pattern)[-1].became is Stage.PROVEN

    words = UseDraft(stopped.organisation, UseState.STOPPED)
    said = {"by": ben.person, "disclosure": stopped.disclosure, "now": LATER}
    known_uses.change_use(stopped, words, **said)
    assert stages_of(pattern)[-1].became is Stage.EMERGING


@pytest.mark.usefixtures("db_session")
def test_putting_back_follows_the_rules_and_what_is_no_successor_is_refused():
    ada, cleo = make_member("Ada"), make_member("Cleo")
    pattern = proposed(ada)
    curating.retire(pattern, why="Old.", successor=None, by=cleo.person, now=START)
    curating.put_back(pattern, why="It holds.", by=cleo.person, now=START)
    assert pattern.stage is Stage.PROPOSED
    with pytest.raises(WrongStage):
        curating.retire(draft(ada), why="Old.", successor=None, by=cleo.person, now=START)
    other = proposed(ada, title="Other")
    with pytest.raises(NoSuccessor):  # of a draft nobody may know
        curating.retire(other, why="Old.", successor=draft(ada), by=cleo.person, now=START)


@pytest.mark.usefixtures("db_session")
def test_whoever_speaks_of_a_proposal_keeps_it_from_growing_quiet():
    ada, ben, cleo = make_member("Ada"), make_member("Ben"), make_member("Cleo")
    early: dict[int, Suggestion] = {}
    acts = {
        "suggestion": lambda p, now: suggested(p, ben, now=now),
        "message": lambda p, now: suggesting.say(early[p.id], "Why?", by=ben.person, now=now),
        "answer": lambda p, now: suggesting.decline(early[p.id], "No.", by=ada.person, now=now),
        "review": lambda p, now: curating.review(
            p, Verdict.WORK, interest="None.", by=ben.person, now=now
        ),
        "objection": lambda p, now: objecting.object_to(p, "No.", by=ben.person, now=now),
        "use": lambda p, now: used(p, ben, now=now),
        "verification": lambda p, now: known_uses.verify_use(
            used(p, ben, now=START), by=cleo.person, now=now
        ),
    }
    for name, act in acts.items():
        pattern = proposed(ada, title=f"By {name}")
        early[pattern.id] = suggested(pattern, cleo)
        act(pattern, LATER)
        settling.settle(pattern, now=START + 60 * DAY)
        assert (name, pattern.stage) == (name, Stage.PROPOSED)
        settling.settle(pattern, now=LATER + 60 * DAY)
        assert (name, pattern.stage) == (name, Stage.DRAFT)


@pytest.mark.usefixtures("db_session")
def test_doing_it_twice_leaves_one_row_at_the_time_of_the_first():
    ada, ben = make_member("Ada"), make_member("Ben")
    pattern = proposed(ada)
    gone = objecting.object_to(pattern, "No.", by=ben.person, now=START)
    for now in (START, LATER):
        objecting.withdraw_objection(gone, now=now)
    with pytest.raises(objecting.ObjectionGone):
        objecting.answer_objection(gone, "Yes.", by=ada.person, now=LATER)
    assert (gone.withdrawn_at, objecting.answer_to(gone)) == (START, None)
    stands = objecting.object_to(pattern, "Still.", by=ben.person, now=START)
    for _ in range(2):
        objecting.answer_objection(stands, "Yes.", by=ada.person, now=LATER)
        curating.check(pattern, by=ben.person, now=LATER)
    given = objecting.answer_to(stands)
    assert given is not None
    assert given.words == "Yes."
    counts = [select(func.count()).select_from(model) for model in (ObjectionAnswer, PatternCheck)]
    assert [db.session.scalar(count) for count in counts] == [1, 1]
    curating.check(pattern, by=ben.person, now=LATER + DAY)
    assert evidence_of(pattern).checked_at == LATER + DAY


@pytest.mark.usefixtures("db_session")
def test_a_pattern_holds_only_so_many_uses_and_a_withdrawn_one_makes_room(monkeypatch):
    monkeypatch.setattr(known_uses, "MOST_USES", 1)
    ada, ben = make_member("Ada"), make_member("Ben")
    pattern = proposed(ada)
    first = used(pattern, ben)
    with pytest.raises(TooMany):
        used(pattern, ben, "Another")
    known_uses.withdraw_use(first, by=ben.person, now=START)
    used(pattern, ben, "Another")


def test_what_is_proven_needs_a_check_too_and_what_is_new_needs_none():
    known = Evidence(Stage.PROVEN, since=START, heard_at=START)

    assert needs_check(known, START + 365 * DAY)
    assert not needs_check(replace(known, stage=Stage.PROPOSED), START + 400 * DAY)
    assert due_stage(replace(known, stage=Stage.RETIRED), LATER) is Stage.RETIRED


def test_time_alone_proves_a_pattern_and_leaves_the_proposal_of_a_former_member(app, writing):
    with writing():
        make_community()
        ada, ben, cleo = make_member("Ada"), make_member("Ben"), make_member("Cleo")
        pattern, left = emerging(ada), proposed(ben, title="Left")
        told(pattern, ada, cleo)
        ben.erased_at = START
        numbers = pattern.id, left.id
    with app.app_context():
        settling.settle_all(START + 60 * DAY)
    with writing():
        held = [db.session.get_one(Pattern, number) for number in numbers]
        settling.settle(held[1], now=START + 60 * DAY)
        assert [one.stage for one in held] == [Stage.PROVEN, Stage.PROPOSED]
        assert stages_of(held[0])[-1].by is None
