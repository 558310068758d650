"""What is begun of another text for a note: the form with it, and the draft of it."""

from collections.abc import Sequence

from flask import request, url_for

from community import clock
from community.access import viewer
from community.drafts.keeping import chosen, forget_draft, picked
from community.drafts.models import Draft
from community.drafts.sent import sent_tab
from community.drafts.tabs import Waiting, opened_from
from community.notes import drafting
from community.notes.forms import ChangeForm
from community.notes.models import Note

from .forming import base_given, is_live


def begun_of(note: Note) -> tuple[Draft | None, Sequence[Waiting]]:
    """What the viewer has begun: in the tab the address asks for or last, and in others."""
    place, asked = drafting.place_of_change(note), request.args.get("draft")
    return picked(viewer().member, place, lambda waiting: chosen(waiting, asked), Draft)


def form_at(note: Note) -> str:
    """Where the form is opened."""
    return url_for("notes.edit_note", key=note.key, back="live" if is_live() else None)


def form_with(text: str, version: int, draft: Draft | None) -> ChangeForm:
    """The form with a text over a version of the note, opened with a draft."""
    opened = opened_from(draft)
    return ChangeForm(last=None, asks=False, text=text, version=version, opened=opened)


def keep(note: Note, source: str) -> None:
    """Keep what was typed, in the tab it was sent from."""
    place, base = drafting.place_of_change(note), base_given()
    by, tab, now = viewer().member, sent_tab(), clock.now()
    drafting.keep_draft(by, place, source, note.kind, base=base, tab=tab, now=now)


def forget(note: Note) -> None:
    """Throw away what was typed there."""
    forget_draft(viewer().member, drafting.place_of_change(note), sent_tab())
