"""What an appeal has become where another ruling took the place of the first."""

import pytest

from community.conduct.content import Effect
from community.moderation import appealing, deciding
from community.moderation.deciding import ConditionDraft
from community.moderation.ruling_models import Dismissal
from community.moderation.weighing import outcome_by
from tests.calls.build import begin
from tests.moderation.build import days

MORE = [Effect.NO_NOTES, Effect.NO_PATTERNS]
NOTHING = {
    "level": None,
    "publication": None,
    "clauses": (),
    "effects": (),
    "lasts_days": None,
    "dismissal": Dismissal.NO_VIOLATION,
}


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ({}, "upheld"),
        ({"effects": MORE}, "increased"),
        ({"effects": MORE, "lasts_days": 7}, "reduced"),  # 14 days of being kept from something
        ({"effects": MORE, "lasts_days": 15}, "increased"),  # 30, as before, and from more
        ({"effects": MORE, "lasts_days": 20}, "increased"),
        ({"effects": [], "lasts_days": 60}, "reduced"),
        ({"effects": MORE, "level": 3, "lasts_days": 7}, "increased"),
        ({"effects": [], "lasts_days": 60, "level": 1}, "reduced"),
        ({"in_series": True}, "reduced"),
        ({"effects": [], "lasts_days": 30}, "reduced"),
        ({"conditions": [ConditionDraft("Read the code.")]}, "increased"),
        (NOTHING | {"consequence": "It was not you."}, "withdrawn"),
    ],
)
def test_what_became_of_it_is_weighed_by_all_that_the_other_ruling_does(
    people, told, rule, db_session, given, outcome
):
    row = appealing.appeal(told, "Please.", now=days(5))
    for name in ("Lou", "Pat"):
        appealing.hear(row, by=people[name], now=days(6))
    if given.get("in_series"):
        given = {"series": begin(people["Ada"])}

    other = rule(by="Lou", is_on_appeal=True, replaces=told, now=days(6), **given)
    deciding.agree(other, by=people["Pat"], now=days(7))

    assert (row.outcome.outcome, row.outcome.ruling_id) == (outcome, other.id)


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Effect.NOT_IN_SERIES, Effect.NO_NOTES),
        (Effect.READING_ONLY, Effect.NOT_IN_SERIES),
        (Effect.NO_ACCOUNT, Effect.READING_ONLY),
    ],
)
def test_what_lies_within_what_was_closed_is_less_of_it(people, rule, db_session, first, second):
    series = begin(people["Ada"])
    where = [
        None if one in {Effect.READING_ONLY, Effect.NO_ACCOUNT} else series
        for one in (first, second)
    ]
    wide, narrow = (
        rule(effects=[effect], series=place)
        for effect, place in zip((first, second), where, strict=True)
    )

    assert (outcome_by(narrow, wide), outcome_by(wide, narrow)) == ("reduced", "increased")


@pytest.mark.engines("sqlite")
def test_on_one_rung_the_days_count_in_which_each_thing_is_closed(people, rule, db_session):
    series = begin(people["Ada"])
    three = [Effect.NO_NOTES, Effect.NO_PATTERNS, Effect.NO_PROPOSALS]
    before = rule(effects=three, lasts_days=30)  # 90 days
    longer = rule(effects=[Effect.NO_NOTES], lasts_days=31)
    in_one = rule(effects=three, series=series, lasts_days=59)  # in one series and elsewhere: 180
    same = rule(effects=[Effect.NO_NOTES], lasts_days=90)
    bans = [rule(effects=[one], level=4, lasts_days=None) for one in (three[0], three[1])]
    warned = [rule(effects=[], level=1, lasts_days=number) for number in (30, 60)]

    assert [outcome_by(one, before) for one in (longer, in_one, same)] == [
        "reduced",
        "reduced",
        "increased",
    ]
    assert (outcome_by(before, longer), outcome_by(before, in_one)) == ("increased", "increased")
    assert outcome_by(rule(effects=three, level=4, lasts_days=900), bans[0]) == "reduced"
    assert outcome_by(bans[1], bans[0]) == "increased"  # endless both, and another thing
    assert outcome_by(warned[1], warned[0]) == "increased"
