"""Words taken out of a part of something under the code, and put back where that is withdrawn.

What a text said before is kept beside it, spot by spot, with what it reads since, so that each of
several redactions can be withdrawn by itself: the text is put together anew without the words of
those that stand still. A text that was changed since stays as it is. Whoever takes words out for
ever goes through what is kept as well.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select

from community.bars import times, without
from community.db import db, locked
from community.marks import BAR
from community.redaction import Spot, is_telling, take_out

from .kept_text_models import KeptText
from .shared_texts import kept_elsewhere, kept_out_of, read_anew, texts_of
from .state_models import Content, ContentState

_NUMBER = re.compile(r"\d+")
_PLACE = re.compile(r"^[a-z]+(?=-\d)|-\d+|\bfor_|_source\b")  # what is no field in names of spots


class Back(StrEnum):
    """Where words are that were put back: in what it says now, in earlier versions alone, or
    nowhere, as it was changed since.
    """

    NOW = "now"
    EARLIER = "earlier"
    NOWHERE = "nowhere"


def take_out_of(
    about: Content,
    row: Any,
    spots_of: Callable[[Any], Sequence[Spot]],
    words: str,
    *,
    whole: Collection[str] = (),
) -> None:
    """Take words out of the texts of a row, so that they can be put back; `whole` as below."""
    spots = spots_of(locked(type(row), row.id))
    keep_before(about, row.id, spots, words, whole=whole)
    take_out(spots, words)
    db.session.flush()


def put_back_into(
    state: ContentState,
    row: Any,
    spots_of: Callable[[Any], Sequence[Spot]],
    *,
    whole: Collection[str] = (),
) -> Back:
    """Put back what one redaction has taken out so."""
    back = put_back(state, spots_of(locked(type(row), row.id)), "", whole=whole)
    db.session.flush()
    return back


def redactions_of(about: Content, *numbers: int) -> Sequence[ContentState]:
    """What stands of words that were taken out of some content, in the order it was done."""
    query = select(ContentState).where(
        ContentState.about == about,
        ContentState.subject_id.in_(numbers),
        ContentState.keeps_words_out(),
    )
    return db.session.scalars(query.order_by(ContentState.id)).unique().all()


def keep_before(
    about: Content,
    subject_id: int,
    spots: Sequence[Spot],
    words: str,
    *,
    whole: Collection[str] = (),
    bounded: bool = False,
) -> None:
    """Keep the texts from which words are about to be taken, and what they read then, and those
    with other bars, which could be taken for them; spots that `whole` names go altogether.
    `bounded`: not within longer words.
    """
    rows = texts_of(about, subject_id)
    elsewhere = kept_elsewhere(about, subject_id, [spot.name for spot in spots])
    for spot in spots:
        if BAR not in spot.text and not times(words, spot.text, is_bounded=bounded):
            continue
        row = _row_of(spot, spots, rows)
        if row is None or row.spot != spot.name:
            text = spot.text if row is None else row.text
            row = KeptText(about=about, subject_id=subject_id, spot=spot.name, text=text)
            db.session.add(row)
        left = without(words, spot.text, spot.most, is_bounded=bounded)
        row.reads = BAR if spot.name in whole else left
        read_anew(elsewhere, spot, row.reads)
    db.session.flush()


def rename(about: Content, subject_id: int, spot: str, to: str) -> None:
    """Know the text of a spot by another name from now on."""
    for row in (one for one in texts_of(about, subject_id) if one.spot == spot):
        row.spot = to
    db.session.flush()


def before(about: Content, numbers: Collection[int], spot: str) -> Mapping[int, str]:
    """What a spot of each content said before anything was taken out of it, where that is kept."""
    return {row.subject_id: row.text for row in texts_of(about, *numbers) if row.spot == spot}


def put_back(
    state: ContentState,
    spots: Sequence[Spot],
    now: str,
    *,
    whole: Collection[str] = (),
    bounded: bool = False,
) -> Back:
    """Put the words that one redaction has taken out where they stood, but for those that others
    take out. `now` is how the names of those spots begin that say what is read now; those that
    `whole` names are back without a bar, or not at all; `bounded` is as it was in `keep_before`.
    """
    rows, told, places = texts_of(state.about, state.subject_id), dict[int, str](), set[str]()
    others = [o.kept for o in redactions_of(state.about, state.subject_id) if o is not state]
    elsewhere = kept_elsewhere(state.about, state.subject_id, [row.spot for row in rows])
    theirs = kept_out_of(elsewhere)
    for spot in spots:
        row = _row_of(spot, spots, rows)
        if row is None:
            continue
        own = _told(row.text, others, spot.most, bounded=bounded)
        text = _told(own, theirs.get(spot.name, ()), spot.most, bounded=bounded)
        text = BAR if spot.name in whole and BAR in text else text
        for other in read_anew(elsewhere, spot, text):
            other.text = own if other.id > row.id else other.text
        if text != spot.text:
            spot.put(text)
            told[row.id] = text
            places.add(spot.name)
    for row in rows:
        row.reads = told.get(row.id, row.reads)
    db.session.flush()
    if any(name.startswith(now) for name in places):
        return Back.NOW
    return Back.EARLIER if places else Back.NOWHERE


def end(state: ContentState, *, keep: bool = False) -> None:
    """Let nothing be kept of a state that has ended, but, where that is asked for, its words, for
    its author to put back by hand. The texts go with the last one.
    """
    if not keep:
        state.kept = ""
    db.session.flush()
    if not any(one.kept for one in redactions_of(state.about, state.subject_id)):
        forget_texts(state.about, state.subject_id)


def forget_texts(about: Content, subject_id: int) -> None:
    """Keep no text of what was before."""
    gone = delete(KeptText).where(KeptText.about == about, KeptText.subject_id == subject_id)
    db.session.execute(gone.execution_options(synchronize_session="fetch"))
    db.session.flush()


def _row_of(spot: Spot, spots: Sequence[Spot], rows: Iterable[KeptText]) -> KeptText | None:
    """What is kept of a spot, or of one of the same field of which it is a copy: the nearest
    version, where several read alike.
    """
    places = {one.name: place for place, one in enumerate(spots)}
    mine, line = places[spot.name], _NUMBER.sub("", spot.name, count=1)

    def farness(row: KeptText) -> tuple[bool, bool, int, int]:
        far = abs(places.get(row.spot, len(places) + mine) - mine)
        return row.spot != spot.name, _NUMBER.sub("", row.spot, count=1) != line, far, -row.id

    field = _PLACE.sub("", spot.name)
    own = (row for row in rows if _PLACE.sub("", row.spot) == field)
    alike = (row for row in own if row.reads and row.reads == spot.text)
    return min(alike, key=farness, default=None)


def _told(text: str, words: Iterable[str], most: int, *, bounded: bool) -> str:
    """A text without any of the words."""
    for each in filter(None, words):
        text = without(each, text, most, is_bounded=bounded and not is_telling(each))
    return text
