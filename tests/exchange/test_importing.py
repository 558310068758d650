"""A series that is taken along and brought in elsewhere is the same series."""

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from community.accounts.models import Member, Person, Role
from community.accounts.queries import members_by_handles
from community.agendas import states
from community.agendas.models import State
from community.agendas.queries import Tally, items_of, tallies_of
from community.calls.models import Call, Series
from community.calls.queries import facilitators_of
from community.calls.slugs import is_secret
from community.calls.times import Sitting
from community.db import db
from community.exchange.importing import AlreadyHere
from community.exchange.importing_notes import import_series
from community.exchange.preparing import prepare
from community.exchange.reading import read
from community.facilitation.look_back_queries import number_said, said_of
from community.facilitation.queries import opening_of
from community.notes.left_queries import left_open
from community.notes.models import Note
from community.outbox.models import Letter
from community.records.attendance_queries import numbers_of
from community.records.content import Attendance, Outcomes
from community.records.facilitator_queries import names_of_facilitators
from community.records.item_queries import items_on_record
from tests.agendas.build import declined, make_evening, proposed, publish_agenda
from tests.exchange.rewriting import notes_in, rewritten, set_first_note, with_values
from tests.exchange.scene import calls_of, files_in, taken, values_in
from tests.exchange.small import small_series
from tests.factories import (
    START,
    make_call,
    make_community,
    make_member,
    make_series,
    make_sitting,
)
from tests.notes.saying import say

FACILITATED_BY = {"series.json", "README.md"}  # whoever imports a series facilitates it
SEEN_BY = ("series", "visibility")


@pytest.fixture
def here(db_session):
    """An empty installation, and who is to import."""
    make_community()
    return SimpleNamespace(stu=make_member("Stu", Role.STEWARD), mia=make_member("Mia"))


def brought(content, by):
    return import_series(prepare(read(io.BytesIO(content))), by=by, now=START)


def test_what_was_brought_is_taken_along_as_it_was(made, here):
    series = brought(made, here.stu)

    before, after = files_in(made), files_in(taken(series, here.stu))
    assert sorted(after) == sorted(before)
    assert {path for path in before if before[path] != after[path]} == FACILITATED_BY
    old, new = (values_in(content)["series.json"] for content in (made, taken(series, here.stu)))
    assert {key for key in old if old[key] != new[key]} == {"facilitators", "people"}


def test_an_export_made_before_it_said_as_much_is_read(made, here):
    def older(path, values):
        values.pop("held", None)
        (values.get("record") or {}).pop("facilitators", None)
        for one in values.get("items", ()):
            one.pop("votes")
        for one in (one for thread in values.get("threads", ()) for one in thread["notes"]):
            one.pop("changed_by", None)
        lists = [values.get("items", ()), *(e["items"] for e in values.get("editions", ()))]
        for one in (one for some in lists for one in some):
            one.pop("disclosure", None)
        return values

    series = brought(rewritten(made, older), here.stu)

    items = values_in(taken(series, here.stu))
    told = [i["disclosure"] for v in items.values() if "call" in v for i in v.get("items", ())]
    assert (len(told) > 2, set(told)) == (True, {None})
    first = calls_of(series)[0]
    assert names_of_facilitators(first, is_published=True) == ("Ola, from an import",)
    assert {item.used for item in items_on_record(first, START).on_record} == {None}


def test_pages_show_what_was_brought_of_calls_that_were_held(made, here):
    series = brought(made, here.stu)
    first, second, third = calls_of(series)[:3]

    assert names_of_facilitators(first, is_published=True) == ("Ola, from an import",)
    told = items_on_record(first, START)
    used = {item.text.title: item.used for item in told.on_record if item.used}
    assert (list(used.values()), used["Where we meet"]) == ([20, 10], 10)
    assert told.on_record[-1].text.title == "Where we meet"
    assert opening_of(first).is_on is False
    proposal = items_of(second.id, {State.PROPOSED})
    assert list(tallies_of(proposal).values()) == [Tally(2, 1)]
    there = numbers_of(first)
    assert there.attendance == Attendance(4, ("Mia, from an import", "Ola, from an import"))
    assert there.outcomes == Outcomes(2, 1)
    assert number_said(first.id) == 3
    assert {one.worked for one in said_of(first.id, with_those_out=False)} == {
        "Short rounds.",
        "A good\nbreak.",
    }
    found = [left_open(call, None).actions for call in (first, second, third)]
    assert [[(one.slug, one.times) for one in actions] for actions in found] == [
        [],
        [(first.slug, 1)],
        [(first.slug, 2)],
    ]


