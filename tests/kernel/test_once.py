"""A form sent twice acts once, for two days, for whoever sent it."""

from datetime import timedelta

import pytest

from community import once
from community.db import transaction
from tests.attendance.crowd import at_once
from tests.factories import START


def send(key: str, by_id: int = 1, leads_to: str = "/there", now=START) -> str:
    """What a view does: act for the first time, else go where it led."""
    with transaction():
        location = once.earlier(key, by_id=by_id, now=now)
        if location is None:
            once.led_to(key, leads_to, by_id=by_id)
        return location or f"acted: {leads_to}"


def test_the_second_time_leads_where_the_first_did(app):
    with app.app_context():
        assert [send("a"), send("a", leads_to="/elsewhere")] == ["acted: /there", "/there"]


def test_another_form_and_another_member_act_for_themselves(app):
    with app.app_context():
        assert [send("a"), send("b"), send("a", by_id=2)] == ["acted: /there"] * 3


def test_a_form_without_a_key_acts_each_time(app):
    with app.app_context():
        assert [send(""), send("")] == ["acted: /there"] * 2


def test_what_failed_is_not_remembered(app):
    def fail() -> None:
        with transaction():
            assert once.earlier("a", by_id=1, now=START) is None
            raise LookupError("it failed")

    with app.app_context():
        with pytest.raises(LookupError):
            fail()
        assert send("a") == "acted: /there"


def test_of_many_at_once_one_acts_and_the_others_wait_to_be_told(app):
    def act() -> str:
        with app.app_context():
            return send("a")

    results = at_once(*[act] * 6)

    assert sorted(map(str, results)) == ["/there"] * 5 + ["acted: /there"]


def test_forms_are_forgotten_after_two_days_and_not_before(app):
    with app.app_context():
        send("old")
        send("new", now=START + timedelta(seconds=1))

        once.forget_old(START + once.KEPT + timedelta(seconds=1))

        assert [send("new"), send("old")] == ["/there", "acted: /there"]


@pytest.mark.parametrize("key", ["x" * 10_000, "ключ", "' OR 1=1 --"])
def test_no_key_is_too_odd_to_act_once(app, key):
    with app.app_context():
        assert [send(key), send(key)] == ["acted: /there", "/there"]


def test_what_led_to_an_address_that_is_no_more_is_forgotten_and_nothing_that_begins_alike(app):
    gone = ["/patterns/ask", "/patterns/ask#reviews", "/home?sent=review+ask", "/x?sent=a%20ask"]
    stays = ["/patterns/ask-more", "/patterns/task", "/there"]
    with app.app_context():
        for place in (*gone, *stays):
            send(place, leads_to=place)
        with transaction():
            once.forget_naming("ask")

        assert [place for place in (*gone, *stays) if once.known(place, by_id=1)] == stays
