"""The pages of what is published about reports and cases, gathered under one name."""

from zoneinfo import ZoneInfo

from flask import Blueprint

from community import clock
from community.access import viewer
from community.accounts.queries import present_community

bp = Blueprint("transparency", __name__)


def zone_here() -> ZoneInfo:
    """The zone of whoever looks; a visitor is shown the place's own."""
    member, place = viewer().member, present_community()
    return clock.zone(member.zone if member else place.zone if place else "UTC")
