"""`flask --app app demo` and `fill`: write sample content or take it away; write bulk data."""

import sys

import click
from flask import Flask
from sqlalchemy import select

from community import clock, schema
from community.accounts.events import CommunitySetUp
from community.accounts.models import Member, Role, RoleGrant
from community.accounts.queries import present_community
from community.config import Settings
from community.db import db, transaction
from community.errors import Refusal
from community.search import indexing

from . import clearing, filling, sample
from .at_stake import at_stake

_NUMBER = click.IntRange(0, 1_000_000)


def write_sample(event: CommunitySetUp) -> None:
    """Write the sample content where it was asked for at set-up."""
    if event.with_sample:
        sample.write(steward=event.steward, now=event.community.set_up_at)


def init_app(app: Flask, settings: Settings) -> None:
    """Add the commands to `flask --app app`."""

    @app.cli.command("demo")
    @click.option("--remove", is_flag=True, help="Take the sample content away again.")
    @click.option("--yes", is_flag=True, help="Take what people wrote there away without asking.")
    def demo(*, remove: bool, yes: bool) -> None:
        """Write a small sample community beside what is there, or remove it. What people have
        written on its calls goes with it, which is asked first.
        """
        schema.upgrade(app, settings)
        with app.app_context():
            steward = _first_steward()
            if present_community() is None or steward is None:
                click.echo("Set the community up first: flask --app app init --help", err=True)
                sys.exit(1)
            if remove:
                _remove_sample(asks=not yes)
            else:
                with transaction():
                    sample.write(steward=steward, now=clock.now())
        click.echo("The sample content is gone." if remove else "The sample content is there.")

    @app.cli.command("fill")
    @click.option("--members", default=1000, show_default=True, type=_NUMBER)
    @click.option("--series", default=20, show_default=True, type=click.IntRange(0, 10_000))
    @click.option("--calls", default=500, show_default=True, type=_NUMBER)
    @click.option("--rsvps", type=_NUMBER, help="Twenty for each member, where not said.")
    @click.option("--seed", default=1, show_default=True, type=click.IntRange(0, 99_999))
    def fill(*, members: int, series: int, calls: int, rsvps: int | None, seed: int) -> None:
        """Write bulk data, to see the place at size. Nothing takes it away again: use a database
        of its own. Nobody can sign in as one of these members.
        """
        schema.upgrade(app, settings)
        given = 20 * members if rsvps is None else rsvps
        amount = filling.Amount(members=members, series=series, calls=calls, rsvps=given, seed=seed)
        _write_bulk(app, amount)
        click.echo(f"{members} members and {given} answers are there.")


def _remove_sample(*, asks: bool) -> None:
    """Take the sample away; where people have written there, only once somebody says so."""
    found = at_stake().in_words
    db.session.rollback()  # nothing is held while somebody reads
    if asks and found:
        click.echo(f"People who are no sample have left on its calls: {found}.")
        click.confirm("All of that goes too, for good. Take the sample away?", abort=True)
    with transaction():
        if asks and at_stake().in_words != found:
            raise click.ClickException("Somebody has written there meanwhile. Begin again.")
        clearing.remove_sample()


def _write_bulk(app: Flask, amount: filling.Amount) -> None:
    """Write it under a bar that tells how far it is; a refusal ends the command."""
    with app.app_context(), click.progressbar(length=amount.steps, label="Writing") as bar:
        if present_community() is None:
            raise click.ClickException("Set the community up first: flask --app app init --help")
        try:
            with transaction():
                filling.fill(amount, now=clock.now(), tell=bar.update)
            indexing.index_all(now=clock.now())  # what is written below the models tells nobody
        except Refusal as refused:
            raise click.ClickException(str(refused)) from refused


def _first_steward() -> Member | None:
    query = (
        select(Member)
        .join(RoleGrant, RoleGrant.member_id == Member.id)
        .where(RoleGrant.role == Role.STEWARD, RoleGrant.revoked_at.is_(None))
        .order_by(RoleGrant.id)
        .limit(1)
    )
    return db.session.scalar(query)
