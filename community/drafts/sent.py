"""Forms that are written at length, as they are opened with what was begun in them, and as they are
sent to be kept.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from community import clock, once
from community.access import viewer
from community.db import transaction
from community.errors import Refusal
from community.fields import counted
from community.keys import KEY_LENGTH
from community.sent import key_of_form, once_key
from community.text import TextTooLong

from .keeping import chosen, drafts_in, forget_draft, keep_draft
from .models import Draft
from .tabs import Tab, tab_with

DRAFT, DISCARD = "draft", "discard"
CHANGED_SINCE = (
    "This has been changed since you began your draft. Look at what stands there now; what you save"
    " stands instead of it."
)
_NOT_KEPT = {"once", "do", "version", "seen", "tab", "opened"}
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Begun:
    """What a page says of the draft of its form: where it is kept, to which address it is sent, and
    what is in it; `once` is a key for the form that changes what is there, `tab` the one it is in,
    and `others` are what was begun in other tabs.
    """

    place: str
    url: str
    zone: ZoneInfo
    once: str
    tab: Tab
    draft: Draft | None = None
    others: Sequence[Draft] = ()

    @property
    def at(self) -> datetime | None:
        """When it was kept; None where nothing is begun."""
        return self.draft.at if self.draft else None

    @property
    def base(self) -> int:
        """The version it was written over; 0 where it says none."""
        return (self.draft.base or 0) if self.draft else 0

    def is_behind(self, version: int) -> bool:
        """Whether it was begun over an older version than the one that stands now."""
        return self.draft is not None and self.draft.base is not None and self.base < version

    def typed(self, text: str) -> MultiDict[str, str] | None:
        """What was typed, to fill a form whose field `text` is what it is for; None: nothing."""
        if self.draft is None:
            return None
        given = {**self.draft.beside, text: self.draft.text_source}
        if self.draft.base is not None:
            given["version"] = str(self.base)
        return MultiDict(given)


def begun(place: str, url: str) -> Begun:
    """What the viewer has begun to write in a place."""
    member = viewer().member
    draft, others = chosen(drafts_in(member, place), request.args.get("draft"))
    return Begun(place, url, clock.zone(member.zone), once_key(), tab_for(draft), draft, others)


def tab_for(draft: Draft | None) -> Tab:
    """The tab of a form with a draft in it: the one it was sent from, where it is shown again."""
    sent = sent_tab()
    return sent if sent.key else tab_with(draft)


def sent_tab() -> Tab:
    """The tab whose form was sent; without a key where that does not say."""
    return Tab(request.form.get("tab", "")[:KEY_LENGTH], request.form.get("opened", ""))


def forget_sent(place: str) -> str:
    """The form there has been sent with what was begun in it, in the transaction of what it does: a
    page of it that keeps a draft later keeps none. Gives the place.
    """
    member = viewer().member
    once.earlier(key_of_form(), by_id=member.id, now=clock.now())
    forget_draft(member, place, sent_tab())
    return place


def kept(
    place: str, *, text: str, words: Collection[str], back: str, since: int = 0
) -> ResponseReturnValue:
    """Keep what was sent, or throw it away: with a button, which leads `back` to the form, or by
    the page itself. `text` is the field that the form is for; without any of its `words` there is
    nothing to keep. What was written over a version before `since` may have words in it that were
    taken out, and is not kept.
    """
    member, do, tab = viewer().member, request.form.get("do", ""), sent_tab()
    typed = {name: told for name, told in request.form.items() if len(name) <= _LONGEST_NAME}
    several = {name: request.form.getlist(name) for name in typed if name not in _NOT_KEPT | {text}}
    beside = {name: all_[0] if len(all_) == 1 else all_ for name, all_ in several.items()}
    base = counted(typed["version"]) if "version" in typed else None
    if base is not None and base < since and do != DISCARD:
        raise Refusal("Words were taken out meanwhile. Open it again, and go on from there.")
    try:
        with transaction():
            if do == DISCARD or not any(typed.get(name, "").strip() for name in (text, *words)):
                forget_draft(member, place, tab)
            elif not once.was_sent(request.form.get("once", "")[:38], by_id=member.id):
                source = typed.get(text, "")
                now = clock.now()
                keep_draft(member, place, source, beside=beside, base=base, tab=tab, now=now)
    except TextTooLong as wrong:
        raise Refusal(str(wrong)) from wrong
    if not do:
        return "", 204
    flash("The draft is gone." if do == DISCARD else "Your draft is kept. Nobody else can see it.")
    return redirect(back, 303)
