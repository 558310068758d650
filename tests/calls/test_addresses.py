"""Addresses of dates give nothing away of a series that fewer people may see."""

import pytest

from community.calls import changing, scheduling
from community.calls.drafts import Details
from community.calls.models import Call, Visibility
from community.calls.queries import sittings_of_series
from community.calls.slugs import address_brought, is_secret
from tests.calls.build import begin, sitting_at
from tests.factories import START, make_call, make_community, make_member

HIDDEN = [Visibility.MEMBERS, Visibility.LINK]
OPEN = Details(title="Open evening", visibility=Visibility.PUBLIC)


@pytest.mark.parametrize("visibility", HIDDEN)
def test_a_public_date_of_a_hidden_series_does_not_say_what_the_series_is_called(
    writing, client, at, visibility
):
    with writing():
        make_community()
        fay = make_member("Fay")
        series = begin(fay, title="Canary", visibility=visibility)
        own = sittings_of_series(series, START)[0].call
        extra = scheduling.add_date(series, [sitting_at("2026-05-06T10:00")], by=fay, now=START)
        for call in (own, extra):
            assert is_secret(call.slug)
            changing.change_call(call, OPEN, version=call.version, now=START)

    assert (own.slug, extra.slug) == ("open-evening", "open-evening-2")
    with at(START):
        for path in (
            "/calls",
            "/calendar.ics",
            f"/calls/{own.slug}",
            f"/calls/{own.slug}/call.ics",
        ):
            answer = client.get(path)
            assert (answer.status_code, "canary" in answer.text.lower()) == (200, False), path


def test_a_date_opened_again_keeps_the_address_it_had_when_it_was_open(db_session):
    series = begin(make_member("Fay"), title="Canary", visibility=Visibility.MEMBERS)
    call = sittings_of_series(series, START)[0].call
    closed = Details(title="Open evening", visibility=Visibility.MEMBERS)

    for details in (OPEN, closed, OPEN):
        changing.change_call(call, details, version=call.version, now=START)

    assert call.slug == "open-evening"


def test_a_date_of_a_public_series_keeps_its_address(db_session):
    call = sittings_of_series(begin(make_member("Fay")), START)[0].call
    was = call.slug

    for visibility in (Visibility.MEMBERS, Visibility.PUBLIC):
        details = Details(title="Open evening", visibility=visibility)
        changing.change_call(call, details, version=call.version, now=START)

    assert call.slug == was


@pytest.mark.parametrize(
    ("wish", "given"),
    [
        ("evening", "evening-2"),
        ("morning", "morning-3"),
        ("new", "call"),
        ("month", "call"),
        ("long" * 35, "long" * 20),
    ],
)
def test_an_address_from_elsewhere_is_kept_where_it_is_free_and_leads_to_a_call(
    db_session, wish, given
):
    for slug in ("evening", "long" * 35):
        make_call(make_member(), slug=slug)

    waiting = {"morning", "morning-2"}
    assert address_brought(Call, wish, Visibility.PUBLIC, waiting) == given
    assert is_secret(address_brought(Call, wish, Visibility.LINK, waiting))
