"""Who gets in where in the library. The owner has begun the pattern that is asked for."""

from tests.architecture.roles import EVERYONE, MEMBERS, OWNER

TELLER = frozenset({"member"})  # who has added the known use
VERIFIER = frozenset({"facilitator"})  # who has verified it
PATTERN_ROUTES: dict[str, frozenset[str]] = {
    "GET patterns.list_patterns": EVERYONE,
    "GET patterns.show_pattern": EVERYONE,
    "GET patterns.list_revisions": EVERYONE,
    "GET patterns.show_revision": EVERYONE,
    "GET patterns.show_changes": EVERYONE,
    "GET patterns.new_pattern": MEMBERS,
    "POST patterns.begin_pattern": MEMBERS,
    "POST patterns.keep_typed": MEMBERS,
    "GET patterns.edit_pattern": OWNER,
    "POST patterns.revise_pattern": OWNER,
    "POST patterns.restore_revision": OWNER,
    "GET patterns.new_proposal": OWNER,
    "POST patterns.propose_pattern": OWNER,
    "POST patterns.take_proposal_back": OWNER,
    "POST patterns.share_draft": OWNER,
    "POST patterns.stop_sharing": OWNER,
    "POST patterns.mark_use": MEMBERS,
    "GET patterns.new_use": MEMBERS,
    "POST patterns.add_use": MEMBERS,
    "GET patterns.edit_use": TELLER,
    "POST patterns.change_use": TELLER,
    "POST patterns.withdraw_use": TELLER,
    "POST patterns.verify_use": MEMBERS - TELLER,
    "POST patterns.take_verification_back": VERIFIER,
    "POST patterns.take_mark_back": MEMBERS,
}
