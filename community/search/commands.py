"""`flask --app app index`: write the index of what can be found anew."""

import click
from flask import Flask

from community import clock

from . import indexing


def init_app(app: Flask) -> None:
    """Add the command."""

    @app.cli.command("index")
    def index() -> None:
        """Put everything that can be found into the index anew; nothing is lost meanwhile."""
        done = 0

        def tell(more: int) -> None:
            nonlocal done
            done += more
            if more:
                click.echo(f"{done} read")

        changed = indexing.index_all(now=clock.now(), tell=tell)
        click.echo(f"The index is whole. Rows that were not right before: {changed}")
