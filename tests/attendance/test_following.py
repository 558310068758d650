"""Following beside those who change the series: nobody waits for the other in a circle."""

import threading

import pytest

from community.accounts.models import Member, Person
from community.attendance import following, series_answers
from community.attendance.models import Answer
from community.calls import scheduling
from community.calls.models import Series
from community.db import db
from tests.attendance.crowd import at_once, in_a_transaction
from tests.calls.build import begin, sitting_at
from tests.factories import START, make_community, make_member


@pytest.mark.engines("postgresql")
def test_who_follows_while_a_date_is_added_waits_and_nobody_fails(app, writing, at):
    with writing():
        make_community()
        fay, ada = make_member("Fay"), make_member("Ada")
        series = begin(fay)
        series_answers.answer_series(series, ada.person, answer=Answer.GOING, now=START)
    held, goes = threading.Event(), threading.Event()

    def add():
        locked = scheduling.locked_series(series.id)
        held.set()
        goes.wait(2)
        by = db.session.get_one(Member, fay.id)
        scheduling.add_date(locked, [sitting_at("2026-05-06T10:00")], by=by, now=START)

    def follow():
        held.wait(10)
        subject = db.session.get_one(Series, series.id)
        person = db.session.get_one(Person, ada.person_id)
        threading.Timer(0.5, goes.set).start()  # by then it holds what it can
        following.follow(subject, person, now=START)

    with at(START):
        assert at_once(in_a_transaction(app, add), in_a_transaction(app, follow)) == [None, None]
