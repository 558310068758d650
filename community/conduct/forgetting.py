"""What is kept of words that were taken out under the code, cut or let go for ever."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, false, or_, select

from community.bars import times, without
from community.db import db
from community.marks import BAR
from community.redaction import Put, Spot

from .kept_text_models import KeptText
from .shared_texts import OF, kept_elsewhere, kept_out_of, texts_of
from .state_models import Content, ContentState, Standing
from .taking_out import end, forget_texts, redactions_of


def forget(about: Content, subject_id: int) -> None:
    """Keep of what was taken out nothing by which it could come back."""
    rows = texts_of(about, subject_id)
    elsewhere = kept_elsewhere(about, subject_id, [row.spot for row in rows])
    words, standing = _with_words(about, subject_id), redactions_of(about, subject_id)
    _forget_words(words, standing, (), elsewhere)
    forget_texts(about, subject_id)


def forget_one(state: ContentState) -> None:
    """The same for one state: as long as it stands its words come back with no other either."""
    rows = texts_of(state.about, state.subject_id)
    elsewhere = kept_elsewhere(state.about, state.subject_id, [row.spot for row in rows])
    standing = redactions_of(state.about, state.subject_id)
    _forget_words([state], standing, rows, elsewhere)
    end(state)


def kept_spots_beside(*of: str) -> list[Spot]:
    """What is kept of what was made so, for whoever takes words out of that for ever."""
    named = (KeptText.spot.endswith(OF + one, autoescape=True) for one in of)
    query = select(KeptText).where(or_(false(), *named))
    rows = db.session.scalars(query.order_by(KeptText.id))
    return [spot for row in rows for spot in _spots_of_text(row)]


def forget_beside(of: str) -> None:
    """Keep nothing of what was made so."""
    gone = delete(KeptText).where(KeptText.spot.endswith(OF + of, autoescape=True))
    db.session.execute(gone.execution_options(synchronize_session="fetch"))


def kept_spots(about: Content, *numbers: int) -> list[Spot]:
    """What is kept of some content, for whoever takes words out for ever: nobody is shown it."""
    rows = [row for row in texts_of(about, *numbers) if OF not in row.spot]
    words = _with_words(about, *numbers)
    texts = [spot for row in rows for spot in _spots_of_text(row)]
    return [*texts, *(_spot(f"words-{one.id}", one.kept, _into_words(one)) for one in words)]


def _forget_words(
    states: Sequence[ContentState],
    standing: Sequence[ContentState],
    rows: Sequence[KeptText],
    elsewhere: Sequence[KeptText],
) -> None:
    """Keep the words of some states of one content, of which all those in `standing` stand, neither
    with them nor in the texts that are kept beside it and elsewhere.
    """
    theirs = kept_out_of(elsewhere)
    for state in states:
        for row in (*rows, *elsewhere) if state.ended_at is None and state.kept else ():
            held = (*(one.kept for one in standing if one is not state), *theirs.get(row.spot, ()))
            _change(row, without(state.kept, row.text), held)
        state.kept = ""


def _spots_of_text(row: KeptText) -> tuple[Spot, Spot]:
    def put(text: str) -> None:
        elsewhere = kept_out_of(kept_elsewhere(row.about, row.subject_id, [row.spot]))
        own = [one.kept for one in redactions_of(row.about, row.subject_id)]
        _change(row, text, [*own, *elsewhere.get(row.spot, ())])

    def reads(text: str) -> None:
        row.reads = row.reads and text  # nothing is kept of what was cut

    return _spot(f"kept-{row.id}", row.text, put), _spot(f"reads-{row.id}", row.reads, reads)


def _into_words(state: ContentState) -> Put:
    """Words of which a part goes for ever cannot be put back any more."""

    def put(_text: str) -> None:
        state.kept = ""

    return put


def _spot(name: str, text: str, put: Put) -> Spot:
    return Spot(name, "What was taken out", "kept", text, put, is_open=False)


def _change(row: KeptText, text: str, held: Iterable[str]) -> None:
    """Keep another text. Where words would be cut that a state holds out, a part of them would be
    left there and come back with others: then nothing is kept of it.
    """
    is_cut = any(times(words, text) < times(words, row.text) for words in held if words)
    row.text = BAR if is_cut else text
    row.reads = "" if is_cut else row.reads


def _with_words(about: Content, *numbers: int) -> Sequence[ContentState]:
    query = select(ContentState).where(
        ContentState.about == about,
        ContentState.subject_id.in_(numbers),
        ContentState.state == Standing.REDACTED,
        ContentState.kept != "",
    )
    return db.session.scalars(query.order_by(ContentState.id)).unique().all()
