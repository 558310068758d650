"""In which language patterns are written now, where a list tells of many."""

from typing import Any

from sqlalchemy import ColumnElement, String, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

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


def language_now() -> ColumnElement[str]:
    """For a query of patterns: the language of what each says now, as a tag."""
    said = func.coalesce(_LanguageIn(PatternRevision.content), SOURCE)
    theirs = PatternRevision.pattern_id == Pattern.id
    query = select(said).where(theirs, PatternRevision.number == Pattern.revision)
    return query.correlate_except(PatternRevision).scalar_subquery()
