"""A community in which everything happens that a letter is written about, with hostile words."""

from datetime import UTC, datetime, timedelta

from community.accounts import stewardship
from community.accounts.models import Member, Role
from community.agendas import claiming, emptying, guest_proposing
from community.agendas.call_roles import CallRole
from community.agendas.drafts import ItemDraft
from community.attendance import expiry, reminders, rsvps, series_answers
from community.attendance.models import Answer
from community.calls import changing, scheduling, sharing
from community.calls.drafts import Details
from community.calls.models import Call
from community.calls.queries import sittings_of, sittings_of_series
from community.db import db
from community.outbox import choices
from community.outbox.models import Group
from community.patterns import curating, holding_back, objecting, settling, suggesting
from community.patterns.held_models import Held
from community.records import correcting, nudging, publishing
from tests.agendas.build import on_agenda, publish_agenda
from tests.calls.build import begin, sitting_at, times
from tests.factories import make_call, make_community, make_member, make_sitting
from tests.notes.saying import NO_TOOL, say
from tests.patterns.build import proposed, suggested, used

HURTS = '<img src=//127.0.0.2:9 onerror="hurt=1">'
LINK = "https://meet.example.org/canary"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
THERE = datetime(2026, 3, 20, 18)
TEN_MINUTES = timedelta(minutes=10)


def happen() -> Member:
    """Let everything happen at `NOW`; gives the member who hears of it, far from the calls."""
    make_community(name=f"Practitioners {HURTS}")
    reader, ola = make_member("Zoe", zone="Asia/Kathmandu"), make_member("Ola", Role.FACILITATOR)
    reader.person.name, ola.person.name = f"Zoë 李小龍 مريم {HURTS}", f"Ola {HURTS}"
    stewardship.grant_role(reader, Role.CURATOR, by=ola, now=NOW)
    _change_calls(ola, reader)
    _change_series(ola, reader)
    _give_a_place_back(ola, reader)
    _publish_an_agenda(ola, reader)
    _keep_records(ola, reader)
    _leave_an_agenda_empty(reader)
    _see_to_patterns(ola, reader)
    soon = _call(ola, "Supper", "2026-03-06T19:00", join_url=LINK)
    rsvps.answer(_sitting(soon), reader.person, answer=Answer.GOING, now=NOW)
    choices.choose(reader.person_id, Group.HOUR_BEFORE, is_wanted=True, now=NOW)
    return reader


def pass_time(now: datetime) -> None:
    """What the worker does beside posting."""
    expiry.expire_offers(now)
    reminders.owe_reminders(now)
    nudging.owe_nudges(now)
    emptying.see_to_empty_agendas(now)


MOMENTS = (
    NOW + TEN_MINUTES,
    NOW + timedelta(hours=25),
    datetime(2026, 3, 5, 18, 5, tzinfo=UTC),
    datetime(2026, 3, 6, 17, 30, tzinfo=UTC),
)
"""When the letters go: changes and places, a place lost, a day before, an hour before."""


def _change_calls(ola: Member, reader: Member) -> None:
    moved, cancelled, after_all = (
        _call(ola, name, "2026-03-19T18:00", join_url=LINK) for name in ("Tea", "Coffee", "Soup")
    )
    for call in (moved, cancelled, after_all):
        rsvps.answer(_sitting(call), reader.person, answer=Answer.GOING, now=NOW)
    changing.cancel(_sitting(after_all), by=ola, reason="Ill", now=NOW - timedelta(days=1))
    sitting = _sitting(moved)
    changing.move(sitting, local_start=THERE, zone="America/New_York", minutes=90, now=NOW)
    changing.cancel(_sitting(cancelled), by=ola, reason=f"Flooded {HURTS}", now=NOW)
    changing.uncancel(_sitting(after_all), by=ola, now=NOW)
    sharing.invite(moved, reader, by=ola, hands_over=True, now=NOW)
    say(moved, ola, f"@{reader.handle} {HURTS}", now=NOW)


def _change_series(ola: Member, reader: Member) -> None:
    series = begin(ola, times("FREQ=WEEKLY", "2026-03-10"), now=NOW, title=f"Weekly {HURTS}")
    series_answers.answer_series(series, reader.person, answer=Answer.GOING, now=NOW)
    first, second, *_ = sittings_of_series(series, NOW)
    changing.cancel(first, by=ola, reason=f"Ill {HURTS}", now=NOW)
    changing.move(second, local_start=THERE, zone="Europe/Berlin", minutes=60, now=NOW)


