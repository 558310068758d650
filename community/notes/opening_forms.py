"""The form for a note as it begins, for every page that takes notes."""

from collections.abc import Sequence

from community import once

from .blocks import Begun
from .forms import NoteForm
from .models import Kind
from .subject_queries import IN_CALLS


def form_for(begun: Begun, kinds: Sequence[Kind] = IN_CALLS) -> NoteForm:
    """A form for a note of one of these kinds, with a draft in it, if there is one."""
    given = {"text": begun.text, "kind": begun.kind, "once": once.new_key()}
    form = NoteForm(last=begun.last, kinds=kinds, **given)
    form.kept_at = begun.kept_at
    return form
