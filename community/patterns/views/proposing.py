"""A draft shared by its link, proposed to everybody, and taken back."""

from typing import Any

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agreement import agreed_first
from community.db import transaction
from community.notes.blocks import reader_zone
from community.patterns import sharing, staging
from community.patterns.adaptation_queries import unsaid_changes
from community.patterns.content import missing
from community.patterns.curation_forms import MaybeWhyForm
from community.patterns.facets import Stage
from community.patterns.holding_back import FirstLink
from community.patterns.holding_proposals import propose_or_hold, texts_to_read
from community.patterns.models import Pattern
from community.patterns.policies import Permission
from community.patterns.proposal_forms import ProposalForm
from community.patterns.queries import Standing, standing_of
from community.patterns.reading_again import RevisedSince
from community.patterns.said_first import SaidFirst
from community.patterns.stage_queries import has_been_listed
from community.patterns.staging import NAMES

from .blueprint import bp, keep_drafts_private, to_pattern
from .kept_addresses import pattern_to_show
from .looking_again import form_page, read_since, standing
from .said_with_links import refuse_link


@bp.get("/patterns/<slug>/proposal")
@guard(Permission.PROPOSE_PATTERN, load=pattern_to_show)
def new_proposal(pattern: Pattern) -> ResponseReturnValue:
    """What it still lacks, and the licence to agree to."""
    return _page(pattern, ProposalForm(data={"seen": pattern.revision}))


@bp.post("/patterns/<slug>/proposal")
@guard(Permission.PROPOSE_PATTERN, load=pattern_to_show)
@agreed_first()
def propose_pattern(pattern: Pattern) -> ResponseReturnValue:
    """Let everybody read and discuss it."""
    form = ProposalForm(request.form)
    if not form.validate() or _lacks(pattern, standing_of(pattern)):
        return _page(pattern, form), 422
    why, seen = form.why.data or "", form.seen.data or 0
    try:
        with transaction(texts_to_read(pattern)):
            waits = propose_or_hold(pattern, viewer(), seen=seen, now=clock.now(), why=why)
    except RevisedSince:
        return _page(pattern, form, **read_since(pattern, form)), 409
    except SaidFirst:
        change = staging.last_change(pattern, was=Stage.DRAFT)
        if change is not None and why:
            return _page(pattern, form, stands=standing(pattern, change, change.why_shown)), 409
        flash("It is proposed already.")
        return to_pattern(pattern)
    if waits:
        flash("It has a link, as nothing of yours had before: a curator reads it first.")
    else:
        flash("It is proposed. Everybody can read it and say what they think.")
    return to_pattern(pattern)


@bp.get("/patterns/<slug>/proposal/withdrawal")
@guard(Permission.PROPOSE_PATTERN, load=pattern_to_show)
def ask_why_draft_again(pattern: Pattern) -> ResponseReturnValue:
    """Why it is to be a draft again."""
    keep_drafts_private(pattern)
    return form_page("draft again", pattern, MaybeWhyForm())


@bp.post("/patterns/<slug>/proposal/withdrawal")
@guard(Permission.PROPOSE_PATTERN, load=pattern_to_show)
def take_proposal_back(pattern: Pattern) -> ResponseReturnValue:
    """Make it a draft again."""
    form = MaybeWhyForm(request.form)
    if not form.validate():
        return form_page("draft again", pattern, form, status=422)
    try:
        with transaction():
            by, why = viewer().member.person, form.why.data or ""
            refuse_link(pattern, why)
            staging.take_back(pattern, by=by, now=clock.now(), why=why)
    except FirstLink as wrong:
        form.why.errors = [str(wrong)]
        return form_page("draft again", pattern, form, status=422)
    except SaidFirst:
        keep_drafts_private(pattern)
        change = staging.last_change(pattern, was=Stage.PROPOSED, became=Stage.DRAFT)
        stands = standing(pattern, change, change.why_shown) if change else None
        return form_page("draft again", pattern, form, stands=stands, status=409)
    flash("It is a draft of yours again. Nobody sees it but you and whom you invited.")
    return to_pattern(pattern, sent=f"draft again {pattern.slug}")


@bp.post("/patterns/<slug>/sharing")
@guard(Permission.PROPOSE_PATTERN, load=pattern_to_show)
@agreed_first()
def share_draft(pattern: Pattern) -> ResponseReturnValue:
    """Let whoever has the link read the draft."""
    with transaction():
        sharing.share(pattern, now=clock.now())
    flash("Whoever has the address of this page, which is a new one, can read it now.")
    return to_pattern(pattern)


@bp.post("/patterns/<slug>/sharing/withdrawal")
@guard(Permission.STOP_SHARING, load=pattern_to_show)
def stop_sharing(pattern: Pattern) -> ResponseReturnValue:
    """Keep it to oneself again."""
    with transaction():
        sharing.stop(pattern)
    flash("The link opens it no longer. Shared again, it has another.")
    return to_pattern(pattern)


def _lacks(pattern: Pattern, now: Standing | None) -> list[str]:
    if now is None:
        return []
    content = now.content
    return [*(NAMES[name] for name in missing(content)), *unsaid_changes(pattern, content)]


def _page(pattern: Pattern, form: ProposalForm, **told: Any) -> str:
    keep_drafts_private(pattern)
    now = standing_of(pattern)
    return render_template(
        "patterns/proposal.html",
        form=form,
        slug=pattern.slug,
        title=pattern.title,
        number=pattern.revision,
        opened_from=pattern.opened_from if has_been_listed(pattern) else None,
        lacks=_lacks(pattern, now),
        content=now.content if now else None,
        zone=reader_zone(viewer()),
        **{"differences": None, "is_known": True, "stands": None} | told,
    )
