"""`flask --app app import FILE`: bring a whole calendar in from the terminal."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from flask import Flask

from community import clock, schema
from community.access import Viewer, may
from community.accounts.handles import read_address
from community.accounts.models import Member
from community.accounts.queries import member_by_address, present_community, roles_of
from community.calls.models import Visibility
from community.config import Settings
from community.db import transaction
from community.errors import Refusal

from .choosing import LONGEST_TOPIC, Choices, usual_choices
from .importing import count_words, import_plan
from .known import already_here
from .plan import CalendarRefused, ImportPlan, Remark
from .policies import Permission
from .reading import read_calendar


def init_app(app: Flask, settings: Settings) -> None:
    """Add the command to `flask --app app`."""

    @app.cli.command("import")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--facilitator", required=True, help="E-mail address of who will facilitate it.")
    @click.option("--zone", help="Time zone for times that name none; else the community's.")
    @click.option(
        "--visibility",
        type=click.Choice([each.value for each in Visibility]),
        default=Visibility.PUBLIC.value,
        show_default=True,
        help="Who can see it.",
    )
    @click.option("--topic", "topics", multiple=True, help="A topic for all of it; repeatable.")
    @click.option("--categories", is_flag=True, help="Take the file's categories as topics too.")
    @click.option("--dry-run", is_flag=True, help="Say what would be imported, and save nothing.")
    def import_calendar(*, file: Path, facilitator: str, zone: str | None, **given: Any) -> None:
        """Import the series and calls of an .ics FILE.

        What is changed or left out is said line by line. Ends with 0 where the calendar is here,
        1 where nothing of it could be imported, 2 where the command is wrong.
        """
        schema.upgrade(app, settings)
        with app.app_context():
            _check_topics(given["topics"])
            by, plan = _facilitator(facilitator), _read(file, zone)
            choices = Choices(
                chosen=usual_choices(plan),
                visibility=Visibility(given["visibility"]),
                topics=given["topics"],
                with_categories=given["categories"],
            )
            _say(plan.remarks)
            is_here = _preview(plan, by) if given["dry_run"] else _import(plan, choices, by)
        sys.exit(0 if is_here else 1)


def _check_topics(topics: Iterable[str]) -> None:
    if any(not 0 < len(topic.strip()) <= LONGEST_TOPIC for topic in topics):
        raise click.UsageError(f"A topic has at most {LONGEST_TOPIC} characters.")


def _facilitator(address: str) -> Member:
    try:
        member = member_by_address(read_address(address)[1])
    except ValueError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    if member is None:
        raise click.ClickException(f"Nobody has signed up with {address}.")
    roles = frozenset(role.value for role in roles_of([member.id]).get(member.id, ()))
    if not may(Viewer(member, roles), Permission.IMPORT):
        raise click.ClickException(
            f"{member.name} may not start series here. A steward can make them a facilitator."
        )
    return member


def _read(file: Path, zone: str | None) -> ImportPlan:
    community = present_community()
    default_zone = zone or (community.zone if community else "UTC")
    try:
        return read_calendar(file.read_bytes(), default_zone=default_zone, today=clock.now().date())
    except clock.UnknownZone as unknown:
        raise click.UsageError(str(unknown)) from unknown
    except (CalendarRefused, OSError) as refused:
        raise click.ClickException(str(refused)) from refused


def _import(plan: ImportPlan, choices: Choices, by: Member) -> bool:
    """Import it and say what was made; returns whether any of it is here now."""
    try:
        with transaction():
            was_here = bool(already_here(plan, by=by))
            imported = import_plan(plan, choices, by=by, now=clock.now())
            made = [f"Series: {series.title}" for series in imported.series]
            made += [f"Call: {call.title}" for call in imported.calls]
            words = count_words(len(imported.series), len(imported.calls))
    except Refusal as refused:
        raise click.ClickException(str(refused)) from refused
    _say(imported.remarks)
    for line in made:
        click.echo(line)
    click.echo(f"Imported: {words}." if words else "Nothing was imported.")
    return bool(words) or was_here


def _preview(plan: ImportPlan, by: Member) -> bool:
    """Say what an import would make; returns whether any of it would be here then."""
    here, usual = already_here(plan, by=by), usual_choices(plan)
    for said in (proposal.details for proposal in plan.proposals):
        if said.key in here:
            click.echo(
                f"left out: Line {said.line}: “{said.title}” is left out: {here[said.key].words}"
            )
    fresh = {key for key, choice in usual.items() if choice.is_wanted and key not in here}
    series = sum(each.details.key in fresh for each in plan.proposed_series)
    words = count_words(series, len(fresh) - series)
    click.echo(f"This would import {words}." if words else "This would import nothing.")
    return bool(fresh or here)


def _say(remarks: Iterable[Remark]) -> None:
    for remark in remarks:
        click.echo(f"{remark.severity}: {remark.sentence}")
