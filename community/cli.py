"""Commands for operators: serve, worker, upgrade, config and those of the features."""

import sys
from functools import partial
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from . import audit_commands, clock, schema, serving, work
from .accounts.erasing_again import ListUnreadable, erase_again
from .accounts.views import terminal
from .backups import commands as backup_commands
from .calendars import commands as calendar_commands
from .config import Settings, explain
from .exchange import commands as exchange_commands
from .front import commands as front_commands
from .moderation.leaving import leave_out_who_was_new
from .search import commands as search_commands

_FILE = click.Path(dir_okay=False, path_type=Path)
HOME = Path(__file__).resolve().parent.parent


def init_app(
    app: Flask,
    settings: Settings,
    jobs: tuple[work.Job, ...],
    flows: tuple[work.Flow, ...] = (),
) -> None:
    """Add the commands to `flask --app app`."""

    @app.cli.command("serve")
    @click.option("--worker/--no-worker", default=True, help="Run a worker beside it?")
    def serve(*, worker: bool) -> None:
        """Run the server with a worker beside it; the database is brought up to date first."""
        _bring_up_to_date(app, settings)
        click.echo(terminal.invitation(app, settings) or "")
        click.echo(f"{settings.base_url} is being served. Stop with Ctrl-C.")
        sys.exit(serving.serve(settings, HOME, with_worker=worker))

    @app.cli.command("worker")
    @click.option("--pulse", type=_FILE, help="A file to touch each time work is looked for.")
    def worker(*, pulse: Path | None) -> None:
        """Do the background work; any number of workers may run."""
        work.run_worker(app, jobs, flows, pulse=pulse)

    @app.cli.command("upgrade")
    def upgrade() -> None:
        """Bring the database up to date."""
        _bring_up_to_date(app, settings)
        click.echo("The database is up to date.")

    @app.cli.command("config")
    def config() -> None:
        """List every setting with its value and where it came from; secrets are masked."""
        for name, value, source in explain(settings):
            click.echo(f"{name} = {value}    [{source}]")

    backup_commands.init_app(app, settings, partial(erase_again, is_restored=True))
    for part in (terminal, front_commands, calendar_commands, exchange_commands):
        part.init_app(app, settings)
    for other in (search_commands, audit_commands):
        other.init_app(app)


def _bring_up_to_date(app: Flask, settings: Settings) -> None:
    """Run the migrations, say where the database of before is if one has been changed, leave out
    of cases who was new before it was asked, and erase whom a restore that broke off has left in
    it.
    """
    try:
        copy = schema.upgrade(app, settings)
    except OperationalError as error:
        raise click.ClickException("The database does not answer.") from error
    if copy is not None:
        click.echo(f"The database was brought up to date. A copy from before is kept: {copy}")
    with app.app_context():
        leave_out_who_was_new()
        try:
            erase_again(clock.now())
        except ListUnreadable as error:
            click.echo(str(error))
        except work.Unfinished:
            click.echo("Somebody who had been erased is still here; it is tried every hour.")