def test_importing_it_twice_says_so_and_changes_nothing(made, here):
    brought(made, here.stu)

    with pytest.raises(AlreadyHere, match="“Office hours” is here already"):
        brought(made, here.stu)
    assert db.session.scalar(select(func.count(Series.id))) == 1


def test_a_later_copy_of_a_series_that_is_here_is_refused_too(made, here):
    series = brought(made, here.stu)
    series.title = "Office hours, another name"
    db.session.flush()

    with pytest.raises(AlreadyHere):
        brought(taken(series, here.stu), here.stu)


def test_nobody_is_taken_for_a_member_of_the_same_name(made, here):
    brought(made, here.stu)

    query = select(Member).join(Member.person).where(Person.name.startswith("Mia"))
    known = {m.name: (m.email, m.password_hash == "!") for m in db.session.scalars(query)}
    assert known == {
        "Mia": (here.mia.email, False),
        "Mia, from an import": ("", True),
    }
    assert (
        db.session.scalars(select(Note).where(Note.by_id.in_([here.mia.id, here.stu.id]))).all()
        == []
    )
    assert members_by_handles(["mia", "ola"]) == {}


def test_who_imports_a_series_facilitates_it_and_nobody_is_written_to(made, here):
    series = brought(made, here.stu)

    assert list(facilitators_of(series)) == [here.stu]
    assert db.session.scalar(select(func.count(Letter.id))) == 0


def test_slugs_and_addresses_that_are_taken_get_free_ones(made, here):
    other = make_series(here.mia, slug=values_in(made)["series.json"]["series"]["slug"])
    key = next(n["key"] for n in notes_in(made))
    note = say(make_evening(here.mia), here.mia)
    note.key = key
    db.session.flush()

    series = brought(made, here.stu)

    assert series.slug == f"{other.slug}-2"
    assert db.session.scalar(select(func.count(Note.id)).where(Note.key == key)) == 1


def test_what_opens_by_link_alone_is_not_to_be_guessed_here_either(here):
    series = brought(with_values(small_series(), "series.json", *SEEN_BY, to="link"), here.stu)

    (call,) = db.session.scalars(select(Call).where(Call.series_id == series.id)).unique()
    assert (is_secret(series.slug), is_secret(call.slug)) == (True, True)


def test_a_file_with_a_date_of_a_single_call_is_refused(here):
    sitting = make_sitting(make_call(here.mia, title="A small evening"))
    sitting.uid = "small-evening@example.org"
    db.session.flush()

    with pytest.raises(AlreadyHere, match="“A small evening” is here already"):
        brought(small_series(), here.stu)


def test_what_a_file_calls_a_text_is_made_safe_again(made, here):
    hostile = "<script>hurt=1</script> [press](javascript:hurt=1) @mia"
    changed = rewritten(
        made, lambda path, v: set_first_note(v, hostile) if "call.json" in path else v
    )

    brought(changed, here.stu)

    html = db.session.scalar(select(Note.text_html).where(Note.text_source == hostile))
    assert "<script" not in html
    assert "href" not in html


@pytest.mark.engines("sqlite")
def test_what_was_proposed_anew_after_it_was_published_comes_along_as_that(here):
    series = brought(small_series(), here.stu)
    (call,) = db.session.scalars(select(Call).where(Call.series_id == series.id)).unique()
    sitting, over = db.session.scalars(select(Sitting)).one(), START + timedelta(days=90)
    for name in ("local_start", "starts_at", "ends_at"):
        setattr(sitting, name, getattr(sitting, name) + timedelta(days=60))
    hats, names = proposed(call, here.mia, "Hats"), proposed(call, here.mia, "Names")
    for item in (hats, names):
        states.accept(item, by=here.stu, now=START)
    publish_agenda(call, here.stu)
    for item in (hats, names):
        states.undo(item, state_id=item.standing.id, by=here.stu, now=START)
    declined(hats, here.stu, "Too late.")
    names.title = "Names again"
    states.accept(names, by=here.stu, now=START)
    states.discuss(names, by=here.stu, now=START)
    first = taken(series, here.stu, now=over)
    call.slug, series.slug = "it-was-here", "they-were"
    sitting.uid = "it-was-here@example.org"
    db.session.flush()

    again = brought(first, here.stu)

    def told(content):
        items = values_in(content)["calls/2026-02-02-small-evening/call.json"]["items"]
        return [{name: value for name, value in one.items() if name != "key"} for one in items]

    assert [(one["title"], one["state"]) for one in told(first)] == [
        ("Hats", "declined"),
        ("Names again", "discussed"),
    ]
    assert told(taken(again, here.stu, now=over)) == told(first)
