"""Who may propose, vote, and make an agenda; who may see an item that is not published."""

from enum import StrEnum
from typing import Any

from community.access import Rule, Viewer, all_of, any_of, everyone, role, signed_in
from community.accounts.models import Role
from community.calls.policies import is_facilitator_of, may_see_series
from community.conduct.content import Effect
from community.conduct.state_models import Content
from community.conduct.state_queries import standing_state

from .guest_models import GuestProposal
from .guest_queries import guest_of_item, is_own
from .models import Item, State
from .redaction_queries import Wording


class Permission(StrEnum):
    """What can be done with agendas and their items."""

    READ_AGENDA = "read agenda"
    PROPOSE = "propose"
    VOTE = "vote"
    REWORD_ITEM = "reword item"
    WITHDRAW_PROPOSAL = "withdraw proposal"
    WRITE_AGENDA = "write agenda"
    UNDO_STATE = "undo state"
    REDACT_ITEM = "redact item"
    CLAIM_ROLE = "claim role"
    REMOVE_TEMPLATE = "remove template"
    PROPOSE_AS_GUEST = "propose as guest"
    ANSWER_GUEST_PROPOSAL = "answer guest proposal"
    WITHDRAW_GUEST_PROPOSAL = "withdraw guest proposal"
    RULE_EMPTY_AGENDAS = "rule empty agendas"


def may_see_item(viewer: Viewer, item: Any) -> bool:
    """A proposal: whoever may see its call. Anything else is a draft, or behind us: whoever
    proposed it, and the facilitators. What is published everybody reads in its edition.
    """
    if item.call.is_removed or not may_see_series(viewer, item.call):
        return False
    return item.state is State.PROPOSED or _is_proposer(viewer, item) or _facilitates(viewer, item)


def may_see_wording(viewer: Viewer, wording: Any) -> bool:
    """Whoever may see the item, or its last edition: on the record whoever may see the call."""
    item, last = wording.item, wording.last
    if item.call.is_removed or not may_see_series(viewer, item.call):
        return False
    if item.is_off_record or (last is not None and last.is_off_record):
        return _facilitates(viewer, item)
    return last is not None or may_see_item(viewer, item)


def _of_its_item(rule: Rule) -> Rule:
    return lambda viewer, wording: rule(viewer, wording.item)


def _is_proposer(viewer: Viewer, item: Any) -> bool:
    return viewer.member is not None and is_own(item, guest_of_item(item), viewer.member)


def _facilitates(viewer: Viewer, subject: Any) -> bool:
    call = subject.call if isinstance(subject, (Item, GuestProposal)) else subject
    return is_facilitator_of(viewer, call)


def _was_the_guest(viewer: Viewer, proposal: Any) -> bool:
    return viewer.member is not None and viewer.member.person_id == proposal.person_id


def _proposes_still(viewer: Viewer, item: Any) -> bool:
    return item.state is State.PROPOSED and _is_proposer(viewer, item)


def _is_in_place(_viewer: Viewer, item: Any) -> bool:
    """Whether it is not set aside under the code: what stands for it is nobody's to change."""
    return standing_state(Content.ITEM, item.id) is None


def proposed_it_and_may_read_it(viewer: Viewer, item: Any) -> bool:
    """Whether the viewer proposed the item, and it is not set aside."""
    return _is_proposer(viewer, item) and _is_in_place(viewer, item)


def _withdrew(viewer: Viewer, item: Any) -> bool:
    return item.state is State.WITHDRAWN and _is_proposer(viewer, item)


def _made_it(viewer: Viewer, template: Any) -> bool:
    return viewer.member is not None and viewer.member.id == template.made_by_id


# Drafts belong to those who hold the call: not even stewards see them.
RULES: dict[Permission, Rule] = {
    Permission.READ_AGENDA: everyone,  # of those who may see the call
    Permission.PROPOSE: signed_in,
    Permission.CLAIM_ROLE: signed_in,
    Permission.VOTE: signed_in,
    Permission.REWORD_ITEM: all_of(any_of(_facilitates, _proposes_still), _is_in_place),
    Permission.WITHDRAW_PROPOSAL: _is_proposer,
    Permission.WRITE_AGENDA: _facilitates,
    Permission.REDACT_ITEM: all_of(
        any_of(_of_its_item(_facilitates), role(Role.STEWARD)), _of_its_item(_is_in_place)
    ),
    Permission.REMOVE_TEMPLATE: any_of(_made_it, role(Role.STEWARD)),
    Permission.RULE_EMPTY_AGENDAS: is_facilitator_of,  # of the series
    Permission.PROPOSE_AS_GUEST: everyone,  # who has the link
    Permission.ANSWER_GUEST_PROPOSAL: _facilitates,
    Permission.WITHDRAW_GUEST_PROPOSAL: _was_the_guest,
    Permission.UNDO_STATE: any_of(_facilitates, _withdrew),
}
SIGHT: dict[type, Rule] = {
    Item: may_see_item,
    Wording: may_see_wording,
    GuestProposal: any_of(_facilitates, _was_the_guest),
}
# What a measure of each kind stops.
STOPPED = dict.fromkeys(
    (Permission.PROPOSE, Permission.VOTE, Permission.REWORD_ITEM), (Effect.NO_PROPOSALS,)
)
