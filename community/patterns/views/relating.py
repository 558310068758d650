"""What a pattern has to do with others: told to everybody, changed by those who change it."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3

from community import clock
from community.access import guard, may, viewer
from community.agreement import agreed_first
from community.db import transaction
from community.distance import sparing
from community.distance.forbidding import ContactForbidden
from community.errors import Refusal, TooMany
from community.notes.blocks import reader_zone
from community.patterns import listing_queries, relating
from community.patterns.awaiting import forget
from community.patterns.awaiting_queries import Awaited, awaited_at, awaited_by
from community.patterns.following import meant_by
from community.patterns.holding_back import FirstLink
from community.patterns.models import Pattern, PatternRelation
from community.patterns.policies import Permission
from community.patterns.queries import pattern_by_slug, revision_at
from community.patterns.relation_forms import RelationForm, RelationSuggestionForm
from community.patterns.relation_queries import relations_numbered, relations_of
from community.patterns.suggesting import SuggestionClosed, TooManySuggestions
from community.patterns.suggesting_relations import Saying, suggest_relations
from community.patterns.writing_policies import may_edit
from community.sent import act_once, once_key

from .blueprint import bp, keep_drafts_private
from .kept_addresses import pattern_to_show, relation_to_end
from .suggested_links import refuse_words, thank, words_wait

_MOST_FOUND = 8


@bp.get("/patterns/<slug>/relations")
@guard(Permission.READ_PATTERN, load=pattern_to_show)
def show_relations(pattern: Pattern) -> ResponseReturnValue:
    """What it has to do with others, who said so and when, and what was said once."""
    return _page(pattern)


@bp.post("/patterns/<slug>/relations")
@guard(Permission.RELATE_PATTERN, load=pattern_to_show)
@agreed_first()
def relate_pattern(pattern: Pattern) -> ResponseReturnValue:
    """Say one more; where words may mean several patterns, ask which."""
    form = RelationForm(request.form)
    if not form.validate():
        return _page(pattern, form), 422
    other = meant(form, pattern)
    if other is None:
        return _page(pattern, form), 422
    try:
        with transaction():
            by, now, note = viewer().member.person, clock.now(), form.note.data or ""
            relating.relate(pattern, form.said(), other, note, by=by, now=now)
            refuse_words(pattern, note)
    except FirstLink as refusal:
        form.note.errors = [str(refusal)]
        return _page(pattern, form), 422
    except Refusal as refusal:
        form.other.errors = [str(refusal)]
        return _page(pattern, form), refusal.status
    flash("It stands on both patterns now.")
    return _back(pattern.slug)


@bp.post("/patterns/<slug>/relations/<int:number>/withdrawal")
@guard(Permission.UNRELATE_PATTERN, load=relation_to_end)
def take_relation_away(relation: PatternRelation) -> ResponseReturnValue:
    """Take it away, on both patterns."""
    with transaction():
        relating.take_away(relation, by=viewer().member.person, now=clock.now())
        slug = relation.pattern.slug
    flash("It is taken away, on both patterns.")
    return _back(slug)


@bp.post("/patterns/<slug>/awaited/<awaited>/withdrawal")
@guard(Permission.MEND_AWAITED, load=awaited_at)
def wait_no_longer(awaited: Awaited) -> ResponseReturnValue:
    """Wait no longer for whatever would be at an address."""
    slug = awaited.pattern.slug
    with transaction():
        forget(awaited.slug, of=awaited.pattern)
    flash("It waits for that no longer.")
    return _back(slug)


@bp.post("/patterns/<slug>/relations/suggestions")
@guard(Permission.SUGGEST_EDIT, load=pattern_to_show)
@agreed_first()
def suggest_relation(pattern: Pattern) -> ResponseReturnValue:
    """Suggest one more, or that some are taken away, to those who may say it."""
    form = RelationSuggestionForm(request.form)
    if not form.validate():
        return _page(pattern, suggested=form), 422
    other = meant(form, pattern) if form.other.data else None
    if form.other.data and other is None:
        return _page(pattern, suggested=form), 422
    try:
        return act_once(lambda: _suggest(pattern, form, other))
    except (TooManySuggestions, TooMany, ContactForbidden, SuggestionClosed) as refusal:
        form.form_errors.append(str(refusal))
    except Refusal as refusal:
        form.other.errors = [str(refusal)]
    return _page(pattern, suggested=form), 422


def _suggest(pattern: Pattern, form: RelationSuggestionForm, other: Pattern | None) -> str:
    member, now = viewer().member, clock.now()
    sparing.allow(sparing.SUGGESTION, member, now=now)
    standing = revision_at(pattern.slug, pattern.revision)
    if standing is None:
        abort(404)
    note, why = form.note.data or "", form.why.data or ""
    waits = words_wait(pattern, note, why)
    row = suggest_relations(
        standing,
        Saying(form.said(), other, note) if other else None,
        relations_numbered(pattern, form.away.data or ()),
        why=why,
        by=member.person,
        waits=waits,
        now=now,
    )
    thank(row, waits=waits, now=now)
    return url_for("patterns.show_suggestion", number=row.id)


def meant(form: RelationForm, pattern: Pattern) -> Pattern | None:
    """The other pattern that is named; where words may mean several, let them choose."""
    slug, found = meant_by(form.other.data or ""), list[Any]()
    if slug is None:
        found = _called(form.other.data or "", but=pattern.id)
        slug = next((row.slug for row in found if row.slug == form.slug.data), None)
    other = pattern_by_slug(slug) if slug else None
    if other is None:
        _offer(form, found)
    return other


def _called(typed: str, *, but: int) -> list[Any]:
    """Those that say the words, but for one."""
    words = listing_queries.words_in(typed, viewer())
    rows = listing_queries.library({}, None, words).rows if words else ()
    return [row for row in rows if row.id != but][:_MOST_FOUND]


def _offer(form: RelationForm, found: list[Any]) -> None:
    """Let them choose among what the words may mean."""
    form.slug.choices = [SelectChoice(row.slug, f"{row.title}: {row.summary}") for row in found]
    if found:
        form.slug.data = found[0].slug if len(found) == 1 else None
        form.slug.errors = ["Choose one, and send it once more."]
    else:
        form.other.errors = ["No pattern says that. Use its title, or other words."]


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for("patterns.show_relations", slug=slug), 303)


def _page(
    pattern: Pattern,
    form: RelationForm | None = None,
    *,
    suggested: RelationSuggestionForm | None = None,
) -> str:
    keep_drafts_private(pattern)
    reader = viewer().member
    told = relations_of(pattern, reader.person_id if reader else None)
    standing = [one for one in told if one.withdrawn_at is None]
    suggested = suggested or RelationSuggestionForm(once=once_key())
    offered = [one for one in standing if one.is_ours]
    suggested.away.choices = [
        SelectChoice(one.id, f"{one.kind.capitalize()} {one.title}") for one in offered
    ]
    may_relate = may(viewer(), Permission.RELATE_PATTERN, pattern)
    return render_template(
        "patterns/relations.html",
        form=form or RelationForm(),
        suggested=suggested,
        slug=pattern.slug,
        title=pattern.title,
        is_listed=pattern.is_listed,
        standing=standing,
        awaited=awaited_by(pattern) if may_edit(viewer(), pattern) else (),
        ended=[one for one in told if one.withdrawn_at is not None],
        may_relate=may_relate,
        may_suggest=not may_relate and may(viewer(), Permission.SUGGEST_EDIT, pattern),
        zone=reader_zone(viewer()),
    )
