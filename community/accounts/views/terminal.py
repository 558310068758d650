"""Setting up from the terminal: the one-time address, and founding without a browser."""

import sys

import click
from flask import Flask
from werkzeug.datastructures import MultiDict

from community import clock, schema
from community.accounts import passwords, setting_up
from community.accounts.forms import SetUpForm
from community.accounts.queries import present_community
from community.config import Settings
from community.db import transaction


def init_app(app: Flask, settings: Settings) -> None:
    """Add the commands to `flask --app app`."""

    @app.cli.command("set-up-address")
    def set_up_address() -> None:
        """Print a fresh one-time address of the set-up page; older ones are void."""
        schema.upgrade(app, settings)
        sentence = invitation(app, settings)
        if sentence is None:
            raise click.ClickException("The community is set up already. Sign in instead.")
        click.echo(sentence)

    @app.cli.command("init")
    @click.option("--name", required=True, help="Name of the community.")
    @click.option("--zone", required=True, help="Its time zone, such as Europe/Berlin.")
    @click.option("--steward-email", required=True, help="E-mail address of the first steward.")
    @click.option("--steward-name", default="Steward", help="Their name.", show_default=True)
    @click.option("--sample/--empty", "sample", default=False, help="Begin with sample content?")
    @click.option(
        *("--library/--no-library", "library"),
        default=True,
        help="Begin with the patterns that came with the program?",
        show_default=True,
    )
    def init(
        name: str, zone: str, steward_email: str, steward_name: str, *, sample: bool, library: bool
    ) -> None:
        """Found the community and its first steward; the password is read from standard input."""
        schema.upgrade(app, settings)
        given = {
            "community_name": name,
            "zone": zone,
            "name": steward_name,
            "email": steward_email,
            "content": "sample" if sample else "empty",
            **({"library": "y"} if library else {}),
        }
        with app.app_context():
            _found(given)


def invitation(app: Flask, settings: Settings) -> str | None:
    """A sentence with a fresh one-time address; None where the community is set up already."""
    with app.app_context(), transaction():
        if present_community() is not None:
            return None
        token = setting_up.new_address(clock.now())
    return f"Set the community up at this one-time address: {settings.base_url}/set-up/{token}"


def _found(given: dict[str, str]) -> None:
    if present_community() is not None:
        raise click.ClickException("The community is set up already.")
    form = SetUpForm(MultiDict(given | {"password": _read_password()}))
    if not form.validate():
        wrong = (f"{form[name].label.text}: {' '.join(said)}" for name, said in form.errors.items())
        raise click.UsageError("\n".join(wrong))
    hashed = passwords.hash_password(form.password.data or "")
    try:
        with transaction():
            steward = setting_up.set_up(form.draft(), password_hash=hashed, now=clock.now())
            handle = steward.handle
    except setting_up.AlreadySetUp as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{given['community_name']} is set up. Its steward is @{handle}.")


def _read_password() -> str:
    """Asked without echo at a terminal; else the first line of what is piped in."""
    if sys.stdin.isatty():
        return str(click.prompt("Password of the steward", hide_input=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")
