"""The code for everybody to read: what holds, every version, what changed, and as files."""

from flask import Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from community import clock
from community.access import permitted, public, viewer
from community.accounts.queries import present_community
from community.conduct import exports, queries
from community.conduct.differences import compare
from community.conduct.models import CodePublication
from community.conduct.policies import Permission
from community.conduct.words import DECIDED_BY, closed, lasts

from .blueprint import bp

WORDS = {"decided_by": DECIDED_BY, "lasts": lasts, "closed": closed}


@bp.get("/conduct")
@public
def show_code() -> ResponseReturnValue:
    """The code in force, the people to write to, and what the reader has accepted."""
    now, who = clock.now(), viewer()
    holding, coming = queries.version_in_force(now), queries.latest()
    accepted = queries.last_accepted(who.member.person_id) if who.member else None
    return render_template(
        "conduct/code.html",
        publication=holding,
        code=queries.view_of(holding.version) if holding else None,
        coming=None if coming is None or coming.is_in_force(now) else coming,
        contacts=queries.contacts(),
        accepted=accepted,
        zone=clock.zone(who.member.zone) if who.member else None,
        can=permitted(who, None, [Permission.WRITE_CODE, Permission.NAME_CONTACTS]),
        **WORDS,
    )


@bp.get("/conduct/versions")
@public
def list_versions() -> ResponseReturnValue:
    """Every version that was published, the latest first."""
    holding, known = queries.version_in_force(clock.now()), queries.all_published()
    return render_template(
        "conduct/versions.html",
        versions=known,
        overtakers=queries.overtakers(known),
        holding=holding.number if holding else None,
    )


@bp.get("/conduct/versions/<int:number>")
@public
def show_version(number: int) -> ResponseReturnValue:
    """One version as it was published."""
    now, known = clock.now(), queries.all_published()
    publication = next((one for one in known if one.number == number), None)
    if publication is None:
        abort(404)
    holding = next((one for one in known if one.is_in_force(now)), None)
    return render_template(
        "conduct/version.html",
        publication=publication,
        code=queries.view_of(publication.version),
        holding=holding.number if holding else None,
        overtaker=queries.overtakers(known).get(number),
        **WORDS,
    )


@bp.get("/conduct/versions/<int:number>/changes")
@public
def show_changes(number: int) -> ResponseReturnValue:
    """What differs from the version before it, or from an earlier one (`since`); the first differs
    from nothing.
    """
    since = request.args.get("since", number - 1, type=int)
    after, before = _published(number), _published(min(since, number - 1))
    differences = compare(queries.text_of(before.version), queries.text_of(after.version))
    return render_template(
        "conduct/changes.html", before=before, after=after, differences=differences
    )


@bp.get("/conduct/versions/<int:number>.md")
@public
def show_markdown(number: int) -> ResponseReturnValue:
    """The version as Markdown."""
    publication = _published(number)
    text = exports.as_markdown(
        publication, queries.view_of(publication.version), community=_community()
    )
    return Response(text, mimetype="text/markdown")


@bp.get("/conduct/versions/<int:number>.json")
@public
def show_data(number: int) -> ResponseReturnValue:
    """The version as JSON."""
    publication = _published(number)
    data = exports.as_data(
        publication, queries.view_of(publication.version), community=_community()
    )
    return Response(current_app.json.dumps(data), mimetype="application/json")


def _published(number: int) -> CodePublication:
    return queries.published(number) or abort(404)


def _community() -> str:
    community = present_community()
    return community.name if community else ""
