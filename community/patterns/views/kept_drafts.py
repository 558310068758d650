"""What is kept of a form of the library: the draft that is in it, and those of other tabs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import request

from community.access import viewer
from community.drafts.keeping import chosen, picked
from community.drafts.sent import in_form, sent_tab
from community.drafts.tabs import Kept, Tab, tab_with
from community.keys import new_key
from community.patterns.draft_models import PatternDraft


@dataclass(frozen=True, slots=True)
class KeptDrafts:
    """The draft in the form, the tab the form is in, and what was begun in `others`; `page`, where
    the form comes back, is where it is opened.
    """

    draft: PatternDraft | None
    tab: Tab
    others: Sequence[Kept] = ()
    page: str | None = None

    @property
    def at(self) -> datetime | None:
        """When what is in the form was kept."""
        return self.draft.at if self.draft else None


def kept_drafts(place: str) -> KeptDrafts:
    """What the viewer has begun there: the one the address asks for is in the form, else the one
    that was written in last.
    """
    member, asked = viewer().member, request.args.get("draft")
    draft, others = picked(member, place, lambda waiting: chosen(waiting, asked), PatternDraft)
    return KeptDrafts(draft, tab_with(draft), others)


def kept_once_more(place: str, page: str) -> KeptDrafts:
    """The same where a form that is opened at `page` was sent and comes back, in its own tab; of
    what is shown for the first time, a new tab.
    """
    if request.method != "POST":
        return KeptDrafts(None, Tab(new_key()))
    member, sent = viewer().member, sent_tab()
    draft, others = picked(member, place, lambda waiting: in_form(waiting, sent), PatternDraft)
    return KeptDrafts(draft, sent if sent.key else tab_with(draft), others, page)
