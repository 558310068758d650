"""Limits: counted in the database, by keyed hashes, and forgotten again."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.accounts import limits, upkeep
from community.accounts.limits import Limit, network
from community.accounts.models import Attempt, Purpose
from community.attendance.guest_answers import BY_ADDRESS
from community.errors import TooMany
from tests.factories import START

THREE = Limit("knocking", 3, timedelta(minutes=5))


def test_the_fourth_try_of_three_is_refused_and_says_when_to_come_back(app):
    with app.app_context():
        for minute in range(3):
            limits.allow(THREE, "ada", now=START + timedelta(minutes=minute))
        with pytest.raises(TooMany, match="Try again in 2 minutes"):
            limits.allow(THREE, "ada", now=START + timedelta(minutes=3))


def test_what_is_done_with_others_is_counted_up_to_its_share_and_no_further(db_session):
    for _ in range(THREE.most):
        limits.count(THREE, "ada", now=START)
    limits.count(THREE, "ben", now=START)
    with pytest.raises(TooMany, match="Try again in"):
        limits.count(THREE, "ada", now=START)

    assert len(db_session.scalars(select(Attempt)).all()) == THREE.most + 1
    limits.count(THREE, "ada", now=START + THREE.within)


def test_the_oldest_try_makes_room_when_its_time_is_over(app):
    with app.app_context():
        for minute in range(3):
            limits.allow(THREE, "ada", now=START + timedelta(minutes=minute))
        limits.allow(THREE, "ada", now=START + timedelta(minutes=5))
        with pytest.raises(TooMany, match="Try again in a minute"):
            limits.allow(THREE, "ada", now=START + timedelta(minutes=5, seconds=1))


def test_one_full_key_is_enough_and_a_refused_try_counts_for_none(app):
    with app.app_context():
        for n in range(3):
            limits.allow(THREE, "ada", f"address {n}", now=START)
        with pytest.raises(TooMany):
            limits.allow(THREE, "ada", "address 9", now=START)
        for _ in range(3):
            limits.allow(THREE, "address 9", now=START)


def test_other_keys_and_other_kinds_have_their_own_share(app):
    with app.app_context():
        for _ in range(3):
            limits.allow(THREE, "ada", now=START)
        limits.allow(THREE, "bob", now=START)
        limits.allow(Limit("ringing", 3, timedelta(minutes=5)), "ada", now=START)


def test_a_try_is_counted_whatever_happens_to_the_request_after_it(app, reading):
    with app.app_context():
        limits.allow(THREE, "ada", now=START)

    with reading() as session:
        assert session.scalar(select(func.count(Attempt.id))) == 1


def test_the_table_does_not_say_who_tried(app, reading):
    with app.app_context():
        limits.allow(THREE, "ada@example.org", now=START)

    with reading() as session:
        assert "ada" not in session.scalars(select(Attempt.key)).one()


def test_tries_at_the_same_moment_do_not_slip_past(app):
    answers: list[bool] = []
    start = threading.Barrier(8)

    def knock() -> None:
        start.wait()
        with app.app_context():
            try:
                limits.allow(THREE, "ada", now=START)
            except TooMany:
                answers.append(False)
            else:
                answers.append(True)

    threads = [threading.Thread(target=knock) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [False] * 5 + [True] * 3


def test_old_tries_are_forgotten_by_the_worker(app, reading):
    with app.app_context():
        limits.allow(THREE, "ada", now=START - timedelta(days=2))
        limits.allow(THREE, "ada", now=START)
        upkeep.JOBS[0].run(START)

    with reading() as session:
        assert session.scalars(select(Attempt.at)).all() == [START]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::2"),
    ],
)
def test_addresses_of_one_household_share_a_key(one, other):
    assert network(one) == network(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("192.0.2.1", "192.0.2.2"), ("2001:db8:1:2::1", "2001:db8:1:3::1"), (None, "192.0.2.1")],
)
def test_addresses_of_two_households_do_not(one, other):
    assert network(one) != network(other)


def test_a_mailbox_is_not_flooded_by_what_follows_a_plus(app):
    to = [f"victim+{number}@example.org" for number in range(4)]
    with app.app_context():
        for address in to[:3]:
            limits.allow_letter(limits.VERIFICATION, address, now=START)
        with pytest.raises(TooMany):
            limits.allow_letter(limits.VERIFICATION, to[3], now=START)
        limits.allow_letter(limits.VERIFICATION, "another@example.org", now=START)
    assert limits.mailbox("Ada+Lists@Example.ORG") == "ada@example.org"
    assert limits.mailbox("+@example.org") == "+@example.org"


def test_letters_of_all_kinds_together_are_few_but_those_for_signing_in(app):
    later = [START + timedelta(hours=6 * n) for n in range(3)]
    with app.app_context():
        for now in later:
            for limit in (limits.VERIFICATION, BY_ADDRESS):
                for _ in range(3):
                    limits.allow_letter(limit, "victim@example.org", now=now)
        last = START + timedelta(hours=23)
        for _ in range(2):
            limits.allow_letter(limits.VERIFICATION, "victim@example.org", now=last)
        with pytest.raises(TooMany):
            limits.allow_letter(BY_ADDRESS, "victim@example.org", now=last)
        limits.allow_letter(limits.LINKS[Purpose.SIGN_IN].address, "victim@example.org", now=last)
