"""Notes are read branch by branch, whatever their depth."""

from hypothesis import given
from hypothesis import strategies as st

from community.notes.ordering import in_reading_order


def order_of(*pairs: tuple[int, int | None]) -> list[tuple[int, int]]:
    rows = in_reading_order(pairs, lambda row: row[0], lambda row: row[1])
    return [(row[0], depth) for row, depth in rows]


def test_answers_stand_below_what_they_answer():
    assert order_of((1, None), (2, None), (3, 1), (4, 3), (5, 1), (6, 2)) == [
        (1, 0),
        (3, 1),
        (4, 2),
        (5, 1),
        (2, 0),
        (6, 1),
    ]


def test_what_answers_something_that_is_not_there_begins_anew():
    assert order_of((7, 3), (8, 7)) == [(7, 0), (8, 1)]


def test_a_chain_of_thousands_is_read_to_its_end():
    chain = [(n, n - 1 if n else None) for n in range(5000)]

    assert order_of(*chain)[-1] == (4999, 4999)


@given(st.lists(st.integers(min_value=-1, max_value=40), max_size=40))
def test_each_note_is_read_once_and_after_what_it_answers(parents):
    pairs = [(n, p if 0 <= p < n else None) for n, p in enumerate(parents)]

    found = [row for row, _ in order_of(*pairs)]

    assert sorted(found) == list(range(len(pairs)))
    assert all(p is None or found.index(p) < found.index(n) for n, p in pairs)
