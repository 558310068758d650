"""The hours of a call by the clocks of those who come, and who carried the bad ones."""

from datetime import UTC, datetime, timedelta

import pytest

from community.attendance import rsvps
from community.attendance.hours import Hour, carried, groups_of, hour_of, row_of
from community.attendance.models import Answer
from community.calls import changing
from tests.factories import START, make_call, make_community, make_member, make_series, make_sitting

WINTER, SUMMER = (datetime(2026, month, 15, 17, tzinfo=UTC) for month in (1, 7))
BERLIN, TOKYO, KOLKATA = "Europe/Berlin", "Asia/Tokyo", "Asia/Kolkata"


def names(numbers, *at, mine="UTC"):
    return [(g.names, g.is_mine) for g in groups_of(numbers, at or (WINTER,), mine)]


def test_those_who_read_the_same_clock_stand_together_and_few_are_not_told():
    numbers = {BERLIN: 3, "Europe/Paris": 1, TOKYO: 2, "Africa/Lagos": 2, "Asia/Seoul": 1}

    assert names(numbers) == [((), True), ((BERLIN,), False), ((), False)]
    assert names(numbers, WINTER, SUMMER) == [((), True), ((BERLIN,), False), ((), False)]
    assert names({TOKYO: 2}, mine=TOKYO) == [((), True)]
    assert names({"Africa/Lagos": 2, "Europe/Paris": 2}, WINTER, SUMMER) == [((), True)]


@pytest.mark.parametrize(
    ("hour", "zone", "is_night"),
    [(6, "UTC", True), (7, "UTC", False), (21, "UTC", False), (22, "UTC", True), (17, TOKYO, True)],
)
def test_night_is_before_seven_and_after_twenty_two(hour, zone, is_night):
    starts = datetime(2026, 1, 15, hour, tzinfo=UTC)

    assert hour_of((starts, starts + timedelta(hours=1)), zone).is_night is is_night
    assert hour_of((starts, starts + timedelta(hours=24)), zone).is_night is True


def test_a_call_is_carried_where_none_of_its_sittings_is_by_day():
    early, late = ((t, t + timedelta(hours=1)) for t in (WINTER, WINTER + timedelta(hours=7)))
    (group,) = [g for g in groups_of({TOKYO: 3}, [WINTER], "UTC") if g.names]

    row = row_of(group, [early], [[early], [early, late], [late]])

    assert (row.offset, row.nights) == ("UTC+9", 1)
    berlin, summer = groups_of({BERLIN: 3}, [WINTER], BERLIN)[0], (SUMMER, SUMMER)
    assert row_of(berlin, [], [[early], [summer]]).offset == "UTC+1"
    assert [(h.starts.hour, h.left, h.wide, h.is_night) for h in row.hours] == [(2, 120, 60, True)]
    assert (
        Hour(WINTER.replace(hour=23), WINTER.replace(hour=23) + timedelta(hours=3), True).wide == 60
    )


def test_those_who_carried_most_are_all_named_and_a_reader_who_does_not_come_is_not():
    span = (WINTER, WINTER + timedelta(hours=1))
    numbers = {TOKYO: 3, "Australia/Sydney": 3, BERLIN: 3, "Africa/Lagos": 0}

    def carriers(numbers, mine):
        groups = groups_of(numbers, [WINTER], mine)
        found = carried([row_of(group, [], [[span]]) for group in groups])
        return found and [[row.group.names for row in rows] for rows in found]

    assert carriers(numbers, "Pacific/Auckland") == [
        [(TOKYO,), ("Australia/Sydney",)],
        [(BERLIN,)],
    ]
    assert carriers({TOKYO: 3}, BERLIN) is None
    assert carriers({BERLIN: 3, "Africa/Accra": 3}, BERLIN) == [
        [("Africa/Accra",), (BERLIN,)],
        [("Africa/Accra",), (BERLIN,)],
    ]


@pytest.mark.engines("sqlite")
@pytest.mark.usefixtures("in_january")
def test_the_page_counts_those_who_want_it_and_names_no_zone_of_few(signed_in, writing, client):
    with writing():
        make_community()
        ola = make_member("Ola", zone=BERLIN)
        series = make_series(ola)
        given = {"own_visibility": None, "own_recording": None, "series_id": series.id}
        given |= {"own_note_takers": None, "own_language": None}
        held, off, spread = (make_call(title="Both halves", **given) for _ in range(3))
        past = [make_sitting(call, starts=datetime(2026, 1, 9, 17)) for call in (held, off)]
        changing_at = START - timedelta(days=20)
        changing.cancel(past[1], by=ola, reason="Snow.", now=changing_at)
        make_sitting(spread, starts=datetime(2026, 3, 13, 9))
        evening = make_sitting(spread, starts=datetime(2026, 3, 13, 17), position=1)
        people = {
            zone: [make_member(zone=zone) for _ in range(3)] for zone in (TOKYO, KOLKATA, BERLIN)
        }
        for zone, some in people.items():
            for each in some:
                each.person.tells_zone = zone != KOLKATA or each is not some[0]
                rsvps.answer(evening, each.person, answer=Answer.GOING, now=START)
    page = signed_in(ola)

    pages = [f"/calls/{spread.slug}/hours", f"/series/{series.slug}/hours"]
    texts = [page.get(address).text for address in pages]

    for text in texts:
        assert text.count('class="hours-row"') == 2
        assert ("Tokyo" in text, "Kolkata" in text, "UTC+5:30" in text) == (True, False, False)
        assert "Fri 13 March, 17:00–18:00" in text
        assert "Sat 14 March, 01:00–02:00" in text
        assert "At night for 1 of 1 call so far." in text
        assert "Most often Tokyo: no sitting by day for 1 of 1 calls." in text
        assert "Least often Berlin: 0." in text
        assert "Yours is not." in text
    assert client.get(pages[0]).status_code == 303
    assert pages[0] in page.get(f"/calls/{spread.slug}").text
    profile = {"name": "Ola", "handle": ola.handle, "zone": BERLIN, "credit": "name"}
    page.post("/profile", data=profile | {"tells_zone": "y"})
    assert "Yours is counted." in page.get(pages[0]).text
