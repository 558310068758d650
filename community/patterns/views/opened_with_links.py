"""Collections with the first link of somebody: private until a curator has read them."""

from dataclasses import replace
from datetime import datetime

from community.access import viewer
from community.first_links import addresses_in
from community.patterns.collecting import CollectionDraft
from community.patterns.collection_models import Collection, CollectionEntry, Openness
from community.patterns.held_ends import waits_no_more
from community.patterns.held_models import Held
from community.patterns.holding_back import (
    FIRST_LINK,
    FirstLink,
    hold,
    links_in_collection,
    must_wait,
)

_IN_THE_OPEN = (
    f"{FIRST_LINK} Let only yourself see the collection first. When you open it again, a curator"
    " reads it."
)


def kept_private(
    draft: CollectionDraft, collection: Collection | None = None
) -> tuple[CollectionDraft, Openness | None]:
    """What a collection says of itself, and whom it is to be open to where it has to wait until
    then. Raises `FirstLink`.
    """
    stays = draft.openness is Openness.PRIVATE
    if stays or not must_wait(viewer(), lambda: _links(draft, collection)):
        return draft, None
    if collection is not None and collection.openness is not Openness.PRIVATE:
        raise FirstLink(_IN_THE_OPEN)
    return replace(draft, openness=Openness.PRIVATE), draft.openness


def let_wait(collection: Collection, openness: Openness | None, now: datetime) -> None:
    """Let a collection wait that is to be open so, or no more. Raises `TooMany`."""
    by = viewer().member.person
    if openness is not None:
        hold(Held.COLLECTION, collection, by=by, openness=openness, now=now)
    else:
        waits_no_more(Held.COLLECTION, collection.id, by=by, now=now)


def refuse_entry(entry: CollectionEntry) -> None:
    """Raise `FirstLink` where others would read at once why it stands there. The collection is
    held.
    """
    if is_private(entry.collection):
        return
    if must_wait(viewer(), lambda: addresses_in(entry.why)):
        raise FirstLink(_IN_THE_OPEN)


def is_private(collection: Collection) -> bool:
    """Whether only who made it sees it."""
    return collection.openness is Openness.PRIVATE


def _links(draft: CollectionDraft, collection: Collection | None) -> set[str]:
    if collection is None:
        return addresses_in(draft.title, draft.about)
    return addresses_in(draft.title) | links_in_collection(collection, draft.about)
