"""How many members there are, for machines that watch; nothing about any of them."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select

from community.condition import Finding, Measure, Part
from community.db import db

from .models import Member


def examine(_now: datetime) -> Iterator[Finding]:
    """Nothing that could be ill."""
    yield from ()


def measure(_now: datetime) -> Iterator[Measure]:
    """The number of members."""
    yield Measure("members", "People with an account.", db.session.scalar(_COUNT) or 0)


_COUNT = select(func.count(Member.id)).where(Member.erased_at.is_(None))
PART = Part("Members", examine, measure)
