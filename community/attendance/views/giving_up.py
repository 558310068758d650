"""Giving up a place: whatever measure stands against somebody, and without a word to anybody."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, cast

from flask.typing import ResponseReturnValue

from community import limits
from community.access import View, may, viewer
from community.attendance import rsvps
from community.attendance.policies import Permission
from community.attendance.rsvps import AnswerDraft
from community.calls.models import Series
from community.calls.times import Sitting, ToAnswer


def stopped_unless(gives_up: Callable[[], bool]) -> Callable[[View], View]:
    """Stands below the guard, above what is to be agreed to: raise `community.limits.Limited` where
    a measure keeps the member from an answer; that they cannot come anybody says.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(about: Any) -> ResponseReturnValue:
            if not gives_up():
                limits.refuse_what_is_stopped(viewer().limits, Permission.ANSWER, about)
            answer: ResponseReturnValue = view(about)
            return answer

        return cast("View", checked)

    return decorate


def refuse_who_comes_again(sitting: Sitting) -> None:
    """Raise `community.limits.Limited` where a measure keeps the member from the answer that holds
    again once they take theirs back.
    """
    who = viewer()
    if who.limits and rsvps.comes_again(sitting, who.member.person):
        limits.refuse_what_is_stopped(who.limits, Permission.ANSWER, sitting)


def without_words(draft: AnswerDraft, about: Series | ToAnswer) -> AnswerDraft:
    """What was answered; of whom a measure keeps from it nothing that facilitators would read."""
    if may(viewer(), Permission.ANSWER, about):
        return draft
    return replace(draft, note=None, access_needs=None)
