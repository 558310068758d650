"""Minutes planned of minutes available, and the two sides of a decision: values alone."""

import pytest

from community.agendas.sides import Side, side_to_hear
from community.agendas.timing import budget


def test_what_is_planned_and_what_is_left():
    found = budget([("Welcome", 5), ("Licences", 40)], 60)

    assert (found.planned, found.left, found.is_over) == (45, 15, False)
    assert [(s.start, s.width, s.is_over) for s in found.stretches] == [
        (0, 8.333, False),
        (8.333, 66.667, False),
    ]
    assert found.limit == 100


def test_too_much_is_drawn_past_the_end_of_the_call():
    found = budget([("Welcome", 30), ("Licences", 50)], 60)

    assert (found.planned, found.left, found.is_over) == (80, -20, True)
    assert [s.is_over for s in found.stretches] == [False, True]
    assert found.limit == 75


def test_nothing_planned_and_no_length_known_is_no_error():
    assert budget([], 0).limit == 0


@pytest.mark.parametrize(
    ("people", "business", "unheard"),
    [
        ("", "", None),
        ("Less work at night", "", Side.BUSINESS),
        ("", "Lower cost", Side.PEOPLE),
        ("one two", "one two three four", None),  # half as much is enough
        ("one", "one two three", Side.PEOPLE),
        ("one two three four five", "one two", Side.BUSINESS),
    ],
)
def test_the_side_that_says_less_than_half_is_to_be_heard(people, business, unheard):
    assert side_to_hear(people, business) == unheard
