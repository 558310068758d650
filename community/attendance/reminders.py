"""Background work: reminders of what people said they come to, a day and an hour before."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import or_, select

from community import work
from community.calls.history import before, changes_of
from community.calls.models import Call
from community.calls.times import Sitting
from community.db import db, transaction
from community.outbox import choices
from community.outbox.models import Group, Letter, Outcome
from community.outbox.owing import owe_again, owe_all

from .audience import is_told
from .models import Answer, Rsvp


@dataclass(frozen=True, slots=True)
class Reminder:
    """A letter that is due `ahead` of the start, and is no use any more when `least` are left."""

    kind: str
    group: Group
    ahead: timedelta
    least: timedelta


_Letter = tuple[str, int | None]  # what it is about, and to whom
_NEVER = datetime.min.replace(tzinfo=UTC)
DAY = Reminder("reminder_day", Group.DAY_BEFORE, timedelta(hours=24), timedelta(hours=3))
CHANGED = "changed"  # the kind of letters about what was moved, cancelled or held after all
HOUR = Reminder("reminder_hour", Group.HOUR_BEFORE, timedelta(hours=1), timedelta(0))


class Piece(NamedTuple):
    """The reminders of one kind for one sitting."""

    kind: str
    sitting_id: int


def owe_reminders(now: datetime) -> None:
    """Owe the reminders whose time has come to everybody who is going or may come, and wants them.

    Who answers when the time for a reminder has come already gets none: it would come at once. A
    sitting that is moved has new ones; the letter about the move goes first, and alone where the
    move came after the hour of the reminder. One that was not needed while a sitting was off, or at
    another time, is owed again once it is held then after all. What is too late, after a time
    without a worker, is left out. Raises `community.work.Unfinished`.
    """
    owed: dict[Piece, tuple[Sitting, list[int]]] = {}
    for reminder in (DAY, HOUR):
        sittings = _near(reminder, now)
        for sitting_id, people in _missing(reminder, sittings).items():
            owed[Piece(reminder.kind, sitting_id)] = (sittings[sitting_id], people)
    facts = {piece: _facts(sitting) for piece, (sitting, _) in owed.items()}
    abouts = {piece: _about(sitting) for piece, (sitting, _) in owed.items()}
    db.session.rollback()  # reading is over before the writing begins

    def owe_piece(piece: Piece) -> None:
        with transaction():
            people = owed[piece][1]
            owe_again(piece.kind, people, about=abouts[piece], now=now)
            owe_all(piece.kind, people, about=abouts[piece], facts=facts[piece], now=now)

    work.each(owed, owe_piece, what="reminders")


def _near(reminder: Reminder, now: datetime) -> dict[int, Sitting]:
    """The sittings that are held and near enough, by id."""
    query = select(Sitting).where(
        Sitting.starts_at > now + reminder.least, Sitting.starts_at <= now + reminder.ahead
    )
    found = db.session.scalars(query.order_by(Sitting.starts_at, Sitting.id)).unique()
    return {s.id: s for s in found if not (s.is_cancelled or s.call.is_removed)}


def _missing(reminder: Reminder, sittings: Mapping[int, Sitting]) -> dict[int, list[int]]:
    """The people to whom a reminder is not owed yet, by sitting."""
    if not sittings:
        return {}
    query = (
        select(Rsvp.sitting_id, Rsvp.person_id, Rsvp.answered_at)
        .add_columns(choices.wanted_by(Group.CHANGES, Rsvp.person_id).label("hears_of_changes"))
        .join(Rsvp.sitting)
        .join(Sitting.call)
        .where(
            Rsvp.sitting_id.in_(sittings),
            is_told(Answer.GOING, Answer.MAYBE),
            choices.wanted_by(reminder.group, Rsvp.person_id),
        )
        .order_by(Rsvp.sitting_id, Rsvp.person_id)
    )
    owed = _owed(reminder.kind, sittings)
    waiting, told = _letters_about_changes(sittings.values())
    changed = _changed_late(reminder, sittings)
    found: dict[int, list[int]] = {}
    for sitting_id, person_id, answered_at, hears_of_changes in db.session.execute(query):
        sitting = sittings[sitting_id]
        is_early = answered_at <= sitting.starts_at - reminder.ahead
        letter = (_about_changes(sitting), person_id)
        was_told = sitting_id in changed and told.get(letter, _NEVER) >= changed[sitting_id]
        is_reminded = hears_of_changes and (letter in waiting or was_told)
        if is_early and not is_reminded and (_about(sitting), person_id) not in owed:
            found.setdefault(sitting_id, []).append(person_id)
    return found


def _letters_about_changes(
    sittings: Collection[Sitting],
) -> tuple[set[_Letter], Mapping[_Letter, datetime]]:
    """To whom a letter about changes of these calls or their series is still to be posted; and when
    the last was.
    """
    abouts = {_about_changes(sitting) for sitting in sittings}
    query = select(Letter.about, Letter.person_id, Letter.closed_at).where(
        Letter.kind == CHANGED,
        Letter.about.in_(abouts),
        or_(Letter.outcome.is_(None), Letter.outcome == Outcome.SENT),
    )
    rows = db.session.execute(query.order_by(Letter.closed_at)).all()
    told = {(row.about, row.person_id): row.closed_at for row in rows if row.closed_at}
    return {(row.about, row.person_id) for row in rows if row.closed_at is None}, told


def _changed_late(reminder: Reminder, sittings: Mapping[int, Sitting]) -> Mapping[int, datetime]:
    """The sittings that came to be held then when the hour of the reminder was over already, and
    when they did.
    """
    first = min(sitting.starts_at for sitting in sittings.values()) - reminder.ahead
    late: dict[int, tuple[datetime, bool]] = {}
    for change in changes_of(sittings, first):
        sitting, was = sittings[change.sitting_id], before(change)
        if change.at > sitting.starts_at - reminder.ahead:
            is_other = not was.is_held or was.starts_at != sitting.starts_at
            late.setdefault(sitting.id, (change.at, is_other))
    return {sitting_id: at for sitting_id, (at, is_other) in late.items() if is_other}


def _owed(kind: str, sittings: Mapping[int, Sitting]) -> set[_Letter]:
    """Whose reminder is owed or sent already, or was not needed as the sitting still is."""
    by_about = {_about(sitting): number for number, sitting in sittings.items()}
    query = select(Letter).where(Letter.kind == kind, Letter.about.in_(by_about))
    letters = db.session.scalars(query.order_by(Letter.id)).all()
    unneeded = [one.closed_at for one in letters if one.closed_at and _was_not_needed(one)]
    changes = changes_of(sittings, min(unneeded)) if unneeded else ()
    changed = {change.sitting_id: change.at for change in changes}  # the last of each

    def is_still(letter: Letter) -> bool:
        at = changed.get(by_about[letter.about])
        return not (at and letter.closed_at and _was_not_needed(letter) and letter.closed_at <= at)

    return {(one.about, one.person_id) for one in letters if is_still(one)}


def _was_not_needed(letter: Letter) -> bool:
    return letter.outcome is Outcome.NOT_NEEDED


def about_changes(call: Call) -> tuple[str, int]:
    """What letters about changes of a call are about: its series, or itself."""
    return ("series", call.series_id) if call.series_id else ("call", call.id)


def _about_changes(sitting: Sitting) -> str:
    return " ".join(map(str, about_changes(sitting.call)))


def _about(sitting: Sitting) -> str:
    return f"sitting {sitting.id} {sitting.starts_at.isoformat()}"


def _facts(sitting: Sitting) -> dict[str, object]:
    return {"sitting": sitting.id, "starts_at": sitting.starts_at.isoformat()}


JOBS = (work.Job("owe reminders", timedelta(minutes=1), owe_reminders),)
