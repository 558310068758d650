"""What a change of answers stands for among the revisions: the answers to one sitting."""

from typing import Any

from sqlalchemy.orm import Session

from community import revisions
from community.revisions import Parameters

from .models import Offer, Rsvp


def of_answers(sitting_id: int) -> str:
    """The scope of the answers to a sitting, and of the places kept there."""
    return f"answers:{sitting_id}"


def connect() -> None:
    """Let each statement that writes answers tell which sitting they are to."""
    revisions.narrow("rsvp", _of_rsvp)
    revisions.narrow("offer", _of_offer)


def _of_rsvp(session: Session, given: Parameters) -> str | None:
    """By what is inserted, else by the row that is at hand in the session."""
    sitting_id = given.get("sitting_id")
    if sitting_id is None:
        sitting_id = _at_hand(session, Rsvp, given.get("rsvp_id"), "sitting_id")
    return of_answers(sitting_id) if isinstance(sitting_id, int) else None


def _of_offer(session: Session, given: Parameters) -> str | None:
    rsvp_id = given.get("rsvp_id")
    if rsvp_id is None:
        rsvp_id = _at_hand(session, Offer, given.get("offer_id"), "rsvp_id")
    sitting_id = _at_hand(session, Rsvp, rsvp_id, "sitting_id")
    return of_answers(sitting_id) if isinstance(sitting_id, int) else None


def _at_hand(session: Session, model: type[Rsvp] | type[Offer], row_id: Any, name: str) -> Any:
    """A column of a row the session holds already; None without asking the database."""
    row = session.identity_map.get(session.identity_key(model, row_id)) if row_id else None
    return row.__dict__.get(name) if row is not None else None