def _give_a_place_back(ola: Member, reader: Member) -> None:
    full = _call(ola, "Cake", "2026-03-19T18:00", capacity=1)
    for member in (ola, reader):
        rsvps.answer(_sitting(full), member.person, answer=Answer.GOING, now=NOW)
    rsvps.answer(_sitting(full), ola.person, answer=Answer.CANNOT, now=NOW)


def _publish_an_agenda(ola: Member, reader: Member) -> None:
    call = _call(ola, "Bread", "2026-03-19T18:00")
    rsvps.answer(_sitting(call), reader.person, answer=Answer.GOING, now=NOW)
    on_agenda(call, ola, f"Licences {HURTS}")
    publish_agenda(call, ola, now=NOW, note=f"Come early {HURTS}")
    claiming.hand_over(call, CallRole.NOTES, to=reader, by=ola, confirms=True, now=NOW)


def _leave_an_agenda_empty(reader: Member) -> None:
    weekly = times("FREQ=WEEKLY;COUNT=1", "2026-03-05")
    series = begin(reader, weekly, now=NOW - timedelta(days=1), title=f"Rice {HURTS}")
    emptying.set_rule(series, hours=1, by=reader, now=NOW - timedelta(days=1))


def _keep_records(ola: Member, reader: Member) -> None:
    """One is published, one is open for correction; of the reader's own one is missing, of another
    a correction is asked for.
    """
    past = datetime(2026, 2, 27, 18)
    for name, step in (
        ("Salt", "publish"),
        ("Pepper", "open"),
        ("Sugar", ""),
        ("Thyme", "correct"),
    ):
        by = ola if step in {"publish", "open"} else reader
        call = make_call(by, title=f"{name} {HURTS}")
        make_sitting(call, starts=past)
        say(call, reader, now=NOW - TEN_MINUTES)
        if step == "publish":
            publishing.publish(call, seen=0, by=ola, now=NOW)
        elif step:
            publishing.open_for_correction(call, days=7, publishes=True, by=by, now=NOW)
        if step == "correct":
            say(call, ola, now=NOW - TEN_MINUTES)
            correcting.ask(call, f"No {HURTS}", by=ola, now=NOW)


def _see_to_patterns(ola: Member, reader: Member) -> None:
    """Of the reader's pattern an edit is suggested, it is objected to and retired, an older one is
    returned, and an edit of theirs is declined.
    """
    theirs = proposed(reader, now=NOW, title=f"Ask {HURTS}")
    suggested(theirs, ola, why=f"Better {HURTS}", now=NOW)
    objecting.object_to(theirs, f"Early {HURTS}", by=ola.person, now=NOW)
    old = proposed(reader, now=NOW - timedelta(days=61), title=f"Wait {HURTS}")
    settling.settle(old, now=NOW)
    retired = proposed(reader, now=NOW, title=f"Leave {HURTS}")
    curating.retire(retired, why=f"Old {HURTS}", successor=None, by=ola.person, now=NOW)
    edit = suggested(proposed(ola, now=NOW, title=f"Stay {HURTS}"), reader, now=NOW)
    suggesting.say(edit, f"Hm {HURTS}", by=ola.person, now=NOW)
    suggesting.decline(edit, f"No {HURTS}", by=ola.person, now=NOW)
    waits = used(theirs, ola, HURTS, now=NOW)
    holding_back.hold(Held.USE, waits, by=ola.person, now=NOW)
    item = ItemDraft(title=HURTS, body=LINK)
    given = {"leads": False, "said": NO_TOOL, "by": ola.person, "is_first_link": True, "now": NOW}
    guest_proposing.propose(_call(reader, "Dill", "2026-05-05T19:00"), item, **given)


def _call(ola: Member, name: str, local: str, **place: object) -> Call:
    details = Details(title=f"{name} {HURTS}")
    return scheduling.schedule_call(details, [sitting_at(local, **place)], by=ola, now=NOW)


def _sitting(call: Call):
    return sittings_of(db.session.get_one(Call, call.id))[0]
