"""The addresses of feeds as people need them: to subscribe, to copy, for Google, for Outlook."""

from dataclasses import dataclass
from urllib.parse import urlencode

from community.calls.models import Call, Series, Topic, Visibility

from .feeds import Query


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed's path with its query, and the name a calendar program gives it.

    `base_url` is always the configured address of the installation, never a request's host. One
    that is not `is_open` is a file for the browser of a member: programs carry no sign-in.
    """

    path: str
    name: str
    is_open: bool = True

    def address(self, base_url: str) -> str:
        """The whole address, to copy."""
        return base_url + self.path

    def webcal(self, base_url: str) -> str:
        """The address that opens the calendar program of the device."""
        return "webcal://" + self.address(base_url).partition("://")[2]

    def google(self, base_url: str) -> str:
        """Google Calendar's page for adding it."""
        query = urlencode({"cid": self.webcal(base_url)})
        return f"https://calendar.google.com/calendar/r?{query}"

    def outlook(self, base_url: str, *, at_work: bool = False) -> str:
        """The page for adding it of Outlook at home, or of Microsoft 365 at work and school."""
        host = "outlook.office.com" if at_work else "outlook.live.com"
        query = urlencode({"url": self.address(base_url), "name": self.name})
        return f"https://{host}/calendar/0/addfromweb?{query}"


def subscription(
    kind: str,
    *,
    slug: str = "",
    name: str = "Calls",
    topic: str | None = None,
    series: str | None = None,
) -> Subscription:
    """The feed of `kind` (community, series, topic, call) at `slug`, filtered as a list is.

    Raises `KeyError` for another kind.
    """
    path = {
        "community": "/calendar.ics",
        "series": f"/series/{slug}/calendar.ics",
        "topic": f"/topics/{slug}/calendar.ics",
        "call": f"/calls/{slug}/call.ics",
    }[kind]
    return Subscription(path + Query(topic=topic, series=series).canonical, name)


def subscription_of(subject: Series | Call) -> Subscription | None:
    """The feed of a series, or the file of one call; None for a series that members alone may see.
    The file of a call for members is not open.
    """
    is_open = subject.visibility is not Visibility.MEMBERS
    if isinstance(subject, Call):
        return Subscription(f"/calls/{subject.slug}/call.ics", subject.title, is_open)
    return subscription("series", slug=subject.slug, name=subject.title) if is_open else None


def subscription_to_list(topic: Topic | None, series: Series | None) -> Subscription | None:
    """The feed of a list of calls, filtered as the list is; None where there is no such feed.

    Lists of everything hold public calls alone: a series by link has a feed of its own.
    """
    if series is None or series.visibility is Visibility.PUBLIC:
        return subscription(
            "community",
            topic=topic.slug if topic else None,
            series=series.slug if series else None,
        )
    return subscription_of(series) if topic is None else None


def personal_subscription(secret: str) -> Subscription:
    """A member's own feed at its secret address."""
    return Subscription(f"/calendar/{secret}.ics", "My calls")
