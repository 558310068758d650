"""Who may do what: one table of rules per feature, one guard on each route, deny by default."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from . import limits
from .limits import Limit

View = TypeVar("View", bound=Callable[..., Any])


class Recognised:
    """Somebody by what was read of them: `member`, the row, is put together where it is asked for,
    which what somebody merely does has no need of.
    """

    id: int
    person_id: int
    member: Any


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever looks: a member with roles, or a visitor (`who` is None)."""

    who: Any = None  # the row of a member, or what was `Recognised` of one
    roles: frozenset[str] = frozenset()
    token: str | None = None
    seen_at: datetime | None = None  # when this sign-in was last seen, to the hour
    limits: tuple[Limit, ...] = ()  # of measures that stand
    ends_at: datetime | None = None  # when this sign-in ends by itself
    is_told: bool = False  # something waits for them at the page of their own standing
    # What was read of them for this request, so that several parts of a page ask once.
    known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    is_active = True

    @property
    def member(self) -> Any:
        """The member's row; None for a visitor."""
        return self.who.member if isinstance(self.who, Recognised) else self.who

    @property
    def person_id(self) -> int:
        """The number of the member's person, without their row."""
        number: int = self.who.person_id
        return number

    @property
    def member_id(self) -> int:
        """The member's number, without their row."""
        number: int = self.who.id
        return number

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody is signed in."""
        return self.who is not None

    @property
    def is_anonymous(self) -> bool:
        """Whether this is a visitor."""
        return self.who is None

    def get_id(self) -> str | None:
        """The secret of this sign-in, never the member's number."""
        return self.token


Rule = Callable[[Viewer, Any], bool]
VISITOR = Viewer()
_READING = {"GET", "HEAD", "OPTIONS"}
_rules: dict[StrEnum, Rule] = {}
_sight: dict[type, Rule] = {}


def register(rules: Mapping[Any, Rule], sight: Mapping[type, Rule] | None = None) -> None:
    """Add a feature's table, and who may see each kind of thing it owns."""
    _rules.update(rules)
    _sight.update(sight or {})


def rules() -> Mapping[StrEnum, Rule]:
    """Every permission with its rule."""
    return _rules


def everyone(_viewer: Viewer, _subject: Any) -> bool:
    """Visitors too."""
    return True


def signed_in(viewer: Viewer, _subject: Any) -> bool:
    """Any member."""
    return viewer.is_authenticated


def role(name: str) -> Rule:
    """A member who holds the role `name` now."""
    return lambda viewer, _subject: name in viewer.roles


def any_of(*given: Rule) -> Rule:
    """One of the rules is enough."""
    return lambda viewer, subject: any(rule(viewer, subject) for rule in given)


def all_of(*given: Rule) -> Rule:
    """Every rule must hold."""
    return lambda viewer, subject: all(rule(viewer, subject) for rule in given)


def viewer() -> Viewer:
    """Whoever sends the present request. A request without our cookie is a visitor's."""
    cookie = current_app.session_interface.get_cookie_name(current_app)
    if cookie not in request.cookies:
        return VISITOR
    found = current_user._get_current_object()  # noqa: SLF001 - flask-login's proxy
    if not isinstance(found, Viewer):
        return VISITOR
    return VISITOR if _is_barred(found) else found


def has_message() -> bool:
    """Whether something is there for whoever sends the request, also where a measure bars them."""
    cookie = current_app.session_interface.get_cookie_name(current_app)
    found = current_user._get_current_object() if cookie in request.cookies else None  # noqa: SLF001
    return isinstance(found, Viewer) and (found.is_told or bool(found.limits))


def may_see(who: Viewer, subject: Any) -> bool:
    """Whether `who` may know that `subject` is there."""
    seen = _sight.get(type(subject))
    return seen is None or seen(who, subject)


def may(who: Viewer, permission: StrEnum, subject: Any = None) -> bool:
    """Whether `who` may do it to `subject`; what one may not see one may not act on."""
    if not (may_see(who, subject) and _rules[permission](who, subject)):
        return False
    stopped = who.limits and limits.stopping(
        who.limits, permission, subject, writes=permission in _to_write()
    )
    return not stopped


def permitted(who: Viewer, subject: Any, permissions: Iterable[StrEnum]) -> frozenset[str]:
    """Which of `permissions` hold, by value, for a template to ask `'…' in can`."""
    return frozenset(p.value for p in permissions if may(who, p, subject))


def guard(
    permission: StrEnum,
    load: Callable[..., Any] | None = None,
    *,
    otherwise: Callable[[Viewer, Any], None] | None = None,
) -> Callable[[View], Callable[..., ResponseReturnValue]]:
    """Let a request through where the rule of `permission` holds.

    `load` takes the URL's values as keywords and returns the subject, or None. The view gets the
    subject as its first argument in place of those values. `otherwise` raises a `Refusal` to
    members whom the rule refuses and who may know why; for the rest it does nothing.
    """

    def decorate(view: View) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def guarded(**values: Any) -> ResponseReturnValue:
            who = viewer()
            subject = load(**values) if load else None
            if load and (subject is None or not may_see(who, subject)):
                abort(404)
            if not _rules[permission](who, subject):
                if otherwise and who.is_authenticated:
                    otherwise(who, subject)
                return _refuse(who)
            if who.limits:
                writes = request.method not in _READING
                limits.refuse_what_is_stopped(who.limits, permission, subject, writes=writes)
            answer: ResponseReturnValue = view(subject) if load else view(**values)
            return answer

        guarded.guard = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def recently_confirmed(view: View) -> Callable[..., ResponseReturnValue]:
    """Let a member through who gave their password a short while ago; else it is asked first.

    Stands below `guard`. For roles, settings and secrets.
    """

    @wraps(view)
    def confirmed(*args: Any, **values: Any) -> ResponseReturnValue:
        ask_first = current_app.extensions["confirmation"]
        answer: ResponseReturnValue = ask_first(lambda: view(*args, **values))
        return answer

    return confirmed


def confirm_with(
    app: Flask, ask_first: Callable[[Callable[[], ResponseReturnValue]], ResponseReturnValue]
) -> None:
    """Make `ask_first` what decides whether a view is gone on to."""
    app.extensions["confirmation"] = ask_first


def public(view: View) -> View:
    """Mark a view as open to everyone, on purpose."""
    view.guard = "public"  # type: ignore[attr-defined]
    return view


def _is_barred(who: Viewer) -> bool:
    """Whether the member sees here only what visitors see."""
    if not any(limit.bars for limit in who.limits):
        return False
    view = current_app.view_functions.get(request.endpoint or "")
    return not limits.is_always(getattr(view, "guard", None))


def _to_write() -> frozenset[Any]:
    """The permissions that somebody needs to change anything; not those everybody has to read."""
    known: frozenset[Any] | None = current_app.extensions.get("permissions to write")
    if known is None:
        asked = (
            getattr(current_app.view_functions[rule.endpoint], "guard", None)
            for rule in current_app.url_map.iter_rules()
            if not (rule.methods or set()) & {"GET"}
        )
        known = frozenset(one for one in asked if one and _rules.get(one, everyone) is not everyone)
        current_app.extensions["permissions to write"] = known
    return known


def _refuse(who: Viewer) -> ResponseReturnValue:
    if who.is_authenticated or request.method != "GET":
        abort(403)
    here = request.full_path.rstrip("?")
    return redirect(url_for("accounts.show_sign_in", next=here), 303)
