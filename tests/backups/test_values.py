"""Every value a column can hold comes back from a backup as it was."""

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Interval

from community.backups.values import Kind, UnknownType, decoded, encoded, kind_of
from community.db import Base

VALUES = {
    Kind.WHOLE: st.integers(-(2**63), 2**63 - 1),
    Kind.REAL: st.floats(allow_nan=False),
    Kind.EXACT: st.decimals(allow_nan=False, allow_infinity=False),
    Kind.YES_NO: st.booleans(),
    Kind.WORDS: st.text(),
    Kind.BYTES: st.binary(),
    Kind.DAY: st.dates(),
    Kind.HOUR: st.times(),
    Kind.MOMENT: st.datetimes(),
    Kind.DOCUMENT: st.dictionaries(st.text(), st.integers()).map(json.dumps),
}


@given(st.sampled_from(list(Kind)).flatmap(lambda k: st.tuples(st.just(k), st.none() | VALUES[k])))
def test_a_value_comes_back_as_it_was(given_value):
    kind, value = given_value

    back = decoded(kind, json.loads(json.dumps(encoded(kind, value))))

    assert (back, type(back)) == (value, type(value))


def test_an_instant_is_kept_in_utc_whatever_its_offset():
    tokyo = datetime(2026, 3, 13, 9, 30, tzinfo=timezone(timedelta(hours=9)))

    assert encoded(Kind.MOMENT, tokyo) == "2026-03-13T00:30:00"
    assert encoded(Kind.MOMENT, datetime(2026, 3, 13, tzinfo=UTC)) == "2026-03-13T00:00:00"


def test_every_column_there_is_has_a_kind():
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            assert kind_of(getattr(column.type, "impl_instance", column.type)) in VALUES


def test_a_type_nobody_thought_of_is_refused():
    with pytest.raises(UnknownType):
        kind_of(Interval())


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (Kind.WHOLE, "1"),
        (Kind.WHOLE, True),
        (Kind.YES_NO, 1),
        (Kind.WORDS, 1),
        (Kind.BYTES, "not base64!"),
        (Kind.DAY, "2026-02-30"),
        (Kind.MOMENT, "yesterday"),
        (Kind.DOCUMENT, "{"),
    ],
)
def test_what_is_no_value_of_its_kind_is_seen(kind, wrong):
    with pytest.raises(ValueError, match=r"."):
        decoded(kind, wrong)


def test_the_kinds_of_time_are_told_apart():
    assert decoded(Kind.DAY, "2026-03-13") == date(2026, 3, 13)
    assert decoded(Kind.HOUR, "17:00:00") == time(17)
    assert decoded(Kind.EXACT, "0.10") == Decimal("0.10")
