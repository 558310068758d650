"""`flask --app app import-series FILE` and `import-library FILE`: from the terminal."""

from pathlib import Path

import click
from flask import Flask

from community import clock, schema
from community.accounts.handles import read_address
from community.accounts.models import Member
from community.accounts.queries import member_by_address
from community.config import Settings
from community.db import db, transaction
from community.errors import Refusal

from . import library_given_up
from .importing import here_already
from .importing_notes import import_series
from .layout import MOST_BYTES_OF_COMMAND
from .library_awaited import told
from .library_importing import Brought, import_library
from .library_prospects import Prospect, prospect_of
from .library_reading import LibraryFile, read_library
from .preparing import Prepared, prepare
from .reading import FileRefused, read


def init_app(app: Flask, settings: Settings) -> None:
    """Add the commands to `flask --app app`."""
    _add_series(app, settings)
    _add_library(app, settings)


def _add_series(app: Flask, settings: Settings) -> None:
    @app.cli.command("import-series")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--facilitator", required=True, help="E-mail address of who will facilitate it.")
    @click.option("--dry-run", is_flag=True, help="Say what would be imported, and save nothing.")
    def import_from_file(*, file: Path, facilitator: str, dry_run: bool) -> None:
        """Import the series that was taken along as FILE, with everything in it.

        Everything is imported, or nothing. Nobody is written to.
        """
        schema.upgrade(app, settings)
        with app.app_context():
            by, prepared = _member(facilitator), _read(file)
            if dry_run:
                _preview(prepared)
                return
            try:
                with transaction():
                    by = db.session.get_one(Member, by.id)
                    series = import_series(prepared, by=by, now=clock.now())
                    address = f"{settings.base_url}/series/{series.slug}"
            except Refusal as refused:
                raise click.ClickException(str(refused)) from refused
            click.echo(f"Imported: {words_of(prepared)}. It is at {address}")


def _add_library(app: Flask, settings: Settings) -> None:
    @app.cli.command("import-library")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--steward", required=True, help="E-mail address of who brings it in.")
    @click.option("--dry-run", is_flag=True, help="Say what would be brought in, and save nothing.")
    def bring_library_in(*, file: Path, steward: str, dry_run: bool) -> None:
        """Bring in the patterns that were taken along as FILE, with their collections.

        Everything comes, or nothing; what is here already is left as it is, but for what came with
        the program and was not changed since.
        """
        schema.upgrade(app, settings)
        with app.app_context():
            by, found = _member(steward), _library(file)
            if dry_run:
                here = prospect_of(found)
                new, known = _amount(len(here.new), "pattern"), len(here.known)
                later = told(here.awaited)
                click.echo(f"This would bring in {new}{_instead(here)}; {known} are here.{later}")
                if here.given_up:
                    click.echo(library_given_up.told(here.given_up))
                return
            with transaction():
                person = db.session.get_one(Member, by.id).person
                came = import_library(found, by=person, now=clock.now())
            shelves = _amount(len(came.collections), "collection")
            new = _amount(len(came.new), "pattern")
            click.echo(
                f"Brought in: {new}{_instead(came)} and {shelves}.{came.told_given_up}"
                f"{came.told_awaited}"
            )


def _instead(told: Brought | Prospect) -> str:
    number = len(told.instead)
    return f", {number} in place of what came with the program," if number else ""


def words_of(prepared: Prepared) -> str:
    """What a file holds, in words."""
    calls, notes = len(prepared.calls), prepared.notes
    title = prepared.series["series"]["title"]
    return f"“{title}” with {_amount(calls, 'call')} and {_amount(notes, 'note')}"


def _amount(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _preview(prepared: Prepared) -> None:
    here = here_already(prepared)
    if here is not None:
        raise click.ClickException(f"“{here.title}” is here already.")
    click.echo(f"This would import {words_of(prepared)}.")


def _member(address: str) -> Member:
    try:
        member = member_by_address(read_address(address)[1])
    except ValueError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    if member is None:
        raise click.ClickException(f"Nobody has signed up with {address}.")
    return member


def _library(file: Path) -> LibraryFile:
    if file.stat().st_size > MOST_BYTES_OF_COMMAND:
        raise click.ClickException("The file is too big to be the ZIP of a library.")
    try:
        with file.open("rb") as content:
            return read_library(content, by_command=True)
    except FileRefused as refused:
        raise click.ClickException(str(refused)) from refused


def _read(file: Path) -> Prepared:
    if file.stat().st_size > MOST_BYTES_OF_COMMAND:
        raise click.ClickException("The file is too big to be the ZIP of a series.")
    try:
        with file.open("rb") as content:
            return prepare(read(content))
    except FileRefused as refused:
        raise click.ClickException(str(refused)) from refused
