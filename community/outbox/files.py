"""The files of letters, where nobody posts them: what is owed to nobody goes, and so does the name
of who has left, from what others were written.
"""

import email
import email.policy
import logging
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select

from community import clock
from community.bars import times
from community.db import db
from community.errors import trace_of

from .carriers import Folder
from .composing import compose
from .kinds import Desk
from .models import Letter
from .posting import every_folder, file_name

_AT_ONCE = 1000  # numbers in one statement
_OUR_FILE = re.compile(r"letter-([0-9]{1,18})(?:-[0-9a-f]{12})?").fullmatch
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as it lies in the folder: subject and plain text."""

    subject: str
    text: str


def read(folder: Folder, name: str) -> Written | None:
    """What the letter of this name says, where its file is there."""
    try:
        content = folder.file_of(name).read_bytes()
    except OSError:
        return None
    message = email.message_from_bytes(content, policy=email.policy.default)
    part = message.get_body(("plain",))
    return Written(str(message["Subject"]), str(part.get_content()) if part else "")


def forget_files() -> None:
    """Delete the files of letters that are owed to nobody any more; those too that were written
    before a mail server was set.
    """
    folder = every_folder()
    with folder.held():
        kept = {file_name(letter) for letter in _letters(folder)}
        db.session.rollback()  # reading is over
        for name in folder.names() - kept:
            if _OUR_FILE(name):
                folder.discard(name)


def forget_names(names: Collection[str]) -> None:
    """Write the letters to others that hold any of these names anew, as they would be written now;
    one that has nothing to say any more goes. To be called when who had the names has left.
    """
    folder, desk = every_folder(), current_app.extensions["outbox"]
    with folder.held():
        for letter in _letters(folder):
            if _holds(folder, file_name(letter), names):
                _write_again(letter, folder, desk)
        db.session.rollback()  # reading is over


def write_all_again() -> None:
    """The same for every letter: where the names are not known any more."""
    folder, desk = every_folder(), current_app.extensions["outbox"]
    with folder.held():
        for letter in _letters(folder):
            _write_again(letter, folder, desk)
        db.session.rollback()  # reading is over


def _letters(folder: Folder) -> Sequence[Letter]:
    """Those that a file in the folder may be of."""
    numbers = [int(match[1]) for name in sorted(folder.names()) if (match := _OUR_FILE(name))]
    found: list[Letter] = []
    for first in range(0, len(numbers), _AT_ONCE):
        some = Letter.id.in_(numbers[first : first + _AT_ONCE])
        found += db.session.scalars(select(Letter).where(some).order_by(Letter.id))
    return found


def _holds(folder: Folder, name: str, words: Collection[str]) -> bool:
    found = read(folder, name)
    said = f"{found.subject}\n{found.text}" if found else ""
    return any(times(one, said, is_bounded=True) for one in words)


def _write_again(letter: Letter, folder: Folder, desk: Desk) -> None:
    try:
        message = compose(letter, desk, clock.now())
    except Exception as error:  # noqa: BLE001 - what cannot be written without the name goes
        _log.error("Letter %s could not be written again.\n%s", letter.id, trace_of(error))
        message = None
    name = file_name(letter)
    if message is None:
        folder.discard(name)
    else:
        folder.deliver(message, name)
