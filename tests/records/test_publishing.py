"""The steps of a record: each is a row, can be taken back, and is taken once."""

from datetime import timedelta

import pytest

from community.db import db
from community.records import correcting, drafting, publishing, upkeep
from community.records.corrections import Outcome
from community.records.models import Period, Publication
from community.records.publishing import IsPublished, NotItsTime
from community.records.queries import standing_of
from tests.agendas.build import make_evening
from tests.facilitation.build import EVENING, started
from tests.factories import make_member
from tests.notes.saying import NO_TOOL
from tests.records.build import DAY, OVER, again, held, opened, publish

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def evening(db_session):
    ola, mia = make_member("Ola"), make_member("Mia")
    return ola, mia, held(ola, mia)


def test_publishing_what_was_seen_twice_is_one_publication(evening):
    ola, _, call = evening

    done = [publishing.publish(call, seen=0, by=ola, now=OVER) for _ in range(2)]

    assert done == [True, False]
    assert db.session.query(Publication).count() == 1


def test_publishing_again_is_a_new_row_and_the_old_one_has_ended(evening):
    ola, _, call = evening

    publish(call, ola)
    publish(call, ola, now=OVER + DAY)

    rows = db.session.query(Publication).order_by(Publication.id).all()
    assert [(row.at, row.withdrawn_at) for row in rows] == [(OVER, OVER + DAY), (OVER + DAY, None)]


def test_taking_a_publication_back_makes_it_a_draft_again(evening):
    ola, _, call = evening
    publish(call, ola)

    for _ in range(2):
        publishing.take_back(call, by=ola, now=OVER)

    assert not standing_of(call.id).is_published


def test_a_call_that_is_on_or_to_come_has_nothing_to_publish(db_session):
    ola = make_member("Ola")
    on, to_come = started(ola, "One"), make_evening(ola)

    for call, now in ((on, OVER), (to_come, EVENING)):
        with pytest.raises(NotItsTime):
            publishing.publish(call, seen=0, by=ola, now=now)


def test_a_call_that_nobody_started_is_over_when_its_time_is(db_session):
    ola = make_member("Ola")

    assert publishing.publish(make_evening(ola), seen=0, by=ola, now=OVER)


def test_open_twice_is_one_period_and_withdrawn_it_is_a_draft(evening):
    ola, _, call = evening
    for _ in range(2):
        opened(call, ola)
    assert db.session.query(Period).count() == 1
    assert standing_of(call.id).is_open(OVER)

    publishing.close_to_corrections(call, by=ola, now=OVER)

    assert not standing_of(call.id).is_open(OVER)


def test_a_published_record_is_not_opened_nor_said_to_be_missing(evening):
    ola, _, call = evening
    publish(call, ola)

    with pytest.raises(IsPublished):
        opened(call, ola)
    with pytest.raises(IsPublished):
        publishing.say_there_is_none(call, why="", by=ola, now=OVER)


def test_there_is_none_until_there_is_one_after_all(evening):
    ola, _, call = evening

    publishing.say_there_is_none(call, why="We only talked.", by=ola, now=OVER)
    publishing.say_there_is_none(call, why="Again.", by=ola, now=OVER)
    said = standing_of(call.id).absence
    publishing.write_one_after_all(call, by=ola, now=OVER)

    assert said is not None
    assert said.why == "We only talked."
    assert standing_of(call.id).absence is None


def test_the_summary_is_saved_over_the_version_that_was_read(evening):
    ola, _, call = evening
    drafting.write_summary(call, "First", version=0, said=NO_TOOL, by=ola, now=OVER)

    with pytest.raises(drafting.ChangedMeanwhile):
        drafting.write_summary(call, "Second", version=0, said=NO_TOOL, by=ola, now=OVER)

    assert drafting.hold(call, now=OVER).summary_source == "First"


@pytest.mark.parametrize(
    ("days_later", "publishes", "waits", "answered", "is_out"),
    [
        (6.9, True, False, False, False),
        (7, True, False, False, True),
        (7, False, False, False, False),
        (7, True, True, False, False),
        (7, True, True, True, True),
    ],
)
def test_it_is_published_by_itself_when_it_is_due(
    scene, writing, reading, app, days_later, publishes, waits, answered, is_out
):
    ola, mia, _, call = scene
    with writing():
        opened(again(call), ola, publishes=publishes)
        if waits:
            asked = correcting.ask(again(call), "Seven to two", by=mia, now=OVER)
            if answered:
                correcting.answer(asked, Outcome.DONE, by=ola, now=OVER)

    with app.app_context():
        for _ in range(2):
            upkeep.publish_what_is_due(OVER + timedelta(days=days_later))

    with reading():
        publication = standing_of(call.id).publication
        assert (publication is not None) == is_out
        assert publication is None or publication.by_id is None
