"""What a person says to their lines, and lines they add."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.accounts.models import Credit
from community.db import db
from community.ledger import confirming
from community.ledger.confirming import MOST_LINES, NameOfAnother, NotHeldYet, TooManyLines
from community.ledger.drafts import Answer
from community.ledger.models import Confirmation, Labour, Line, Refusal
from community.ledger.queries import (
    confirmed_by,
    declined_by,
    lines_of_call,
    totals_of,
    waiting_for,
)
from tests.calls.build import begin
from tests.factories import START, make_call, make_member, make_sitting
from tests.ledger.build import COUNTED, NAMED, OVER, by_pseudonym, line, listed, own

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def two(db_session):
    """Mia, and a call that was held, with a line of hers that waits."""
    ola, mia = make_member("Ola"), make_member("Mia")
    call = make_call(ola)
    make_sitting(call)
    return mia, call, line(call, mia)


def names(call):
    return [(one.kind, one.name) for one in lines_of_call(call.id)]


@pytest.mark.parametrize(
    ("showing", "name"), [(NAMED, "Mia"), (by_pseudonym("A reed"), "A reed"), (COUNTED, None)]
)
def test_a_line_is_listed_as_its_person_says_once_they_confirm_it(two, showing, name):
    mia, call, row = two
    before = names(call)

    for _ in range(2):
        listed(row, mia, showing)

    assert (before, names(call)) == ([], [(Labour.NOTES, name)])
    assert len(db.session.scalars(select(Confirmation.id)).all()) == 1


def test_who_wants_no_credit_any_more_is_only_counted(two):
    mia, call, row = two
    listed(row, mia)
    mia.person.credit = Credit.NOBODY
    db.session.flush()

    assert names(call) == [(Labour.NOTES, None)]


def test_another_way_to_be_listed_takes_the_place_of_the_first(two):
    mia, call, row = two
    listed(row, mia)

    listed(row, mia, by_pseudonym("A reed"), minutes=30)

    assert names(call) == [(Labour.NOTES, "A reed")]
    assert lines_of_call(call.id)[0].minutes == 30


def test_what_is_declined_is_not_listed_and_both_can_be_undone(two):
    mia, call, row = two
    listed(row, mia)
    for _ in range(2):
        confirming.decline({row.id}, by=mia, now=OVER)
    after_declining = names(call), len(declined_by(mia)), len(waiting_for(mia))
    confirming.consider_again(row, now=OVER)
    waiting_again = len(waiting_for(mia))
    listed(row, mia)
    confirming.take_back(row, now=OVER)

    assert after_declining == ([], 1, 0)
    assert (waiting_again, len(waiting_for(mia)), names(call)) == (1, 1, [])
    assert len(db.session.scalars(select(Refusal.id)).all()) == 1


def test_nobody_answers_for_somebody_else(two):
    mia, call, row = two
    eve = make_member("Eve")

    assert confirming.confirm(Answer(frozenset({row.id}), NAMED), by=eve, now=OVER) == 0
    assert confirming.decline({row.id}, by=eve, now=OVER) == 0
    assert (names(call), waiting_for(mia)) == ([], [row])


def test_a_pseudonym_is_nobodys_name(two):
    mia, call, row = two
    ola = make_member("Ada Lovelace")
    ola.person.credit, ola.person.credit_name = Credit.OTHER, "Øla Ångström"
    make_member("Мария")

    alike = ("ada  lovelace", "Adа L0velace", "øla ångström", "OLA ANGSTROM", "МАРИЯ")
    for typed in (*alike, ola.handle, f"@{ola.handle}"):
        with pytest.raises(NameOfAnother):
            listed(row, mia, by_pseudonym(typed))
    assert names(call) == []
    listed(row, mia, by_pseudonym("Mia"))  # one's own is nobody else's


def test_a_line_of_ones_own_is_listed_at_once_and_only_once(two):
    mia, call, _ = two

    for _ in range(2):
        confirming.add(call, own("into French"), by=mia, now=OVER)

    assert names(call) == [(Labour.CAPTIONS, "Mia")]
    assert len(confirmed_by(mia, cursor=None).rows) == 1


def test_to_add_what_is_drafted_already_confirms_it(two):
    mia, call, row = two

    assert confirming.add(call, own(kind=Labour.NOTES), by=mia, now=OVER).id == row.id
    assert names(call) == [(Labour.NOTES, "Mia")]


def test_nothing_is_added_to_a_call_that_is_to_come_nor_without_end(two):
    mia, call, _ = two
    with pytest.raises(NotHeldYet):
        confirming.add(call, own(), by=mia, now=START)
    for number in range(MOST_LINES - 1):
        confirming.add(call, own(f"Part {number}"), by=mia, now=OVER)

    with pytest.raises(TooManyLines):
        confirming.add(call, own("One more"), by=mia, now=OVER)


def test_a_series_is_told_how_much_of_each_kind(db_session):
    ola, mia = make_member("Ola"), make_member("Mia")
    series = begin(ola)
    call = make_call(series_id=series.id)
    make_sitting(call, minutes=30)
    listed(line(call, mia), mia, COUNTED, minutes=20)
    listed(line(call, ola), ola)
    line(call, ola, Labour.WELCOME)

    totals = totals_of(series, for_member=False, for_owner=False)

    assert [(t.kind, t.lines, t.minutes) for t in totals] == [(Labour.NOTES, 2, 20)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": Labour.OTHER},
        {"kind": Labour.NOTES},  # which is there already
        {"kind": Labour.WELCOME, "minutes": 0},
    ],
)
def test_the_database_keeps_what_a_line_is(two, wrong):
    mia, call, _ = two
    db.session.add(Line(call_id=call.id, member_id=mia.id, made_at=OVER, what="", **wrong))

    with pytest.raises(IntegrityError):
        db.session.flush()
