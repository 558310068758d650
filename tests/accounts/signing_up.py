"""Signing up in tests: the form, its stamp, and how many have asked and joined."""

import re

from sqlalchemy import func, select

from community.accounts.arrivals import SignUp
from community.accounts.models import Member

FORM = {
    "name": "Grace Hopper",
    "email": "grace@example.org",
    "zone": "Asia/Kathmandu",
    "website": "",
}
GRACE = FORM["email"]
OURS = {"Sec-Fetch-Site": "same-origin"}


def stamp_on(page: str) -> str:
    """The signed time at which the page was opened."""
    (stamp,) = re.findall(r'name="stamp" type="hidden" value="([^"]+)"', page)
    return str(stamp)


def count_members(reading) -> int:
    """How many have an account."""
    with reading() as session:
        return session.scalar(select(func.count(Member.id)))


def count_sign_ups(reading) -> int:
    """How many have asked."""
    with reading() as session:
        return session.scalar(select(func.count(SignUp.id)))
