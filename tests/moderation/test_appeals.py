"""Appeals: once, within thirty days, heard by others than those who decided."""

import pytest
from sqlalchemy import insert

from community.moderation import appealing, deciding
from community.moderation.appeal_models import AppealHearer, AppealOutcome, Outcome
from community.moderation.appealing import NoAppeal, TheyDecided, TooFewHear
from community.moderation.case_models import State
from community.moderation.deciding import NotTheirs
from community.moderation.statement_queries import statements_for
from tests.factories import START
from tests.moderation.build import days, refuses


def test_an_appeal_is_heard_by_others_and_can_reduce(people, told, rule, db_session):
    ada = people["Ada"]
    row = appealing.appeal(told, "It was the **wind**.", now=days(20))
    with pytest.raises(TheyDecided):
        appealing.hear(row, by=people["Rue"], now=days(20))
    with pytest.raises(NoAppeal):
        appealing.appeal(told, "Again.", now=days(20))
    appealing.hear(row, by=people["Lou"], now=days(21))
    with pytest.raises(TooFewHear):
        appealing.conclude(row, Outcome.UPHELD, "No.", by=people["Lou"], now=days(21))
    appealing.hear(row, by=people["Pat"], now=days(21))
    given = {"is_on_appeal": True, "replaces": told, "lasts_days": 7, "now": days(22)}
    with pytest.raises(NotTheirs), db_session.begin_nested():
        rule(by="Rue", **given)

    less = rule(by="Lou", **given)
    assert less.made is None
    deciding.agree(less, by=people["Pat"], now=days(22))
    deciding.notify(less, by=people["Pat"], now=days(22))

    db_session.refresh(row)
    db_session.refresh(told)
    assert (row.outcome.outcome, told.end.replaced_by_id) == (Outcome.REDUCED, less.id)
    # Why is for the responders: Ada reads the letter, which somebody else has read before.
    assert (less.rationale, row.outcome.words) == ("It was loud.", "")
    now, before = statements_for(ada.person_id, days(23))
    assert (now.stands, now.ends_at, now.appeal_by) == (True, days(29), None)
    assert (before.stands, before.outcome) == (False, "reduced")


@pytest.mark.parametrize("outcome", [Outcome.UPHELD, Outcome.WITHDRAWN, Outcome.SENT_BACK])
def test_an_appeal_upholds_withdraws_or_sends_back(people, told, db_session, outcome):
    row = appealing.appeal(told, "Please.", now=days(5))
    for name in ("Lou", "Pat"):
        appealing.hear(row, by=people[name], now=days(5))

    appealing.conclude(row, outcome, "We read it again.", by=people["Pat"], now=days(6))

    (said,) = statements_for(people["Ada"].person_id, days(7))
    assert (said.outcome, said.stands) == (outcome.value, outcome is Outcome.UPHELD)
    is_back = told.case.standing.state is State.REOPENED
    assert is_back is (outcome is Outcome.SENT_BACK)
    with pytest.raises(NoAppeal):
        appealing.conclude(row, outcome, "Again.", by=people["Pat"], now=days(6))


def test_after_thirty_days_nothing_is_appealed(told, people):
    with pytest.raises(NoAppeal):
        appealing.appeal(told, "Late.", now=days(32))


@pytest.mark.parametrize(
    ("name", "promise"), [("Rue", "appeal_heard_by_others"), ("Lou", "appeal_heard_by_enough")]
)
def test_the_database_lets_no_decider_hear_an_appeal_and_no_one_alone(
    people, told, db_session, name, promise
):
    row = appealing.appeal(told, "Please.", now=days(5))
    given = {"outcome": Outcome.WITHDRAWN, "words": "", "at": START}
    db_session.add(AppealHearer(appeal_id=row.id, member_id=people[name].id, at=START))
    with refuses(db_session, promise):
        db_session.flush()
        db_session.execute(insert(AppealOutcome).values(appeal_id=row.id, **given))
