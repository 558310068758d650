"""Draws every component with sample values as static pages, to look at and to measure.

`python -m tests.gallery FOLDER` writes `gallery.html`, `form.html`, `empty.html`, `404.html` and
`500.html` beside a copy of the static files.
"""

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
    widgets,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

ROOT = Path(__file__).parents[1]
ENDPOINTS = {
    "front.show_home": "/",
    "front.list_calls": "/calls",
    "front.list_my_calls": "/my-calls",
    "calendars.show_subscribe": "/subscribe",
    "accounts.list_people": "/people",
    "accounts.show_settings": "/settings",
    "accounts.show_profile": "/profile",
    "accounts.show_sign_in": "/sign-in",
    "accounts.sign_out": "/sign-out",
}
NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")


@dataclass(frozen=True)
class When:
    """A call's time as templates take it."""

    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    reader_zone: ZoneInfo | None = None


@dataclass(frozen=True)
class DayCall:
    """A call on a day of a week or a month, in the reader's zone."""

    starts_at: datetime
    title: str
    href: str = "#"
    is_off: bool = False


@dataclass(frozen=True)
class Day:
    """A day of a week or a month."""

    date: date
    calls: tuple[DayCall, ...] = ()
    is_today: bool = False
    is_inside: bool = True


@dataclass(frozen=True)
class Member:
    """Who looks."""

    name: str = "Ada Okafor"
    handle: str = "ada"


@dataclass(frozen=True)
class Viewer:
    """A member or a visitor."""

    member: Member | None = None
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Community:
    """The place."""

    name: str = "Open Source Practitioners"
    wordmark: str | None = None
    accent: str | None = None


class CallForm(Form):
    """A form with one field of each sort."""

    title = StringField("Title", [validators.InputRequired("Give the call a title.")])
    description = TextAreaField("What it is about")
    starts = DateTimeLocalField(
        "Starts", [validators.InputRequired("Say when it starts, like 13 March 2026, 17:00.")]
    )
    minutes = IntegerField("Length in minutes", [validators.InputRequired()])
    zone = SelectField(
        "Time zone",
        choices=[SelectChoice(name) for name in ("UTC", "Europe/Berlin", "Asia/Kolkata")],
    )
    visibility = RadioField(
        "Who can see it",
        [validators.InputRequired("Choose who can see it.")],
        choices=[
            SelectChoice("public", "Everyone"),
            SelectChoice("members", "Members"),
            SelectChoice("link", "People with the link"),
        ],
    )
    days = SelectMultipleField(
        "Days",
        choices=[SelectChoice("WE", "Wednesday"), SelectChoice("TH", "Thursday")],
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )
    captions = BooleanField("There are live captions")


def draw(folder: Path) -> None:
    """Write the gallery's pages and what they need into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "community/static", folder / "static", dirs_exist_ok=True)
    env = environment()
    for name in ("gallery", "form", "empty"):
        for viewer in (Viewer(), Viewer(Member(), frozenset({"steward"}))):
            page = env.get_template(f"{name}.html").render(sample(viewer))
            (folder / f"{name}{'-member' if viewer.member else ''}.html").write_text(page)
    for code in (404, 500):
        error = env.get_template("errors/error.html")
        page = error.render(sample(Viewer()), code=code, sentence=None)
        (folder / f"{code}.html").write_text(page)


def environment() -> Environment:
    """Jinja as the application sets it up, with stand-ins for Flask's own globals."""
    env = Environment(
        loader=FileSystemLoader([ROOT / "templates", ROOT / "tests/gallery_pages"]),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    env.tests["endpoint"] = ENDPOINTS.__contains__
    env.globals["asset"] = lambda path: f"static/{path}"
    env.globals["source_url"] = "https://example.org/source"
    env.globals["url_for"] = lambda endpoint, filename="": (
        f"static/{filename}" if endpoint == "static" else ENDPOINTS[endpoint]
    )
    env.globals["get_flashed_messages"] = lambda with_categories: [
        ("message", "Your answer is kept. You can change it until the call begins.")
    ]
    return env


def sample(viewer: Viewer) -> Mapping[str, Any]:
    """Everything the gallery's pages show."""
    at = datetime(2026, 3, 13, 17, tzinfo=UTC)
    reader = BERLIN if viewer.member else None
    return {
        "viewer": viewer,
        "community": Community(),
        "here": "/calls",
        "when": When(at, at + timedelta(minutes=60), NEW_YORK, reader),
        "late": When(at + timedelta(hours=9), at + timedelta(hours=10), NEW_YORK, reader),
        "utc": When(
            at + timedelta(days=6), at + timedelta(days=6, hours=1), ZoneInfo("UTC"), reader
        ),
        "week": week(date(2026, 3, 9), at.astimezone(reader or NEW_YORK)),
        "month": [week(date(2026, 2, 23) + timedelta(weeks=n), at) for n in range(6)],
        "form": wrong_form(),
        "fresh": CallForm(data={"minutes": 60, "visibility": "public"}),
    }


def week(first: date, at: datetime) -> list[Day]:
    """Seven days with a few calls."""
    calls = {
        2: (DayCall(at.replace(hour=9), "AI Alignment in OSS"),),
        4: (
            DayCall(at, "How do we keep the human contract in open source?"),
            DayCall(at.replace(hour=21), "Office hours", is_off=True),
        ),
    }
    days = [first + timedelta(days=n) for n in range(7)]
    return [
        Day(d, calls.get(n, ()), is_today=d == date(2026, 3, 12), is_inside=d.month == 3)
        for n, d in enumerate(days)
    ]


def wrong_form() -> CallForm:
    """A form that came back with errors and what was typed."""
    form = CallForm(
        data={"description": "What we owe each other, and how we notice.", "days": ["TH"]}
    )
    form.validate()
    return form


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
