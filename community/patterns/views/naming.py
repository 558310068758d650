"""Taking one's name off a pattern, and putting it back."""

from flask import flash
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.db import transaction
from community.patterns import naming
from community.patterns.models import Pattern
from community.patterns.policies import Permission

from .blueprint import bp, to_pattern
from .kept_addresses import pattern_to_show


@bp.post("/patterns/<slug>/name-withdrawal")
@guard(Permission.TAKE_NAME_OFF, load=pattern_to_show)
def take_name_off(pattern: Pattern) -> ResponseReturnValue:
    """Name the member no more with a pattern."""
    with transaction():
        naming.take_name_off(pattern, by=viewer().member.person, now=clock.now())
        answer = to_pattern(pattern, "credit")
    flash("Your name is off this pattern. You can put it back.")
    return answer


@bp.post("/patterns/<slug>/name-withdrawal/withdrawal")
@guard(Permission.TAKE_NAME_OFF, load=pattern_to_show)
def put_name_back(pattern: Pattern) -> ResponseReturnValue:
    """Name the member with a pattern again."""
    with transaction():
        naming.put_name_back(pattern, by=viewer().member.person, now=clock.now())
        answer = to_pattern(pattern, "credit")
    flash("You are named with this pattern again.")
    return answer
