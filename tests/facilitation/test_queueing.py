"""The order in which people speak, and the clock: values in, values out."""

from datetime import UTC, datetime, timedelta

import pytest

from community.facilitation.models import HandKind, Way
from community.facilitation.queueing import Raised, in_line, speaker_of
from community.facilitation.timing import Clock, minutes_between, next_minute

AT = datetime(2026, 3, 13, 16, tzinfo=UTC)


def hand(number, kind=HandKind.TOPIC, *, of=None, called=False, over=False, after=None) -> Raised:
    raised = AT + timedelta(minutes=number if after is None else after)
    return Raised(number, of or number, "Ada", kind, Way.VOICE, raised, called, over)


def numbers(*hands) -> list[int]:
    return [one.number for one in in_line(list(hands))]


def test_a_kind_that_cannot_wait_goes_first_however_late_it_comes():
    kinds = [HandKind.TOPIC, HandKind.REPLY, HandKind.QUESTION, HandKind.ORDER]

    assert numbers(*(hand(n, kind) for n, kind in enumerate(kinds, 1))) == [4, 3, 2, 1]


def test_within_a_kind_who_has_not_spoken_yet_goes_first():
    spoke = hand(1, of=10, called=True, over=True)

    assert numbers(spoke, hand(2, of=10), hand(3, of=11)) == [3, 2]
    assert numbers(spoke, hand(2, HandKind.REPLY, of=10), hand(3, of=11)) == [2, 3]


def test_among_the_same_who_raised_it_first_goes_first():
    assert numbers(hand(1, after=9), hand(2, after=3), hand(3, after=3)) == [2, 3, 1]


def test_lowered_without_a_call_is_not_spoken():
    assert numbers(hand(1, of=10, over=True), hand(2, of=10), hand(3, of=11)) == [2, 3]


def test_who_was_called_and_is_not_over_has_the_floor():
    hands = [hand(1, called=True, over=True), hand(2, called=True), hand(3)]

    assert speaker_of(hands) == hands[1]
    assert numbers(*hands) == [3]


@pytest.mark.parametrize(
    ("begin", "end", "between"), [(0, 59, 0), (59, 60, 1), (30, 30, 0), (10, 600, 10)]
)
def test_a_clock_in_minutes_changes_with_the_minute_on_the_wall(begin, end, between):
    assert minutes_between(AT + timedelta(seconds=begin), AT + timedelta(seconds=end)) == between


def test_the_next_minute_begins_at_its_first_second():
    assert next_minute(AT + timedelta(seconds=59.5)) == AT + timedelta(minutes=1)
    assert next_minute(AT) == AT + timedelta(minutes=1)


@pytest.mark.parametrize(("used", "over", "left"), [(0, 0, 10), (9, 0, 1), (10, 0, 0), (13, 3, 0)])
def test_a_clock_says_what_is_left_and_what_is_over(used, over, left):
    clock = Clock(used, 10)

    assert (clock.over, clock.left) == (over, left)
