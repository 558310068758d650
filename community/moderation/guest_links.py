"""The link of a letter by which a guest reads what was decided about them, answers and appeals.

It is signed for this alone, and holds as long as there is time to appeal, or something stands.
"""

from datetime import UTC, datetime

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from community.accounts.guests import guest_of
from community.accounts.models import Person

from .quorum_queries import over_at
from .statement_queries import statements_for


def token_for(person_id: int, told_at: datetime) -> str:
    """The token of the letter of something that a guest was told at an instant."""
    return str(_signer().dumps([person_id, int(told_at.timestamp())]))


def guest_with(token: str, now: datetime) -> Person | None:
    """The guest a token is for; None where it is not one of ours, or holds no more. Who has an
    account by now signs in.
    """
    try:
        person_id, told_at = (int(one) for one in _signer().loads(token))
        told = datetime.fromtimestamp(told_at, UTC)
    except (BadSignature, ValueError, TypeError, OverflowError, OSError):
        return None
    guest = guest_of(person_id)
    if guest is None:
        return None
    if now < over_at(told, guest.person):
        return guest.person
    stands = any(one.stands for one in statements_for(person_id, now))
    return guest.person if stands else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="what a guest was told")
