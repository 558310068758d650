"""Posting what is owed: one letter after the other, claimed, written, handed over, noted.

A letter is claimed with a lease; a worker that dies leaves it to the next when the lease ends. It
is noted as posted right after the server took it: a second copy is possible only where a worker
died between the two, and has the same Message-ID.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex

from flask import current_app
from sqlalchemy import Select, func, select, update

from community import clock
from community.db import db, transaction
from community.errors import trace_of

from .carriers import Carrier, Folder, NeverTaken, NobodyKnows, NobodyThere, NotDelivered
from .composing import compose
from .kinds import Desk
from .models import UNLISTED, Group, Letter, Outcome
from .owing import take_in_later, untried
from .smtp import Smtp

LEASE = timedelta(minutes=10)  # longer than a server may take to accept a letter
# Between one try and the next: five days in all (RFC 5321 §4.5.4.1), a long weekend and more.
_MINUTES = (1, 5, 15, 60, 180, 360, 720, 1440, 1440, 1440, 1440)
_MINUTE = timedelta(minutes=1)
_PASS = 30.0  # seconds of posting, before other work has its turn
MOST_TRIES = len(_MINUTES) + 1
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Claim:
    letter_id: int
    token: str


def post_due(is_told_to_stop: Callable[[], bool] = lambda: False, *, longest: float = _PASS) -> int:
    """Post letters that are due, until none is or `longest` seconds are over; gives how many went.

    Any number of workers may do so at once. Where the mail server cannot be reached it stops; the
    letters stay and are tried again.
    """
    desk: Desk = current_app.extensions["outbox"]
    posted = 0
    if not _is_any_due():
        return 0
    end = time.monotonic() + longest
    with carrier() as line:
        is_over = False
        while not (is_over or is_told_to_stop()) and _is_any_due():
            is_over = time.monotonic() >= end  # one letter at least
            try:
                line.be_ready()
            except NobodyThere as nobody:
                _put_next_off(nobody.fault)
                break
            claim = _claim()
            if claim is None:
                break
            try:
                with line.held():
                    posted += _post(claim, desk, line)
            except NobodyThere:
                break
    return posted


def carrier() -> Carrier:
    """What letters leave by on this installation."""
    settings = current_app.config["SETTINGS"]
    if settings.smtp_url:
        return Smtp(settings.smtp_url)
    return every_folder()


def folder() -> Folder | None:
    """Where letters are kept to be read by the steward; None where they are posted over SMTP."""
    return None if current_app.config["SETTINGS"].smtp_url else every_folder()


def every_folder() -> Folder:
    """Where letters were kept while there was no mail server, whether there is one now or not."""
    return Folder(current_app.config["SETTINGS"].instance_path / "letters")


def file_name(letter: Letter) -> str:
    """The name of a letter's file, without its ending: that of no other letter, even where SQLite
    gives the number of one that is no more to another.
    """
    return f"letter-{letter.id}-{sha256(letter.owed_at.isoformat().encode()).hexdigest()[:12]}"


def post_again(letter: Letter, *, now: datetime) -> None:
    """Try a letter that was given up once more from the beginning. Others stay as they are."""
    if letter.outcome is Outcome.GIVEN_UP:
        letter.outcome, letter.closed_at = None, None
        letter.tries, letter.due_at, letter.leased_until = 0, now, None
        db.session.flush()


def post_all_again(*, now: datetime) -> int:
    """Try every letter that was given up once more; gives how many of them are listed: of others
    nobody learns how many there are.
    """
    given_up = update(Letter).where(Letter.outcome == Outcome.GIVEN_UP).returning(Letter.kind)
    kinds = db.session.scalars(given_up.values(untried(now))).all()
    return sum(kind not in UNLISTED for kind in kinds)


def _post(claim: _Claim, desk: Desk, line: Carrier) -> bool:
    """Whether the letter was taken."""
    try:
        letter = db.session.get_one(Letter, claim.letter_id)
        name, message = file_name(letter), compose(letter, desk, clock.now())
    except Exception as error:  # noqa: BLE001 - one that cannot be written does not stop the rest
        _log.error("Letter %s could not be written.\n%s", claim.letter_id, trace_of(error))
        _put_off(claim, f"not written ({type(error).__name__})")
        return False
    finally:
        db.session.rollback()  # nothing is held while the server is talked to
    if message is None:
        _close(claim, Outcome.NOT_NEEDED)
        return False
    try:
        line.deliver(message, name)
    except NeverTaken as refused:
        _close(claim, Outcome.GIVEN_UP, refused.fault)
    except NobodyThere as nobody:
        _let_wait(claim, nobody.fault)
        raise
    except NotDelivered as later:
        _put_off(claim, later.fault, is_unsure=isinstance(later, NobodyKnows))
    else:
        _close(claim, Outcome.SENT)
        return True
    return False


def _due(now: datetime) -> Select[Letter]:
    """What may be taken in hand, what is due first ahead; a lease that ends years from now is of a
    clock that was wrong.
    """
    free = (
        Letter.leased_until.is_(None)
        | (Letter.leased_until <= now)
        | (Letter.leased_until > now + 2 * LEASE)
    )
    waiting = select(Letter).where(Letter.closed_at.is_(None), Letter.due_at <= now, free)
    return waiting.order_by(Letter.due_at, Letter.id).limit(1)


def _next(now: datetime) -> Letter | None:
    """The letter whose turn it is, held. Those about an account go first: whoever wants to sign in
    waits for theirs, however many are told of a change.
    """
    desk: Desk = current_app.extensions["outbox"]
    due = _due(now).with_for_update(skip_locked=True)
    of_accounts = due.where(Letter.kind.in_(desk.kinds_of(Group.ACCOUNT)))
    return db.session.scalar(of_accounts) or db.session.scalar(due)


def _is_any_due() -> bool:
    found = db.session.scalar(_due(clock.now()).with_only_columns(Letter.id))
    db.session.rollback()  # reading is over
    return found is not None


def _claim() -> _Claim | None:
    """The next letter, in this worker's hand alone; None where others were quicker."""
    now = clock.now()
    with transaction():
        letter = _next(now)
        if letter is None:
            return None
        if letter.leased_until is not None:  # whoever had it in hand has died
            letter.unsure_at = letter.unsure_at or letter.tried_at
        if letter.tries + 1 < MOST_TRIES:  # what is later is not given up with it
            take_in_later(letter, now=now)
        claim = _Claim(letter.id, token_hex(16))
        letter.token, letter.leased_until = claim.token, now + LEASE
        letter.taken_at, letter.tried_at = letter.taken_at or now, now
        letter.tries += 1
    return claim


