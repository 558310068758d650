"""Feeds over HTTP: tags, 304, compression, caches, and nothing that tells who asks."""

import gzip
from dataclasses import replace
from datetime import timedelta

import pytest

from community.calendars import revisions
from community.calendars.components import calendar, vevent
from community.calls.changing import cancel
from community.calls.queries import series_by_slug, sittings_of_series
from community.db import transaction
from community.errors import Refusal
from tests.calendars.scenes import calendar_of, event
from tests.factories import START

NOW = START + timedelta(days=5)


@pytest.fixture
def place(series_and_call):
    return series_and_call


@pytest.fixture
def path(place):
    return f"/series/{place.series}/calendar.ics"


@pytest.fixture
def every_path(path):
    return ["/calendar.ics", path, "/topics/licences/calendar.ics"]


def test_a_feed_says_what_it_is(client, every_path):
    for path in every_path:
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.headers["Content-Disposition"].startswith("inline; filename=")
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert "Set-Cookie" not in answer.headers


def test_two_gets_with_nothing_changed_are_the_same_bytes(client, every_path, another_app):
    other = another_app().test_client()
    for path in every_path:
        first, second, elsewhere = client.get(path), client.get(path), other.get(path)
        assert first.data == second.data == elsewhere.data
        assert first.headers["ETag"] == second.headers["ETag"] == elsewhere.headers["ETag"]


def test_what_the_reader_holds_already_is_not_sent_again(client, every_path, queries):
    for path in every_path:
        tag = client.get(path).headers["ETag"]
        for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            with queries() as sent:
                answer = client.get(path, headers={"If-None-Match": held})
            assert (answer.status_code, answer.data) == (304, b"")
            assert answer.headers["ETag"] == tag
            assert answer.headers["Cache-Control"] == "public, max-age=300"
            assert "Content-Type" not in answer.headers
            assert len(sent) <= 2


def test_finished_bytes_are_sent_again_without_reading_a_date(client, every_path, queries):
    for path in every_path:
        client.get(path)
        with queries() as sent:
            answer = client.get(path)
        assert answer.status_code == 200
        assert len(sent) <= 2


def test_what_is_not_the_readers_tag_is_sent(client, path):
    answer = client.get(path, headers={"If-None-Match": '"something", W/"else"'})
    assert answer.status_code == 200


def test_the_compressed_form_has_a_tag_of_its_own(client, path):
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": "gzip, br"})
    refused = client.get(path, headers={"Accept-Encoding": "gzip;q=0"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.data[4:8] == bytes(4), "The time of compression makes other bytes each second."
    assert gzip.decompress(packed.data) == plain.data == refused.data
    assert packed.headers["ETag"] != plain.headers["ETag"] == refused.headers["ETag"]
    again = client.get(
        path, headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    )
    assert (again.status_code, again.headers["ETag"]) == (304, packed.headers["ETag"])


def test_head_says_the_same_without_the_file(client, path):
    whole, head = client.get(path), client.head(path)
    assert head.data == b""
    for name in ("ETag", "Content-Length", "Content-Type", "Cache-Control"):
        assert head.headers[name] == whole.headers[name], name


def test_a_change_gives_new_bytes_and_a_new_tag(client, path, place, writing):
    before = client.get(path)
    with writing():
        _cancel_next(place)
    after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    assert b"STATUS:CANCELLED" in after.data
    assert b"STATUS:CANCELLED" not in before.data


def test_a_change_that_is_not_kept_changes_no_tag(client, path, place, writing):
    before = client.get(path).headers["ETag"]
    with pytest.raises(Refusal), writing():
        _refuse_after(_cancel_next, place)
    assert client.get(path).headers["ETag"] == before


def test_the_tag_changes_with_the_month(client, path, at):
    before = client.get(path).headers["ETag"]
    with at(NOW + timedelta(days=10)):
        assert client.get(path).headers["ETag"] == before
    with at(NOW + timedelta(days=20)):
        assert client.get(path).headers["ETag"] != before


def test_parameters_in_any_order_and_unknown_ones_give_the_same_feed(client, place):
    one = client.get(f"/calendar.ics?alarm=15&series={place.series}&utm=x")
    two = client.get(f"/calendar.ics?series={place.series}&alarm=015")
    assert one.headers["ETag"] == two.headers["ETag"]
    assert one.data == two.data
    assert b"TRIGGER:-PT15M" in one.data
    assert b"One evening" not in one.data


def test_no_alarm_unless_it_is_asked_for(client, path):
    assert b"VALARM" not in client.get(path).data


def test_an_alarm_that_is_no_number_of_minutes_is_refused(client, path):
    for alarm in ("-5", "soon", "99999", "1e3", "٣"):
        assert client.get(path, query_string={"alarm": alarm}).status_code == 400


def test_cancelled_dates_can_be_hidden(client, path, place, writing):
    with writing():
        _cancel_next(place)
    assert b"STATUS:CANCELLED" in client.get(path).data
    hidden = client.get(f"{path}?cancelled=hide").data
    assert b"STATUS:CANCELLED" not in hidden
    assert b"EXDATE" in hidden


def test_what_is_not_there_is_not_found(client, place):
    for wrong in (
        "/series/nothing/calendar.ics",
        "/topics/nothing/calendar.ics",
        "/calls/nothing/call.ics",
        "/calendar.ics?topic=nothing",
        "/calendar.ics?series=nothing",
        "/calendar/nothing.ics",
    ):
        assert client.get(wrong).status_code == 404


def test_a_call_can_be_added_once(client, place):
    answer = client.get(f"/calls/{place.call}/call.ics")
    assert answer.status_code == 200
    assert b"SUMMARY;LANGUAGE=en:One evening" in answer.data
    assert b"RECURRENCE-ID" not in answer.data


def test_what_was_undone_changes_no_number_later_in_the_same_context(app):
    with app.app_context():
        with pytest.raises(Refusal), transaction():
            _refuse_after(revisions.bump, "series:1")
        with transaction():
            revisions.bump("series:2")
        found = revisions.numbers(["series:1", "series:2"])
    assert found["series:1"] == 0 != found["series:2"]


def _refuse_after(act, place):
    act(place)
    raise Refusal("On second thoughts, no.")


def _cancel_next(place):
    series = _series(place)
    cancel(sittings_of_series(series, NOW)[3], by=place.member, reason="Rain", now=NOW)


def _series(place):
    series = series_by_slug(place.series)
    assert series is not None
    return series


def test_of_a_calendar_that_is_read_again_what_has_changed_is_written_alone():
    first, second = event(uid="one"), event(uid="two")
    vevent.cache_clear()
    calendar(calendar_of(first, second))

    again = calendar(calendar_of(first, replace(second, summary="Another")))

    assert vevent.cache_info().misses == 3
    vevent.cache_clear()
    assert again == calendar(calendar_of(first, replace(second, summary="Another")))
