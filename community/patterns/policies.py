"""Who may do what in the library."""

from enum import StrEnum
from typing import Any

from community.access import Rule, Viewer, all_of, any_of, everyone, signed_in
from community.conduct.content import Effect

from .collection_models import Openness
from .facets import Stage
from .known_use_queries import verifier_of
from .note_source_queries import may_be_begun_from
from .stage_queries import has_written as has_written_any
from .writing_policies import (
    is_author,
    is_curator,
    is_invited,
    is_listed,
    is_named,
    may_edit,
    may_send,
    may_take_on,
    wrote_with_author,
)


class Permission(StrEnum):
    """What can be done with patterns."""

    READ_LIBRARY = "read library"
    READ_PATTERN = "read pattern"
    WRITE_PATTERN = "write pattern"
    EDIT_PATTERN = "edit pattern"
    SEND_REVISION = "send what one has written over a pattern"
    EDIT_REVISION = "go back to a revision"
    PROPOSE_PATTERN = "propose pattern"
    ADAPT_PATTERN = "adapt a pattern"
    RELATE_PATTERN = "relate a pattern to another"
    UNRELATE_PATTERN = "take a relation away"
    MEND_AWAITED = "put right what a pattern waits for"
    INVITE = "invite to a draft"
    WITHDRAW_INVITATION = "take an invitation to a draft back"
    LEAVE_PATTERN = "leave a draft one was invited to"
    TAKE_ON = "take a draft on that nobody looks after"
    STOP_SHARING = "close the link of a draft"
    MARK_USE = "say that one uses a pattern"
    TAKE_MARK_BACK = "take back that one uses a pattern"
    ADD_USE = "add a known use"
    CHANGE_USE = "change a known use"
    MEND_LINK = "mend the link of a known use"
    WITHDRAW_USE = "withdraw a known use"
    VERIFY_USE = "verify a known use"
    UNVERIFY_USE = "take the verification of a known use back"
    READ_HELD = "read what waits with a first link"
    WITHDRAW_HELD = "take back what waits with a first link"
    REVIEW_PATTERN = "review a pattern"
    WITHDRAW_REVIEW = "withdraw a review"
    OBJECT = "object to a pattern"
    WITHDRAW_OBJECTION = "withdraw an objection"
    ANSWER_OBJECTION = "answer an objection"
    TAKE_ANSWER_BACK = "take an answer to an objection back"
    SPEAK_FOR = "speak for a pattern"
    TAKE_WORD_BACK = "take the word for a pattern back"
    CHECK_PATTERN = "check a pattern"
    TAKE_CHECK_BACK = "take a check of a pattern back"
    RETIRE_PATTERN = "retire a pattern"
    REDACT_PATTERN = "take words out of a pattern"
    SUGGEST_EDIT = "suggest an edit"
    READ_SUGGESTIONS = "read suggestions"
    READ_SUGGESTION = "read a suggestion"
    DECIDE_SUGGESTION = "decide on a suggestion"
    SEND_REWORDED = "send a suggestion in other words"
    WRITE_ABOUT_SUGGESTION = "write about a suggestion"
    WITHDRAW_SUGGESTION = "withdraw a suggestion"
    TAKE_NAME_OFF = "take name off pattern"
    IMPORT_PATTERN = "import pattern"
    BEGIN_FROM_NOTE = "begin a pattern from a note"
    READ_COLLECTION = "read collection"
    MAKE_COLLECTION = "make collection"
    CHANGE_COLLECTION = "change collection"
    COLLECT_PATTERN = "put a pattern into a collection"
    CHANGE_ENTRY = "change an entry of a collection"


def may_see_pattern(viewer: Viewer, pattern: Any) -> bool:
    """Everybody, but for drafts: those are their authors' and whom they invited, not even
    stewards', unless they are shared with whoever has the link. What is set aside under the code
    nobody sees here.
    """
    if pattern.is_listed:
        return True
    if pattern.aside is not None:
        return False
    if is_author(viewer, pattern):
        return True
    by_link = pattern.shared_at is not None and pattern.slug == pattern.drafted_as
    return by_link or is_invited(viewer, pattern)


