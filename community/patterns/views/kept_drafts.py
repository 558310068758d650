"""What is kept of a form of the library: the draft that is in it, and those of other tabs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import request

from community.access import viewer
from community.drafts.keeping import chosen
from community.drafts.sent import sent_tab
from community.drafts.tabs import Tab, tab_with
from community.keys import new_key
from community.patterns import drafting
from community.patterns.draft_models import PatternDraft


@dataclass(frozen=True, slots=True)
class KeptDrafts:
    """The draft in the form, the tab the form is in, and what was begun in `others`."""

    draft: PatternDraft | None
    tab: Tab
    others: Sequence[PatternDraft] = ()

    @property
    def at(self) -> datetime | None:
        """When what is in the form was kept."""
        return self.draft.at if self.draft else None


def kept_drafts(place: str) -> KeptDrafts:
    """What the viewer has begun there: the one the address asks for is in the form, else the one
    that was written in last.
    """
    drafts, asked = drafting.drafts_in(viewer().member, place), request.args.get("draft")
    draft, others = chosen(drafts, asked)
    return KeptDrafts(draft, tab_with(draft), others)


def tab_again() -> Tab:
    """The tab whose form is shown once more, or a new one."""
    sent = sent_tab()
    return sent if sent.key else Tab(new_key())
