"""Where notes stand now: a thread on an item goes with it from call to call, and whoever may see
the call it has come to may open the notes. What was decided or taken on belongs to the call it was
made in, which may be another one.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.orm import aliased

from community.agendas.models import Item
from community.calls.call_queries import is_gone
from community.calls.models import Call, Series, Visibility

from .models import CallThread, ItemThread, Note

Home = aliased(Call, name="home")
_HomeSeries = aliased(Series, name="home_series")
_HomeItem = aliased(Item, name="home_item")


def with_home(query: Select[Any]) -> Select[Any]:
    """A query on notes, with the call on whose pages each stands."""
    return (
        query.outerjoin(CallThread, CallThread.thread_id == Note.thread_id)
        .outerjoin(ItemThread, ItemThread.thread_id == Note.thread_id)
        .outerjoin(_HomeItem, _HomeItem.id == ItemThread.item_id)
        .join(Home, Home.id == func.coalesce(CallThread.call_id, _HomeItem.call_id))
        .outerjoin(_HomeSeries, _HomeSeries.id == Home.series_id)
    )


def seen_at_home() -> ColumnElement[Visibility]:
    """How far the call is seen on whose pages a note stands."""
    return func.coalesce(Home.own_visibility, _HomeSeries.visibility)


def is_home_gone() -> ColumnElement[bool]:
    """Whether that call, or its series, was removed."""
    return is_gone(Home)