def first_shown(viewer: Viewer, pattern: Any) -> int:
    """The number of the first revision they may read: what was written before the pattern was
    opened is its author's, and theirs whom the author invited.
    """
    if pattern.opened_from == 1 or is_author(viewer, pattern) or is_invited(viewer, pattern):
        return 1
    return int(pattern.opened_from)


def may_see_revision(viewer: Viewer, revision: Any) -> bool:
    """Whoever may see the pattern, from where it was opened on."""
    pattern = revision.pattern
    return may_see_pattern(viewer, pattern) and revision.number >= first_shown(viewer, pattern)


def may_see_collection(viewer: Viewer, collection: Any) -> bool:
    """Whom it is open to, unless it is set aside under the code."""
    return not collection.is_aside and is_open_to(viewer, collection)


def is_open_to(viewer: Viewer, collection: Any) -> bool:
    """Everybody who has its address, but for private ones, which are their makers' alone; a deleted
    one is seen by those who may put it back.
    """
    if has_written(viewer, collection):
        return True
    if collection.openness is Openness.PRIVATE:
        return False
    return not collection.is_removed or is_curator(viewer, collection)


def may_see_suggestion(viewer: Viewer, row: Any) -> bool:
    """Those it is among, unless it is set aside under the code."""
    return not row.is_aside and is_among(viewer, row)


def is_among(viewer: Viewer, row: Any) -> bool:
    """Whoever suggested it, whatever becomes of the pattern; those who may change that and read
    what it was made of, and those who might while it was a draft, of what was suggested then.
    """
    reads = row.number >= first_shown(viewer, row.pattern)
    decides = may_edit(viewer, row.pattern) or (
        row.number <= row.pattern.opened_from and wrote_with_author(viewer, row.pattern)
    )
    others = reads and decides and may_see_pattern(viewer, row.pattern)
    others = others and (not row.is_kept_back or is_curator(viewer, row.pattern))
    return has_written(viewer, row) or others


def has_written(viewer: Viewer, row: Any) -> bool:
    """Whether it was they who added it."""
    return viewer.member is not None and viewer.member.person_id == row.by_id


def _has_not_written(viewer: Viewer, row: Any) -> bool:
    return not has_written(viewer, row)


def _wrote_none_of(viewer: Viewer, pattern: Any) -> bool:
    return viewer.member is not None and not has_written_any(viewer.member.person_id, pattern)


def _is_in_use(_viewer: Viewer, pattern: Any) -> bool:
    return bool(pattern.stage != Stage.RETIRED)


def _of_pattern(rule: Rule) -> Rule:
    return lambda viewer, row: rule(viewer, row.pattern)


def _has_verified(viewer: Viewer, use: Any) -> bool:
    return viewer.member is not None and viewer.member.person_id == verifier_of(use)


_may_arrange = any_of(has_written, is_curator)
_is_open = all_of(is_listed, _is_in_use)  # what is retired is kept as it is
_may_change = all_of(may_edit, _is_in_use)

