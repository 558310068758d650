"""Items out of sight under the code of conduct, and back.

Their words are taken out of the draft, every edition and the templates made of them, so that
wherever an agenda is read, sent or exported a sentence with the clause stands instead.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, select

from community.access import Viewer
from community.accounts.models import Member
from community.calls.changing import mark_call
from community.conduct.state_models import ContentState
from community.conduct.taking_out import Back, put_back
from community.drafts import places
from community.drafts.redacting import drop as drop_drafts
from community.drafts.redacting import spots_at
from community.events import announce
from community.marks import BAR
from community.redaction import Spot, pieces_of
from community.redaction import purge as purge_places
from community.turns import in_turn

from . import versions
from .events import ItemPurged, ItemSetAside
from .models import Agenda, Item, ItemOwner
from .proposal_queries import told_as
from .redacting import redact_for_now, render
from .redaction_queries import (
    ALIKE,
    calls_with,
    copies_of,
    own_spots_of,
    published_spots_of,
    spots_of,
)
from .tool_queries import tools_to_keep

TITLE = "Set aside under the code of conduct"


def parts(items: Collection[int], members: Collection[int]) -> Sequence[Select[int, int]]:
    """Queries for which of some members proposed or lead which of some items; numbers of both."""
    proposed = select(Item.id, Item.proposed_by_id)
    led = select(ItemOwner.item_id, ItemOwner.member_id)
    return [
        proposed.where(Item.id.in_(items), Item.proposed_by_id.in_(members)),
        led.where(ItemOwner.item_id.in_(items), ItemOwner.member_id.in_(members)),
    ]


def title_of(item: Item) -> str:
    """By what whoever proposed it knows it."""
    return f"An item for “{item.call.title}”"


def source_of(item: Item, kept: str = "") -> str:
    """What it says, or said before it was set aside."""
    columns = ("title", *(f"{name}_source" for name in ("body", "people", "business")))
    if kept:
        known = json.loads(kept)
        texts = [known.get(f"item-{item.id}-{column}", "") for column in columns]
    else:
        texts = [getattr(item, column) for column in columns]
    return "\n\n".join(filter(None, texts))


def set_aside(item: Item, says: str, *, by: Member, now: datetime) -> str:
    """Put `says` where its words are. Gives the words."""
    item, agenda = versions.hold_item(item, now=now)
    spots = own_spots_of(item, Viewer(by))
    kept = {spot.name: spot.text for spot in spots}
    _replace(spots, says)
    _write(item, agenda, by, now)
    return json.dumps(kept, ensure_ascii=False)


def bring_back(item: Item, kept: str, *, by: Member, now: datetime) -> None:
    """Put its words where they were, and into what was published meanwhile."""
    item, agenda = versions.hold_item(item, now=now)
    for spot in own_spots_of(item, Viewer(by)):
        text = _kept_of(spot, item, kept)
        if text is not None:
            spot.put(text)
    _write(item, agenda, by, now)


def _kept_of(spot: Spot, item: Item, kept: str) -> str | None:
    """What a spot says once the item is back: its own words, or those of the item."""
    known: dict[str, str] = json.loads(kept)
    column = spot.name.rsplit("-", 1)[1]
    own = None if spot.name.startswith(ALIKE) else known.get(f"item-{item.id}-{column}")
    return known.get(spot.name, own)


def own_spots(item: Item, kept: str = "") -> list[Spot]:
    """What an item says and said in editions, of which a part can be taken out."""
    spots = published_spots_of(item)
    if not kept:
        return spots
    return [replace(spot, text=_kept_of(spot, item, kept) or "") for spot in spots]


def redact(item: Item, words: str, *, by: Member, now: datetime) -> None:
    """Take words out of an item, so that they can be put back."""
    redact_for_now(item, words, by=by, now=now)


def put_words_back(state: ContentState, item: Item, *, by: Member, now: datetime) -> Back:
    """Put back what was taken out so, where the item was not changed since."""
    in_turn(is_alone=True)  # ahead of the row: the item may lead to a pattern that is not there
    item, agenda = versions.hold_item(item, now=now)
    spots = [*own_spots_of(item, Viewer(by)), *tools_to_keep(item)]
    back = put_back(state, spots, f"item-{item.id}-")
    if back is not Back.NOWHERE:
        _write(item, agenda, by, now)
    return back


def purge(item: Item, says: str, *, by: Member, now: datetime) -> None:
    """Leave nothing of its words, wherever they are kept, and in none of its copies."""
    in_turn(is_alone=True)  # ahead of the row: the item may lead to a pattern that is not there
    item, agenda = versions.hold_item(item, now=now)
    for copy in copies_of(item):
        _purge_one(*versions.hold_item(copy, now=now), says, by=by, now=now)
    _purge_one(item, agenda, says, by=by, now=now)


def _purge_one(item: Item, agenda: Agenda, says: str, *, by: Member, now: datetime) -> None:
    own = own_spots_of(item, Viewer(by), is_for_ever=True)
    pieces = [piece for spot in own for piece in pieces_of(spot.text)]
    whole = {spot.text for spot in own if spot.text}
    purge_places(spots_of(item, Viewer(by), held=True), pieces)
    for spot in spots_of(item, Viewer(by), held=True):
        if spot.text in whole:
            spot.put(BAR)
    _replace(own, says)
    drop_drafts([places.of_item_change(item.id)])
    beside = [place for call in calls_with(item) for place in places.beside_call(call.id)]
    purge_places(spots_at(beside), pieces)
    _write(item, agenda, by, now)
    announce(ItemPurged(item, tuple(dict.fromkeys(pieces)), by, now))


def _replace(spots: Sequence[Spot], says: str) -> None:
    instead = {"Title": TITLE, "What it is about": says}
    for spot in spots:
        spot.put(instead.get(spot.what, ""))


def _write(item: Item, agenda: Agenda, by: Member, now: datetime) -> None:
    render(item)
    for row in told_as(item):
        render(row)
    item.version += 1  # whatever was written over an earlier one has the words still
    item.updated_at = now
    versions.touch(agenda, now=now)
    calls = calls_with(item)
    for call in calls:
        mark_call(call, now)
    announce(ItemSetAside(item, tuple(calls), by, now))
