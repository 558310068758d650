"""Writing a pattern: a new one, another revision, what has been typed so far."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from community import clock, once
from community.access import guard, viewer
from community.accounts.models import Member
from community.agreement import agreed_first
from community.db import transaction
from community.disclosures.disclosing import disclose
from community.disclosures.models import Disclosure
from community.disclosures.queries import last_said
from community.notes.blocks import reader_zone
from community.patterns import drafting, editing, writing
from community.patterns.content import SECTIONS, Content, missing
from community.patterns.editing import Prepared, TooLong
from community.patterns.filling import values_of
from community.patterns.forms import PatternForm
from community.patterns.importing import Found
from community.patterns.models import Pattern
from community.patterns.policies import Permission
from community.patterns.queries import pattern_by_slug, standing_of
from community.patterns.staging import NAMES
from community.patterns.writing import RevisedMeanwhile, html_of
from community.sent import act_once

from .blueprint import bp, keep_drafts_private

PREVIEW, DRAFT, DISCARD = "preview", "draft", "discard"
_TRIES = 3  # when others are saved at the same moment


@bp.get("/patterns/new")
@guard(Permission.WRITE_PATTERN)
def new_pattern() -> ResponseReturnValue:
    """A form, with what was begun in it before."""
    form, kept_at = _opened(drafting.NEW, {"once": once.new_key()})
    return _page(form, kept_at=kept_at)


@bp.post("/patterns")
@guard(Permission.WRITE_PATTERN)
@agreed_first()
def begin_pattern() -> ResponseReturnValue:
    """Write a pattern down: a draft of its author."""
    form = _sent(asks=True)
    if _asked() in {DRAFT, DISCARD}:
        return _keep(drafting.NEW, "patterns.new_pattern")
    if not form.validate() or _asked() == PREVIEW or not _renders(form):
        return _page(form), 422 if form.errors else 200
    content, member = form.draft(), viewer().member

    def act() -> str:
        said, now = form.said(), clock.now()
        disclosure = disclose(said, by=member.person, now=now) if said else None
        if disclosure is None:
            raise ValueError("A new pattern says whether a tool was involved.")
        pattern = writing.begin(content, by=member.person, disclosure=disclosure, now=now)
        drafting.forget_draft(member, drafting.NEW)
        return url_for("patterns.show_pattern", slug=pattern.slug, sent=drafting.NEW)

    return act_once(act)


@bp.get("/patterns/<slug>/edit")
@guard(Permission.EDIT_PATTERN, load=pattern_by_slug)
def edit_pattern(pattern: Pattern) -> ResponseReturnValue:
    """The form, with what the pattern says, or with what was begun in it before."""
    keep_drafts_private(pattern)
    standing = standing_of(pattern)
    values = values_of(standing.content) if standing else {}
    form, kept_at = _opened(
        drafting.place_of(pattern.id), values | {"over": pattern.revision}, asks=False
    )
    return _page(form, pattern, kept_at=kept_at)


@bp.post("/patterns/<slug>/revisions")
@guard(Permission.EDIT_PATTERN, load=pattern_by_slug)
@agreed_first()
def revise_pattern(pattern: Pattern) -> ResponseReturnValue:
    """Say something else; what it said before is kept."""
    place = drafting.place_of(pattern.id)
    if _asked() in {DRAFT, DISCARD}:
        return _keep(place, "patterns.edit_pattern", slug=pattern.slug)
    form = _sent(asks="disclosure-degree" in request.form)
    if not form.validate() or _asked() == PREVIEW or not _renders(form):
        return _page(form, pattern), 422 if form.errors else 200
    standing = standing_of(pattern)
    mine = form.draft(standing.content if standing else None)
    for _ in range(_TRIES):
        try:
            prepared = editing.prepare(pattern, mine, over=form.over.data or 1)
        except TooLong as wrong:  # with what others wrote
            form[wrong.section].errors = [str(wrong)]
            return _page(form, pattern), 422
        if prepared.clashes:
            return _clash(pattern, prepared), 409
        if prepared.is_much and form.said() is None:
            return _page(_sent(asks=True), pattern, is_much=True), 422
        try:
            return _save(pattern, prepared, form)
        except RevisedMeanwhile:
            continue
    raise RevisedMeanwhile("Others are changing this pattern at the moment. Send it once more.")


@bp.post("/patterns/drafts")
@guard(Permission.WRITE_PATTERN)
def keep_typed() -> ResponseReturnValue:
    """Keep what is typed so far in one form."""
    place, member = request.form.get("place", ""), viewer().member
    if not _is_place(place):
        return "", 422
    with transaction():
        if not once.was_sent(request.form.get("once", "")[:38], by_id=member.id):
            _keep_typed(member, place)
    return "", 204


def show_imported(found: Found) -> ResponseReturnValue:
    """What somebody brings, in the form of a new pattern; saved is what they send from there."""
    values = values_of(found.content) | {"once": once.new_key()}
    return _page(
        PatternForm(last=last_said(viewer().member.person), asks=True, **values), imported=found
    )


def _save(pattern: Pattern, prepared: Prepared, form: PatternForm) -> ResponseReturnValue:
    member, now = viewer().member, clock.now()
    with transaction():
        said = form.said()
        disclosure = disclose(said, by=member.person, now=now) if said else _standing_said(pattern)
        writing.revise(
            pattern,
            prepared.content,
            over=prepared.over,
            by=member.person,
            disclosure=disclosure,
            now=now,
            why=form.why.data or "",
        )
        place = drafting.place_of(pattern.id)
        drafting.forget_draft(member, place)
        location = url_for("patterns.show_pattern", slug=pattern.slug, sent=place)
    if prepared.is_merged:
        flash("Somebody else changed it meanwhile. Both changes are in it now.")
    return redirect(location, 303)


def _standing_said(pattern: Pattern) -> Disclosure:
    """A small change says what the revision before it said."""
    standing = standing_of(pattern)
    if standing is None:
        raise LookupError("A pattern without a revision.")
    return standing.row.disclosure


def _clash(pattern: Pattern, prepared: Prepared) -> str:
    """The form once more, with both changes where they fit, and the others' words where not."""
    member = viewer().member
    asks = "disclosure-degree" in request.form
    values = values_of(prepared.content) | {"over": prepared.over}
    form = PatternForm(last=last_said(member.person), asks=asks, **values)
    form.why.data = request.form.get("why", "")
    return _page(form, pattern, clashes=prepared.clashes)


