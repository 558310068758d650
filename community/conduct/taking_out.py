"""Words taken out of a part of something under the code, and put back where that is withdrawn.

What a text said before is kept beside it, so that each of several redactions can be withdrawn by
itself: the text is put together anew without the words of those that stand still. A text that was
changed since stays as it is. Whoever takes words out for ever goes through what is kept as well.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select

from community.db import db
from community.redaction import Spot, times, without

from .kept_text_models import KeptText
from .state_models import Content, ContentState


def redactions_of(about: Content, *numbers: int) -> Sequence[ContentState]:
    """What stands of words that were taken out of some content, in the order it was done."""
    query = select(ContentState).where(
        ContentState.about == about,
        ContentState.subject_id.in_(numbers),
        ContentState.keeps_words_out(),
    )
    return db.session.scalars(query.order_by(ContentState.id)).unique().all()


def keep_before(about: Content, subject_id: int, spots: Iterable[Spot], words: str) -> None:
    """Keep the texts from which words are about to be taken, each once."""
    standing = [state.kept for state in redactions_of(about, subject_id)]
    known = {_told(row.text, standing) for row in _texts(about, subject_id)}
    for spot in spots:
        if spot.text not in known and times(words, spot.text):
            known.add(spot.text)
            db.session.add(KeptText(about=about, subject_id=subject_id, text=spot.text))
    db.session.flush()


def put_back(state: ContentState, spots: Iterable[Spot]) -> bool:
    """Put the words that one redaction has taken out where they stood, but for those that others
    take out. Gives whether that was anywhere.
    """
    standing = redactions_of(state.about, state.subject_id)
    words, others = ([one.kept for one in standing if one is not but] for but in (None, state))
    before = {
        _told(row.text, words): _told(row.text, others)
        for row in _texts(state.about, state.subject_id)
    }
    is_back = False
    for spot in spots:
        text = before.get(spot.text, spot.text)
        if text != spot.text:
            spot.put(text)
            is_back = True
    return is_back


def forget(about: Content, subject_id: int) -> None:
    """Keep of what was taken out nothing by which it could come back."""
    for state in redactions_of(about, subject_id):
        state.kept = ""
    _forget_texts(about, subject_id)


def forget_one(state: ContentState) -> None:
    """The same for one state; the texts go with the last redaction."""
    state.kept = ""
    db.session.flush()
    if not any(one.kept for one in redactions_of(state.about, state.subject_id)):
        _forget_texts(state.about, state.subject_id)


def kept_spots(about: Content, *numbers: int) -> list[Spot]:
    """What is kept of some content, for whoever takes words out for ever: nobody is shown it."""
    return [
        *(_spot_of_text(row) for row in _texts(about, *numbers)),
        *(_spot_of_words(state) for state in redactions_of(about, *numbers) if state.kept),
    ]


def _spot_of_text(row: KeptText) -> Spot:
    def put(text: str) -> None:
        row.text = text

    return Spot(f"kept-{row.id}", "What was taken out", "kept", row.text, put, is_open=False)


def _spot_of_words(state: ContentState) -> Spot:
    """Words of which a part goes for ever cannot be put back any more."""

    def put(_text: str) -> None:
        state.kept = ""

    return Spot(f"words-{state.id}", "What was taken out", "kept", state.kept, put, is_open=False)


def _texts(about: Content, *numbers: int) -> Sequence[KeptText]:
    query = select(KeptText).where(KeptText.about == about, KeptText.subject_id.in_(numbers))
    return db.session.scalars(query.order_by(KeptText.id)).all()


def _forget_texts(about: Content, subject_id: int) -> None:
    gone = delete(KeptText).where(KeptText.about == about, KeptText.subject_id == subject_id)
    db.session.execute(gone.execution_options(synchronize_session="fetch"))
    db.session.flush()


def _told(text: str, words: Sequence[str]) -> str:
    """A text without any of the words."""
    for each in words:
        text = without(each, text) if each else text
    return text
