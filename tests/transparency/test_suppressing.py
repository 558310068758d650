"""What is kept back cannot be worked out from what is published, whoever knows the rules."""

from collections import defaultdict
from itertools import product

import pytest

from community.transparency.figures import ANSWERED, fields_of
from community.transparency.suppressing import FEWEST, KEPT_BACK, Figure, added, publish


@pytest.mark.parametrize("parts", range(1, 6))
def test_nothing_that_is_kept_back_can_be_worked_out(parts):
    """Every table there is, up to a number well above the smallest: those that are published alike
    leave at least two values for each number that is kept back, and for a sum that is not given.
    """
    tables = defaultdict(set)
    for table in product(range(FEWEST + 2), repeat=parts):
        tables[publish(table)].add(table)
    for (said, total), alike in tables.items():
        for place, figure in enumerate(said):
            values = {table[place] for table in alike}
            assert len(values) == 1 if figure.is_exact else len(values) > 1, (said, total)
        sums = {sum(table) for table in alike}
        assert len(sums) == 1 if total.is_exact else len(sums) > 1, (said, total)


def test_what_is_said_is_true_and_small_numbers_are_never_said():
    for table in product(range(FEWEST + 3), repeat=3):
        said, total = publish(table)
        for number, figure in zip(table, said, strict=True):
            assert figure.least <= number <= figure.most
            assert figure == (Figure(number, number) if number >= FEWEST else KEPT_BACK)
        assert total.least <= sum(table) <= total.most
        assert not total.is_exact or total.least >= FEWEST


def test_a_sum_of_sums_says_no_more_than_they_do():
    """Two tables under one sum: it is a function of what is said of them, and of nothing else."""
    (few, some), (many, sure) = publish([1, 4]), publish([5, 6])
    assert (few, some) == ((KEPT_BACK, Figure(4, 4)), Figure(4, 6))
    assert (many, sure) == ((Figure(5, 5), Figure(6, 6)), Figure(11, 11))
    assert added([some, sure]) == Figure(15, 17)
    assert publish([1, 2, 1, 2]) == ((KEPT_BACK,) * 4, Figure(6, 6))
    assert publish([2, 2]) == ((KEPT_BACK,) * 2, Figure(0, 4))


def test_how_long_it_took_does_not_tell_how_many_were_late():
    """Every number of answers in time and late, with every way they can have taken two times: the
    median, which falls on one side of what is in time, leaves open what is kept back.
    """
    said, alike = (*ANSWERED.parts, "hours to a first answer"), defaultdict(set)
    ways = [(number, soon) for number in range(FEWEST + 2) for soon in range(number + 1)]
    for early, late in product(ways, repeat=2):
        counts = {
            (part, hours): number
            for part, (total, soon), times in zip(
                ANSWERED.parts, (early, late), ((10, 20), (60, 90)), strict=True
            )
            for number, hours in zip((soon, total - soon), times, strict=True)
        }
        given = {field.name: field.figure for field in fields_of(counts)}
        alike[tuple(given[name] for name in said)].add((early[0], late[0]))
    for figures, tables in alike.items():
        for place, figure in enumerate(figures[:2]):
            assert figure.is_exact or len({table[place] for table in tables}) > 1, figures
    assert any(figures[2] is not None for figures in alike)