def _close(claim: _Claim, outcome: Outcome, fault: str | None = None) -> None:
    _note(claim, outcome=outcome, closed_at=clock.now(), fault=fault)


def _put_off(claim: _Claim, fault: str, *, is_unsure: bool = False) -> None:
    """Let it rest, longer after each try; given up after the last. `is_unsure` where it may have
    gone.
    """
    with transaction():
        tries = db.session.scalar(select(Letter.tries).where(Letter.id == claim.letter_id)) or 1
    known: dict[str, object] = {"fault": fault}
    if is_unsure:
        known["unsure_at"] = func.coalesce(Letter.unsure_at, Letter.tried_at)
    if tries >= MOST_TRIES:
        known |= {"outcome": Outcome.GIVEN_UP, "closed_at": clock.now()}
    else:
        known["due_at"] = clock.now() + pause_after(tries)
    _note(claim, **known)


def pause_after(tries: int) -> timedelta:
    """How long a letter rests after its `tries`-th try failed."""
    return timedelta(minutes=_MINUTES[min(tries, len(_MINUTES)) - 1])


def _note(claim: _Claim, **values: object) -> None:
    """Write what became of a letter, unless the lease ended and another worker has it now."""
    with transaction():
        mine = update(Letter).where(Letter.id == claim.letter_id, Letter.token == claim.token)
        db.session.execute(mine.values(token=None, leased_until=None, **values))


def _let_wait(claim: _Claim, fault: str) -> None:
    """Nobody is there to take any letter: this is no try of one, however long it lasts."""
    _note(claim, fault=fault, tries=Letter.tries - 1, due_at=clock.now() + _MINUTE)


def _put_next_off(fault: str) -> None:
    """Nobody could be reached: the letter whose turn it is says so, and waits."""
    claim = _claim()
    if claim is not None:
        _let_wait(claim, fault)
