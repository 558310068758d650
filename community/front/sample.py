"""A believable small community to look around in: written whole, marked as sample, removed whole.

The call of 13 March 2026 is real; its hour is not known, and is marked as an example.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, select

from community.accounts.joining import Joiner, sign_up
from community.accounts.models import Member
from community.attendance import following, rsvps, series_answers
from community.attendance.models import Answer
from community.calls import changing, scheduling
from community.calls.drafts import Details, Place, SittingDraft, SlotDraft, Times
from community.calls.grammar import parse_rule
from community.calls.models import Call, Series
from community.calls.owners import Ownership
from community.calls.queries import sittings_of, sittings_of_series
from community.calls.rules import Slot as Hour
from community.calls.times import Sitting
from community.db import db
from community.outbox.models import Letter

from . import sample_talk
from .models import Sample

MARCH = date(2026, 3, 13)
EXAMPLE = "*Sample content. The hour is an example.*"
_PEOPLE = (
    ("Amara Okafor", "Africa/Lagos"),
    ("Bo Lindqvist", "Europe/Stockholm"),
    ("Chiara Conti", "Europe/Rome"),
    ("Dev Shrestha", "Asia/Kathmandu"),
    ("Elena Rojas", "America/Santiago"),
    ("Finn Walker", "Australia/Sydney"),
    ("Grace Kim", "America/Los_Angeles"),
)


def is_there() -> bool:
    """Whether sample content has been written and not been removed."""
    return db.session.scalar(select(Sample.row_id).limit(1)) is not None


def write(*, steward: Member, now: datetime) -> None:
    """Write the sample community beside what is there. Doing it twice changes nothing."""
    if is_there():
        return
    people = [_person(name, zone, now) for name, zone in _PEOPLE]
    _mark("member", people)
    practitioners = _practitioners(people, steward, now)
    alignment = _alignment(people, now)
    spread = _spread(people, now)
    workshop = _workshop(people, now)
    sample_talk.prepare(_coming(practitioners, now)[0].call, people, now)
    held = [s for s in sittings_of_series(alignment, now - timedelta(days=56)) if s.is_over(now)]
    sample_talk.look_back(held[-1], people[6], people, now)
    _mark("series", [practitioners, alignment])
    _mark("call", [spread, workshop])
    _answer(practitioners, alignment, people, now)
    nobody = delete(Letter).where(Letter.person_id.in_([member.person_id for member in people]))
    db.session.execute(nobody)  # no letter reaches them


def _person(name: str, zone: str, now: datetime) -> Member:
    address = f"{name.split(maxsplit=1)[0].lower()}@sample.invalid"
    joiner = Joiner(name=name, email=address, email_key=address, zone=zone)
    member = sign_up(joiner, password_hash="!", now=now)  # noqa: S106 - no password fits it
    if member is None:
        raise RuntimeError("The sample people are there already.")
    return member


def _mark(kind: str, rows: Sequence[Member | Series | Call]) -> None:
    db.session.add_all(Sample(kind=kind, row_id=row.id) for row in rows)
    db.session.flush()


def _practitioners(people: Sequence[Member], steward: Member, now: datetime) -> Series:
    """The practitioners' call: monthly since 13 March 2026, one date with a title of its own."""
    details = Details(
        title="Open Source Practitioners Community Call",
        description=(
            "People who do the work of open source meet and talk about how it is done well: "
            "honouring labour, leading inclusively, and building trust on purpose.\n\n"
            "Come as you are. Nothing needs to be prepared.\n\n" + EXAMPLE
        ),
        captions="Live captions, automatic",
        topics=("Human contract", "Governance"),
    )
    hour = Hour(zone="Europe/Berlin", time=time(17), minutes=60)
    times = Times(
        rule=parse_rule("FREQ=MONTHLY;BYDAY=2FR", MARCH),
        slots=(
            SlotDraft(hour=hour, place=Place(join_url="https://meet.example.org/practitioners")),
        ),
    )
    series = scheduling.start_series(details, times, by=people[0], now=now)
    _own(series, people[1], now)
    _own(series, steward, now)
    _name_the_first(series, now)
    coming = _coming(series, now)
    changing.move(
        coming[1],
        local_start=coming[1].local_start - timedelta(days=1, hours=-1),
        zone="Europe/Berlin",
        minutes=60,
        now=now,
    )
    return series


