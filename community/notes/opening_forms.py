"""The form for a note as it begins, for every page that takes notes."""

from community import once

from .blocks import Begun
from .forms import NoteForm


def form_for(begun: Begun) -> NoteForm:
    """A form with a draft in it, if there is one."""
    form = NoteForm(last=begun.last, text=begun.text, kind=begun.kind, once=once.new_key())
    form.kept_at = begun.kept_at
    return form
