"""Saying whether a tool was involved."""

from datetime import datetime

from sqlalchemy import update

from community.accounts.models import Person
from community.db import db

from .models import DisclosedTool, Disclosure
from .queries import last_with_all
from .wording import Said


def disclose(said: Said, *, by: Person, now: datetime) -> Disclosure:
    """Keep what `by` says. What they said last time, said again, is the same row."""
    said = said.plain()
    last, said_then = last_with_all(by)
    if last is not None and said_then == said:
        return last
    return write(said, by_id=by.id, at=now)


def hand_over(gone_id: int, kept_id: int) -> None:
    """Let what one person said be said by another, who turns out to be the same."""
    theirs = update(Disclosure).where(Disclosure.person_id == gone_id).values(person_id=kept_id)
    db.session.execute(theirs.execution_options(synchronize_session="fetch"))


def write(said: Said, *, by_id: int, at: datetime) -> Disclosure:
    """Write what a person, by their number, said, whatever they said before."""
    disclosure = Disclosure(
        person_id=by_id,
        degree=said.degree,
        purpose=said.purpose,
        checked=said.checked,
        is_required=said.is_required,
        material=said.material,
        footprint=said.footprint,
        at=at,
    )
    db.session.add(disclosure)
    db.session.flush()
    db.session.add_all(
        DisclosedTool(
            disclosure_id=disclosure.id,
            position=position,
            name=tool.name,
            version=tool.version,
            controlled_by=tool.controlled_by,
            openness=tool.openness,
        )
        for position, tool in enumerate(said.tools)
    )
    db.session.flush()
    return disclosure
