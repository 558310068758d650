"""Reads about topics: what calls are about."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from community.db import db

from .listing import listed, series_shown_to
from .models import Call, Series, Topic, call_topic, series_topic


def topic_by_slug(slug: str) -> Topic | None:
    """The topic at an address."""
    return db.session.scalar(select(Topic).where(Topic.slug == slug))


def topics_listed(*, for_member: bool) -> Sequence[Topic]:
    """The topics of listed calls, by name."""
    shown = listed(for_member=for_member)
    of_calls = (  # the first one is enough: with EXISTS a database may look at all of them
        select(call_topic.c.call_id)
        .join(Call, Call.id == call_topic.c.call_id)
        .outerjoin(Call.series)
        .where(call_topic.c.topic_id == Topic.id, shown)
        .limit(1)
    )
    of_series = (
        select(series_topic.c.series_id)
        .join(Series, Series.id == series_topic.c.series_id)
        .where(series_topic.c.topic_id == Topic.id, series_shown_to(for_member=for_member))
        .limit(1)
    )
    by_call, by_series = (one.correlate(Topic).scalar_subquery() for one in (of_calls, of_series))
    query = (
        select(Topic)
        .where(or_(by_call.is_not(None), by_series.is_not(None)))
        .order_by(func.lower(Topic.name))
    )
    return db.session.scalars(query).all()
