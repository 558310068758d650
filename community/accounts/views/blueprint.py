"""The blueprint of the pages, and what every page of the place is given about it."""

from typing import Any

from flask import Blueprint, Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import LoginManager

from community import access, clock, languages
from community.access import VISITOR, Viewer
from community.accounts import sessions
from community.accounts.queries import present_community

bp = Blueprint("accounts", __name__)

# What answers before there is a community; calendars simply have no such feed.
_OPEN_BEFORE = {
    "static",
    "healthz",
    "readyz",
    "security_txt",
    "accounts.show_set_up",
    "accounts.set_up",
}


def init_app(app: Flask) -> None:
    """Recognise whoever is signed in, and keep the doors shut until there is a community."""
    login = LoginManager()
    login.session_protection = None  # the secret alone says who it is; it is new at each sign-in
    login.anonymous_user = lambda: VISITOR
    login.init_app(app, add_context_processor=False)

    @login.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> Viewer | None:
        days = app.config["SETTINGS"].session_days
        return sessions.viewer_for(token, days=days, now=clock.now())

    app.before_request(_wait_for_community)
    app.context_processor(_for_every_page)


def _wait_for_community() -> ResponseReturnValue | None:
    if request.endpoint in _OPEN_BEFORE or request.path.endswith(".ics"):
        return None
    if access.viewer().is_authenticated or present_community() is not None:
        return None
    page = render_template("accounts/not_set_up.html")
    return page, 503, {"Cache-Control": "no-store", "Retry-After": "60"}


def _for_every_page() -> dict[str, Any]:
    """The community, and the viewer's row read again if a transaction has ended since."""
    who = access.viewer()
    if who.member is not None:
        _ = who.member.person.name, who.member.handle
    community = present_community()
    if community is not None:
        own = who.member.person.language if who.member is not None else None
        languages.speak(own or community.language)
    return {"community": community}
