"""Which requests are let in, and how answers are dressed: cross-site protection by header,
addresses that could be ours, response headers.
"""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, Request, Response, abort, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer

from . import paths

View = TypeVar("View", bound=Callable[..., object])

_SIGNS = "what signs sessions"
_SAFE = {"GET", "HEAD", "OPTIONS"}
_POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self'; "
    "font-src 'self'; "
    "connect-src 'self'; "
    "manifest-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}


class QuietSessions(SecureCookieSessionInterface):
    """Sessions that leave alone what others may keep: a visitor's answer, calendars and static
    files carry no cookie and no `Vary: Cookie`.
    """

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs, made once: to derive its keys takes as long as to sign."""
        made: URLSafeTimedSerializer | None = app.extensions.get(_SIGNS)
        if made is None:
            made = app.extensions[_SIGNS] = super().get_signing_serializer(app)
        return made

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie only where something in it has changed, and on pages alone."""
        if _is_file():
            return
        if session.modified or self.get_cookie_name(app) in request.cookies:
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Guard every request and dress every response. To be called before there is any route."""
    app.session_interface = QuietSessions()
    app.url_map.converters["int"] = paths.RowNumber
    app.before_request(_check_host)
    app.before_request(_check_method)
    app.before_request(_check_characters)
    app.before_request(_check_origin)
    app.after_request(_dress)


def is_same_origin(req: Request) -> bool:
    """Whether a write may be trusted to come from our own pages.

    `Sec-Fetch-Site` decides where the browser sends it, else `Origin` against our own: the address
    people use, or the host that was asked, over TLS where people reach us so. Without either only
    a request that carries no cookie is let through.
    """
    site = req.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = req.headers.get("Origin")
    if origin is not None:
        settings = current_app.config["SETTINGS"]
        scheme = "https" if settings.is_https else req.scheme
        return origin in {settings.base_url, f"{scheme}://{req.host}"}
    return not req.cookies


def open_to_any_origin(view: View) -> View:
    """Mark a view whose address is the key: it looks at no cookie, and programs may write to it."""
    view.is_keyed = True  # type: ignore[attr-defined]
    return view


def keep_from_shared_caches() -> None:
    """Let this page, which not everybody may find, be kept by the browser that asked alone."""
    g.is_for_one_browser = True


def _check_host() -> None:
    """Raises `werkzeug.exceptions.SecurityError` for a host that is not ours, before all else."""
    _ = request.host


def _check_method() -> None:
    if request.method in {"TRACE", "CONNECT"}:
        abort(405)


def _check_characters() -> None:
    if not paths.is_sound_path(request.path):
        abort(404)
    given = (text for pair in request.args.items(multi=True) for text in pair)
    if not all(map(paths.is_sound_text, given)):
        abort(400)


def _check_origin() -> None:
    if request.method in _SAFE or _is_keyed():
        return
    if not is_same_origin(request):
        current_app.logger.warning("A write from another site was refused.")
        abort(403)


def _is_keyed() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "is_keyed", False)


def _dress(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.scheme == "https":
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if "Cache-Control" not in response.headers:
        _say_who_may_keep(response)
    return response


def _is_file() -> bool:
    """Whether this is what calendar programs and caches fetch: the same for everybody who may."""
    return request.endpoint == "static" or request.path.endswith(".ics")


def _say_who_may_keep(response: Response) -> None:
    """A visitor's page may be kept and asked about again; a member's is theirs alone, and so is
    one that begins a session (its cookie is written after this).
    """
    cookie = current_app.session_interface.get_cookie_name(current_app)
    page = request.method in {"GET", "HEAD"} and response.status_code == 200  # noqa: PLR2004
    begins = session.modified or "Set-Cookie" in response.headers
    if not page or begins or cookie in request.cookies:
        response.headers["Cache-Control"] = "private, no-store"
        return
    is_for_one = g.get("is_for_one_browser", False)
    response.headers["Cache-Control"] = "private, no-cache" if is_for_one else "public, no-cache"
    if not response.direct_passthrough and not response.is_streamed:
        response.add_etag()
        response.make_conditional(request)
