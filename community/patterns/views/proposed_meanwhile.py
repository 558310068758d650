"""What becomes of words that somebody wrote into a draft which was proposed meanwhile: whoever was
invited to write it suggests them now.
"""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from community import once
from community.access import viewer
from community.disclosures.queries import last_said
from community.fields import counted
from community.patterns import drafting
from community.patterns.content import Content
from community.patterns.models import Pattern
from community.patterns.suggested import LANGUAGE, SUGGESTABLE
from community.patterns.suggestion_forms import SuggestionForm

from .suggesting import read_over, suggestion_page

PROPOSED = (
    "It was proposed while you wrote, so everybody reads it now, and its author and curators "
    "change it at once. Your words are here: send them as a suggestion. You are credited for what "
    "is taken."
)


def go_on_suggesting(pattern: Pattern) -> ResponseReturnValue:
    """What they had begun to write into the draft, as a suggestion; else an empty one."""
    kept = drafting.draft_in(viewer().member, drafting.place_of(pattern.id))
    if kept is None:
        return redirect(url_for("patterns.new_suggestion", slug=pattern.slug), 303)
    return offered_as_suggestion(pattern, MultiDict(drafting.typed_in(kept))), 200


def offered_as_suggestion(
    pattern: Pattern, typed: MultiDict[str, str], *, told: str = PROPOSED
) -> str:
    """The form to suggest an edit with what was typed into the form of the draft, or of the
    pattern, and what happened to that.
    """
    before = read_over(pattern, counted(typed.get("over")) or pattern.revision)
    last = last_said(viewer().member.person)
    whole = SuggestionForm(typed, sections=SUGGESTABLE, last=last)
    changed = [name for name in SUGGESTABLE if _differs(whole, name, before.content, typed)]
    asks = "disclosure-degree" in typed
    form = SuggestionForm(typed, sections=changed or ["summary"], last=last, asks=asks)
    form.over.data, form.once.data = before.row.number, once.new_key()
    form.form_errors.append(told)
    return suggestion_page(pattern, form, before)


def _differs(form: SuggestionForm, name: str, before: Content, typed: MultiDict[str, str]) -> bool:
    if not any(key == name or key.startswith(f"{name}-") for key in typed):
        return False
    if name == LANGUAGE and not typed[name]:
        return False  # it stays as it is
    try:
        return bool(form.written_of(name) != getattr(before, name))
    except ValueError:  # what is no choice; the form says so once it is sent
        return True
