"""The rules about stages, by themselves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from community.patterns.facets import Stage
from community.patterns.stages import Evidence, due_stage, needs, needs_check, next_stage
from tests.factories import START

DAY = timedelta(days=1)
WRITTEN_UP = Evidence(
    Stage.EMERGING,
    since=START,
    heard_at=START,
    is_reviewed=True,
    verified_uses=3,
    organisations=3,
    states_limit=True,
    has_curator=True,
    complete_at=START,
)


def test_a_reviewed_proposal_is_emerging_and_one_nobody_speaks_of_is_a_draft_again():
    proposal = Evidence(Stage.PROPOSED, since=START, heard_at=START)

    assert due_stage(replace(proposal, is_reviewed=True), START) is Stage.EMERGING
    assert due_stage(proposal, START + 60 * DAY - timedelta(seconds=1)) is Stage.PROPOSED
    assert due_stage(proposal, START + 60 * DAY) is Stage.DRAFT
    heard = replace(proposal, heard_at=START + 30 * DAY)
    assert due_stage(heard, START + 60 * DAY) is Stage.PROPOSED
    left = replace(proposal, is_looked_after=False)
    assert due_stage(left, START + 60 * DAY) is Stage.PROPOSED
    assert needs(left, START)[0].until is None


def test_it_is_proven_after_seven_quiet_days_and_not_before():
    assert due_stage(WRITTEN_UP, START + 7 * DAY - timedelta(seconds=1)) is Stage.EMERGING
    assert due_stage(WRITTEN_UP, START + 7 * DAY) is Stage.PROVEN


@pytest.mark.parametrize(
    "without",
    [
        {"verified_uses": 2},
        {"organisations": 2},
        {"states_limit": False},
        {"has_curator": False},
        {"open_objections": 1},
        {"open_cautions": 1},
        {"complete_at": None},
    ],
)
def test_it_is_not_proven_without(without):
    known = replace(WRITTEN_UP, **without)

    assert due_stage(known, START + 400 * DAY) is Stage.EMERGING
    assert not needs(known, START + 400 * DAY)[-1].is_met


def test_what_the_next_stage_asks_for_is_said():
    proposal = Evidence(Stage.PROPOSED, since=START, heard_at=START)

    assert [need.is_met for need in needs(proposal, START)] == [False]
    assert [need.is_met for need in needs(WRITTEN_UP, START)] == [True] * 5 + [False]
    assert needs(proposal, START)[0].until == START + 60 * DAY
    assert needs(WRITTEN_UP, START)[-1].until == START + 7 * DAY
    some = replace(WRITTEN_UP, verified_uses=5, organisations=2, open_objections=2, open_cautions=1)
    assert [(need.words, need.is_met, need.until) for need in needs(some, START)] == [
        ("3 of 3 verified uses, in 2 of 3 organisations.", False, None),
        ("A limit: somebody says where it did not fit.", True, None),
        ("The word of one curator.", True, None),
        ("No objection that stands; 2 do.", False, None),
        ("No caution without an answer; one is.", False, None),
        ("Seven days without a reasoned objection.", False, None),
    ]
    assert next_stage(WRITTEN_UP) is Stage.PROVEN
    assert next_stage(replace(WRITTEN_UP, stage=Stage.PROVEN)) is None


def test_after_twelve_months_it_needs_a_check():
    assert not needs_check(WRITTEN_UP, START + 364 * DAY)
    assert needs_check(WRITTEN_UP, START + 365 * DAY)
    assert not needs_check(replace(WRITTEN_UP, checked_at=START + 300 * DAY), START + 365 * DAY)
    retired = replace(WRITTEN_UP, stage=Stage.RETIRED)
    assert not needs_check(retired, START + 365 * DAY)
