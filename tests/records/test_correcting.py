"""Corrections: asked for by who took part while it is open, seen by facilitators alone."""

import pytest
from sqlalchemy import select

from community.agendas.carrying import carry_over
from community.agendas.models import Item
from community.attendance import rsvps
from community.attendance.models import Answer
from community.calls.queries import sittings_of, sittings_of_series
from community.notes import removing
from community.records import correcting
from community.records.correcting import NotOpen
from community.records.corrections import Correction, Outcome
from community.records.participant_queries import people_who_took_part, took_part
from tests.agendas.build import proposed
from tests.calls.build import begin, times
from tests.factories import START, make_community, make_member
from tests.notes.saying import say
from tests.records.build import DAY, OVER, again, held, on_item, opened, record

pytestmark = pytest.mark.engines("sqlite")


def test_who_was_there_wrote_went_or_facilitates_took_part(db_session):
    ola, mia, writer, goer, maybe = (make_member(n) for n in ("Ola", "Mia", "Wim", "Gil", "May"))
    call = held(ola, mia)
    say(call, writer, now=START)
    sitting = sittings_of(call)[0]
    rsvps.answer(sitting, goer.person, answer=Answer.GOING, now=START)
    rsvps.answer(sitting, maybe.person, answer=Answer.MAYBE, now=START)

    found = people_who_took_part(call)

    assert sorted(found) == sorted(m.person_id for m in (ola, mia, writer, goer))
    assert [took_part(m, call) for m in (ola, mia, writer, goer, maybe)] == [True] * 4 + [False]


def test_who_wrote_on_an_item_took_part_where_it_stood_by_then(db_session):
    make_community()
    ola, wim, lou = (make_member(n) for n in ("Ola", "Wim", "Lou"))
    series = begin(ola, times("FREQ=WEEKLY;COUNT=2", "2026-01-20"))
    first, second = (sitting.call for sitting in sittings_of_series(series, START))
    proposed(first, wim, "Moves on")
    moved = sittings_of(first)[0].ends_at
    on_item(first, "Moves on", wim, "Before it", now=moved - DAY)
    carry_over(first.id, now=moved)
    on_item(second, "Moves on", lou, "After it", now=moved + DAY)

    assert [took_part(member, first) for member in (wim, lou)] == [True, False]
    assert [took_part(member, second) for member in (wim, lou)] == [False, True]


def test_nobody_lets_themselves_in_with_a_note_once_it_is_open(db_session):
    ola, mia, late, gone = (make_member(n) for n in ("Ola", "Mia", "Lou", "Gus"))
    call = held(ola, mia)
    removing.remove(say(call, gone, now=START), by=ola, now=START)
    opened(call, ola)
    say(call, late, now=OVER + DAY)

    assert [took_part(m, call) for m in (mia, late, gone)] == [True, False, False]


def test_nothing_is_asked_before_it_is_open_nor_after(db_session):
    ola, mia = make_member("Ola"), make_member("Mia")
    call = held(ola, mia)

    with pytest.raises(NotOpen):
        correcting.ask(call, "Early", by=mia, now=OVER)
    opened(call, ola, days=2)
    with pytest.raises(NotOpen):
        correcting.ask(call, "Late", by=mia, now=OVER + 2 * DAY)


def test_an_answer_stands_until_it_is_taken_back(db_session):
    ola, mia = make_member("Ola"), make_member("Mia")
    call = held(ola, mia)
    opened(call, ola)
    asked = correcting.ask(call, "Seven to two", by=mia, now=OVER)

    correcting.answer(asked, Outcome.LEFT, word="It was so.", by=ola, now=OVER)
    correcting.answer(asked, Outcome.DONE, by=ola, now=OVER)
    first = asked.reply
    correcting.take_answer_back(asked, by=ola, now=OVER)

    assert first is not None
    assert (first.outcome, first.word) == (Outcome.LEFT, "It was so.")
    assert asked.waits


def test_a_correction_on_the_page_is_seen_by_who_asked_and_the_facilitators(
    scene, writing, reading, signed_in, at
):
    ola, mia, ned, call = scene
    with writing():
        opened(again(call), ola)
        say(again(call), ned, "I write too", now=OVER)
    with at(OVER):
        page = signed_in(mia).get(record(call)).text
        form = page.partition("corrections/new?note=")[2].partition('"')[0]
        sent = {"words": "Canary: seven to two", "note": form, "once": "a-key"}
        for _ in range(2):
            signed_in(mia).post(record(call, "/corrections"), data=sent)
        seen = {
            who.handle: "Canary" in signed_in(who).get(record(call, "/corrections")).text
            for who in (ola, mia, ned)
        }
        others = signed_in(ned).post("/record-corrections/1/answer", data={"outcome": "done"})

    assert list(seen.values()) == [True, True, False]
    assert others.status_code == 404
    with reading() as session:
        row = session.query(Correction).one()
        assert row.note is not None
        assert row.note.key == form


def test_nothing_is_asked_about_what_is_not_on_record(scene, writing, signed_in, at):
    ola, mia, _, call = scene
    with writing() as session:
        opened(again(call), ola)
        hidden = session.scalar(select(Item.id).where(Item.is_off_record))
    with at(OVER):
        answer = signed_in(mia).get(record(call, f"/corrections/new?item={hidden}"))

    assert answer.status_code == 404
