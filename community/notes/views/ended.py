"""What became of a note while it was being changed."""

from community.access import Viewer
from community.drafts.keeping import drafts_in
from community.errors import Refusal
from community.notes import drafting
from community.notes.models import Note
from community.notes.policies import may_edit_if_put_back


def say_what_became(who: Viewer, note: Note) -> None:
    """Tell who may change the note that it was taken out, with what they had begun to write.

    Raises `Refusal`; for others nothing is said.
    """
    if not note.is_removed or not may_edit_if_put_back(who, note):
        return
    begun = drafts_in(who.member, drafting.place_of_change(note))
    raise Refusal(
        "This note was taken out meanwhile, so it is not changed. If it was you who took it out,"
        " put it back first.",
        kept=[pair for draft in begun for pair in draft.fields()],
    )
