"""Answering and following a whole series over HTTP."""

import pytest
from sqlalchemy import select

from community.attendance import rsvps
from community.attendance.models import Answer, Follow, Rsvp, SeriesAnswer
from community.attendance.series_answers import answer_series
from community.calls.queries import sittings_of_series
from community.db import db
from tests.calls.build import begin
from tests.factories import START, make_community, make_member

pytestmark = pytest.mark.usefixtures("in_january")


def test_answering_and_following_a_series_and_taking_both_back(writing, reading, signed_in):
    with writing():
        make_community()
        slug = begin(make_member("Fay")).slug
        ada = make_member("Ada")
    hers = signed_in(ada)

    def kept() -> tuple[int, int, bool]:
        with reading():
            return (
                len(db.session.scalars(select(SeriesAnswer)).all()),
                len(db.session.scalars(select(Follow)).all()),
                db.session.scalar(select(Rsvp.id).limit(1)) is not None,
            )

    seen = []
    for path in ("answer", "follow", "answer/withdrawal", "follow/withdrawal"):
        response = hers.post(f"/series/{slug}/{path}", data={"answer": "going"})
        assert (response.status_code, response.location) == (303, f"/series/{slug}#rsvp")
        seen.append(kept())

    assert seen == [(1, 0, True), (1, 1, True), (0, 1, False), (0, 0, False)]


def test_withdrawing_an_answer_that_came_from_the_series_is_refused_in_words(
    writing, reading, signed_in
):
    with writing():
        make_community()
        series = begin(make_member("Fay"))
        ada = make_member("Ada")
        answer_series(series, ada.person, answer=Answer.GOING, now=START)
        slug = sittings_of_series(series, START)[0].call.slug

    response = signed_in(ada).post(f"/calls/{slug}/sittings/1/rsvp/withdrawal")

    assert response.status_code == 409
    assert "comes from the one you gave for the series" in response.text
    assert rsvps.AnsweredForSeries.status == 409
