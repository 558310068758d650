"""What the library began with, where nobody here has changed it: it gives way to the same pattern
as another place has it.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, and_, delete, exists, func, select

from community.accounts.models import Member, Person
from community.db import db

from .collection_models import CollectionEntry
from .curation_models import CuratorWord, Objection, PatternCheck, Review
from .facets import Stage
from .models import Pattern, PatternFacet, PatternRelation, PatternRevision, StageChange
from .origin_models import PatternOrigin
from .seeding import AUTHOR
from .suggestion_models import Suggestion
from .thread_models import PatternThread

_STEPS = 2  # written down, and emerging
_OF_ITS_WORDS = (PatternOrigin, Review, Objection, CuratorWord, PatternCheck, Suggestion)


def untouched(slugs: Collection[str]) -> Mapping[str, Pattern]:
    """Those patterns at these addresses that came with the program and say what they said then, by
    address; one query. Uses, marks and citations stand with whatever they say.
    """
    query = (
        select(Pattern)
        .join(Person, Person.id == Pattern.author_id)
        .where(
            Pattern.slug.in_(slugs),
            Pattern.revision == 1,
            Pattern.stage == Stage.EMERGING,
            Person.name == AUTHOR,
            ~exists().where(Member.person_id == Person.id),
            ~Pattern.aside.has(),
            _steps() == _STEPS,
            ~_is_related_by_others(),
            *(~exists().where(model.pattern_id == Pattern.id) for model in _OF_ITS_WORDS),
            ~exists().where(PatternThread.pattern_id == Pattern.id),
            ~exists().where(_is_pinned()),
        )
        .order_by(Pattern.slug)
        .execution_options(populate_existing=True)
    )
    return {pattern.slug: pattern for pattern in db.session.scalars(query)}


def held(slugs: Collection[str]) -> Mapping[str, Pattern]:
    """The same, held until the transaction ends: nobody says a word of them meanwhile. Whatever
    somebody was saying just then is waited for, and looked at; three queries.
    """
    numbers = [pattern.id for pattern in untouched(slugs).values()]
    rows = select(Pattern.id).where(Pattern.id.in_(numbers)).order_by(Pattern.id)
    db.session.execute(rows.with_for_update())
    return untouched(slugs)


def clear(patterns: Collection[Pattern]) -> None:
    """Take away what these say and how far they came, and what they say of others. They stay, and
    so does what leads to them, for whoever writes them anew in the same transaction.
    """
    numbers = [pattern.id for pattern in patterns]
    for model in (PatternRelation, PatternFacet, StageChange, PatternRevision):
        db.session.execute(delete(model).where(model.pattern_id.in_(numbers)))
    db.session.flush()


def _steps() -> ColumnElement[int]:
    taken = select(func.count(StageChange.id)).where(StageChange.pattern_id == Pattern.id)
    return taken.correlate(Pattern).scalar_subquery()


def _is_related_by_others() -> ColumnElement[bool]:
    """Somebody said what it has to do with another, or that it has not."""
    said = PatternRelation.by_id != Pattern.author_id
    gone = PatternRelation.withdrawn_at.is_not(None)
    return exists().where(PatternRelation.pattern_id == Pattern.id, said | gone)


def _is_pinned() -> ColumnElement[bool]:
    return and_(CollectionEntry.pattern_id == Pattern.id, CollectionEntry.pinned.is_not(None))
