"""A pattern to read, as the community or as the business; and what it said before."""

from collections.abc import Sequence
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock, keeping
from community.access import guard, may, permitted, viewer
from community.conduct.state_models import Content as SetAside
from community.conduct.state_queries import redactions_among
from community.disclosures.queries import saids_of
from community.disclosures.wording import whole_sentence
from community.languages import language_name
from community.notes.blocks import reader_zone
from community.notes.telling import of_thread_id
from community.patterns import credit_queries, queries
from community.patterns.adaptation_queries import adapted_by, adapted_from_ids
from community.patterns.citation_queries import cited_in, threads_citing
from community.patterns.collection_models import Collection
from community.patterns.collection_queries import standing_in
from community.patterns.considered_queries import considered
from community.patterns.content import SECTIONS, Audience, Content
from community.patterns.credit import line
from community.patterns.curation_queries import retirement_of
from community.patterns.facets import WORDS, Stage
from community.patterns.held_models import Held, LibraryHold
from community.patterns.held_queries import waiting
from community.patterns.invitation_queries import inviter
from community.patterns.models import Pattern, PatternRevision
from community.patterns.note_source_queries import scopes_begun_from, told_of_source
from community.patterns.origin_queries import credited, kept_of, origins_of
from community.patterns.place_queries import stage_places
from community.patterns.policies import Permission, first_shown
from community.patterns.queries import Standing
from community.patterns.quoting import paragraph
from community.patterns.suggestion_queries import suggested_in
from community.patterns.telling import LIBRARY, of_pattern, scope_of
from community.patterns.thread_queries import NotesBlock, noted_on, threads_of
from community.patterns.time_changes import next_change
from community.patterns.upkeep_queries import unchecked_among
from community.patterns.writing_policies import is_author

from .blueprint import address_of, bp, keep_drafts_private
from .changes_told import changing
from .curation import curation_of
from .kept_addresses import pattern_to_show, revision_to_show
from .told_aside import tell_of

_ACTS = (
    *(Permission.EDIT_PATTERN, Permission.PROPOSE_PATTERN, Permission.INVITE),
    Permission.STOP_SHARING,
)
BODY = ("context", "problem", "forces", "solution", "avoid", "resulting", "seen")


def _pattern_to_keep(slug: str) -> Pattern | None:
    """The pattern, read after what its page stands for: a change in between is not kept."""
    keeping.shows(LIBRARY)
    pattern = pattern_to_show(slug)
    if pattern is not None and not pattern.is_listed and pattern.aside:
        tell_of(SetAside.PATTERN, pattern.id, mine=is_author(viewer(), pattern))
    return pattern


@bp.get("/patterns/<slug>")
@guard(Permission.READ_PATTERN, load=_pattern_to_keep)
@keeping.for_visitors(next_change, queries="(?:for=(?:community|business))?")
def show_pattern(pattern: Pattern) -> ResponseReturnValue:
    """What it says now."""
    keeping.shows(of_pattern(pattern))
    sources = adapted_from_ids([pattern.id])
    threads = [*threads_of(pattern), *threads_citing(pattern)]
    keeping.shows(*map(of_thread_id, threads), *map(scope_of, sources))
    keeping.shows(*scopes_begun_from([pattern.id, *sources]))
    keep_drafts_private(pattern)
    if request.view_args and request.view_args["slug"] != pattern.slug:
        stays = 301 if pattern.is_listed else 302
        return redirect(url_for("patterns.show_pattern", slug=pattern.slug), stays)
    return pattern_page(pattern, is_adapted=bool(sources))


def pattern_page(
    pattern: Pattern, *, status: int = 200, is_adapted: bool = True, **sent_back: Any
) -> ResponseReturnValue:
    """The page of a pattern, with a form that was sent back where there is one."""
    standing = queries.standing_of(pattern)
    if standing is None:
        abort(404)
    told, me = _told(pattern, standing, is_adapted=is_adapted), viewer().member
    stages = queries.stages_of(pattern)
    page = render_template(
        "patterns/pattern.html",
        **told,
        **curation_of(pattern, standing.content, told["off"], **sent_back),
        **changing(pattern, standing.content),
        related=queries.related_to(pattern),
        considered=considered(pattern, told["off"]) if pattern.is_listed else (),
        paragraph=paragraph(standing.content, told["credit"]),
        cited_in=cited_in(pattern, for_member=me is not None, reader_zone=me.zone if me else None),
        begun_from=told_of_source(pattern, viewer(), told["off"]),
        collections=_collections(pattern),
        noted=NotesBlock(pattern.slug, noted_on(pattern), may_add=me is not None),
        stages=stages,
        stage_places=stage_places(stages),
        is_shared=pattern.shared_at is not None,
        can=permitted(viewer(), pattern, _acts(pattern)),
        begun_by=inviter(pattern, told["off"]),
        redactions=redactions_among(SetAside.PATTERN, [pattern.id]).get(pattern.id, ()),
        opened_from=pattern.opened_from,
        held=None if pattern.is_listed else _waits(pattern),
        may_take_name_off=may(viewer(), Permission.TAKE_NAME_OFF, pattern),
    )
    return page, status


