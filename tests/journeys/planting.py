"""A payload in every place of the database where people's words are kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa

from community.accounts.models import Member
from community.conduct import publishing
from community.conduct.content import (
    ClauseText,
    CodeText,
    Effect,
    Quorum,
    RungText,
    SectionText,
)
from community.db import Base, db
from community.text import render_markdown
from tests.conduct.build import publish
from tests.journeys.columns import HTMLS, SOURCES, WORDS

HURTS = """"><img src=x onerror=hurt=1><script>hurt=1</script><svg onload=hurt=1>"""
SHORT = "<img src=x onerror=hurt=1>"
MARKDOWN = (
    HURTS
    + """

<iframe srcdoc="<script>parent.hurt=1</script>"></iframe>

[press](javascript:hurt=1) ![far](http://127.0.0.2:9/far.png) <javascript:hurt=1>
[a](http://127.0.0.2:9/x"onmouseover="hurt=1) `<script>hurt=1</script>`

<style>body { background: url(http://127.0.0.2:9/far.png) }</style>
"""
)


def texts() -> dict[str, sa.Column[str]]:
    """Every column that holds text, by `table.column`; choices are none."""
    return {
        f"{table.name}.{column.name}": column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.String) and not isinstance(column.type, sa.Enum)
    }


def plant() -> None:
    """Put the payload everywhere; Markdown as it is rendered when somebody writes them."""
    with _unlocked():
        for name, column in texts().items():
            if name in WORDS:
                _set(column, _payload(column))
            elif name in SOURCES:
                _set(column, sa.literal(MARKDOWN))
            elif name in HTMLS:
                _set(column, sa.literal(render_markdown(MARKDOWN)))


def plant_code(by: Member, now: datetime) -> None:
    """Publish one more version, with the payload wherever somebody can write in it."""
    publishing.discard()
    code = CodeText(
        intro=MARKDOWN,
        sections=(SectionText("planted", HURTS, MARKDOWN, (ClauseText("planted-1", MARKDOWN),)),),
        ladder=tuple(
            RungText(level, SHORT, HURTS, HURTS, HURTS, None, Quorum.ONE, (Effect.NO_NOTES,))
            for level in range(5)
        ),
    )
    publish(by, code, summary=HURTS, now=now)
    publishing.save(code, by=by, edits=0, now=now)


def plant_html(html: str) -> None:
    """Put HTML where what is rendered is kept, as if nothing had cleaned it."""
    with _unlocked():
        for name, column in texts().items():
            if name in HTMLS:
                _set(column, sa.literal(html))


@contextmanager
def _unlocked() -> Iterator[None]:
    """Without what the database refuses to change, which it would take all the same when written
    with the payload at once.
    """
    if db.engine.dialect.name == "sqlite":
        kept = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = db.session.execute(kept).all()
        off = [f"DROP TRIGGER {name}" for name, _ in found]
        on = [made for _, made in found]
    else:
        tables = sorted({column.table.name for column in texts().values()})
        off, on = (
            [f'ALTER TABLE "{table}" {how} TRIGGER USER' for table in tables]
            for how in ("DISABLE", "ENABLE")
        )
    for each in off:
        db.session.execute(sa.text(each))
    yield
    for each in on:
        db.session.connection().exec_driver_sql(each)


def _payload(column: sa.Column[str]) -> sa.ColumnElement[str]:
    length = getattr(column.type, "length", None) or len(HURTS)
    if column.name in {"handle", "email"}:  # one for each row
        number = sa.cast(column.table.c.id, sa.String)
        return sa.literal('"><img src=x onerror=hurt=') + number + sa.literal(">")
    return sa.literal(HURTS if length >= len(HURTS) else SHORT)


def _set(column: sa.Column[str], value: sa.ColumnElement[str]) -> None:
    planted = sa.update(column.table).values({column.name: value})
    if column.table.name == "disclosure":  # which has details only where they matter
        planted = planted.where(column.table.c.degree.in_(["some", "most"]))
    db.session.execute(planted)
