"""Roles, and the sets of them that routes let through."""

ROLES = ("visitor", "member", "facilitator", "owner", "curator", "responder", "steward")

EVERYONE = frozenset(ROLES)
MEMBERS = EVERYONE - {"visitor"}
STARTERS = frozenset(
    {"facilitator", "owner", "steward"}
)  # facilitators of anything, where stewards leave it at that
OWNER = frozenset({"owner"})  # facilitators alone: join links are theirs
OWNERS = frozenset({"owner", "steward"})  # facilitators of the very thing
PROPOSER_AND_OWNER = frozenset({"member", "owner"})  # the member has proposed the item
STEWARDS = frozenset({"steward"})
CURATORS = frozenset({"curator"})
RESPONDERS = frozenset({"responder"})
WRITERS = frozenset({"member", "owner"})  # who wrote a note, and who leads its call
NOBODY = frozenset[str]()  # who guesses a secret is told nothing