def _waits(pattern: Pattern) -> LibraryHold | None:
    """That a draft of the reader's waits to be read before everybody sees it."""
    return waiting(Held.PATTERN, pattern.id) if is_author(viewer(), pattern) else None


def _acts(pattern: Pattern) -> tuple[Permission, ...]:
    """Nobody is asked whether they are invited to what gives them nothing more."""
    is_open = pattern.is_listed and pattern.opened_from == 1
    return _ACTS if is_open else (*_ACTS, Permission.LEAVE_PATTERN, Permission.TAKE_ON)


@bp.get("/patterns/<slug>/revisions")
@guard(Permission.READ_PATTERN, load=pattern_to_show)
def list_revisions(pattern: Pattern) -> ResponseReturnValue:
    """What it said before, the latest first."""
    keep_drafts_private(pattern)
    first = first_shown(viewer(), pattern)
    page = queries.revisions_of(pattern, request.args.get("after"), since=first)
    off = credit_queries.unnamed(pattern)
    return render_template(
        "patterns/revisions.html",
        slug=pattern.slug,
        title=pattern.title,
        present=pattern.revision,
        first=first,
        opened_from=pattern.opened_from,
        off=off,
        suggested=suggested_in(pattern, off),
        revisions=page.rows,
        next_cursor=page.next,
        zone=reader_zone(viewer()),
        may_edit=may(viewer(), Permission.EDIT_PATTERN, pattern),
    )


@bp.get("/patterns/<slug>/revisions/<int:number>")
@guard(Permission.READ_PATTERN, load=revision_to_show)
def show_revision(revision: PatternRevision) -> ResponseReturnValue:
    """What it said in one of its revisions."""
    keep_drafts_private(revision.pattern)
    is_retired = revision.pattern.stage is Stage.RETIRED
    return render_template(
        "patterns/revision.html",
        **_told(revision.pattern, queries.read(revision), is_adapted=True),
        suggested=suggested_in(revision.pattern, credit_queries.unnamed(revision.pattern)),
        retirement=retirement_of(revision.pattern) if is_retired else None,
        needs_check=bool(unchecked_among([revision.pattern_id], clock.now())),
    )


def _body(standing: Standing) -> list[tuple[str, str, str]]:
    """Its sections that say something, with their headings."""
    return [(n, SECTIONS[n], html) for n in BODY if (html := standing.html[f"{n}_html"])]


def _told(pattern: Pattern, standing: Standing, *, is_adapted: bool) -> dict[str, Any]:
    """What a page says of a pattern, which may be adapted from others, and of one revision."""
    audience = _audience()
    content, row = standing.content, standing.row
    said = saids_of([row.disclosure_id])[row.disclosure_id]
    who, off = viewer(), credit_queries.unnamed(pattern)
    origin = origins_of([pattern.id]).get(pattern.id)
    credit = credit_queries.credit_of(
        content,
        credit_queries.contributors([pattern.id], for_member=bool(who.member))[pattern.id],
        number=row.number,
        address=address_of(pattern, row.number),
        adapted=adapted_by([pattern.id]).get(pattern.id, ()) if is_adapted else (),
        kept=kept_of(origin),
    )
    return {
        "slug": pattern.slug,
        "stage": pattern.stage.value,
        "is_listed": pattern.is_listed,
        "title": content.title,
        "content": content,
        "body": _body(standing),
        "html": standing.html,
        "tension_html": _tension(standing, audience),
        "checks": content.checks_for(audience),
        "audience": audience.value,
        "facets": _facets(content),
        "written_by": credit.by,
        "language": language_name(content.language),
        "credit": line(credited(credit, origin, row.number)),
        "off": off,
        "my_name_is_off": who.member is not None and who.member.person_id in off,
        "number": row.number,
        "present": pattern.revision,
        "revised_at": row.at,
        "revised_by": None if row.by_id in off else row.by.credited_as,
        "why": row.why,
        "disclosed": whole_sentence(said),
        "zone": reader_zone(who),
    }


def _collections(pattern: Pattern) -> Sequence[Collection]:
    """Those in which it stands, as far as the reader may know of them."""
    member = viewer().member
    return standing_in(pattern, member and member.person_id) if pattern.is_listed else ()


def _audience() -> Audience:
    given = request.args.get("for", "")
    return Audience(given) if given in set(Audience) else Audience.COMMUNITY


def _tension(standing: Standing, audience: Audience) -> str:
    """The tension as this audience meets it."""
    own = standing.html["business_tension_html"] if audience is Audience.BUSINESS else None
    return own or standing.html["tension_html"]


def _facets(content: Content) -> list[tuple[str, str, str]]:
    """(facet, value, words) of what leads to others like it."""
    return [
        *(("dimension", value.value, WORDS[value.value]) for value in content.dimensions),
        *(("infrastructure", value.value, WORDS[value.value]) for value in content.infrastructure),
        *(("role", value.value, WORDS[value.value]) for value in content.roles),
        *(("moment", value.value, WORDS[value.value]) for value in content.moments),
        *(
            (("effort", content.effort.value, WORDS[content.effort.value]),)
            if content.effort
            else ()
        ),
        *(
            (("people", content.people.value, WORDS[content.people.value]),)
            if content.people
            else ()
        ),
        *(("tag", tag, tag) for tag in content.tags),
    ]
