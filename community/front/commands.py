"""`flask --app app demo`: write the sample content, or take it away."""

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

from . import clearing, sample


def write_sample(event: CommunitySetUp) -> None:
    """Write the sample content where it was asked for at set-up."""
    if event.with_sample:
        sample.write(steward=event.steward, now=event.community.set_up_at)


def init_app(app: Flask, settings: Settings) -> None:
    """Add the command to `flask --app app`."""

    @app.cli.command("demo")
    @click.option("--remove", is_flag=True, help="Take the sample content away again.")
    def demo(*, remove: bool) -> None:
        """Write a small sample community beside what is there, or remove it."""
        schema.upgrade(app, settings)
        with app.app_context():
            steward = _first_steward()
            if present_community() is None or steward is None:
                click.echo("Set the community up first: flask --app app init --help", err=True)
                sys.exit(1)
            with transaction():
                if remove:
                    clearing.remove_sample()
                else:
                    sample.write(steward=steward, now=clock.now())
        click.echo("The sample content is gone." if remove else "The sample content is there.")


def _first_steward() -> Member | None:
    query = (
        select(Member)
        .join(RoleGrant, RoleGrant.member_id == Member.id)
        .where(RoleGrant.role == Role.STEWARD, RoleGrant.revoked_at.is_(None))
        .order_by(RoleGrant.id)
        .limit(1)
    )
    return db.session.scalar(query)
