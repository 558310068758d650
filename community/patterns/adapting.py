"""Adapting a pattern: a draft of one's own with its words, and where they are from."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from community.accounts.models import Person
from community.db import locked
from community.disclosures.disclosing import disclose
from community.disclosures.queries import saids_of
from community.errors import Refusal

from .adaptation_queries import draft_adapted
from .content import LICENCE, Content, Source
from .credit import licence_words
from .licensing import allowed
from .models import Pattern, Relation
from .queries import Standing, standing_of
from .relating import relate
from .writing import begin


class NotAllowed(Refusal):
    """The licence of a pattern does not let its text be changed and shared. `link` is what a draft
    begins with that may only link to it.
    """

    def __init__(self, link: Content) -> None:
        super().__init__("Its licence does not let its text be changed and shared.")
        self.link = link


def adapt(
    pattern: Pattern, address_of: Callable[[int], str], *, by: Person, now: datetime
) -> Pattern:
    """A draft of `by` with what a pattern says in its present revision; `address_of` gives where
    one is, by its number. What was said about tools goes with it, for them to look at. Doing it
    twice gives the draft that is there, as long as it is unchanged.

    Raises `NotAllowed`, and `Refusal` where not everybody may read it any more.
    """
    pattern = locked(Pattern, pattern.id)
    if not pattern.is_listed:
        raise Refusal("Not everybody can read it any more, so it cannot be adapted.")
    standing = _standing(pattern)
    address = address_of(standing.row.number)
    if not may_be_adapted(standing.content):
        raise NotAllowed(_link_to(standing.content, address))
    found = draft_adapted(pattern, by.id)
    if found is not None:
        return found
    number = standing.row.disclosure_id
    disclosure = disclose(saids_of([number])[number], by=by, now=now)
    draft = begin(content_of(standing.content, address), by=by, disclosure=disclosure, now=now)
    say_adapted(draft, pattern, by=by, now=now)
    return draft


def say_adapted(draft: Pattern, pattern: Pattern, *, by: Person, now: datetime) -> None:
    """Keep what a draft was begun from, at the moment at which it is: whoever wrote that is
    credited with it for good.
    """
    relate(draft, Relation.ADAPTED, pattern, by=by, now=now)


def may_be_adapted(content: Content) -> bool:
    """Whether its licence lets its text be changed and shared as ours is."""
    return allowed(content.licence) is not None


def content_of(content: Content, address: str) -> Content:
    """The same to go on from: its other names and the wish about training stay with those who wrote
    it. Who they are is told by the credit as it is then, so no name is copied.
    """
    source = Source(f"“{content.title}”", address, licence_words(content.licence)[0])
    return replace(
        content,
        licence=LICENCE,
        also_known_as=(),
        training=None,
        sources=(source, *content.sources),
    )


def _link_to(content: Content, address: str) -> Content:
    source = Source(f"“{content.title}”", address, licence_words(content.licence)[0])
    return Content(title=content.title, summary="", sources=(source,))


def _standing(pattern: Pattern) -> Standing:
    standing = standing_of(pattern)
    if standing is None:
        raise LookupError("A pattern without a revision.")
    return standing
