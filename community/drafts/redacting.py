"""Words that are taken out of what is there, taken out of what is begun to be written of it."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import delete, or_, select

from community import redaction
from community.db import db
from community.redaction import Put, Spot

from .models import Draft


def drafts_at(places: Collection[str]) -> list[Draft]:
    """What anybody has begun to write in these places, and in those named after them with a blank
    between, held.
    """
    within = (Draft.place.startswith(f"{place} ", autoescape=True) for place in places)
    there = or_(Draft.place.in_(places), *within)
    query = select(Draft).where(there).order_by(Draft.member_id, Draft.place, Draft.tab)
    return list(db.session.scalars(query.with_for_update()))


def take_out(places: Collection[str], words: str, *, is_bounded: bool = False) -> None:
    """Take the words out of every draft in these places; `is_bounded`: not within longer words."""
    redaction.take_out(spots_at(places), words, is_bounded=is_bounded)


def spots_of(draft: Draft) -> Iterator[Spot]:
    """Where a draft keeps words; nobody but who writes it may read them."""
    yield Spot("draft", "A draft", "a draft", draft.text_source, _text(draft), is_open=False)
    for name, told in draft.beside.items():
        for place, text in enumerate([told] if isinstance(told, str) else told):
            put = _into(draft, name, place)
            yield Spot(f"draft-{name}-{place}", "A draft", "a draft", text, put, is_open=False)


def spots_at(places: Collection[str]) -> Sequence[Spot]:
    """The same for every draft in these places."""
    return [spot for draft in drafts_at(places) for spot in spots_of(draft)]


def drop(places: Collection[str]) -> None:
    """Leave no draft in these places."""
    db.session.execute(delete(Draft).where(Draft.place.in_(places)))


def _text(draft: Draft) -> Put:
    def put(text: str) -> None:
        draft.text_source = text

    return put


def _into(draft: Draft, name: str, place: int) -> Put:
    def put(text: str) -> None:
        told = draft.beside[name]
        several = [text if at == place else one for at, one in enumerate(told)]
        draft.beside = {**draft.beside, name: text if isinstance(told, str) else several}

    return put