def _name_the_first(series: Series, now: datetime) -> None:
    first = db.session.scalar(
        select(Call).where(Call.series_id == series.id, Call.rule_date == MARCH)
    )
    if first is None:  # so long ago that the date is not written any more
        return
    details = Details(
        title="How do we keep the human contract in open source?",
        description=(
            "Open source has always run on two contracts: a business contract and a human one. "
            "The gap between them is widening. What can each of us do, so that the human contract "
            "reflects intention, honours labour, respects the environment and can be trusted?\n\n"
            "The call that the essay *Open Source AI and the Two Contracts* invites to.\n\n"
            "*The day is real: 13 March 2026. The hour is an example; it is not known here.*"
        ),
        captions="Live captions, automatic",
        topics=("Human contract", "Governance"),
    )
    changing.change_call(first, details, version=first.version, now=now)


def _alignment(people: Sequence[Member], now: datetime) -> Series:
    """A working group every second week in New York's zone; one of its dates is cancelled."""
    details = Details(
        title="CHAOSS: AI Alignment in OSS",
        description=(
            "A working group on what it takes for AI to serve open source communities rather than "
            "use them up: metrics, disclosure, and the health of the people involved.\n\n" + EXAMPLE
        ),
        topics=("AI", "Metrics"),
    )
    starts_on = _weekday_on_or_after((now - timedelta(days=56)).date(), 2)
    times = Times(
        rule=parse_rule("FREQ=WEEKLY;INTERVAL=2", starts_on),
        slots=(SlotDraft(hour=Hour(zone="America/New_York", time=time(10, 30), minutes=50)),),
    )
    series = scheduling.start_series(details, times, by=people[6], now=now)
    _own(series, people[2], now)
    changing.cancel(
        _coming(series, now)[1],
        by=people[6],
        reason="Most of us are travelling that week.",
        now=now,
    )
    return series


def _spread(people: Sequence[Member], now: datetime) -> Call:
    """One call at two times, so that nobody has to get up at night."""
    details = Details(
        title="Welcoming newcomers in every time zone",
        description=(
            "One call, two sittings, one agenda and one record: take part at the time that suits "
            "where you live.\n\n" + EXAMPLE
        ),
        topics=("Onboarding",),
        captions="Captions by a person in the first sitting",
    )
    day = _weekday_on_or_after((now + timedelta(days=9)).date(), 3)
    sittings = [
        SittingDraft(local_start=datetime.combine(day, time(hour)), zone="UTC", minutes=45)
        for hour in (9, 17)
    ]
    return scheduling.schedule_call(details, sittings, by=people[3], now=now)


def _workshop(people: Sequence[Member], now: datetime) -> Call:
    """A small call that is full, with two people waiting."""
    details = Details(
        title="Writing contribution guidelines together",
        description="We take one project’s guidelines and make them kinder and shorter.\n\n"
        + EXAMPLE,
        topics=("Contribution guidelines",),
    )
    day = _weekday_on_or_after((now + timedelta(days=5)).date(), 1)
    place = Place(capacity=4, join_url="https://meet.example.org/guidelines")
    starts = datetime.combine(day, time(19))
    draft = SittingDraft(local_start=starts, zone="Africa/Lagos", minutes=90, place=place)
    call = scheduling.schedule_call(details, [draft], by=people[0], now=now)
    for n, member in enumerate(people[1:]):
        rsvps.answer(
            sittings_of(call)[0],
            member.person,
            answer=Answer.GOING,
            shows_name=n != 2,  # noqa: PLR2004 - one who would rather not be seen
            now=now + timedelta(seconds=n),
        )
    return call


def _answer(
    practitioners: Series, alignment: Series, people: Sequence[Member], now: datetime
) -> None:
    for member in people[:3]:
        series_answers.answer_series(
            practitioners, member.person, position=0, answer=Answer.GOING, shows_name=True, now=now
        )
    following.follow(alignment, people[4].person, now=now)
    for member, answer in zip(
        people[3:], (Answer.GOING, Answer.MAYBE, Answer.CANNOT), strict=False
    ):
        rsvps.answer(
            _coming(practitioners, now)[0], member.person, answer=answer, shows_name=True, now=now
        )


def _own(series: Series, member: Member, now: datetime) -> None:
    db.session.add(Ownership(series_id=series.id, member_id=member.id, since=now))
    db.session.flush()


def _coming(series: Series, now: datetime) -> list[Sitting]:
    return [s for s in sittings_of_series(series, now) if s.starts_at > now]


def _weekday_on_or_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)
