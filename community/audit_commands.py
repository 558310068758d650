"""`flask --app app audit verify`: whether the audit log is what it was."""

import sys

import click
from flask import Flask

from . import audit


def init_app(app: Flask) -> None:
    """Add the commands."""
    group = click.Group("audit", help="The audit log of moderation.")

    @group.command("verify")
    @click.option("--head", help="A hash noted earlier, which must still be in it.")
    def verify(head: str | None) -> None:
        """Follow the log from its beginning, and say where it was changed."""
        with app.app_context():
            verdict = audit.verify()
            is_known = head is None or audit.holds(head)
        if verdict.broken is not None:
            click.echo(f"Entry {verdict.broken} does not follow from the one before.", err=True)
            sys.exit(1)
        if not is_known:
            click.echo("The entry you noted is gone: the log was cut or written anew.", err=True)
            sys.exit(1)
        click.echo(f"{verdict.sound} entries, each follows from the one before.")
        click.echo(f"Note this and keep it elsewhere: {verdict.head}")

    app.cli.add_command(group)
