"""What pages may know of answers: counts for all, names of those who chose it, needs for none."""

from dataclasses import astuple
from datetime import UTC, datetime, timedelta

import pytest
from flask import render_template_string

from community.access import Viewer
from community.attendance import following, mine, rsvps
from community.attendance.blocks import answer_blocks, series_block
from community.attendance.models import Answer
from community.attendance.queries import full_among, open_offers, places_in_line, summaries_of
from community.attendance.series_answers import answer_series
from community.calls import changing, removing
from community.calls.queries import sittings_of_series
from tests.calls.build import begin
from tests.factories import START, make_call, make_member, make_person, make_sitting

pytestmark = pytest.mark.usefixtures("db_session")

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
BLOCK = "{% from 'attendance/_answer.html' import answer_block %}{{ answer_block(block) }}"
SERIES = (
    "{% from 'attendance/_series_answer.html' import series_answer %}{{ series_answer(block) }}"
)


def come(sitting, person, answer=Answer.GOING, now=NOW, **given):
    return rsvps.answer(sitting, person, answer=answer, now=now, **given)


def shown(app, template, block) -> str:
    """What a template makes of a block, as text with single spaces."""
    with app.test_request_context("/"):
        return " ".join(render_template_string(template, block=block).split())


def test_a_summary_counts_answers_and_names_only_those_who_chose_to_be_seen():
    sitting = make_sitting(capacity=4)
    come(sitting, make_person("Ada"), shows_name=True)
    come(sitting, make_person("Hidden"))
    come(sitting, make_person("May"), Answer.MAYBE, shows_name=True)
    come(sitting, make_person("Not"), Answer.CANNOT, shows_name=True)

    summary = summaries_of([sitting], NOW)[sitting.id]

    assert (summary.going, summary.maybe, summary.waiting) == (2, 1, 0)
    assert (summary.names_shown, summary.more, summary.places_left) == (("Ada",), 1, 2)


def test_names_beyond_a_dozen_become_a_number():
    sitting = make_sitting()
    for n in range(15):
        come(sitting, make_person(f"P{n}"), shows_name=True)

    summary = summaries_of([sitting], NOW)[sitting.id]

    assert (len(summary.names_shown), summary.more) == (12, 3)


def test_a_place_that_is_kept_or_due_to_somebody_who_waits_is_not_left():
    sitting = make_sitting(capacity=1)
    ada = come(sitting, make_person("Ada"))
    come(sitting, make_person("Ben"))
    come(sitting, make_person("Cleo"))
    rsvps.withdraw(sitting, ada.person, now=NOW)
    ran_out = NOW + 25 * HOUR  # nothing has been written since: it is due to Cleo

    left = [summaries_of([sitting], now)[sitting.id].places_left for now in (NOW, ran_out)]

    assert left == [0, 0]
    assert full_among([sitting]) == {sitting.id}


def test_in_the_last_two_hours_a_free_place_is_left_and_told_to_those_who_wait():
    sitting = make_sitting(capacity=1)
    ada, ben = come(sitting, make_person("Ada")), come(sitting, make_person("Ben"))
    late = sitting.starts_at - HOUR
    rsvps.withdraw(sitting, ada.person, now=late)

    assert summaries_of([sitting], late)[sitting.id].places_left == 1
    assert mine.free_for_taking(ben.person, late) == [sitting]
    assert mine.free_for_taking(ben.person, sitting.starts_at) == []


def test_places_in_line_are_counted_from_one():
    sitting = make_sitting(capacity=1)
    people = [make_person(name) for name in ("Ada", "Ben", "Cleo")]
    for person in people:
        come(sitting, person)

    places = [places_in_line(person, [sitting]) for person in people]

    assert places == [{}, {sitting.id: 1}, {sitting.id: 2}]


def test_offers_are_open_by_comparison_with_now_and_only_while_the_call_is_held():
    fay = make_member("Fay")
    sitting = make_sitting(make_call(fay), capacity=1)
    ada, ben = come(sitting, make_person("Ada")), come(sitting, make_person("Ben"))
    rsvps.withdraw(sitting, ada.person, now=NOW)

    before = [len(open_offers(ben.person, now)) for now in (NOW, NOW + 24 * HOUR)]
    removing.remove_call(sitting.call, by=fay, reason="Wrong", now=NOW)

    assert before == [1, 0]
    assert open_offers(ben.person, NOW) == []


def test_blocks_of_many_sittings_take_a_fixed_number_of_queries(queries):
    ada = make_member("Ada")
    sittings = [make_sitting(capacity=2) for _ in range(12)]
    for sitting in sittings:
        for name in ("Ben", "Cleo", "Dora"):
            come(sitting, make_person(name), shows_name=True)
        come(sitting, ada.person)

    with queries() as sent:
        blocks = answer_blocks(sittings, Viewer(ada), NOW)

    assert len(sent) == 5
    assert {block.place_in_line for block in blocks.values()} == {2}


