"""Notes in whose place nothing stands."""

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased

from community.conduct.state_models import Content
from community.conduct.state_queries import is_spam

from .models import Note


def leaves_nothing() -> ColumnElement[bool]:
    """Whether a note, of a query that has it, was spam and nobody has answered it. One that was
    answered keeps its place, so that the thread keeps its shape.
    """
    answer = aliased(Note)
    answered = exists().where(answer.parent_id == Note.id).correlate_except(answer)
    return is_spam(Content.NOTE, Note.id) & ~answered
