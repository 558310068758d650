"""Suggestions with the first link of somebody: they wait until a curator has read them."""

from collections.abc import Collection
from datetime import datetime

from flask import flash

from community.access import viewer
from community.db import db, locked
from community.first_links import addresses_in
from community.patterns.content import Content, from_json
from community.patterns.held_models import Held
from community.patterns.holding_back import FIRST_LINK, FirstLink, hold, is_read_first, must_wait
from community.patterns.link_queries import links_of
from community.patterns.models import Pattern, PatternRevision
from community.patterns.queries import standing_of
from community.patterns.suggested import Values, with_values
from community.patterns.suggested_relation_queries import relations_suggested
from community.patterns.suggestion_models import Suggestion
from community.patterns.suggestion_queries import values_of_suggestion

SUGGEST_IT = f"{FIRST_LINK} Suggest it as an edit: a curator reads it first."

_NOT_TAKEN = (
    f"{FIRST_LINK} Take it without the link, or let it be suggested once more: a curator reads it"
    " first."
)


def refuse_edit(pattern: Pattern, content: Content, why: str = "") -> None:
    """Raise `FirstLink` where what is written over a pattern that everybody reads would show one at
    once. Where that matters, the pattern is held.
    """
    if must_wait(viewer(), lambda: _new_links(pattern, content, why)):
        raise FirstLink(SUGGEST_IT)


def refuse_taking(row: Suggestion, content: Content, why: str) -> None:
    """The same of what is taken of a suggestion, in these words: those that were suggested may lead
    where they do if links of whoever suggested them are known.
    """

    def links() -> set[str]:
        new = _new_links(row.pattern, content, why)
        return new - _suggested(row) if new and not is_read_first(row.by) else new

    if must_wait(viewer(), links):
        raise FirstLink(_NOT_TAKEN)


def edit_waits(pattern: Pattern, before: Content, values: Values, why: str) -> bool:
    """Whether an edit has to wait: where it has a link that the pattern has not. What is suggested
    for a draft is read by whoever invited them alone.
    """

    def new_links() -> set[str]:
        return links_of(with_values(before, values)) - links_of(before) | addresses_in(why)

    return pattern.is_listed and must_wait(viewer(), new_links)


def words_wait(pattern: Pattern, *words: str) -> bool:
    """The same of what is suggested in a few words."""
    return pattern.is_listed and must_wait(viewer(), lambda: addresses_in(*words))


def refuse_words(pattern: Pattern, *words: str) -> None:
    """Raise `FirstLink` where these are said of a pattern to everybody, which is held."""
    if words_wait(pattern, *words):
        raise FirstLink(SUGGEST_IT)


def refuse_relations(row: Suggestion, taken: Collection[int]) -> None:
    """The same where what a pattern has to do with others is taken, in words of the suggestion."""

    def links() -> set[str]:
        said = [one.note for one in relations_suggested(row) if one.id in taken]
        found = addresses_in(*said)
        return found if found and is_read_first(row.by) else set()

    if row.pattern.is_listed and must_wait(viewer(), links):
        raise FirstLink(_NOT_TAKEN)


def thank(row: Suggestion, *, waits: bool, now: datetime) -> None:
    """Let it wait where it has to, and say which it is. Raises `community.errors.TooMany`."""
    if not waits:
        flash("Thank you. Whoever looks after this pattern sees it, and you hear of it.")
        return
    hold(Held.SUGGESTION, row, by=viewer().member.person, now=now)
    flash("It has a link, as nothing of yours had before: a curator reads it first.")


def _new_links(pattern: Pattern, content: Content, why: str) -> set[str]:
    pattern = locked(Pattern, pattern.id)
    standing = standing_of(pattern) if pattern.is_listed else None
    if standing is None or standing.content == content:
        return set()
    return links_of(content) - links_of(standing.content) | addresses_in(why)


def _suggested(row: Suggestion) -> set[str]:
    base = db.session.get_one(PatternRevision, (row.pattern_id, row.number))
    before = from_json(base.content)
    after = with_values(before, values_of_suggestion(row))
    return links_of(after) - links_of(before) | addresses_in(row.why)
