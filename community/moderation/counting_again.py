"""Counting again who has agreed, once fewer can decide in a case than could."""

from datetime import datetime

from sqlalchemy import select

from community.db import db, locked

from . import readmitting
from .appealing import count_words_again
from .case_models import Case
from .deciding import NotAsItWas, refuse_what_it_cannot_replace
from .events import FewerLeft
from .making import make_where_enough
from .quorum_queries import who_may_not_decide
from .ruling_models import Ruling


def fewer_left(event: FewerLeft) -> None:
    """Let what is proposed be decided, and what is appealed against, where those who agreed are
    enough by now, as fewer can decide than could.
    """
    count_again(event.case, now=event.at)
    count_words_again(event.case, now=event.at)
    readmitting.count_again(event.case, now=event.at)


def count_again(case: Case, *, now: datetime) -> None:
    """Let what is proposed be decided where those who agreed are enough by now."""
    query = select(Ruling.id).where(Ruling.case_id == case.id, ~Ruling.made.has())
    for number in db.session.scalars(query.order_by(Ruling.id)).all():
        ruling = locked(Ruling, number)
        try:
            refuse_what_it_cannot_replace(ruling)
        except NotAsItWas:
            continue
        make_where_enough(ruling, but=who_may_not_decide(ruling), by=None, now=now)
