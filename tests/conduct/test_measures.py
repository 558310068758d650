"""Measures under the code: what they stop while they stand, everywhere, and nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from community.access import Viewer, may
from community.accounts.models import Person, Role
from community.agendas.policies import Permission as OfAgendas
from community.agendas.redaction_queries import wording_by_key
from community.agreement import How
from community.attendance import guest_answers
from community.attendance.models import Answer
from community.calls import sharing
from community.calls.models import Call
from community.calls.times import Sitting
from community.conduct import imposing, standing
from community.conduct.acceptances import accept
from community.conduct.content import Effect
from community.conduct.imposing import CannotBeImposed, MeasureDraft
from community.conduct.queries import version_in_force
from community.db import db
from community.exchange.policies import Permission as OfExchange
from community.facilitation.policies import Permission as OfLive
from community.limits import Limit, Limited, stopping
from community.notes.models import Note
from community.patterns.policies import Permission as OfPatterns
from community.records.policies import Permission as OfRecords
from tests.agendas.build import make_evening, on_agenda
from tests.calls.build import begin
from tests.conduct.build import KIND, RESTRICTING, publish
from tests.factories import START, make_community, make_member

WEEK = timedelta(days=7)
NOTE = {"text": "One more word.", "kind": "note", "disclosure-degree": "none"}

pytestmark = pytest.mark.usefixtures("in_january")


@pytest.fixture
def scene(writing):
    """A member, and an evening of a facilitator."""
    with writing():
        make_community()
        mia, ola = make_member("Mia"), make_member("Ola")
        code = publish(make_member("Stu", Role.STEWARD), RESTRICTING)
        accept(mia.person, code, how=How.RSVP, now=START)
        return mia, make_evening(ola)


@pytest.fixture
def limited(writing):
    """Impose a measure of a rung on a member, from now on for a week."""

    def impose(member, *effects, level=2, **changes):
        with writing():
            return imposing.impose(
                _draft(*effects, level=level, **changes), on=_of(member), now=START
            )

    return impose


def _draft(*effects, level=2, **changes):
    version = version_in_force(START).version_id
    given = {"starts_at": START, "ends_at": START + WEEK, "facts": "What was written on Monday."}
    return MeasureDraft(version, KIND.key, level, effects, **(given | changes))


def _of(member):
    return db.session.get_one(Person, member.person_id)


def test_who_may_write_no_notes_writes_none_by_any_way_and_reads_on(
    scene, limited, signed_in, writing, at
):
    mia, call = scene
    before = signed_in(mia)  # a session opened ahead of it
    limited(mia, Effect.NO_NOTES)
    for browser in (before, signed_in(mia)):
        refused = browser.post(f"/calls/{call.slug}/notes", data=NOTE)
        assert refused.status_code == 403
        assert "It ends on" in refused.text
        assert browser.get(f"/calls/{call.slug}").status_code == 200
    with writing():
        assert db.session.scalars(select(Note)).all() == []
    with at(START + WEEK):
        assert before.post(f"/calls/{call.slug}/notes", data=NOTE).status_code == 303


def test_a_lifted_measure_and_one_that_has_not_begun_have_no_effect(scene, limited, writing):
    mia, _call = scene
    measure = limited(mia, Effect.NO_NOTES)
    limited(mia, Effect.NO_PROPOSALS, starts_at=START + WEEK, ends_at=START + 2 * WEEK)
    with writing():
        now = START + timedelta(hours=1)
        assert [one.effect for one in standing.limits_of(mia.person_id, now)] == ["no notes"]
        imposing.lift(db.session.merge(measure), why="It was a mistake.", now=now)
        imposing.lift(db.session.merge(measure), why="Once more.", now=now + WEEK)
        assert standing.limits_of(mia.person_id, now) == ()
        assert standing.limits_of(mia.person_id, START + WEEK)[0].effect == "no proposals"
        assert standing.limits_of(mia.person_id, START + 2 * WEEK) == ()


def test_a_measure_of_one_series_stops_nothing_elsewhere(scene, limited, signed_in, writing):
    mia, call = scene
    with writing():
        series = begin(make_member("Eva"))
        slug = db.session.scalar(
            text("SELECT slug FROM call WHERE series_id = :id ORDER BY id"), {"id": series.id}
        )
    limited(mia, Effect.NOT_IN_SERIES, series_id=series.id)
    assert signed_in(mia).post(f"/calls/{slug}/notes", data=NOTE).status_code == 403
    assert signed_in(mia).post(f"/calls/{call.slug}/notes", data=NOTE).status_code == 303


def test_who_is_kept_from_a_series_shares_it_with_nobody_and_takes_no_words_out_of_it(
    scene, limited, signed_in, writing
):
    mia, _call = scene
    with writing():
        eva = make_member("Eva")
        series, other = begin(eva), make_evening(eva)
        inside = select(Call).where(Call.series_id == series.id).order_by(Call.id).limit(1)
        calls = db.session.scalars(inside).one(), other
        keys = [on_agenda(one, eva, "A")[0].key for one in calls]
        asked = [sharing.invite(one, mia, by=eva, now=START) for one in (series, other)]
        addresses = [f"/invitations/{one.id}" for one in asked]
    limited(mia, Effect.NOT_IN_SERIES, series_id=series.id)

    answers = [signed_in(mia).post(f"{one}/acceptance").status_code for one in addresses]

    assert answers == [403, 303]
    with writing():
        limits = standing.limits_of(mia.person_id, START)
        words = [wording_by_key(one) for one in keys]
        stops = [stopping(limits, OfAgendas.REDACT_ITEM, one, writes=True) for one in words]
        assert [one is not None for one in stops] == [True, False]
    assert signed_in(mia).post(f"{addresses[0]}/refusal").status_code == 303


def test_what_may_not_be_written_is_brought_in_by_no_file_either(app):
    with app.app_context():
        for effect, where in (
            (Effect.NO_NOTES, [OfExchange.IMPORT_SERIES]),
            (Effect.NO_PROPOSALS, [OfExchange.IMPORT_SERIES]),
            (Effect.NO_PATTERNS, [OfExchange.IMPORT_LIBRARY]),
        ):
            limits = (Limit(effect),)
            found = [one for one in OfExchange if stopping(limits, one, None, writes=True)]
            assert found == where
        limits = (Limit(Effect.NO_NOTES),)  # nor in other words that others read
        for permission in (OfLive.LOOK_BACK, OfRecords.CORRECT_RECORD):
            assert stopping(limits, permission, None, writes=True) is not None


def test_who_only_reads_can_read_export_and_leave_and_change_nothing_else(
    scene, limited, signed_in, app
):
    mia, call = scene
    limited(mia, Effect.READING_ONLY, level=3)
    browser = signed_in(mia)
    assert browser.post(f"/calls/{call.slug}/notes", data=NOTE).status_code == 403
    assert (
        browser.post(f"/calls/{call.slug}/agenda/proposals", data={"title": "X"}).status_code == 403
    )
    for path in ("/patterns", f"/calls/{call.slug}", "/profile", "/profile/export.zip"):
        assert browser.get(path).status_code == 200, path
    with app.app_context():
        who = Viewer(mia, limits=standing.limits_of(mia.person_id, START))
        assert may(Viewer(mia), OfPatterns.MAKE_COLLECTION)
        assert not may(who, OfPatterns.MAKE_COLLECTION)
        assert not may(who, OfAgendas.PROPOSE, db.session.merge(call))


def test_who_is_banned_sees_what_visitors_see_and_can_still_leave(
    scene, limited, signed_in, writing
):
    mia, call = scene
    with writing():
        db.session.merge(call).own_visibility = "members"
    assert signed_in(mia).get(f"/calls/{call.slug}").status_code == 200
    limited(mia, Effect.NO_ACCOUNT, level=4, ends_at=None)
    browser = signed_in(mia)
    assert browser.get(f"/calls/{call.slug}").status_code == 404
    assert browser.get("/profile").status_code == 200


def test_who_may_write_no_patterns_reads_and_takes_back_what_is_theirs(app):
    with app.app_context():
        who = (Limit(Effect.NO_PATTERNS),)
        for one in (OfPatterns.READ_SUGGESTIONS, OfPatterns.WITHDRAW_SUGGESTION):
            assert stopping(who, one, None, writes=True) is None
        assert stopping(who, OfPatterns.SUGGEST_EDIT, None, writes=True) is not None


def test_who_is_banned_takes_part_by_no_letter_either(scene, limited, writing):
    mia, call = scene
    with writing():
        sitting = db.session.scalars(select(Sitting).where(Sitting.call_id == call.id)).one()
        given = (_of(mia), Answer.GOING, sitting)
        guest_answers.refuse_where_stopped(*given, now=START)
    limited(mia, Effect.NO_ACCOUNT, level=4, ends_at=None)
    with writing():
        sitting = db.session.merge(sitting)
        guest_answers.refuse_where_stopped(_of(mia), Answer.CANNOT, sitting, now=START)
        with pytest.raises(Limited):  # words that the facilitators would read
            guest_answers.refuse_where_stopped(
                _of(mia), Answer.CANNOT, sitting, note="You again.", now=START
            )
        with pytest.raises(Limited):
            guest_answers.refuse_where_stopped(_of(mia), Answer.GOING, sitting, now=START)


@pytest.mark.engines("sqlite")
def test_a_rung_does_no_more_than_it_says(scene, writing):
    mia, _call = scene
    for effect, changes in (
        (Effect.NO_ACCOUNT, {}),
        (Effect.NO_NOTES, {"ends_at": None}),
        (Effect.NO_NOTES, {"ends_at": START + timedelta(days=4000)}),
        (Effect.NOT_IN_SERIES, {}),
        (Effect.NO_CONTACT, {}),
    ):
        with writing(), pytest.raises(CannotBeImposed):
            imposing.impose(_draft(effect, **changes), on=_of(mia), now=START)
