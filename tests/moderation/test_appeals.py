"""Appeals: once, within thirty days, heard by others than those who decided."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from community.accounts.models import Role
from community.conduct import contacts
from community.conduct.contacts import ContactDraft
from community.moderation import answering, appealing, deciding
from community.moderation.appeal_models import AppealHearer, AppealOutcome, AppealWord, Outcome
from community.moderation.appealing import NoAppeal, NotHeard, TheyDecided, Word
from community.moderation.case_models import Answer, State
from community.moderation.case_queries import reports_of
from community.moderation.deciding import NotAsItWas, NotTheirs
from community.moderation.ending import end_with_what_followed
from community.moderation.report_queries import told_to_reporter
from community.moderation.ruling_models import Ruling
from community.moderation.standing_queries import heard_by
from community.moderation.statement_queries import statements_for
from community.outbox.models import Letter
from tests.factories import START, make_member
from tests.moderation.build import days, refuses, take


def test_an_appeal_is_heard_by_others_and_can_reduce(people, told, rule, db_session):
    ada = people["Ada"]
    row = appealing.appeal(told, "It was the **wind**.", now=days(20))
    with pytest.raises(TheyDecided):
        appealing.hear(row, by=people["Rue"], now=days(20))
    with pytest.raises(NoAppeal):
        appealing.appeal(told, "Again.", now=days(20))
    appealing.hear(row, by=people["Lou"], now=days(21))
    with pytest.raises(NotHeard):
        appealing.say(row, Word(Outcome.UPHELD, "No."), by=people["Pat"], now=days(21))
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


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.UPHELD, State.IN_FORCE),
        (Outcome.WITHDRAWN, State.NOTIFIED),
        (Outcome.SENT_BACK, State.REOPENED),
    ],
)
def test_an_appeal_is_decided_once_as_many_as_the_rung_asks_say_the_same(
    people, told, case, db_session, outcome, state
):
    lou, pat = people["Lou"], people["Pat"]
    row = appealing.appeal(told, "Please.", now=days(5))
    for one in (lou, pat):
        appealing.hear(row, by=one, now=days(5))
    is_upheld = outcome is Outcome.UPHELD  # then nobody has to write to whoever reported
    word = Word(outcome, "We read it again.", "" if is_upheld else "It was looked at again.")
    other = next(one for one in (Outcome.UPHELD, Outcome.SENT_BACK) if one is not outcome)

    appealing.say(row, word, by=lou, now=days(6))
    appealing.say(row, Word(other, "I doubt it."), by=pat, now=days(6))
    assert (row.outcome, case.standing.state) == (None, State.APPEALED)  # they differ
    appealing.say(row, Word(outcome, "So do I."), by=pat, now=days(7))

    (said,) = statements_for(people["Ada"].person_id, days(8))
    assert (said.outcome, said.stands) == (outcome.value, outcome is Outcome.UPHELD)
    assert said.outcome_words == "We read it again."  # which both have read
    assert case.standing.state is state
    db_session.refresh(told)
    ended = (told.end is not None, told.measure.measure.lifting is not None)
    assert ended == ((outcome is not Outcome.UPHELD,) * 2)
    assert row.outcome.ruling_id is None
    (report,) = reports_of(case)
    heard = told_to_reporter(report).messages[-1].text_html
    assert ("It stands." if is_upheld else "looked at again") in heard
    with pytest.raises(NoAppeal):
        appealing.say(row, word, by=pat, now=days(8))
    with refuses(db_session, "appeal_word_stays_on_update"):
        db_session.execute(update(AppealWord).values(words="Other."))


def test_an_appeal_can_increase_by_as_many_as_the_higher_rung_asks(people, case, rule, db_session):
    ruling = rule(level=1, lasts_days=30, effects=[])
    deciding.notify(ruling, by=people["Kim"], now=days(1))
    row = appealing.appeal(ruling, "No.", now=days(2))
    for name in ("Lou", "Pat", "Kim"):
        appealing.hear(row, by=people[name], now=days(2))

    more = rule(by="Lou", is_on_appeal=True, replaces=ruling, level=4, effects=[])
    assert more.made is None  # two thirds of the three who did not decide before
    deciding.agree(more, by=people["Pat"], now=days(3))

    db_session.refresh(row)
    assert (row.outcome.outcome, row.outcome.ruling_id) == (Outcome.INCREASED, more.id)


def test_what_one_alone_writes_to_whoever_appealed_is_read_by_somebody_before(people, rule):
    ada, lou = people["Ada"], people["Lou"]
    ruling = rule(level=1, lasts_days=30, effects=[])
    deciding.notify(ruling, by=people["Kim"], now=days(1))
    row = appealing.appeal(ruling, "No.", now=days(2))
    appealing.hear(row, by=lou, now=days(2))

    appealing.say(row, Word(Outcome.WITHDRAWN, "Vera erred."), by=lou, now=days(3))

    (said,) = statements_for(ada.person_id, days(3))
    assert (said.outcome, said.outcome_words) == ("withdrawn", "")
    assert heard_by(ada.person_id) == []


def test_where_too_few_are_left_to_hear_the_contacts_outside_are_told(people, rule, db_session):
    stella = make_member("Sol", Role.STEWARD)
    noor = ContactDraft("Noor", "noor@example.net", "", None)
    contacts.add(noor, by=stella, now=START)
    ban = rule(level=4, lasts_days=None, effects=[])
    for name in ("Kim", "Lou"):
        deciding.agree(ban, by=people[name], now=START)
    deciding.notify(ban, by=people["Pat"], now=START)
    query = select(Letter.address).where(Letter.address == "noor@example.net")
    assert db_session.scalars(query).all() == []

    row = appealing.appeal(ban, "Please.", now=days(1))

    assert db_session.scalars(query).all() == ["noor@example.net"]
    appealing.hear(row, by=people["Pat"], now=days(1))
    appealing.say(row, Word(Outcome.WITHDRAWN, "No."), by=people["Pat"], now=days(1))
    assert row.outcome is None  # two thirds are never one


def test_where_fewer_can_hear_an_appeal_what_is_said_is_counted_again(people, case, rule):
    ban = rule(level=4, lasts_days=None, effects=[])
    for name in ("Kim", "Lou"):
        deciding.agree(ban, by=people[name], now=START)
    deciding.notify(ban, by=people["Pat"], now=START)
    max_, nia, oda = (make_member(name, Role.RESPONDER) for name in ("Max", "Nia", "Oda"))
    take(case, max_, nia, oda)
    row = appealing.appeal(ban, "Please.", now=days(1))
    for one in (people["Pat"], max_):
        appealing.hear(row, by=one, now=days(1))
        appealing.say(row, Word(Outcome.WITHDRAWN, "No."), by=one, now=days(1))
    assert row.outcome is None  # three of four
    answering.answer(case, Answer.CONFLICT, by=oda, now=days(2))
    assert row.outcome is not None  # two of three


def test_after_thirty_days_nothing_is_appealed(told, people):
    """The last day, as the page says it, is theirs to its end: where they are."""
    assert people["Ada"].zone == "Europe/Berlin"
    end = days(31).replace(hour=23, minute=0)  # midnight in Berlin in winter
    with pytest.raises(NoAppeal):
        appealing.appeal(told, "Late.", now=end)
    appealing.appeal(told, "In time.", now=end - timedelta(minutes=1))


@pytest.mark.parametrize(
    ("name", "promise"), [("Rue", "appeal_heard_by_others"), ("Lou", "appeal_heard_by_enough")]
)
def test_the_database_lets_no_decider_hear_an_appeal_and_no_one_alone(
    people, told, db_session, name, promise
):
    row = appealing.appeal(told, "Please.", now=days(5))
    given = {"outcome": Outcome.WITHDRAWN, "words": "", "at": START}
    db_session.add(AppealHearer(appeal_id=row.id, member_id=people[name].id, at=START))
    said = {"member_id": people[name].id, "outcome": Outcome.WITHDRAWN, "words": "", "at": START}
    with refuses(db_session, promise):
        db_session.flush()
        db_session.execute(insert(AppealWord).values(appeal_id=row.id, for_reporter="", **said))
        db_session.execute(insert(AppealOutcome).values(appeal_id=row.id, **given))


def test_while_an_appeal_waits_only_those_who_hear_it_put_another_ruling_in_its_place(
    people, told, rule, db_session
):
    early = rule(replaces=told, lasts_days=7)  # one of two has agreed
    row = appealing.appeal(told, "Please.", now=days(5))
    for agree in (
        lambda: deciding.agree(early, by=people["Kim"], now=days(6)),
        lambda: rule(replaces=told, lasts_days=60, now=days(6)),
    ):
        with pytest.raises(NotAsItWas), db_session.begin_nested():
            agree()
    for name in ("Lou", "Pat"):
        appealing.hear(row, by=people[name], now=days(6))
        appealing.say(row, Word(Outcome.UPHELD, "No."), by=people[name], now=days(6))

    # When it is answered one can, and of two that would, one does.
    late = rule(replaces=told, lasts_days=60, now=days(7))
    deciding.agree(early, by=people["Kim"], now=days(7))
    with pytest.raises(NotAsItWas):
        deciding.agree(late, by=people["Kim"], now=days(7))
    assert (early.made is not None, late.made) == (True, None)


def test_a_draft_on_appeal_is_thrown_away_by_those_who_hear_it_alone(
    people, told, rule, db_session
):
    row = appealing.appeal(told, "Please.", now=days(5))
    for name in ("Lou", "Pat"):
        appealing.hear(row, by=people[name], now=days(6))
    draft = rule(by="Lou", replaces=told, is_on_appeal=True, lasts_days=1, now=days(6))
    number = draft.id
    with pytest.raises(NotTheirs):
        deciding.discard(draft, by=people["Rue"])
    deciding.discard(draft, by=people["Pat"])
    assert db_session.get(Ruling, number) is None


def test_what_is_withdrawn_on_appeal_leaves_nothing_of_what_took_its_place(people, told, rule):
    """Where another had taken its place before anybody refused that."""
    after = rule(replaces=told, lasts_days=7)
    deciding.agree(after, by=people["Kim"], now=days(1))
    deciding.notify(after, by=people["Kim"], now=days(2))

    end_with_what_followed(told, "On appeal: withdrawn.", now=days(3))

    assert after.end is not None
    assert not any(one.stands for one in statements_for(people["Ada"].person_id, days(4)))