def _opened(place: str, values: dict[str, Any], *, asks: bool = True) -> tuple[PatternForm, Any]:
    """The form with its draft in it, if there is one, and when that was kept."""
    member: Member = viewer().member
    draft, last = drafting.draft_in(member, place), last_said(member.person)
    if draft is None:
        return PatternForm(last=last, asks=asks, **values), None
    typed = MultiDict([*drafting.typed_in(draft), ("once", values.get("once", ""))])
    return PatternForm(typed, last=last, asks=asks), draft.at


def _sent(*, asks: bool) -> PatternForm:
    return PatternForm(request.form, last=last_said(viewer().member.person), asks=asks)


def _asked() -> str:
    return request.form.get("do", "")


def _renders(form: PatternForm) -> bool:
    """Whether every section can be rendered; if not, the form says which cannot."""
    try:
        editing.render(form.draft())
    except TooLong as wrong:
        form[wrong.section].errors = [str(wrong)]
        return False
    return True


def _keep(place: str, endpoint: str, **values: Any) -> ResponseReturnValue:
    """Keep what was typed, or throw it away, as a button of the form asks for."""
    member = viewer().member
    with transaction():
        if _asked() == DISCARD:
            drafting.forget_draft(member, place)
        else:
            _keep_typed(member, place)
    return redirect(url_for(endpoint, **values), 303)


def _keep_typed(member: Member, place: str) -> None:
    pairs = [(name, value) for name, value in request.form.items(multi=True)]
    drafting.keep_draft(member, place, pairs, now=clock.now())


def _is_place(place: str) -> bool:
    what, _, number = place.partition(" ")
    is_number = number.isascii() and number.isdigit() and len(number) <= 12  # noqa: PLR2004
    return place == drafting.NEW or (what == "pattern" and is_number)


def _page(form: PatternForm, pattern: Pattern | None = None, **told: Any) -> str:
    shown = _previewed(form)
    return render_template(
        "patterns/edit.html",
        form=form,
        slug=pattern.slug if pattern else None,
        title=pattern.title if pattern else None,
        is_draft=pattern is None or not pattern.is_listed,
        place=drafting.place_of(pattern.id) if pattern else drafting.NEW,
        lacks=[NAMES[name] for name in missing(shown)] if shown else [],
        headings=SECTIONS,
        preview=html_of(shown) if shown and _asked() == PREVIEW else None,
        zone=reader_zone(viewer()),
        **{"kept_at": None, "clashes": {}, "is_much": False, "imported": None} | told,
    )


def _previewed(form: PatternForm) -> Content | None:
    """What is in the form, where it can be read as a pattern."""
    try:
        return None if form.errors else form.draft()
    except ValueError:  # a draft may hold what is no choice
        return None
