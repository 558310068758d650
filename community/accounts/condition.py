"""How many members there are, for machines that watch; nothing about any of them. And whether the
list of who was erased can be read.
"""

from collections.abc import Iterator
from datetime import datetime

from flask import current_app
from sqlalchemy import func, select

from community.condition import Finding, Measure, Part, Weight, pieces
from community.db import db
from community.erasures import FILE, damaged_in

from .erasing_again import UNREADABLE
from .models import Member

_ERASED = "Erased for good"


def examine(_now: datetime) -> Iterator[Finding]:
    """How the list of who was erased stands, where it does not stand well."""
    folder = current_app.config["SETTINGS"].instance_path
    file, ours = str(folder / FILE), "The program must be able to read and write this file:"
    try:
        damaged = damaged_in(folder)
    except OSError as error:
        words = UNREADABLE.format(why=error.strerror)
        yield Finding(Weight.BAD, _ERASED, words, ours, f"ls -l {file}")
        return
    if damaged:
        lines = pieces(damaged, "line", "lines")
        words = f"{lines} of the list of who was erased cannot be read. Members are noted anew."
        yield Finding(Weight.WORRY, _ERASED, words, "Take out what nobody can read:", file)


def measure(_now: datetime) -> Iterator[Measure]:
    """The number of members."""
    yield Measure("members", "People with an account.", db.session.scalar(_COUNT) or 0)


_COUNT = select(func.count(Member.id)).where(Member.erased_at.is_(None))
PART = Part("Members", examine, measure)
