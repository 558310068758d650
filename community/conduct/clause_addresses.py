"""Where the clauses of the code stand, for files that are taken along."""

from community.outbox.addresses import absolute


def code_at() -> str:
    """The address of versions of the code, to which the number of one is added."""
    return absolute("conduct.show_version", number=0)[:-1]
