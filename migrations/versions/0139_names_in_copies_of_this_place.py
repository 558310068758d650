"""Take the names out of what copies of patterns of this place say they were made from.

A file of a pattern that was brought in where it is from was kept with whoever wrote it in its
words, so that nobody could take their name off. Who they are is told by the page it leads to. What
names somebody at an address elsewhere stays: whether they want that is known there alone.
"""

import json
import re
from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import op
from flask import current_app

revision = "0139"
down_revision = "0138"
branch_labels = None
depends_on = None

_BY = "” by "
_ROW = re.compile(r"(sources-\d+-)text")


def upgrade() -> None:
    host = urlsplit(current_app.config["SETTINGS"].base_url).netloc
    here = re.compile(rf"https?://{re.escape(host)}/+patterns/", re.IGNORECASE)
    _clean("pattern_revision", ("pattern_id", "number"), "content", _content, here)
    _clean("pattern_suggested_section", ("suggestion_id", "section"), "value", _section, here)
    _clean("pattern_draft", ("member_id", "place", "tab"), "typed", _typed, here)


def downgrade() -> None:
    """What is gone stays gone."""


def _clean(name, keys, column, without_names, here) -> None:
    bind = op.get_bind()
    table = sa.table(name, *(sa.column(one) for one in (*keys, column)))
    kept = table.c[column]
    by = [table.c[key] for key in keys]
    query = sa.select(*by).where(kept.contains(_BY)).order_by(*by)
    for row in bind.execute(query).all():
        this = [one == value for one, value in zip(by, row, strict=True)]
        before = json.loads(bind.scalar(sa.select(kept).where(*this)))
        after = without_names(before, here)
        if after != before:
            separators = (",", ":") if name == "pattern_revision" else None
            told = json.dumps(after, ensure_ascii=False, separators=separators)
            bind.execute(table.update().where(*this).values({column: told}))


def _content(said, here):
    return {**said, "sources": _sources(said.get("sources", []), here)}


def _section(value, here):
    is_of_sources = isinstance(value, list) and all(isinstance(one, dict) for one in value)
    return _sources(value, here) if is_of_sources else value


def _sources(rows, here):
    return [
        {**one, "text": _title(one["text"])} if here.match(one.get("url", "")) else one
        for one in rows
    ]


def _typed(pairs, here):
    told = dict(pairs)
    found = {name: _ROW.fullmatch(name) for name in told}
    named = {
        name for name, row in found.items() if row and here.match(told.get(f"{row[1]}url", ""))
    }
    return [[name, _title(value) if name in named else value] for name, value in pairs]


def _title(text):
    """The title alone of what is told as a file was brought in."""
    title, by, _ = text.partition(_BY)
    return f"{title}”" if by and title.startswith("“") else text
