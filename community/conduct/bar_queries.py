"""For which clauses words are taken out, to be said beside a bar, or a note was hidden at once."""

from collections.abc import Collection, Mapping

from sqlalchemy import select, tuple_

from community.db import db
from community.marks import BAR

from .emergency_models import Emergency
from .models import CodeClause, CodeVersion
from .state_models import Content, ContentState, Standing
from .state_queries import (
    STATE_COLUMNS,
    Placeholder,
    in_short,
    redactions_among,
    redactions_where,
)

Thing = tuple[Content, int]


def beside_bars(about: Content, texts: Mapping[int, str]) -> Mapping[int, tuple[Placeholder, ...]]:
    """For which clauses words of some content are taken out, by its number, of that with a bar in
    its text; a query where there is one.
    """
    return redactions_among(about, {number for number, text in texts.items() if BAR in text})


def clauses_beside(things: Collection[Thing]) -> Mapping[Thing, tuple[Placeholder, ...]]:
    """The same of content of several kinds; one query, none for nothing."""
    if not things:
        return {}
    return redactions_where(tuple_(ContentState.about, ContentState.subject_id).in_(things))


def clauses_at_once(numbers: Collection[int]) -> Mapping[int, Placeholder]:
    """The clauses that were named where something was done at once, by the numbers of emergency
    measures; one query, none for nothing.
    """
    if not numbers:
        return {}
    query = (
        select(Emergency.id, *STATE_COLUMNS[1:])
        .join(
            CodeClause,
            (CodeClause.version_id == Emergency.version_id)
            & (CodeClause.key == Emergency.clause_key),
        )
        .join(CodeVersion, CodeVersion.id == Emergency.version_id)
        .where(Emergency.id.in_(numbers))
        .order_by(Emergency.id)
    )
    return {
        row.id: Placeholder(
            Standing.HIDDEN.value, row.clause_version, row.clause_key, in_short(row.clause_words)
        )
        for row in db.session.execute(query)
    }
