"""Forms that are written at length, as they are opened with what was begun in them, and as they are
sent to be kept.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
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

from .keeping import chosen, forget_draft, keep_draft, picked, waiting_in
from .models import Draft
from .tabs import Kept, Tab, Waiting, tab_with

DRAFT, DISCARD = "draft", "discard"
CHANGED_SINCE = (
    "This has been changed since you began your draft. Look at what stands there now; what you save"
    " stands instead of it."
)
_NOT_KEPT = {"once", "do", "version", "seen", "tab", "unscripted", "opened"}
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Begun:
    """What a page says of the draft of its form: where it is kept, to which address it is sent, and
    what is in it; `page` is where the form is opened, `once` a key for the form that changes what
    is there, `tab` the one it is in, and `others` are what was begun in other tabs.
    """

    place: str
    url: str
    page: str
    zone: ZoneInfo
    once: str
    tab: Tab
    draft: Draft | None = None
    others: Sequence[Kept] = ()

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

    def beside(self) -> "Begun":
        """The same with nothing of it in the form, where it is only shown to copy from: what is
        typed there is kept by itself, and what was begun stays.
        """
        others = [self.draft, *self.others] if self.draft else self.others
        return replace(self, tab=tab_with(None), draft=None, others=others)


def begun(place: str, url: str, page: str) -> Begun:
    """What the viewer has begun to write in a place, in the form that is opened at `page`."""
    member, tab = viewer().member, sent_tab()
    draft, others = picked(member, place, lambda waiting: in_form(waiting, tab), Draft)
    own = tab if tab.key else tab_with(draft)
    return Begun(place, url, page, clock.zone(member.zone), once_key(), own, draft, others)


def in_form(drafts: Sequence[Waiting], sent: Tab) -> tuple[Waiting | None, Sequence[Waiting]]:
    """Of what was begun in a form, what stands in it, and the rest: where the form was sent, what
    its own tab has kept or was opened with; else what the address asks for, or the last.
    """
    if not sent.key:
        return chosen(drafts, request.args.get("draft"))
    tabs = [sent.key, sent.before[0]] if sent.before else [sent.key]
    own = sorted((one for one in drafts if one.tab in tabs), key=lambda one: tabs.index(one.tab))
    draft = next(iter(own), None)
    return draft, [one for one in drafts if one is not draft]


def in_other_tabs(place: str) -> Sequence[Waiting]:
    """What the viewer has begun there beside what is in the form that was sent."""
    waiting, tab = waiting_in(viewer().member, place), sent_tab()
    return in_form(waiting, tab)[1] if tab.key else waiting


def sent_tab() -> Tab:
    """The tab whose form was sent; without a key where that does not say. A form in which a script
    would say so says for who has none in which it is.
    """
    names = "tab", "unscripted", "opened"
    key, without, opened = (request.form.get(name, "") for name in names)
    key = key or without
    return Tab(key[:KEY_LENGTH], opened)


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
