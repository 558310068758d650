"""Rules of every kind in the grammar, for tests that hold for all of them."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from community.calls.recurrence import ByDay, Frequency, Rule, Weekday

starts = st.dates(date(2019, 12, 1), date(2032, 3, 31))
plain_days = st.lists(st.sampled_from(list(Weekday)).map(ByDay), min_size=1, max_size=7)
days_of_month = st.integers(1, 31) | st.just(-1)
months = st.lists(st.integers(1, 12), max_size=4).map(tuple)


@st.composite
def any_rule(draw: st.DrawFn) -> Rule:
    """A rule that the grammar accepts, of any frequency, with or without an end."""
    starts_on = draw(starts)
    frequency: Frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts: dict[str, Any] = {"months": draw(months)} if frequency == "YEARLY" else {}
    if frequency in ("DAILY", "WEEKLY"):
        parts["weekdays"] = draw(st.one_of(st.just(()), plain_days))
    else:
        most = 53 if frequency == "YEARLY" and not parts.get("months") else 5
        parts |= draw(_month_parts(most))
    end = draw(st.sampled_from(["never", "until", "count"]))
    if end == "until":
        parts["until"] = starts_on + timedelta(draw(st.integers(0, 2000)))
    elif end == "count":
        parts["count"] = draw(st.integers(1, 60))
    return Rule(
        frequency=frequency,
        starts_on=starts_on,
        interval=draw(st.integers(1, 12)),
        week_start=draw(st.sampled_from(list(Weekday))),
        **parts,
    )


def _month_parts(most: int) -> st.SearchStrategy[dict[str, Any]]:
    nth = st.integers(1, most) | st.integers(-most, -1)
    numbered = st.builds(ByDay, st.sampled_from(list(Weekday)), nth)
    return st.one_of(
        st.just({}),
        st.fixed_dictionaries({"month_day": days_of_month}),
        st.fixed_dictionaries({"weekdays": plain_days, "month_day": days_of_month}),
        st.fixed_dictionaries({"weekdays": st.lists(numbered, min_size=1, max_size=4)}),
        st.fixed_dictionaries(
            {"weekdays": plain_days, "set_position": st.integers(1, 23) | st.integers(-23, -1)}
        ),
    )
