"""Take the names out of what copies of patterns of this place say they were made from.

A file of a pattern that was brought in where it is from was kept with whoever wrote it in its
words, so that nobody could take their name off. Who they are is told by the page it leads to. What
names somebody at an address elsewhere stays: whether they want that is known there alone. So does
what has not the shape in which the program names people: a person typed it.
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
_AND_OTHERS = " and others"
_UNNAMED = ("others", "people who are not named")
_UNNAMED_PLACE = "Community calls"
_BROUGHT = ", from an import"
_ROW = re.compile(r"(sources-\d+-)text")
_ADDRESS = re.compile(r"https?://([^\s/?#)]*)([^\s)]*)", re.IGNORECASE)
_USUAL_PORT = re.compile(r"(.*@)?(.*?)\.?(:80|:443)?$")
_SLUG = re.compile(r"[^/?#.]*")
_PEOPLE = """
SELECT person.name, person.credit_name FROM person
WHERE person.id IN (
  SELECT pattern_revision.by_id FROM pattern_revision
  WHERE pattern_revision.pattern_id IN (SELECT id FROM at)
  UNION SELECT pattern_suggestion.by_id FROM pattern_suggestion
  WHERE pattern_suggestion.pattern_id IN (SELECT id FROM at)
)
ORDER BY person.id
"""
_AT = """
WITH at AS (
  SELECT id FROM pattern WHERE slug = :slug OR drafted_as = :slug
  UNION SELECT pattern_id FROM pattern_address WHERE slug = :slug
)
"""


def upgrade() -> None:
    here = _Here(current_app.config["SETTINGS"].base_url)
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
    return [{**one, "text": here.told(one["text"], one.get("url", ""))} for one in rows]


def _typed(pairs, here):
    said = dict(pairs)
    rows = {name: _ROW.fullmatch(name) for name in said}
    urls = {name: said.get(f"{row[1]}url", "") for name, row in rows.items() if row}
    return [
        [name, here.told(value, urls[name]) if name in urls else value] for name, value in pairs
    ]


class _Here:
    """Our place, and who wrote its patterns."""

    def __init__(self, base_url):
        self.root = _without_scheme(f"{base_url.rstrip('/')}/patterns/")
        name = op.get_bind().scalar(sa.text("SELECT name FROM community"))
        host = urlsplit(base_url).netloc
        self.places = tuple(one for one in (name, host, _UNNAMED_PLACE) if one)
        self.people = {}  # how whoever wrote what is at an address in words is or was credited

    def told(self, text, url):
        """What a source at an address says, without the people whom the program named in it."""
        there = _without_scheme(url)
        title, by, names = text.rpartition(_BY)
        if not (by and title.startswith("“") and there.startswith(self.root)):
            return text
        slug = _SLUG.match(there.removeprefix(self.root))[0]
        return f"{title}”" if self._is_named_by_program(names, slug) else text

    def _is_named_by_program(self, names, slug):
        if names.endswith((_AND_OTHERS, *(f", {place}" for place in self.places))):
            return True
        if slug not in self.people:
            rows = op.get_bind().execute(sa.text(_AT + _PEOPLE), {"slug": slug}).all()
            self.people[slug] = [one.removesuffix(_BROUGHT) for row in rows for one in row if one]
        one = "|".join(re.escape(name) for name in (*self.people[slug], *_UNNAMED))
        return re.fullmatch(rf"(?:{one})(?:, (?:{one}))*(?: and (?:{one}))?", names) is not None


def _without_scheme(words):
    """The first address in words as a browser takes it, but for https or not."""
    found = _ADDRESS.search(words)
    if found is None:
        return ""
    host = _USUAL_PORT.sub(r"\2", found[1].lower(), count=1)
    return f"{host}{re.sub('/+', '/', found[2])}"
