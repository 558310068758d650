"""Items as pages show them to one reader: values, gathered before anything is rendered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from community.access import Viewer
from community.accounts.models import Member
from community.calls.models import Call
from community.calls.policies import is_facilitator_of
from community.disclosures.queries import saids_of
from community.disclosures.wording import Said, told_sentence
from community.distance.queries import folded_by

from . import timing
from .content import OFF_THE_RECORD
from .folding import folds_item
from .guest_queries import guests_of, is_own
from .models import Item, ItemKind, State
from .proposal_queries import words_kept_of
from .proposal_words import ProposalWords
from .queries import (
    Origin,
    Tally,
    origins_of,
    owners_of,
    proposals_and_own,
    tallies_of,
    votes_of,
)
from .sides import Side, side_to_hear

_NOBODY = Tally()


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item, for one reader. `mine`: they proposed it; `vote`: None, or whether they would take
    part in it; `is_folded`: they mute or block whoever proposed it. Of a guest only those who hold
    the call read the name.
    """

    number: int
    key: str
    title: str
    kind: ItemKind
    minutes: int
    body_html: str
    people_html: str
    business_html: str
    side_to_hear: Side | None
    leaders: tuple[str, ...]
    proposed_by: str | None
    mine: bool
    is_off_record: bool
    state: State
    state_id: int
    why: str
    since: datetime
    votes: int
    joiners: int
    vote: bool | None
    version: int
    came_from: Origin | None
    disclosure: str = ""
    is_masked: bool = False
    is_folded: bool = False
    is_by_guest: bool = False


def lines_of(items: Sequence[Item], viewer: Viewer) -> list[ItemLine]:
    """The lines of `items` in their order. At most eight queries."""
    if not items:
        return []
    owners, tallies, origins = owners_of(items), tallies_of(items), origins_of(items)
    told = {item.disclosure_id for item in items if item.disclosure_id is not None}
    saids = saids_of(told) if told else {}
    votes = votes_of(viewer.member, items) if viewer.member else {}
    folded, guests = folded_by(viewer), guests_of(items)
    names, me = bool(guests) and facilitates(viewer, items[0].call), viewer.member
    lines = [
        _line(
            item,
            owners.get(item.id, ()),
            tallies.get(item.id, _NOBODY),
            vote=votes[item.id].would_join if item.id in votes else None,
            came_from=origins.get(item.id),
            said=saids.get(item.disclosure_id or 0),
            mine=bool(me and is_own(item, guests.get(item.id), me)),
            is_folded=folds_item(folded, item),
        )
        for item in items
    ]
    return [
        replace(line, proposed_by=guests[line.number].name if names else None, is_by_guest=True)
        if line.number in guests
        else line
        for line in lines
    ]


def by_votes(lines: Sequence[ItemLine]) -> list[ItemLine]:
    """The lines with most votes first; among as many, what was proposed first."""
    return sorted(lines, key=lambda line: (-line.votes, line.number))


def in_state(lines: Sequence[ItemLine], *states: State) -> list[ItemLine]:
    """Those of `lines` that stand so, in their order."""
    return [line for line in lines if line.state in states]


def shown_to(viewer: Viewer, call: Call, *, holds: bool) -> list[ItemLine]:
    """The proposals for a call, and whatever became of the viewer's own. A draft is none of it:
    what became of others' is in the words that it had as a proposal, unless it is off the record by
    now. What is off the record is read by who `holds` the call.
    """
    mine = viewer.member.id if viewer.member else None
    found = lines_of(proposals_and_own(call.id, mine), viewer)
    own = [line for line in found if line.mine or line.state is State.PROPOSED]
    past = [line for line in found if line not in own and not line.is_off_record]
    if not holds:
        own = [line if line.mine or not line.is_off_record else _mask(line) for line in own]
    return own + _as_proposed(past)


def budget_of(lines: Sequence[ItemLine], available: int) -> timing.Budget:
    """Minutes planned of minutes available, for the items in `lines`."""
    return timing.budget([(line.title, line.minutes) for line in lines], available)


def facilitates(viewer: Viewer, call: Call) -> bool:
    """Whether the viewer holds the call."""
    return is_facilitator_of(viewer, call)


def credited(members: Sequence[Member]) -> tuple[str, ...]:
    """The names of those of `members` who are credited by one."""
    names = [member.person.credited_as for member in members]
    return tuple(name for name in names if name)


def _as_proposed(lines: Sequence[ItemLine]) -> list[ItemLine]:
    """The lines in the words they had as proposals. At most two queries."""
    kept = words_kept_of([line.number for line in lines])
    told = {words.disclosure_id for words in kept.values() if words.disclosure_id is not None}
    saids = saids_of(told) if told else {}
    return [
        _in_words(line, words, saids.get(words.disclosure_id or 0))
        for line in lines
        if (words := kept.get(line.number)) is not None
    ]


def _in_words(line: ItemLine, words: ProposalWords, said: Said | None) -> ItemLine:
    decides = words.kind is ItemKind.DECIDE
    return replace(
        line,
        title=words.title,
        kind=words.kind,
        minutes=words.minutes,
        body_html=words.body_html,
        people_html=words.people_html if decides else "",
        business_html=words.business_html if decides else "",
        side_to_hear=None,
        leaders=(),
        disclosure=told_sentence(said),
    )


def _mask(line: ItemLine) -> ItemLine:
    """Of what is off the record only that it is there, its minutes and its votes."""
    return replace(
        line,
        title=OFF_THE_RECORD,
        kind=ItemKind.DISCUSS,
        body_html="",
        people_html="",
        business_html="",
        side_to_hear=None,
        leaders=(),
        proposed_by=None,
        came_from=None,
        disclosure="",
        is_masked=True,
        is_folded=False,
        is_by_guest=False,
    )


def _line(
    item: Item,
    owners: Sequence[Member],
    tally: Tally,
    *,
    vote: bool | None,
    came_from: Origin | None,
    said: Said | None,
    mine: bool,
    is_folded: bool,
) -> ItemLine:
    decides = item.kind is ItemKind.DECIDE
    return ItemLine(
        number=item.id,
        key=item.key,
        title=item.title,
        kind=item.kind,
        minutes=item.minutes,
        body_html=item.body_html,
        people_html=item.people_html if decides else "",
        business_html=item.business_html if decides else "",
        side_to_hear=side_to_hear(item.people_source, item.business_source) if decides else None,
        leaders=credited(owners),
        proposed_by=item.proposed_by.person.credited_as,
        mine=mine,
        is_off_record=item.is_off_record,
        state=item.state,
        state_id=item.standing.id,
        why=item.standing.why,
        since=item.standing.at,
        votes=tally.votes,
        joiners=tally.joiners,
        vote=vote,
        version=item.version,
        came_from=came_from,
        disclosure=told_sentence(said),
        is_folded=is_folded,
    )
