"""What a pattern has to do with others: told to everybody, changed by those who change it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3

from community import clock
from community.access import guard, may, viewer
from community.db import transaction
from community.errors import Refusal
from community.notes.blocks import reader_zone
from community.patterns import listing_queries, relating
from community.patterns.following import meant_by
from community.patterns.models import Pattern, PatternRelation
from community.patterns.policies import Permission
from community.patterns.queries import pattern_by_slug
from community.patterns.relation_forms import RelationForm
from community.patterns.relation_queries import relation_at, relations_of

from .blueprint import bp, keep_drafts_private

_MOST_FOUND = 8


@bp.get("/patterns/<slug>/relations")
@guard(Permission.READ_PATTERN, load=pattern_by_slug)
def show_relations(pattern: Pattern) -> ResponseReturnValue:
    """What it has to do with others, who said so and when, and what was said once."""
    return _page(pattern, RelationForm())


@bp.post("/patterns/<slug>/relations")
@guard(Permission.RELATE_PATTERN, load=pattern_by_slug)
def relate_pattern(pattern: Pattern) -> ResponseReturnValue:
    """Say one more; where words may mean several patterns, ask which."""
    form = RelationForm(request.form)
    if not form.validate():
        return _page(pattern, form), 422
    slug = meant_by(form.other.data or "")
    found: list[Any] = []
    if slug is None:
        found = _called(form.other.data or "", but=pattern.id)
        slug = next((row.slug for row in found if row.slug == form.slug.data), None)
    other = pattern_by_slug(slug) if slug else None
    if other is None:
        _offer(form, found)
        return _page(pattern, form), 422
    try:
        with transaction():
            by, now = viewer().member.person, clock.now()
            relating.relate(pattern, form.said(), other, form.note.data or "", by=by, now=now)
    except Refusal as refusal:
        form.other.errors = [str(refusal)]
        return _page(pattern, form), refusal.status
    flash("It stands on both patterns now.")
    return _back(pattern.slug)


@bp.post("/patterns/<slug>/relations/<int:number>/withdrawal")
@guard(Permission.UNRELATE_PATTERN, load=relation_at)
def take_relation_away(relation: PatternRelation) -> ResponseReturnValue:
    """Take it away, on both patterns."""
    with transaction():
        relating.take_away(relation, by=viewer().member.person, now=clock.now())
        slug = relation.pattern.slug
    flash("It is taken away, on both patterns.")
    return _back(slug)


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


def _page(pattern: Pattern, form: RelationForm) -> str:
    keep_drafts_private(pattern)
    reader = viewer().member
    told = relations_of(pattern, reader.person_id if reader else None)
    return render_template(
        "patterns/relations.html",
        form=form,
        slug=pattern.slug,
        title=pattern.title,
        is_listed=pattern.is_listed,
        standing=[one for one in told if one.withdrawn_at is None],
        ended=[one for one in told if one.withdrawn_at is not None],
        may_relate=may(viewer(), Permission.RELATE_PATTERN, pattern),
        may_note=viewer().member is not None and pattern.is_listed,
        zone=reader_zone(viewer()),
    )
