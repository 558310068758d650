"""Texts that people wrote, rendered once more: after what is rendered, and how, has changed.

Each text stands in a column `…_source` with the HTML that was made of it in `…_html` beside it. A
feature whose texts name members renders its own.
"""

from collections.abc import Callable, Sequence
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask, current_app

from .db import Base, db, transaction
from .text import POLICY_VERSION, render_markdown

# What is sealed stays letter by letter: what people agreed to, and what a case rests on.
SEALED = {"code_version", "code_section", "code_clause", "report", "report_copy", "case_message"}
SEALED |= {"appeal", "readmission", "content_appeal"}
AT_ONCE = 200
Again = Callable[[], int]


def init_app(app: Flask, own: dict[str, Again]) -> None:
    """Add the command. Features render the texts of tables of their `own` themselves; each gives
    how many it did.
    """
    app.extensions["rerendering"] = own

    @app.cli.command("render-again")
    def command() -> None:
        """Render what people wrote once more, after the rules of rendering have changed."""
        click.echo(f"Rendered again: {render_again()}")


def render_again() -> int:
    """Render every text that may look another way by now; gives how many rows that was."""
    own: dict[str, Again] = current_app.extensions["rerendering"]
    tables = [t for t in Base.metadata.sorted_tables if t.name not in SEALED | set(own)]
    pairs = {table: _pairs(table) for table in tables}
    done = sum(_render_table(table, names) for table, names in pairs.items() if names)
    return done + sum(again() for again in own.values())


def _pairs(table: sa.Table) -> list[str]:
    """What the texts of a table are called, such as `description`."""
    names = [name.removesuffix("_source") for name in table.c.keys() if name.endswith("_source")]  # noqa: SIM118 - a collection of columns
    return [name for name in names if f"{name}_html" in table.c]


def _render_table(table: sa.Table, names: Sequence[str]) -> int:
    """In pieces, each in a transaction of its own; only rows whose HTML is another are written."""
    keys = list(table.primary_key.columns)
    done = 0
    last: tuple[Any, ...] | None = None
    while True:
        with transaction():
            query = sa.select(table).order_by(*keys).limit(AT_ONCE).with_for_update()
            if last is not None:
                query = query.where(sa.tuple_(*keys) > sa.tuple_(*last))
            rows = db.session.execute(query).mappings().all()
            done += sum(_render_row(table, row, names) for row in rows)
        if len(rows) < AT_ONCE:
            return done
        last = tuple(rows[-1][key.name] for key in keys)


def _render_row(table: sa.Table, row: Any, names: Sequence[str]) -> bool:
    fresh: dict[str, Any] = {
        f"{name}_html": render_markdown(row[f"{name}_source"])
        for name in names
        if row[f"{name}_source"] is not None
    }
    if "text_policy" in table.c:
        fresh["text_policy"] = POLICY_VERSION
    if all(row[name] == value for name, value in fresh.items()):
        return False
    here = [key == row[key.name] for key in table.primary_key.columns]
    db.session.execute(sa.update(table).where(*here).values(fresh))
    return True
