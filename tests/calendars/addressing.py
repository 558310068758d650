"""The address of somebody's own calendar, for tests."""

from datetime import timedelta

from community.accounts.models import Member
from community.calendars import personal
from tests.factories import START

NOW = START + timedelta(days=5)
LINK = "https://meet.example/canary-of-the-room"


def address(member: Member, key: str) -> str:
    """The path of a member's own calendar, made now."""
    secret = personal.make(member, key=key, now=NOW)
    return f"/calendar/{personal.text_of(secret, key=key)}.ics"
