"""The form for a note as it begins, for every page that takes notes; and what one is, to change."""

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

from community import once
from community.access import Viewer
from community.accounts.models import Member
from community.db import db
from community.disclosures.queries import last_said
from community.drafts.keeping import chosen, picked
from community.drafts.models import Draft
from community.drafts.tabs import tab_with

from .drafting import place_in
from .followed_queries import pattern_meant
from .forms import KindForm, NoteForm
from .models import Kind, Note
from .subject_queries import IN_CALLS, Subject, subject_of
from .tasks import Action, Decision


def form_on(
    member: Member, subject: Subject, parent: Note | None = None, *, asked: str | None = None
) -> NoteForm:
    """A form for a note on something, or for an answer: with what the member has begun to write
    there, in the tab that is `asked` for or last, and with what they said of tools last time. Two
    queries, three where something is begun.
    """
    place = place_in(subject, parent)
    draft, others = picked(member, place, lambda waiting: chosen(waiting, asked), Draft)
    last, tab = last_said(member.person), tab_with(draft)
    beside = dict(draft.beside) if draft else {}
    kind, text = beside.pop("kind", Kind.NOTE.value), draft.text_source if draft else ""
    given = {"text": text, "kind": kind, "once": once.new_key()}
    given |= {"tab": tab.key, "opened": tab.opened}
    if beside:
        form = NoteForm(MultiDict({**given, **beside}), last=last, kinds=subject.kinds)
    else:
        form = NoteForm(last=last, kinds=subject.kinds, **given)
    form.kept_at, form.others = draft.at if draft else None, others
    return form


def form_for(
    who: Viewer, subject: Subject, *, asked: str | None, is_from_kept: bool = False
) -> NoteForm | None:
    """The form for a note on something on a page about that; none for visitors. Where a browser may
    show the page from what it has kept, in two tabs, a script chooses there in which it is.
    """
    if who.member is None:
        return None
    form = form_on(who.member, subject, asked=asked)
    if is_from_kept:
        form.unscripted, form.tab.data = form.tab.data or "", ""
    return form


def kinds_there(note: Note) -> Sequence[Kind]:
    """What a note can become where it stands."""
    subject = subject_of(note.thread)
    return subject.kinds if subject else IN_CALLS


def followed_by(note: Note, form: KindForm) -> str | None:
    """What a decision is to follow: as typed; an empty field leaves what it did not show."""
    decision = db.session.get(Decision, note.id)
    kept = decision.follows if decision else None
    if kept and pattern_meant(kept) is None and not ("follows" in form and form.follows.data):
        return kept
    return form.followed


def kinds_of(note: Note) -> KindForm:
    """The form with what a note is, and what stands beside it."""
    action, decision = db.session.get(Action, note.id), db.session.get(Decision, note.id)
    owner = db.session.get(Member, action.owner_id) if action and action.owner_id else None
    return KindForm(
        kinds=kinds_there(note),
        kind=note.kind.value,
        owner=f"@{owner.handle}" if owner else "",
        due_on=action.due_on if action else None,
        follows=(pattern_meant(decision.follows or "") if decision else None) or "",
    )
