"""Keeping what a proposal said for those who read it, when it is none any more."""

from collections.abc import Sequence

from sqlalchemy import delete

from community.db import db

from .models import WORDS, Item, State
from .proposal_words import ProposalWords


def keep_words(item: Item, becomes: State) -> None:
    """Keep the words of a proposal that `becomes` something else, unless it is taken back or was
    off the record; of what is a proposal again, its own are read.
    """
    if becomes is State.PROPOSED:
        forget_words([item])
    elif item.state is State.PROPOSED and not (becomes is State.WITHDRAWN or item.is_off_record):
        words = {name: getattr(item, name) for name in WORDS}
        db.session.add(ProposalWords(item_id=item.id, **words))


def forget_words(items: Sequence[Item]) -> None:
    """Keep them no more: others read something else of these items, or nothing."""
    gone = delete(ProposalWords).where(ProposalWords.item_id.in_([item.id for item in items]))
    db.session.execute(gone.execution_options(synchronize_session="fetch"))
