"""Notes rendered once more, with the members they name, after the policy has changed."""

from sqlalchemy import select

from community.accounts.models import Member
from community.db import db, transaction
from community.text import POLICY_VERSION, read_markdown

from .models import Note, NoteMention

AT_ONCE = 200


def render_again() -> int:
    """Render each note that was rendered under another policy; gives how many that was."""
    done = 0
    while True:
        with transaction():
            old = select(Note).where(Note.text_policy != POLICY_VERSION)
            old = old.order_by(Note.id).limit(AT_ONCE).with_for_update(of=Note)
            notes = db.session.scalars(old).unique().all()
            named = _named_in([note.id for note in notes])
            for note in notes:
                note.text_html = read_markdown(note.text_source).html(named.get(note.id, set()))
                note.text_policy = POLICY_VERSION
        done += len(notes)
        if len(notes) < AT_ONCE:
            return done


def _named_in(note_ids: list[int]) -> dict[int, set[str]]:
    query = (
        select(NoteMention.note_id, Member.handle)
        .join(Member, Member.id == NoteMention.member_id)
        .where(NoteMention.note_id.in_(note_ids))
    )
    found: dict[int, set[str]] = {}
    for note_id, handle in db.session.execute(query):
        found.setdefault(note_id, set()).add(handle)
    return found
