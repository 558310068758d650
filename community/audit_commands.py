"""`flask --app app audit verify`: whether the audit log is what it was."""

import sys

import click
from flask import Flask

from . import audit, audit_rows


def init_app(app: Flask) -> None:
    """Add the commands."""
    group = click.Group("audit", help="The audit log of moderation.")

    @group.command("verify")
    @click.option("--head", help="A hash noted earlier, which must still be in it.")
    def verify(head: str | None) -> None:
        """Follow the log from its beginning, hold the rows it tells of against it, and say what was
        changed.
        """
        with app.app_context():
            verdict = audit.verify()
            is_known = head is None or audit.holds(head)
            rows = audit_rows.compare()
        if verdict.broken is not None:
            click.echo(f"Entry {verdict.broken} does not follow from the one before.", err=True)
            sys.exit(1)
        if not is_known:
            click.echo("The entry you noted is gone: the log was cut or written anew.", err=True)
            sys.exit(1)
        for said, found in (("changed", rows.changed), ("gone", rows.gone)):
            if found:
                click.echo(f"Beside the log these rows were {said}: {', '.join(found)}.", err=True)
        if rows.changed or rows.gone:
            sys.exit(1)
        if rows.untold:
            click.echo(f"{rows.untold} rows are in no entry: older than the log, or put in beside.")
        click.echo(f"{verdict.sound} entries, each follows from the one before.")
        click.echo(f"Note this and keep it elsewhere: {verdict.head}")

    app.cli.add_command(group)
