"""`flask --app app backup` and `restore`: one file with everything, written and put back."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from community import clock, schema
from community.config import Settings
from community.errors import trace_of
from community.work import Unfinished

from . import keeping, restoring
from .archive import Damaged, Manifest
from .values import UnknownType
from .writing import NothingToKeep, Written

_FILE = click.Path(path_type=Path)


EraseAgain = Callable[[datetime], int]


def init_app(app: Flask, settings: Settings, erase_again: EraseAgain) -> None:
    """Add the commands to `flask --app app`. `erase_again` erases whoever had been erased and
    is here once more, at the present instant, and says how many that were.
    """

    @app.cli.command("backup")
    @click.argument("file", type=_FILE)
    @click.option("--without-key", is_flag=True, help="Leave the secret key out.")
    def backup(file: Path, *, without_key: bool) -> None:
        """Write everything into FILE, while the program runs or not, and read it back.

        FILE may be a folder: the file is named by the time then. Only its owner can read it.
        """
        path = file / f"community-{clock.now():%Y%m%dT%H%M%SZ}.zip" if file.is_dir() else file
        with app.app_context():
            written = _keep(path, settings, with_key=not without_key)
        click.echo(_told(written, with_key=not without_key))

    @app.cli.command("restore")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--replace", is_flag=True, help="Take the place of what the database holds.")
    @click.option("--dry-run", is_flag=True, help="Only read the file and say what is in it.")
    def restore(file: Path, *, replace: bool, dry_run: bool) -> None:
        """Put everything back from FILE, written by any version up to this one on either engine.

        Stop the program first. The file is read whole before anything is changed, and all of it is
        put back or nothing. Whoever was erased since it was made is erased again.
        """
        with app.app_context():
            if dry_run:
                click.echo(
                    f"{file.name} is whole: {_contents(_examine(file))}. Nothing was changed."
                )
                return
            restored = _restore(file, settings, replace=replace)
            click.echo(_say(restored))
            click.echo(_say_erased(erase_again))


def _keep(path: Path, settings: Settings, *, with_key: bool) -> Written:
    try:
        with schema.one_at_a_time(settings):
            return keeping.keep(path, settings, now=clock.now(), with_key=with_key)
    except (NothingToKeep, UnknownType) as reason:
        raise click.ClickException(str(reason)) from reason
    except OperationalError as error:
        raise click.ClickException("The database does not answer; there is no backup.") from error
    except Damaged as damage:
        raise click.ClickException(
            f"What was written could not be read back: {damage} There is no backup."
        ) from damage
    except OSError as error:
        raise click.ClickException(
            f"{path} could not be written ({error.strerror}); there is no backup."
        ) from error


def _examine(file: Path) -> Manifest:
    try:
        manifest, _ = restoring.examine(file)
    except restoring.NotRestored as reason:
        raise click.ClickException(str(reason)) from reason
    return manifest


def _restore(file: Path, settings: Settings, *, replace: bool) -> restoring.Restored:
    try:
        return restoring.restore(file, settings, replace=replace, now=clock.now())
    except restoring.NotRestored as reason:
        raise click.ClickException(str(reason)) from reason
    except (SQLAlchemyError, OSError) as error:
        raise click.ClickException(
            "It could not be restored; the database is as it was. Is the program still running?\n"
            + trace_of(error)
        ) from error


def _told(written: Written, *, with_key: bool) -> str:
    words = (
        f"{written.path} is written and was read back whole: {_contents(written.manifest)}, "
        f"{written.size:,} bytes, SHA-256 {written.sha256}."
    )
    if written.has_key:
        return (
            f"{words}\nIt holds what people entrusted to you and the secret key of this "
            "installation: keep it where only you can read it."
        )
    why = "was left out" if not with_key else "is set by COMMUNITY_SECRET_KEY and not in it"
    return (
        f"{words}\nThe secret key {why}. Keep it too: without it people's calendar addresses and "
        "the links in letters end."
    )


def _contents(manifest: Manifest) -> str:
    return (
        f"{manifest.rows:,} rows of {len(manifest.tables)} tables and {len(manifest.files)} files, "
        f"revision {manifest.revision}, made on {manifest.made_at:%-d %B %Y at %H:%M UTC}"
    )


def _say(restored: restoring.Restored) -> str:
    words = [f"Restored: {_contents(restored.manifest)}. The database is up to date."]
    if restored.copy is not None:
        words.append(f"What was there before is kept: {restored.copy}")
    if not restored.is_same_key:
        words.append(
            "The secret key in use is not the one this backup was made with: people's calendar "
            "addresses and the links in letters end, and everybody signs in again. Set "
            "COMMUNITY_SECRET_KEY to the old one to keep them."
        )
    return "\n".join(words)


def _say_erased(erase_again: EraseAgain) -> str:
    try:
        number = erase_again(clock.now())
    except (Unfinished, SQLAlchemyError, OSError) as error:
        raise click.ClickException(
            "Not everybody who was erased since the backup was made could be erased again. It is"
            f" tried when the program starts, and every hour.\n{trace_of(error)}"
        ) from error
    people = "person was" if number == 1 else "people were"
    return f"{number} {people} erased again, who had been erased since the backup was made."
