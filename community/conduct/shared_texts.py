"""Texts that are kept beside several contents, as they belong to each of them: what was begun from
a note, what was said of the tools behind it and behind others.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import and_, not_, select

from community.db import db
from community.redaction import Spot

from .kept_text_models import KeptText
from .state_models import Content, ContentState

OF = " of "  # in the names of spots of what was made of something


def beside(spots: Iterable[Spot], of: str) -> list[Spot]:
    """Spots of what was made of some content, such as a pattern begun from a note, to be kept with
    it; `of` says of what.
    """
    return [replace(spot, name=f"{spot.name}{OF}{of}") for spot in spots]


def texts_of(about: Content, *numbers: int) -> Sequence[KeptText]:
    """What is kept of some content."""
    query = select(KeptText).where(KeptText.about == about, KeptText.subject_id.in_(numbers))
    return db.session.scalars(query.order_by(KeptText.id)).all()


def kept_elsewhere(about: Content, subject_id: int, names: Collection[str]) -> Sequence[KeptText]:
    """What is kept of the same spots beside other content."""
    shared = [name for name in names if OF in name]
    if not shared:
        return ()
    own = and_(KeptText.about == about, KeptText.subject_id == subject_id)
    query = select(KeptText).where(KeptText.spot.in_(shared), not_(own))
    return db.session.scalars(query.order_by(KeptText.id)).all()


def kept_out_of(rows: Sequence[KeptText]) -> Mapping[str, list[str]]:
    """By the names of these spots the words that what stands of other content keeps out there."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    if rows:
        same = and_(
            KeptText.about == ContentState.about, KeptText.subject_id == ContentState.subject_id
        )
        query = select(KeptText.spot, ContentState.kept).join(ContentState, same)
        among = KeptText.id.in_([row.id for row in rows]), ContentState.keeps_words_out()
        for spot, words in db.session.execute(query.where(*among).order_by(ContentState.id)):
            found[spot].append(words)
    return found


def read_anew(rows: Iterable[KeptText], spot: Spot, reads: str) -> list[KeptText]:
    """Say what a spot is going to read in those rows that know what it reads now. Gives them."""
    known = [row for row in rows if row.spot == spot.name and row.reads == spot.text]
    for row in known:
        row.reads = reads
    return known
