"""In which language patterns are written now, where a list tells of many."""

from typing import Any

from sqlalchemy import ColumnElement, String, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from community.db import db
from community.languages import SOURCE

from .models import Pattern, PatternRevision


class _LanguageIn(FunctionElement[str]):
    """The language that a kept content names."""

    inherit_cache = True
    type = String()


@compiles(_LanguageIn, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **how: Any) -> str:
    return f"json_extract({compiler.process(element.clauses, **how)}, '$.language')"


@compiles(_LanguageIn, "postgresql")
def _in_postgresql(element: Any, compiler: Any, **how: Any) -> str:
    return f"(CAST({compiler.process(element.clauses, **how)} AS JSON) ->> 'language')"


def language_now(pattern: Any = Pattern) -> ColumnElement[str]:
    """For a query of patterns, or of an alias of them: the language of what each says now, as a
    tag.
    """
    said = func.coalesce(_LanguageIn(PatternRevision.content), SOURCE)
    theirs = PatternRevision.pattern_id == pattern.id
    query = select(said).where(theirs, PatternRevision.number == pattern.revision)
    return query.correlate_except(PatternRevision).scalar_subquery()


def language_of(pattern: Pattern) -> str:
    """The language of what a pattern says now."""
    return db.session.scalar(select(language_now()).where(Pattern.id == pattern.id)) or SOURCE