def test_no_block_holds_the_needs_or_the_note_of_somebody_else(app):
    sitting = make_sitting(make_call(make_member("Fay")))
    come(sitting, make_person("Hidden"), note="A secret note", access_needs="A secret need")
    ada = make_member("Ada")
    come(sitting, ada.person, note="My note", access_needs="My need")
    viewers = [Viewer(), Viewer(make_member("Ben")), Viewer(ada)]

    for viewer in viewers:
        block = answer_blocks([sitting], viewer, NOW)[sitting.id]
        for text in (repr(astuple(block)), shown(app, BLOCK, block)):
            assert "secret" not in text
            assert "Hidden" not in text
            assert ("My need" in text) == (viewer.member is ada)


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (NOW, "The call is full. You are first in line."),
        (NOW + 2 * HOUR, "Your place is kept until"),
        (
            datetime(2026, 3, 13, 15, 30, tzinfo=UTC),
            "A place is free. Whoever takes it first has it.",
        ),
    ],
)
def test_the_block_says_where_one_stands(app, now, sentence):
    sitting = make_sitting(capacity=1)
    ada, ben = come(sitting, make_person("Ada")), make_member("Ben")
    come(sitting, ben.person)
    if now > NOW:
        rsvps.withdraw(sitting, ada.person, now=now)

    block = answer_blocks([sitting], Viewer(ben), now)[sitting.id]

    assert sentence in shown(app, BLOCK, block)


@pytest.mark.parametrize(
    ("answer", "pressed"), [("going", "Going"), ("maybe", "Maybe"), ("cannot", "Can’t")]
)
def test_the_block_marks_the_answer_that_holds(app, answer, pressed):
    sitting, ada = make_sitting(), make_member("Ada")
    come(sitting, ada.person, Answer(answer))

    text = shown(app, BLOCK, answer_blocks([sitting], Viewer(ada), NOW)[sitting.id])

    assert f'value="{answer}" aria-pressed="true">{pressed}</button>' in text
    assert text.count('aria-pressed="true"') == 1


def test_a_cancelled_call_shows_no_buttons(app):
    sitting, ada = make_sitting(), make_member("Ada")
    changing.cancel(sitting, by=ada, reason="Ill", now=NOW)

    text = shown(app, BLOCK, answer_blocks([sitting], Viewer(ada), NOW)[sitting.id])

    assert "This call is cancelled" in text
    assert "<button" not in text


def test_a_visitor_answers_with_an_address_or_is_led_to_sign_in_and_back(app):
    sitting = make_sitting()

    text = shown(app, BLOCK, answer_blocks([sitting], Viewer(), NOW)[sitting.id])

    assert f"/sign-in?next=/calls/{sitting.call.slug}" in text
    assert f'method="get" action="/calls/{sitting.call.slug}/sittings/1/guest-answer"' in text


def test_the_block_of_a_series_shows_the_answer_and_the_following(app):
    series, ada = begin(make_member("Fay")), make_member("Ada")
    answer_series(series, ada.person, answer=Answer.MAYBE, now=START)
    following.follow(series, ada.person, now=START)

    text = shown(app, SERIES, series_block(series, Viewer(ada)))

    assert 'value="maybe" aria-pressed="true">Maybe</button>' in text
    assert "Stop following" in text


def test_my_calls_are_those_i_answered_and_those_of_series_i_follow():
    ada = make_person("Ada")
    answered, refused, gone = make_sitting(), make_sitting(), make_sitting()
    make_sitting()
    come(answered, ada, Answer.MAYBE)
    come(refused, ada, Answer.CANNOT)
    come(gone, ada)
    removing.remove_call(gone.call, by=make_member("Fay"), reason="Wrong", now=NOW)
    series = begin(make_member("Gus"))
    following.follow(series, ada, now=START)
    coming = [s for s in sittings_of_series(series, START) if s.ends_at > NOW]
    come(coming[0], ada, Answer.CANNOT)

    page = mine.upcoming_for(ada, NOW)

    expected = sorted([answered, *coming[1:]], key=lambda s: (s.starts_at, s.id))
    assert list(page.rows) == expected[:50]


def test_past_calls_are_those_i_came_or_may_have_come_to_latest_first():
    ada = make_person("Ada")
    first, second, not_mine = (
        make_sitting(starts=datetime(2026, 2, day, 17)) for day in (3, 10, 17)
    )
    come(first, ada, now=START)
    come(second, ada, Answer.MAYBE, now=START)
    come(not_mine, ada, Answer.CANNOT, now=START)

    assert list(mine.past_for(ada, NOW).rows) == [second, first]
    assert mine.past_for(ada, START).rows == []


def test_a_free_place_is_found_behind_many_calls_that_are_full_or_cancelled():
    fay, ada, ben = make_member("Fay"), make_member("Ada"), make_member("Ben")
    starts = [datetime(2026, 3, 1 + day, 17) for day in range(22)]
    sittings = [make_sitting(make_call(fay), starts=start, capacity=1) for start in starts]
    for sitting in sittings:
        for member in (ada, ben):
            rsvps.answer(sitting, member.person, answer=Answer.GOING, now=START)
    changing.cancel(sittings[20], by=fay, reason="Ill", now=START)
    rsvps.withdraw(sittings[21], ada.person, now=START)

    assert mine.free_for_taking(ben.person, START + timedelta(hours=25)) == [sittings[21]]
