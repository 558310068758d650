"""Let what is purged go from what was decided, asked and answered, and salt every digest of it; and
let an appeal bind in another case about the same person and day.

A text of these rows changes where a bar is put into it, and with nothing else of the row, as long
as a row says that words are purged. A digest that was kept without a salt may become another once,
of what is purged alone: the program salts it. Whose decision an appeal has changed decides no more
about the person either where something else was reported than a note, an item or a pattern, and
both happened within a day.
"""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

import re
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0123"
down_revision = "0122"
branch_labels = None
depends_on = None

_LETTER = ("behaviour", "impact", "expected", "consequence", "rationale", "for_reporter")
_SHORT = ("scope", "how_found")
# table → which texts a bar may be put into
_TEXTS = {
    "ruling": (*_LETTER, *_SHORT),
    "ruling_condition": ("words",),
    "ruling_look": ("why",),
    "measure": ("facts", *_SHORT),
    "appeal": ("words_source",),
    "appeal_word": ("words", "for_reporter"),
    "appeal_outcome": ("words",),
    "readmission": ("words_source", "answer"),
    "readmission_word": ("words", "for_reporter"),
    "case_merging": ("why", "ended_why"),
    "content_state": ("why",),
    "content_appeal": ("words_source", "words"),
}
_HTML = {"words_html": "words_source"}
_IS_PURGED = "EXISTS (SELECT 1 FROM word_purge)"
_DIGEST = "content_state", ("digest", "salt")
_THINGS = "('note', 'item', 'pattern')"
_SAME = "u.about = t.about AND u.about_id = t.about_id"
_OF_THINGS = f"AND t.about IN {_THINGS}"
_BOTH_THINGS = f"(t.about IN {_THINGS} AND u.about IN {_THINGS})"
_NEAR = {
    "sqlite": "ABS(julianday(t.happened_at) - julianday(u.happened_at)) <= 1",
    "postgresql": "ABS(EXTRACT(EPOCH FROM t.happened_at - u.happened_at)) <= 86400",
}
_BINDING = ("ruling_by_enough", "ruling_undoes_no_appeal")
_IS_SALTED = "OLD.state = 'purged' AND OLD.salt = '' AND NEW.salt <> ''"


def upgrade() -> None:
    _change_all(_let_go)
    _bind(lambda near: (f"ON {_SAME}", f"ON {_same_or(near)}"), (_OF_THINGS, "AND 1 = 1"))


def downgrade() -> None:
    _bind(lambda near: (f"ON {_same_or(near)}", f"ON {_SAME}"), ("AND 1 = 1", _OF_THINGS))
    _change_all(_hold)


def _same_or(near: str) -> str:
    return f"(({_SAME} {_OF_THINGS}) OR (NOT {_BOTH_THINGS} AND {near}))"


def _bind(joined: Callable[[str], tuple[str, str]], which: tuple[str, str]) -> None:
    """Write anew of what is the same matter."""
    name = op.get_bind().dialect.name
    before, after = joined(_NEAR[name])

    def change(when: str, _but: str) -> str:
        if before not in when or which[0] not in when:
            raise ValueError("This is not as it was made.")
        return _replaced(when, before, after, which)

    _change_guards("ruling_made", change, "", names=_BINDING)


def _replaced(when: str, before: str, after: str, which: tuple[str, str]) -> str:
    """The condition beside the join first, as what is joined by may say the same."""
    parts = [part.replace(*which) for part in when.split(before)]
    return after.join(parts)


def _change_all(change: Callable[[str, str], str]) -> None:
    for table, texts in _TEXTS.items():
        _change_guards(table, change, _but(table, texts))


def _let_go(when: str, but: str) -> str:
    return f"({when}) AND NOT ({but})"


def _hold(when: str, but: str) -> str:
    told = _let_go("", but)[1:]
    if not (when.startswith("(") and when.endswith(told)):
        raise ValueError("This is not as it was made.")
    return when[1 : -len(told)]


def _but(table: str, texts: tuple[str, ...]) -> str:
    """Whether nothing of a row changes but texts, each of which has a bar in it then; or its digest
    alone, which is salted.
    """
    names = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
    barred = " AND ".join(_same_or_barred(name, texts) for name in names)
    if table != _DIGEST[0]:
        return f"{barred} AND {_IS_PURGED}"
    others = " AND ".join(_same(name) for name in names if name not in _DIGEST[1])
    return f"({barred} AND {_IS_PURGED}) OR ({others} AND {_IS_SALTED})"


def _same_or_barred(name: str, texts: tuple[str, ...]) -> str:
    text = _HTML.get(name, name)
    same = _same(name)
    return f"({same} OR NEW.{text} LIKE '%█%')" if text in texts else same


def _same(name: str) -> str:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    return f"NEW.{name} {'IS' if is_sqlite else 'IS NOT DISTINCT FROM'} OLD.{name}"


def _change_guards(
    table: str, change: Callable[[str, str], str], but: str, *, names: tuple[str, ...] = ()
) -> None:
    """Write anew when each trigger on changes of a table refuses, or those with these names."""
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        which = f"name IN {names}" if names else "sql LIKE '% BEFORE UPDATE ON %'"
        query = (
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name"
            f" AND {which} ORDER BY name"
        )
        for row in bind.execute(sa.text(query), {"name": table}).all():
            head, when, tail = _parts(row.sql, r"(.*? WHEN )(.*)( BEGIN SELECT RAISE.*)")
            bind.exec_driver_sql(f"DROP TRIGGER {row.name}")
            bind.exec_driver_sql(f"{head}{change(when, but)}{tail}")
        return
    which = f"t.tgname IN {names}" if names else "(t.tgtype & 16) <> 0 AND (t.tgtype & 1) <> 0"
    query = (
        "SELECT pg_get_functiondef(t.tgfoid) FROM pg_trigger AS t"
        " WHERE t.tgrelid = CAST(:name AS regclass) AND NOT t.tgisinternal"
        f" AND {which} ORDER BY t.tgname"
    )
    for made in bind.execute(sa.text(query), {"name": table}).scalars().all():
        head, when, tail = _parts(made, r"(.*?\bIF )(.*)( THEN\s+RAISE .*)")
        bind.exec_driver_sql(f"{head}{change(when, but)}{tail}".replace("%", "%%"))


def _parts(text: str, pattern: str) -> tuple[str, str, str]:
    found = re.fullmatch(pattern, text.strip(), re.DOTALL)
    if found is None:
        raise ValueError("This is not as it was made.")
    return found[1], found[2].strip(), found[3]
