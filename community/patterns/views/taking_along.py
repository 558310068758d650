"""A pattern to take along, at addresses that stay: what it says now, in five forms."""

from dataclasses import replace

from flask import Response, abort, current_app
from flask.typing import ResponseReturnValue

from community.access import guard, public
from community.conduct.bar_queries import beside_bars
from community.conduct.clause_addresses import code_at
from community.conduct.state_models import Content
from community.outbox.addresses import absolute
from community.patterns import citing, markdown, taking, taking_queries
from community.patterns.models import Pattern
from community.patterns.policies import Permission
from community.patterns.schemas import PATTERN

from .blueprint import address_of, bp, keep_drafts_private
from .kept_addresses import pattern_to_show


@bp.get("/patterns/<slug>.md")
@guard(Permission.READ_PATTERN, load=pattern_to_show)
def show_markdown(pattern: Pattern) -> ResponseReturnValue:
    """Markdown with front matter, which can be imported again."""
    return _sent(pattern, markdown.write(_taken(pattern)), "text/markdown")


@bp.get("/patterns/<slug>.json")
@guard(Permission.READ_PATTERN, load=pattern_to_show)
def show_data(pattern: Pattern) -> ResponseReturnValue:
    """Values that keep to the schema they name."""
    schema = absolute("patterns.show_schema")
    return _sent(pattern, _json(taking.as_data(_taken(pattern), schema)), "application/json")


@bp.get("/patterns/<slug>.jsonld")
@guard(Permission.READ_PATTERN, load=pattern_to_show)
def show_linked_data(pattern: Pattern) -> ResponseReturnValue:
    """Linked data in the words of schema.org."""
    return _sent(pattern, _json(taking.as_linked_data(_taken(pattern))), "application/ld+json")


@bp.get("/patterns/<slug>.bib")
@guard(Permission.READ_PATTERN, load=pattern_to_show)
def show_bibtex(pattern: Pattern) -> ResponseReturnValue:
    """An entry for a bibliography."""
    return _sent(pattern, citing.as_bibtex(_taken(pattern)), "application/x-bibtex")


@bp.get("/patterns/<slug>.cff")
@guard(Permission.READ_PATTERN, load=pattern_to_show)
def show_citation_file(pattern: Pattern) -> ResponseReturnValue:
    """A CITATION.cff."""
    return _sent(pattern, citing.as_citation_file(_taken(pattern)), "application/yaml")


@bp.get("/schemas/pattern.schema.json")
@public
def show_schema() -> ResponseReturnValue:
    """What the JSON of a pattern keeps to."""
    return Response(PATTERN.read_text(encoding="utf-8"), mimetype="application/schema+json")


def _taken(pattern: Pattern) -> taking.Taken:
    address = address_of(pattern, pattern.revision)
    taken = taking_queries.taken(pattern, address) or abort(404)
    cut = beside_bars(Content.PATTERN, {pattern.id: str(taken)})
    return replace(taken, redactions=cut.get(pattern.id, ()), code_at=code_at())


def _sent(pattern: Pattern, words: str, mimetype: str) -> Response:
    keep_drafts_private(pattern)
    response = Response(words, mimetype=mimetype, content_type=f"{mimetype}; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _json(values: object) -> str:
    return current_app.json.dumps(values, indent=1, ensure_ascii=False, sort_keys=False) + "\n"