RULES: dict[Permission, Rule] = {
    Permission.READ_LIBRARY: everyone,
    Permission.READ_PATTERN: everyone,  # of those who may see it
    Permission.WRITE_PATTERN: signed_in,
    Permission.EDIT_PATTERN: _may_change,
    Permission.SEND_REVISION: all_of(may_send, _is_in_use),
    Permission.EDIT_REVISION: _of_pattern(_may_change),
    Permission.PROPOSE_PATTERN: is_author,
    Permission.ADAPT_PATTERN: all_of(signed_in, is_listed),
    Permission.RELATE_PATTERN: _may_change,
    Permission.UNRELATE_PATTERN: _of_pattern(_may_change),
    Permission.MEND_AWAITED: _of_pattern(may_edit),
    Permission.INVITE: is_author,
    Permission.WITHDRAW_INVITATION: has_written,
    Permission.LEAVE_PATTERN: is_invited,
    Permission.TAKE_ON: may_take_on,
    Permission.STOP_SHARING: is_author,
    Permission.MARK_USE: all_of(signed_in, is_listed),
    Permission.TAKE_MARK_BACK: all_of(signed_in, is_listed),
    Permission.ADD_USE: all_of(signed_in, _is_open),
    Permission.CHANGE_USE: all_of(has_written, _of_pattern(_is_in_use)),
    Permission.MEND_LINK: all_of(
        any_of(has_written, is_curator, _of_pattern(is_author)), _of_pattern(_is_in_use)
    ),
    Permission.WITHDRAW_USE: any_of(has_written, is_curator),
    Permission.VERIFY_USE: all_of(
        _has_not_written, _of_pattern(all_of(_is_in_use, _wrote_none_of))
    ),
    Permission.UNVERIFY_USE: any_of(_has_verified, is_curator),
    Permission.READ_HELD: all_of(is_curator, _has_not_written),
    Permission.WITHDRAW_HELD: has_written,
    Permission.REVIEW_PATTERN: all_of(signed_in, _is_open, _wrote_none_of),
    Permission.WITHDRAW_REVIEW: has_written,
    Permission.OBJECT: all_of(signed_in, _is_open),
    Permission.WITHDRAW_OBJECTION: has_written,
    **dict.fromkeys(
        (Permission.ANSWER_OBJECTION, Permission.TAKE_ANSWER_BACK),
        all_of(_has_not_written, _of_pattern(_may_change)),
    ),
    Permission.SPEAK_FOR: all_of(is_curator, _is_open, _wrote_none_of),
    Permission.TAKE_WORD_BACK: is_curator,
    Permission.CHECK_PATTERN: all_of(signed_in, _is_open),
    Permission.TAKE_CHECK_BACK: all_of(signed_in, is_listed),
    Permission.RETIRE_PATTERN: all_of(is_curator, is_listed),
    Permission.REDACT_PATTERN: all_of(is_curator, is_listed),
    Permission.SUGGEST_EDIT: all_of(signed_in, _is_in_use),
    Permission.READ_SUGGESTIONS: signed_in,
    Permission.READ_SUGGESTION: signed_in,  # of those who may see it
    Permission.DECIDE_SUGGESTION: all_of(_has_not_written, _of_pattern(may_edit)),
    Permission.SEND_REWORDED: all_of(_has_not_written, _of_pattern(all_of(may_send, _is_in_use))),
    Permission.WRITE_ABOUT_SUGGESTION: all_of(signed_in, _of_pattern(may_see_pattern)),
    Permission.WITHDRAW_SUGGESTION: has_written,
    Permission.TAKE_NAME_OFF: is_named,
    Permission.BEGIN_FROM_NOTE: all_of(signed_in, may_be_begun_from),
    Permission.IMPORT_PATTERN: signed_in,  # as a draft of theirs
    Permission.READ_COLLECTION: everyone,  # of those who may see it
    Permission.MAKE_COLLECTION: signed_in,
    Permission.COLLECT_PATTERN: all_of(signed_in, is_listed),
    Permission.CHANGE_COLLECTION: _may_arrange,
    Permission.CHANGE_ENTRY: lambda viewer, entry: _may_arrange(viewer, entry.collection),
}
# What a measure of each kind stops: here all but reading, and taking back what is one's own.
_NEVER_STOPPED = {
    *(Permission.READ_LIBRARY, Permission.READ_PATTERN, Permission.READ_COLLECTION),
    *(Permission.WITHDRAW_INVITATION, Permission.LEAVE_PATTERN, Permission.STOP_SHARING),
    *(Permission.TAKE_MARK_BACK, Permission.TAKE_CHECK_BACK, Permission.TAKE_ANSWER_BACK),
    *(Permission.TAKE_NAME_OFF, Permission.WITHDRAW_USE, Permission.WITHDRAW_REVIEW),
    *(Permission.WITHDRAW_OBJECTION, Permission.UNVERIFY_USE, Permission.TAKE_WORD_BACK),
    *(Permission.READ_SUGGESTIONS, Permission.READ_SUGGESTION, Permission.WITHDRAW_SUGGESTION),
    Permission.WITHDRAW_HELD,
}
STOPPED = dict.fromkeys(set(Permission) - _NEVER_STOPPED, (Effect.NO_PATTERNS,))
