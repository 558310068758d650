"""Components say the right words and tie them to the right things, before any script runs."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import (
    FieldList,
    FileField,
    Form,
    FormField,
    PasswordField,
    StringField,
    validators,
)

from tests.gallery import NEW_YORK, CallForm, When, environment, week

MARCH = datetime(2026, 3, 13, 17, tzinfo=UTC)
BERLIN, KOLKATA, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata"), ZoneInfo("Asia/Tokyo")


def drawn(source: str, **values: object) -> str:
    """The template text `source`, rendered."""
    return environment().from_string(source).render(values)


def told(source: str, **values: object) -> str:
    """The words of `source` without the markup around them."""
    html = environment().from_string("{{ made|striptags }}")
    return html.render(made=environment().from_string(source).render(values)).replace("&#39;", "’")


def shown(when: When, style: str = "long") -> str:
    """What the time component says of `when`."""
    return told(
        '{% from "_components/time.html" import time %}{{ time(when, style=style) }}',
        when=when,
        style=style,
    )


def test_a_member_reads_the_hour_of_their_own_zone_with_the_calls_beside_it() -> None:
    when = When(MARCH, MARCH.replace(hour=18), NEW_YORK, BERLIN)

    assert shown(when) == "Friday 13 March 2026, 18:00–19:00 Berlin time · 13:00 New York time"


def test_the_day_is_said_where_the_call_is_on_another_day_at_home() -> None:
    when = When(MARCH.replace(hour=22), MARCH.replace(hour=23), NEW_YORK, TOKYO)

    assert shown(when, "short") == "Sat 14 March, 07:00–08:00 Tokyo time · Fri 18:00 New York time"


def test_a_visitor_without_scripts_reads_the_zone_of_the_call_and_utc() -> None:
    when = When(MARCH, MARCH.replace(hour=18), KOLKATA)

    assert shown(when, "hour") == "22:30–23:30 Kolkata time · 17:00 UTC"


def test_a_call_held_in_utc_does_not_say_it_twice() -> None:
    when = When(MARCH, MARCH.replace(hour=18), ZoneInfo("UTC"))

    assert shown(when, "hour") == "17:00–18:00 UTC"


def test_a_member_s_time_is_left_alone_by_scripts() -> None:
    source = '{% from "_components/time.html" import time %}{{ time(when) }}'

    assert "data-local" not in drawn(source, when=When(MARCH, MARCH, NEW_YORK, BERLIN))
    assert "data-local" in drawn(source, when=When(MARCH, MARCH, NEW_YORK))


def test_a_wrong_field_points_at_its_hint_and_its_error_and_keeps_what_was_typed() -> None:
    form = CallForm(data={"title": "", "description": "<Owed & noticed>"})
    form.validate()

    html = drawn(
        '{% from "_components/form.html" import field %}'
        '{{ field(form.title, hint="A question.") }}{{ field(form.description) }}',
        form=form,
    )

    assert 'aria-describedby="title-hint title-error" aria-invalid="true"' in html
    assert '<p class="error" id="title-error">Give the call a title.</p>' in html
    assert "&lt;Owed &amp; noticed&gt;</textarea>" in html


def test_choices_are_a_group_with_a_legend() -> None:
    html = drawn(
        '{% from "_components/form.html" import field %}{{ field(form.visibility) }}',
        form=CallForm(data={"visibility": "members"}),
    )

    legend = html.partition("<legend>")[2].partition("</legend>")[0]
    assert legend.strip() == "Who can see it"
    assert html.count('type="radio"') == 3
    assert '<input checked id="visibility-1"' in html


class _Sitting(Form):
    hour = StringField("Hour", [validators.InputRequired("Say at what hour.")])


class _Nested(Form):
    sittings = FieldList(FormField(_Sitting), min_entries=2)


def test_the_summary_links_to_the_fields_of_forms_inside_the_form() -> None:
    form = _Nested()
    form.validate()

    html = drawn(
        '{% from "_components/form.html" import error_summary %}{{ error_summary(form) }}',
        form=form,
    )

    assert html.count("Say at what hour.") == 2
    assert '<a href="#sittings-1-hour">' in html


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (StringField, "What you entered is still here."),
        (PasswordField, "but for the password: type that once more."),
        (FileField, "and choose the file once more."),
    ],
)
def test_the_summary_promises_no_more_than_is_kept(kind, words) -> None:
    class Short(Form):
        one = kind("One", [validators.InputRequired("Say it.")])

    form = Short(formdata=MultiDict({"other": "1"}))
    form.validate()
    source = '{% from "_components/form.html" import error_summary %}{{ error_summary(form) }}'

    assert told(source, form=form).partition(" One: ")[0].strip().endswith(words)


def test_a_form_without_errors_has_no_summary() -> None:
    source = '{% from "_components/form.html" import error_summary %}{{ error_summary(form) }}'

    assert drawn(source, form=CallForm()).strip() == ""


@pytest.mark.parametrize("given", ["going", "maybe", "no"])
def test_the_answer_that_holds_is_the_only_pressed_button(given: str) -> None:
    html = drawn(
        '{% from "_components/answer.html" import answer_buttons %}'
        '{{ answer_buttons(action="/x", given=given) }}',
        given=given,
    )

    assert html.count('aria-pressed="true"') == 1
    assert f'value="{given}" aria-pressed="true"' in html


def test_a_full_call_offers_the_waiting_list_but_not_to_those_who_are_going() -> None:
    source = (
        '{% from "_components/answer.html" import answer_buttons %}'
        '{{ answer_buttons(action="/x", given=given, full=true) }}'
    )

    assert "Join waiting list" in drawn(source, given=None)
    assert "Join waiting list" not in drawn(source, given="going")


def test_the_week_is_told_in_words_as_well_as_drawn() -> None:
    words = told(
        '{% from "_components/calendar.html" import week_words %}{{ week_words(days) }}',
        days=week(datetime(2026, 3, 9, tzinfo=UTC).date(), MARCH),
    )

    assert words.startswith("Monday 9: no call. Tuesday 10: no call. Wednesday 11: 09:00 AI")
    assert "21:00 Office hours (cancelled)." in words


@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503])
def test_every_error_has_words_of_its_own(code: int) -> None:
    source = (
        '{% from "errors/words.html" import heading, advice %}'
        "{{ heading(code) }}|{{ advice(code) }}"
    )

    heading, advice = (part.strip() for part in drawn(source, code=code).split("|"))

    assert heading
    assert advice.endswith(".")
    assert (heading == drawn(source, code=500).split("|")[0].strip()) is (code == 500)
