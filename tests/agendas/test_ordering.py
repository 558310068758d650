"""The order of an agenda: up, down, whole; and what two facilitators do at once."""

import pytest

from community.agendas import ordering, states
from community.agendas.queries import version_of
from community.agendas.versions import ChangedMeanwhile
from community.db import db, transaction
from tests.agendas.build import make_evening, on_agenda, titles
from tests.attendance.crowd import at_once
from tests.factories import START, make_community, make_member


def numbers(items) -> list[int]:
    return [item.id for item in items]


def test_an_item_goes_up_and_down_and_no_further_than_the_ends(db_session):
    ola = make_member("Ola")
    call = make_evening(ola)
    first, second, third = on_agenda(call, ola, "First", "Second", "Third")

    ordering.move(third, -1, now=START)
    assert titles(call) == ["First", "Third", "Second"]
    ordering.move(first, -1, now=START)
    ordering.move(second, 1, now=START)
    assert titles(call) == ["First", "Third", "Second"]


def test_what_was_taken_off_meanwhile_is_left_out_and_what_came_stays_behind(db_session):
    ola = make_member("Ola")
    call = make_evening(ola)
    first, second, third, fourth = on_agenda(call, ola, "First", "Second", "Third", "Fourth")
    states.park(second, by=ola, now=START)
    wish = [*numbers([third, second, first]), 999, third.id]

    ordering.put_in_order(call, wish, version=version_of(call), now=START)

    assert titles(call) == ["Third", "First", "Fourth"]
    assert fourth.place == 3


def test_an_order_made_of_an_older_draft_is_not_taken(db_session):
    ola = make_member("Ola")
    call = make_evening(ola)
    first, second = on_agenda(call, ola, "First", "Second")
    seen = version_of(call)
    on_agenda(call, ola, "Third")

    with pytest.raises(ChangedMeanwhile):
        ordering.put_in_order(call, numbers([second, first]), version=seen, now=START)

    assert titles(call) == ["First", "Second", "Third"]


def test_of_two_who_order_at_the_same_moment_one_is_told(app, writing, reading):
    with writing():
        make_community()
        ola = make_member("Ola")
        call = make_evening(ola)
        items = numbers(on_agenda(call, ola, "First", "Second", "Third"))
        seen = version_of(call)

    def order(wish) -> str:
        with app.app_context():
            try:
                with transaction():
                    held = db.session.merge(call, load=True)
                    ordering.put_in_order(held, wish, version=seen, now=START)
            except ChangedMeanwhile:
                return "told"
            return "saved"

    said = at_once(lambda: order(items[::-1]), lambda: order([*items[1:], items[0]]))

    assert sorted(said) == ["saved", "told"]
    with reading():
        assert titles(call) in (["Third", "Second", "First"], ["Second", "Third", "First"])
