"""A report is kept with a copy of what it is about, whatever becomes of that; and opens a case."""

from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from community.accounts.models import Credit, Role
from community.clock import zone
from community.conduct.models import Change
from community.moderation.case_models import Case, State
from community.moderation.desk_queries import desk_of
from community.moderation.follow_up import code_of, hash_of
from community.moderation.forms import ReportForm
from community.moderation.handling import move_to
from community.moderation.report_models import Mode, Report
from community.moderation.report_queries import report_with, told_to_reporter
from community.moderation.reporting import AlreadyReported
from community.moderation.sight_queries import who_can
from community.moderation.talking import say_to_reporter
from community.notes import editing, removing
from community.outbox.models import Letter
from tests.conduct.build import FAIR, publish, with_clauses
from tests.factories import START, make_call, make_community, make_member, make_sitting
from tests.moderation.build import case_of, days, report, take
from tests.notes.saying import NO_TOOL, say


@pytest.fixture
def people(db_session):
    """Ada, whose note it is; Rue and Kim, who respond; Stella, who publishes the code."""
    make_community()
    return {
        "ada": make_member("Ada"),
        "rue": make_member("Rue", Role.RESPONDER),
        "kim": make_member("Kim", Role.RESPONDER),
        "stella": make_member("Stella", Role.STEWARD),
        "lea": make_member("Lea"),
    }


@pytest.fixture
def note(people):
    """What Ada said on a call."""
    call = make_call()
    make_sitting(call)
    return say(call, people["ada"], "You *people* again.", now=START)


def test_what_is_reported_is_copied_at_once_and_outlives_change_and_removal(people, note):
    row, code = report(f"note:{note.key}", now=days(1))
    editing.change(note, "Nothing.", base=1, said=NO_TOOL, by=people["ada"], now=days(2))
    removing.remove(note, by=people["ada"], now=days(3))

    assert report_with(code.upper().replace("-", " ")) is row
    assert row.copy is not None
    assert (row.copy.text_source, row.copy.revision, row.copy.author_name) == (
        "You *people* again.",
        1,
        "Ada",
    )
    assert "<em>people</em>" in row.copy.text_html
    assert row.copy.digest == sha256(b"You *people* again.").hexdigest()
    assert row.person_id == people["ada"].person_id
    assert row.code_hash == hash_of(code)


@pytest.mark.engines("sqlite")
def test_the_copy_of_a_profile_holds_all_that_others_read_there(people):
    ada = people["ada"]
    ada.pronouns, ada.person.credit, ada.person.credit_name = "lit/lit", Credit.OTHER, "A Slur"

    row, _ = report(f"person:{ada.handle}", by=people["lea"])

    assert row.copy is not None
    assert row.copy.text_source == f"Ada (@{ada.handle}); Pronouns: lit/lit; Credited as: A Slur"


def test_the_code_that_held_when_it_happened_is_the_one_that_counts(people, note):
    first = publish(people["stella"], now=days(-30))
    later = with_clauses(FAIR)
    publish(people["stella"], later, change=Change.MATERIAL, now=days(5), on=days(5).date())

    row, _ = report(f"note:{note.key}", now=days(9))
    fresh, _ = report(happened_at=days(8), now=days(9))

    assert row.publication_id == first.version_id
    assert fresh.publication is not None
    assert fresh.publication.number == 2


def test_of_an_anonymous_report_nobody_is_kept_and_the_database_refuses_one(
    people, note, db_session
):
    row, _ = report(f"note:{note.key}", by=people["stella"], mode=Mode.ANONYMOUS)

    assert (row.reporter_id, row.reporter_name, row.reporter_address) == (None, "", None)
    said = {one.name: getattr(row, one.name) for one in Report.__table__.columns}
    said |= {"id": row.id + 1, "reporter_id": people["stella"].person_id}
    said |= {"code_hash": "c" * 64, "once_hash": None}
    with pytest.raises(IntegrityError, match="anonymous_is_nobody"):
        db_session.execute(insert(Report).values(said))


