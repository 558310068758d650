"""Suggestions with the first link of somebody: they wait until a curator has read them."""

from datetime import datetime

from flask import flash

from community.access import viewer
from community.errors import Refusal
from community.first_links import addresses_in
from community.patterns.content import Content, from_json
from community.patterns.held_models import Held
from community.patterns.holding_back import FIRST_LINK, hold, links_of, must_wait
from community.patterns.models import Pattern, PatternRevision
from community.patterns.queries import standing_of
from community.patterns.suggested import Values, values_between, with_values
from community.patterns.suggestion_models import Suggestion

SUGGEST_IT = f"{FIRST_LINK} Suggest it as an edit: a curator reads it first."


class FirstLink(Refusal):
    """What everybody reads is to have a first link."""


def refuse_first_link(revision: PatternRevision) -> None:
    """Raise `FirstLink` where going back to a revision would show one at once."""
    if edit_has_first_link(revision.pattern, from_json(revision.content), ""):
        raise FirstLink(SUGGEST_IT)


def edit_waits(pattern: Pattern, before: Content, values: Values, why: str) -> bool:
    """Whether an edit has to wait: where it has a link that the pattern has not. What is suggested
    for a draft is read by whoever invited them alone.
    """

    def new_links() -> set[str]:
        return links_of(with_values(before, values)) - links_of(before) | addresses_in(why)

    return pattern.is_listed and must_wait(viewer(), new_links)


def edit_has_first_link(pattern: Pattern, content: Content, why: str) -> bool:
    """Whether what its author writes over a pattern that everybody reads would have to wait."""
    standing = standing_of(pattern) if pattern.is_listed else None
    return standing is not None and edit_waits(
        pattern, standing.content, values_between(standing.content, content), why
    )


def words_wait(pattern: Pattern, *words: str) -> bool:
    """The same of what is suggested in a few words."""
    return pattern.is_listed and must_wait(viewer(), lambda: addresses_in(*words))


def thank(row: Suggestion, *, waits: bool, now: datetime) -> None:
    """Let it wait where it has to, and say which it is. Raises `community.errors.TooMany`."""
    if not waits:
        flash("Thank you. Whoever looks after this pattern sees it, and you hear of it.")
        return
    hold(Held.SUGGESTION, row, by=viewer().member.person, now=now)
    flash("It has a link, as nothing of yours had before: a curator reads it first.")
