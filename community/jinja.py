"""What every template can use: filters, globals, addresses of static files with their hash."""

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request, url_for
from jinja2 import StrictUndefined

from . import access, clock, languages, text


def init_app(app: Flask) -> None:
    """Make templates strict and hand them what the layout needs."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")  # every word of a template goes through _()
    languages.init_app(app)
    app.jinja_env.tests["endpoint"] = app.view_functions.__contains__
    app.jinja_env.filters["trusted"] = text.trusted
    app.jinja_env.globals["zone_names"] = clock.usual_zones()
    app.jinja_env.globals["asset"] = asset_maker(Path(app.static_folder or ""))
    app.jinja_env.globals["source_url"] = app.config["SETTINGS"].source_url
    app.jinja_env.globals["opened_again"] = opened_again
    app.jinja_env.globals["posts_letters"] = bool(app.config["SETTINGS"].smtp_url)
    app.context_processor(_for_every_page)


def _for_every_page() -> dict[str, Any]:
    return {
        "viewer": access.viewer(),
        "has_message": access.has_message(),
        "now": clock.now(),
        "here": request.path,
    }


def opened_again(tab: str, page: str | None = None) -> str:
    """The address of the form that is shown, opened at `page`, with the draft of another tab in it;
    beside that it asks for what it did.
    """
    if page is None or request.method in {"GET", "HEAD"}:
        asked = request.args.to_dict(flat=False) | {"draft": [tab]}
        asked.pop("sent", None)
        return f"?{urlencode(asked, doseq=True)}"
    return f"{page}{'&' if '?' in page else '?'}{urlencode({'draft': tab})}"


def asset_maker(folder: Path) -> Callable[[str], str]:
    """A function from a static file's path to its address, which changes with its content."""

    @lru_cache(maxsize=512)
    def digest(path: str, _changed: float) -> str:
        return sha256((folder / path).read_bytes()).hexdigest()[:12]

    def asset(path: str) -> str:
        version = digest(path, (folder / path).stat().st_mtime)
        return url_for("static", filename=path, v=version)

    return asset