def test_an_escrow_is_opened_by_another_report_about_the_same_person_and_by_nothing_else(
    people, note, db_session
):
    about, ada = f"note:{note.key}", people["ada"]
    kept, _ = report(about, by=people["stella"], mode=Mode.ESCROWED)
    cases = select(func.count()).select_from(Case)
    report(about, by=people["stella"], mode=Mode.ESCROWED)  # the same reporter
    report(about, by=ada, mode=Mode.ESCROWED)  # the person it is about
    for known in (ada, people["stella"]):  # the same, signed out
        report(about, address=known.email_key, mode=Mode.ESCROWED)
    assert db_session.scalar(cases) == 0

    other, _ = report(about, mode=Mode.ESCROWED)

    assert case_of(kept) is case_of(other)
    assert db_session.scalar(cases) == 1
    # That it is open nobody learns by a report of their own: only once a person has read it.
    case = case_of(other)
    assert case.standing.state is State.RECEIVED
    move_to(case, State.INVESTIGATING, by=people["kim"], now=START)
    assert told_to_reporter(other).stands == "kept"
    say_to_reporter(case, other, "Thank you.", by=people["kim"], now=START)
    assert told_to_reporter(other).stands != "kept"
    assert told_to_reporter(kept).stands == "kept"


def test_an_escrow_keeps_no_responder_from_what_somebody_else_has_reported(
    people, note, db_session
):
    about, left_out = f"note:{note.key}", (people["rue"], people["kim"])
    planted, _ = report(about, by=people["stella"], mode=Mode.ESCROWED, excluded=left_out)

    real, _ = report(about)

    assert case_of(planted) is not case_of(real)
    able = {member.id for member in who_can(case_of(real), START)}
    assert able == {one.id for one in left_out}
    later, _ = report(about, by=people["lea"], mode=Mode.ESCROWED, excluded=left_out)
    assert case_of(later) is not case_of(real)


def test_what_comes_out_of_escrow_is_told_and_goes_to_no_case_that_is_over(
    people, note, db_session
):
    about, rue = f"note:{note.key}", people["rue"]
    letters = select(func.count()).select_from(Letter).where(Letter.person_id == rue.person_id)
    case = take(case_of(report(about)[0]), rue)
    before = db_session.scalar(letters)

    second, _ = report(about, by=people["stella"], mode=Mode.ESCROWED, now=days(1))
    assert (case_of(second) is case, db_session.scalar(letters)) == (True, before + 1)
    move_to(case, State.FOLLOWED_UP, by=rue, now=days(2))
    third, _ = report(about, by=people["lea"], mode=Mode.ESCROWED, now=days(300))
    assert (case_of(third) is not case, db_session.scalar(letters)) == (True, before + 2)
    assert [one.key for one in desk_of(rue, days(300)).asked] == [case_of(third).key]


def test_a_report_sent_twice_is_one(people):
    codes = [code_of("the key of a form", key=key) for key in ("a secret", "a secret", "another")]
    first, again = (report(once="the key of a form", code=code) for code in codes[:2])

    assert first == again
    assert report_with(codes[0]) is first[0]
    with pytest.raises(AlreadyReported):
        report(once="the key of a form", code=codes[2])


def test_a_day_is_as_exact_as_is_known():
    berlin, form = zone("Europe/Berlin"), ReportForm()
    form.happened_on.data = START.date()

    assert form.happened_at(berlin, START - timedelta(hours=2), days(3)) == days(0) - timedelta(
        hours=2
    )
    assert form.happened_at(berlin, days(-4), days(3)).astimezone(berlin).hour == 12
    form.happened_on.data = days(1).date()  # where whoever reports is, it is tomorrow
    late = START.replace(hour=20)
    assert form.happened_at(berlin, None, late).astimezone(berlin) == START.astimezone(
        berlin
    ).replace(hour=12, minute=0)
    form.happened_on.data = None
    assert form.happened_at(berlin, None, days(3)) == days(3)


def test_a_report_has_one_address_and_that_is_its_code(people, db_session):
    rows = [report()[0] for _ in range(3)]
    codes = {row.code_hash for row in rows}

    assert len(codes) == 3
    assert report_with("0000-0000") is None
    assert db_session.scalar(select(func.count()).select_from(Report)) == 3
