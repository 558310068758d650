"""Whatever a table holds of a person, some feature hands over and takes out."""

from app import HOLDINGS
from community.db import Base

# Tables that point to people, and why they are nobody's holding.
NOT_HELD = {
    "person": "the person themselves: accounts empties it",
}


def tables_about_people() -> set[str]:
    """Every table with a column that points to a person or a member."""
    return {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in {"person", "member"}
    }


def test_every_table_about_people_is_held_by_a_feature():
    held = {name for holding in HOLDINGS for name in holding.tables}

    assert tables_about_people() - held - set(NOT_HELD) == set()


def test_a_holding_speaks_of_tables_that_are_there():
    held = {name for holding in HOLDINGS for name in holding.tables}

    assert held - set(Base.metadata.tables) == set()


def test_no_two_holdings_speak_of_the_same_table():
    held = [name for holding in HOLDINGS for name in holding.tables]

    assert len(held) == len(set(held))
