"""Taking words out of an item for ever: out of its draft, every edition and what was said of it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from community.access import Viewer
from community.accounts.models import Member
from community.bars import without
from community.calls.changing import mark_call
from community.calls.models import Call
from community.conduct.state_models import Content
from community.conduct.taking_out import keep_before
from community.db import db
from community.drafts import places
from community.drafts.redacting import take_out as take_out_of_drafts
from community.errors import Refusal
from community.events import announce
from community.redaction import is_telling, take_out
from community.redaction_fields import LONGEST_WHY
from community.text import POLICY_VERSION, render_markdown
from community.turns import in_turn

from . import versions
from .editions import EditionItem
from .events import ItemRedacted
from .models import Agenda, Item
from .proposal_queries import told_as
from .proposal_words import ProposalWords
from .redaction_queries import (
    calls_with,
    number_elsewhere,
    own_spots_of,
    spots_beside,
    spots_of,
)
from .redactions import ItemRedaction
from .tool_queries import tools_to_keep

_TEXTS = ("body", "people", "business")
UNDER_THE_CODE = "It goes against the code of conduct."


class NotThere(Refusal):
    """The words do not stand in what they were to be taken out of."""


def redact(
    item: Item,
    words: str,
    *,
    why: str,
    whole: Collection[str] = (),
    also: bool = False,
    by: Viewer,
    now: datetime,
) -> None:
    """Take the words out of an item, of every edition it stands in, of templates made of it, of
    why it was decided so and of what the records of its calls say; altogether out of those places
    that `whole` names and `by` was offered, and out of what else belongs to it where `also` is
    set. It cannot be undone.

    Raises `NotThere`.
    """
    in_turn(is_alone=True)  # ahead of the row: the item may lead to a pattern that is not there
    item, agenda = versions.hold_item(item, now=now)
    elsewhere = also and number_elsewhere(item.id, words) > 0
    is_done = take_out(spots_of(item, by, held=True), words, whole=whole)
    if not is_done and not elsewhere:
        raise NotThere("These words do not stand in this item any more.")
    announce(_write_down(item, agenda, words, why=why, also=also, by=by.member, now=now))


def redact_for_now(item: Item, words: str, *, by: Member, now: datetime) -> None:
    """Take the words out of an item and of every edition it stands in, so that they can be put
    back. Where nobody else writes them by chance, they go from what is said of its tools, to be put
    back as well, and for ever from what else repeats them.
    """
    in_turn(is_alone=True)  # ahead of the row: the item may lead to a pattern that is not there
    item, agenda = versions.hold_item(item, now=now)
    own = own_spots_of(item, Viewer(by))
    keep_before(Content.ITEM, item.id, own, words)
    is_done = take_out(own, words, whole=())
    if is_telling(words):
        tools = tools_to_keep(item)
        keep_before(Content.ITEM, item.id, tools, words, bounded=True)
        is_done = take_out(tools, words, is_bounded=True) or is_done
        beside = spots_beside(calls_with(item), Viewer(by), held=True)
        is_done = take_out(beside, words, whole=()) or is_done
    if is_done:
        also = is_telling(words)
        told = _write_down(item, agenda, words, why=UNDER_THE_CODE, also=also, by=by, now=now)
        announce(replace(told, bounded=not also))


def _write_down(
    item: Item, agenda: Agenda, words: str, *, why: str, also: bool, by: Member, now: datetime
) -> ItemRedacted:
    """Render what is left, and tell those who have the call. Gives what everybody is to know."""
    render(item)
    for row in told_as(item):
        render(row)
    item.version += 1  # whatever was written over an earlier one has the words still
    item.updated_at = now
    told = without(words, why, LONGEST_WHY)
    db.session.add(
        ItemRedaction(item_id=item.id, version=item.version, by_id=by.id, at=now, why=told)
    )
    versions.touch(agenda, now=now)
    calls = calls_with(item)
    for call in calls:
        mark_call(call, now)
    _take_out_of_drafts(item, calls, words)
    return ItemRedacted(item, tuple(calls), words, why=told, also=also, by=by, at=now)


def _take_out_of_drafts(item: Item, calls: Collection[Call], words: str) -> None:
    """What is begun to be made of it, and beside its calls: there, words that others write by
    chance stay.
    """
    take_out_of_drafts([places.of_item_change(item.id)], words)
    if is_telling(words):
        beside = [place for call in calls for place in places.beside_call(call.id)]
        take_out_of_drafts(beside, words)


def render(row: Item | EditionItem | ProposalWords) -> None:
    """Make the HTML of its texts anew."""
    for name in _TEXTS:
        setattr(row, f"{name}_html", render_markdown(getattr(row, f"{name}_source")))
    row.text_policy = POLICY_VERSION
