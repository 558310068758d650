"""Another text for a note that waits until a responder has read its first links."""

from flask import flash, url_for

from community import clock
from community.access import may_see, viewer
from community.disclosures.wording import Said
from community.drafts.sent import sent_tab
from community.notes import drafting, waiting
from community.notes.forms import ChangeForm
from community.notes.models import Note
from community.notes.subject_queries import subject_of

from .reading import IT_WAITS, address_of


def must_wait(note: Note, form: ChangeForm) -> bool:
    """Whether a responder reads first what its author makes of it."""
    subject = subject_of(note.thread)
    if subject is None or note.by_id != viewer().member.id:
        return False
    return waiting.must_wait(form.text.data or "", subject, viewer(), now=clock.now())


def held_at(note: Note, form: ChangeForm, base: int, said: Said | None) -> str:
    """Where whoever wrote it sees that it waits."""
    text, by, place = form.text.data or "", viewer().member, drafting.place_of_change(note)
    now, tab = clock.now(), sent_tab()
    held = waiting.hold_change(note, text, base=base, said=said, by=by, tab=tab, now=now)
    if held is None or not may_see(viewer(), note.thread):
        return address_of(note, sent=place)
    flash(IT_WAITS)
    anchor = f"waiting-{held.key}"
    return url_for("notes.show_thread", key=note.thread.key, sent=place, _anchor=anchor)
