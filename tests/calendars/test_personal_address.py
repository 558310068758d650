"""The secret address of a personal feed: how it is shown, replaced, noted and kept secret."""

import logging
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Member
from community.calendars import personal
from community.calendars.masking import masked
from community.calendars.models import FeedSecret
from community.db import db
from tests.calendars.addressing import NOW
from tests.factories import sign_in


@pytest.fixture
def place(series_and_reader):
    return series_and_reader


def test_a_replaced_address_never_works_again(client, place, writing):
    seen = {place.path}
    for _time in range(3):
        with writing():
            member = db.session.get_one(Member, place.bo.id)
            secret = personal.rotate(member, key=place.key, now=NOW)
            fresh = f"/calendar/{personal.text_of(secret, key=place.key)}.ics"
        assert fresh not in seen
        assert client.get(fresh).status_code == 200
        assert {client.get(old).status_code for old in seen} == {404}
        seen.add(fresh)


def test_a_revoked_address_cannot_be_told_from_a_guess(client, place, writing):
    with writing():
        personal.revoke(db.session.get_one(Member, place.bo.id), now=NOW)
    revoked, guessed = client.get(place.path), client.get(f"/calendar/{'A' * 32}.ics")
    assert revoked.status_code == guessed.status_code == 404
    assert revoked.data.replace(place.path.encode(), b"") == guessed.data.replace(b"A" * 32, b"")
    assert revoked.headers["Cache-Control"] == "private, no-store"


def test_only_the_hash_of_a_secret_is_kept_and_it_has_192_bits(place, reading):
    text = place.path.removeprefix("/calendar/").removesuffix(".ics")
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", text)
    with reading():
        row = db.session.execute(select(FeedSecret.__table__)).mappings().one()
    assert text not in str(dict(row))


def test_the_address_is_shown_only_when_asked_for(client, place):
    sign_in(client, place.bo)
    secret = place.path.removeprefix("/calendar/")
    assert secret not in client.get("/subscribe").text
    shown = client.post("/subscribe/address")
    assert secret in shown.text
    assert f"webcal://localhost:8000/calendar/{secret}" in shown.text
    assert shown.headers["Cache-Control"] == "private, no-store"


def test_one_click_replaces_the_address(client, place):
    sign_in(client, place.bo)
    page = client.post("/subscribe/address/rotation")
    (fresh,) = set(re.findall(r"webcal://localhost:8000(/calendar/[\w-]{32}\.ics)", page.text))
    assert client.get(place.path).status_code == 404
    assert client.get(fresh).status_code == 200


def test_a_visitor_has_no_address_and_the_page_says_how_to_get_one(client, place):
    page = client.get("/subscribe")
    assert page.status_code == 200
    assert "webcal://localhost:8000/calendar.ics" in page.text
    assert re.findall(r"/calendar/[\w-]{32}", page.text) == []
    for path in ("/subscribe/address", "/subscribe/address/rotation"):
        assert client.post(path).status_code == 403


def test_when_and_by_what_it_was_fetched_is_noted_at_most_hourly(client, place, at, reading):
    def fetch(minutes, program):
        with at(NOW + timedelta(minutes=minutes)):
            client.get(place.path, headers={"User-Agent": program}, buffered=True).close()
        with reading():
            found = db.session.scalars(select(FeedSecret)).one()
            return found.fetched_at, found.fetched_by

    google = "Google-Calendar-Importer"
    assert fetch(0, google) == (NOW, "Google Calendar")
    assert fetch(59, "Mozilla/5.0 (X11) Thunderbird/140.0") == (NOW, "Google Calendar")
    later = NOW + timedelta(minutes=60)
    assert fetch(60, "Mozilla/5.0 (X11) Thunderbird/140.0") == (later, "Thunderbird")
    sign_in(client, place.bo)
    assert "by Thunderbird" in client.get("/subscribe").text


def test_a_feed_is_answered_though_nobody_can_note_it(client, place, monkeypatch):
    def cannot(*_given: object) -> None:
        raise OSError

    monkeypatch.setattr(personal, "note_fetch", cannot)
    answer = client.get(place.path, buffered=True)
    answer.close()
    assert answer.status_code == 200


def test_a_new_key_of_the_installation_asks_for_a_new_address(another_app, place):
    client = another_app(secret_key="quite another key, and as long as one must be").test_client()
    sign_in(client, place.bo)
    assert client.get(place.path).status_code == 200
    page = client.post("/subscribe/address")
    assert "can no longer be shown" in page.text
    assert place.path not in page.text


def test_no_log_holds_a_secret(app, place, caplog):
    app.logger.addHandler(caplog.handler)
    try:
        app.logger.error("Something at %s failed", place.path)
    finally:
        app.logger.removeHandler(caplog.handler)
    assert "/calendar/….ics failed" in caplog.text
    assert place.path not in caplog.text
    assert masked("GET /calendar/abc-_9.ics?alarm=5 200") == "GET /calendar/….ics?alarm=5 200"
    secret = re.compile(r"([^<]*)<(?:token|reference)>")
    begins = {m[1] for r in app.url_map.iter_rules() if (m := secret.match(r.rule))}
    assert len(begins) > 9
    for begin in begins:
        assert masked(f"GET {begin}{'a_9' * 11} 200") == f"GET {begin}… 200"
    assert logging.getLogger("werkzeug").filters != []
