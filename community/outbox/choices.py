"""Which letters a person wants, and the signed token by which a letter lets them say so."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import ColumnElement, exists, select

from community.db import db

from .kinds import Desk
from .models import NOT_UNLESS_CHOSEN, Group, LetterChoice

CHOOSABLE = tuple(group for group in Group if group is not Group.ACCOUNT)


def wants(person_id: int, group: Group) -> bool:
    """Whether a person receives letters of `group`."""
    return group is Group.ACCOUNT or choices_of(person_id)[group]


def choices_of(person_id: int) -> Mapping[Group, bool]:
    """What a person receives, for each group that can be chosen."""
    query = select(LetterChoice).where(LetterChoice.person_id == person_id)
    said = {row.group: row.is_wanted for row in db.session.scalars(query)}
    return {group: said.get(group, group not in NOT_UNLESS_CHOSEN) for group in CHOOSABLE}


def wanted_by(group: Group, person_id: Any) -> ColumnElement[bool]:
    """For a query: whether the person in the column `person_id` receives letters of `group`."""
    said = exists().where(
        LetterChoice.person_id == person_id,
        LetterChoice.group == group,
        LetterChoice.is_wanted.is_(group in NOT_UNLESS_CHOSEN),
    )
    return said if group in NOT_UNLESS_CHOSEN else ~said


def choose(person_id: int, group: Group, *, is_wanted: bool, now: datetime) -> None:
    """Receive letters of `group`, or none. Doing it twice changes nothing."""
    row = db.session.get(LetterChoice, (person_id, group))
    if row is None:
        row = LetterChoice(person_id=person_id, group=group, is_wanted=is_wanted, at=now)
        db.session.add(row)
    if row.is_wanted is not is_wanted:
        row.is_wanted, row.at = is_wanted, now
    db.session.flush()


def hand_over(gone_id: int, kept_id: int) -> None:
    """Let what one person chose hold for another, who turned out to be the same, where they never
    chose themselves.
    """
    chosen = select(LetterChoice.group).where(LetterChoice.person_id == kept_id)
    left = select(LetterChoice).where(
        LetterChoice.person_id == gone_id, LetterChoice.group.not_in(chosen)
    )
    for row in db.session.scalars(left.order_by(LetterChoice.group)).all():
        row.person_id = kept_id
    db.session.flush()


def token_for(person_id: int, group: Group) -> str:
    """The token of a letter's "no more of these". It never ends, as a letter's header cannot; it is
    for nobody who has the number of a person after them.
    """
    return str(_signer().dumps([person_id, _since(person_id), group.value]))


def read_token(token: str) -> tuple[int, Group] | None:
    """The person and the group a token is for; None where it is not one of ours."""
    try:
        person_id, since, group = _signer().loads(token)
        found = int(person_id), Group(group)
    except (BadSignature, ValueError, TypeError):
        return None
    return found if since is not None and since == _since(person_id) else None


def _since(person_id: int) -> int | None:
    """When the person came, in seconds of the epoch."""
    desk: Desk = current_app.extensions["outbox"]
    came_at = desk.came_at(person_id)
    return None if came_at is None else int(came_at.timestamp())


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="letters a person wants")
