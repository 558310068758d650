"""Reads about sample content."""

from collections.abc import Collection

from sqlalchemy import select

from community.calls.times import Sitting
from community.db import db

from .models import Sample


def sample_among(sittings: Collection[Sitting]) -> set[int]:
    """The ids of those `sittings` whose call or series was written as sample content."""
    marked: dict[str, set[int]] = {"call": set(), "series": set()}
    for kind, row_id in db.session.execute(
        select(Sample.kind, Sample.row_id).where(Sample.kind.in_(marked))
    ):
        marked[kind].add(row_id)
    return {
        s.id
        for s in sittings
        if s.call_id in marked["call"] or s.call.series_id in marked["series"]
    }


def samples(kind: str) -> set[int]:
    """The ids of the rows of the table `kind` that were written as sample content."""
    return set(db.session.scalars(select(Sample.row_id).where(Sample.kind == kind)))
