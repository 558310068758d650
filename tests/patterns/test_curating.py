"""Patterns come to their stage by what others say of them, and by nobody's favour."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from community.db import db
from community.patterns import curating, known_uses, objecting, settling
from community.patterns.curating import NoSuccessor, OwnPattern
from community.patterns.curation_holdings import erase, export
from community.patterns.curation_models import CuratorWord, Review, Verdict
from community.patterns.facets import Stage
from community.patterns.known_use_models import UseState
from community.patterns.queries import stages_of
from community.patterns.said_first import SaidFirst
from community.patterns.stage_queries import evidence_of
from tests.factories import START, make_member
from tests.patterns.build import DAY, emerging, proposed, revised, used

pytestmark = pytest.mark.usefixtures("db_session")
LATER = START + 10 * DAY
NO_INTEREST = "None."


def stage_of(pattern) -> Stage:
    """The stage it has now."""
    return pattern.stage


def told(pattern, *, now=START):
    """Everything that *proven* asks for, but for the quiet days: three verified uses, a limit, a
    curator's word.
    """
    ben, cleo = make_member("Ben"), make_member("Cleo")
    uses = [
        used(pattern, ben, name, now=now, limits="Not by post." if name == "Two" else "")
        for name in ("One", "Two", "Three")
    ]
    for use in uses:
        known_uses.verify_use(use, by=cleo.person, now=now)
    curating.speak_for(pattern, by=cleo.person, now=now)
    return uses


def test_a_pattern_is_proven_by_itself_after_its_quiet_days():
    ada = make_member("Ada")
    pattern = proposed(ada)
    reviewer = make_member("Rea").person
    row = {"interest": NO_INTEREST, "by": reviewer, "now": START}
    curating.review(pattern, Verdict.CONCERN, words="Unclear.", **row)
    assert stage_of(pattern) is Stage.PROPOSED
    ready = curating.review(pattern, Verdict.READY, looked_at=("check", "problem", "x"), **row)
    assert (stage_of(pattern), ready.looked_at) == (Stage.EMERGING, "problem check")
    told(pattern, now=START)

    settling.settle(pattern, now=START + 7 * DAY - timedelta(seconds=1))
    assert stage_of(pattern) is Stage.EMERGING
    for _ in range(2):
        settling.settle(pattern, now=START + 7 * DAY)
    assert stage_of(pattern) is Stage.PROVEN
    last = stages_of(pattern)[-1]
    assert (last.was, last.became, last.by) == (Stage.EMERGING, Stage.PROVEN, None)
    assert "Three verified uses" in last.why
    assert len(stages_of(pattern)) == 4


@pytest.mark.engines("sqlite")
def test_an_objection_stops_the_days_and_they_begin_again():
    ada, eve = make_member("Ada"), make_member("Eve")
    pattern = emerging(ada)
    told(pattern)
    objection = objecting.object_to(pattern, "Two are one firm.", by=eve.person, now=START + DAY)
    settling.settle(pattern, now=LATER)
    assert (stage_of(pattern), evidence_of(pattern).open_objections) == (Stage.EMERGING, 1)
    with pytest.raises(OwnPattern):
        objecting.answer_objection(objection, "Me.", by=eve.person, now=LATER)

    objecting.answer_objection(objection, "They are not.", by=ada.person, now=LATER)
    objecting.answer_objection(objection, "They are not.", by=ada.person, now=LATER + DAY)
    with pytest.raises(SaidFirst):
        objecting.answer_objection(objection, "Really.", by=ada.person, now=LATER + DAY)
    assert evidence_of(pattern).complete_at == LATER
    objecting.take_answer_back(objection, by=ada.person, now=LATER + DAY)
    assert evidence_of(pattern).open_objections == 1
    objecting.withdraw_objection(objection, now=LATER + 2 * DAY)
    settling.settle(pattern, now=LATER + 8 * DAY)
    assert stage_of(pattern) is Stage.EMERGING
    settling.settle(pattern, now=LATER + 9 * DAY)
    assert stage_of(pattern) is Stage.PROVEN


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("lost", ["use", "verification", "word"])
def test_what_was_proven_is_emerging_again_when_that_is_withdrawn(lost):
    pattern = emerging(make_member("Ada"))
    uses = told(pattern)
    settling.settle(pattern, now=LATER)
    assert stage_of(pattern) is Stage.PROVEN
    kim = make_member("Kim").person
    objecting.object_to(pattern, "I wonder.", by=kim, now=LATER)
    settling.settle(pattern, now=LATER)
    assert stage_of(pattern) is Stage.PROVEN

    if lost == "use":
        known_uses.withdraw_use(uses[0], by=kim, now=LATER)
    elif lost == "verification":
        known_uses.take_verification_back(uses[0], by=kim, now=LATER)
    else:
        curating.take_word_back(pattern, by=kim, now=LATER)

    assert stage_of(pattern) is Stage.EMERGING
    assert "withdrawn" in stages_of(pattern)[-1].why


@pytest.mark.engines("sqlite")
def test_one_organisation_under_two_spellings_is_one_and_who_stopped_confirms_nothing():
    ben, cleo = make_member("Ben"), make_member("Cleo")
    pattern = emerging(make_member("Ada"))
    for name, state in (("The  Firm", "using"), ("the firm", "using"), ("Other", "stopped")):
        use = used(pattern, ben, name, state=UseState(state))
        known_uses.verify_use(use, by=cleo.person, now=START)

    known = evidence_of(pattern)
    assert (known.verified_uses, known.organisations) == (2, 1)


def test_nobody_judges_what_they_wrote_any_revision_of():
    ada, ben = make_member("Ada"), make_member("Ben")
    pattern = proposed(ada)
    early = curating.review(pattern, Verdict.WORK, interest=NO_INTEREST, by=ben.person, now=START)
    revised(pattern, ben, solution="Of Ben.")
    said = {"pattern_id": pattern.id, "by_id": ben.person_id, "at": START}
    for who in (ada, ben):
        with pytest.raises(OwnPattern):
            curating.review(pattern, Verdict.READY, interest=NO_INTEREST, by=who.person, now=START)
        with pytest.raises(OwnPattern):
            curating.speak_for(pattern, by=who.person, now=START)
    curating.withdraw_review(early, now=START)
    more = {"number": 2, "verdict": Verdict.READY, "interest": "x", "looked_at": "", "words": ""}
    for model, row in ((Review, said | more), (CuratorWord, said | {"word": ""})):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(insert(model), [row])


@pytest.mark.engines("sqlite")
def test_a_review_counts_for_the_revision_it_was_written_of():
    ada, ben, cleo = make_member("Ada"), make_member("Ben"), make_member("Cleo")
    pattern = proposed(ada)
    given = {"interest": NO_INTEREST, "now": START}
    curating.review(pattern, Verdict.WORK, by=ben.person, **given)
    revised(pattern, ada, solution="Better.")
    assert not evidence_of(pattern).is_reviewed
    curating.review(pattern, Verdict.READY, by=cleo.person, **given)
    assert stage_of(pattern) is Stage.EMERGING


@pytest.mark.engines("sqlite")
def test_the_first_curators_word_stands_until_it_is_taken_back():
    ada, cleo, kim = make_member("Ada"), make_member("Cleo"), make_member("Kim")
    pattern = proposed(ada)
    for number in range(2):
        curating.speak_for(pattern, word="Cleo", by=cleo.person, now=START + number * DAY)
    with pytest.raises(SaidFirst):
        curating.speak_for(pattern, word="Kim", by=kim.person, now=START + DAY)
    (row,) = db.session.scalars(select(CuratorWord))
    assert (row.word, row.by_id, row.at, row.withdrawn_at) == ("Cleo", cleo.person_id, START, None)
    curating.take_word_back(pattern, by=kim.person, now=START + DAY)
    curating.speak_for(pattern, word="Kim", by=kim.person, now=START + DAY)
    rows = db.session.scalars(select(CuratorWord).order_by(CuratorWord.id)).all()
    stand = [(row.word, row.withdrawn_at is None) for row in rows]
    assert stand == [
        ("Cleo", False),
        ("Kim", True),
    ]


@pytest.mark.engines("sqlite")
def test_what_one_said_is_taken_along_and_stays_for_everybody():
    ada, eve = make_member("Ada"), make_member("Eve")
    pattern = proposed(ada)
    curating.review(pattern, Verdict.WORK, interest="I sell it.", by=eve.person, now=START)
    objection = objecting.object_to(pattern, "Too early.", by=eve.person, now=START)
    objecting.answer_objection(objection, "Wait.", by=ada.person, now=START)
    curating.speak_for(pattern, word="Good.", by=eve.person, now=START)
    curating.check(pattern, by=eve.person, now=START)

    taken = export(eve.person_id)
    assert taken["reviews of patterns"][0]["interest"] == "I sell it."
    assert [row["reason"] for row in taken["objections to patterns"]] == ["Too early."]
    assert [row["word"] for row in taken["words for patterns as a curator"]] == ["Good."]
    assert len(taken["patterns checked"]) == 1
    assert [row["words"] for row in export(ada.person_id)["objections answered"]] == ["Wait."]
    erase(eve.person_id, START)
    assert evidence_of(pattern).has_curator
    assert pattern.stage is Stage.PROPOSED
    pattern.stage = Stage.DRAFT
    erase(ada.person_id, START)
    assert db.session.query(Review).count() == 1  # others have read the pattern: it stays


@pytest.mark.engines("sqlite")
def test_a_check_resets_the_twelve_months():
    ben = make_member("Ben")
    pattern = emerging(make_member("Ada"))
    for _ in range(2):
        curating.check(pattern, by=ben.person, now=LATER)
    assert evidence_of(pattern).checked_at == LATER
    curating.take_check_back(pattern, by=ben.person, now=LATER)
    assert evidence_of(pattern).checked_at is None


@pytest.mark.engines("sqlite")
def test_a_curator_retires_it_in_favour_of_another_and_puts_it_back():
    ada, kim = make_member("Ada"), make_member("Kim").person
    pattern, other = emerging(ada), emerging(ada, title="Better")
    for wrong in (pattern, proposed(ada, title="Gone")):
        if wrong is not pattern:
            curating.retire(wrong, why="Old.", successor=None, by=kim, now=START)
        with pytest.raises(NoSuccessor):
            curating.retire(pattern, why="Old.", successor=wrong, by=kim, now=START)
    curating.retire(pattern, why="Old.", successor=other, by=kim, now=START)
    last = stages_of(pattern)[-1]
    assert (stage_of(pattern), last.why, last.successor_id) == (Stage.RETIRED, "Old.", other.id)
    for _ in range(2):
        curating.put_back(pattern, why="It holds.", by=kim, now=START)
    assert stage_of(pattern) is Stage.EMERGING


def test_no_member_objects_more_than_three_times_without_an_answer(db_session):
    ada, ben = make_member("Ada"), make_member("Ben")
    pattern = proposed(ada)
    given = {"by": ben.person, "now": START}
    first, *_ = [objecting.object_to(pattern, f"{n}.", **given) for n in range(3)]

    with pytest.raises(objecting.TooManyObjections):
        objecting.object_to(pattern, "Again.", **given)
    objecting.object_to(pattern, "Another’s.", by=ada.person, now=START)
    objecting.answer_objection(first, "No.", by=ada.person, now=START)
    objecting.object_to(pattern, "Again.", **given)
