"""That the benchmarks run from end to end; how fast anything is, no test asks."""

import pytest

from community.front import filling
from tests.benchmarks import growth, table
from tests.benchmarks.__main__ import measure
from tests.benchmarks.load import Outcome
from tests.benchmarks.places import Size
from tests.benchmarks.servers import Memory

SMALL = Size(
    filling.Amount(members=210, series=1, calls=300, rsvps=300, seed=1),
    feeds=(),
    signed_in=2,
    found=(20, 20),
    patterns=20,
)


@pytest.mark.long
def test_every_kind_of_scene_is_answered_as_it_should_be():
    wanted = ["home, visitor", "answer a call", "personal feed of", "palette, asked before"]
    wanted += ["pattern, visitor", "library, two facets", "live, member"]

    measured, memory = measure("sqlite", SMALL, only=wanted, seconds=0.2, rounds=1, connections=2)

    assert [one.name for one in measured] == [
        "personal feed of 60",
        "home, visitor",
        "palette, asked before",
        "pattern, visitor",
        "library, two facets",
        "library, two facets, member",
        "live, member, nothing changed (304)",
        wanted[1],
        f"{wanted[1]} that fills up",
    ]
    assert [one.wrong for one in measured] == [0] * 9
    assert all(outcome.done for one in measured for outcome in (*one.ours, *one.theirs))
    assert (len(memory.answering), len(memory.working)) == (2, 1)


@pytest.fixture
def readme(tmp_path, monkeypatch):
    file = tmp_path / "README.md"
    file.write_text("Before.\n<!-- measured -->\n\n### SQLite\n\nold\n\n<!-- end -->\nAfter.\n")
    monkeypatch.setattr(table, "README", file)
    return file


def test_the_table_is_written_in_place_of_the_one_before(readme):
    fast, slow = Outcome(100, 0, 1.0, 1.0, 2.0), Outcome(200, 0, 1.0, 0.5, 1.0)
    line = table.Measured("home", "a word", 0.4, [fast], [slow])

    for engine in ("PostgreSQL", "SQLite"):
        table.write({engine: table.table(engine, [line], Memory([80.2], [60.0]), "Then.")})

    text = readme.read_text()
    assert "old" not in text
    assert text.count("| home | 100 | 2.0 | a word | 200 | 0.50 | 0.4 |") == 2
    assert (text[:7], text[-7:]) == ("Before.", "After.\n")


@pytest.mark.long
def test_what_a_page_costs_is_found_for_each_page():
    costs, seconds = growth.cost_of_pages("sqlite", [SMALL, SMALL], turns=1)

    assert list(costs) == [*growth.PAGES, *growth.OWN_PAGES]
    assert all(each > 0 for each in seconds)
    assert all(cost.ratio > 0 for cost in costs.values())
