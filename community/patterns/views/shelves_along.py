"""A collection to take along: Markdown to read, JSON that keeps to a published schema."""

from flask import Response, current_app
from flask.typing import ResponseReturnValue

from community.access import guard, public
from community.conduct.clause_addresses import code_at
from community.outbox.addresses import absolute
from community.patterns import collection_texts
from community.patterns.collection_models import Collection
from community.patterns.collection_queries import collection_by_slug
from community.patterns.policies import Permission
from community.patterns.schemas import COLLECTION
from community.patterns.taken_collection_queries import taken

from .blueprint import bp, revision_address
from .shelves import keep_others_out


@bp.get("/collections/<slug>.md")
@guard(Permission.READ_COLLECTION, load=collection_by_slug)
def show_collection_markdown(collection: Collection) -> ResponseReturnValue:
    """A text with a credit line for each pattern."""
    page = absolute("patterns.show_collection", slug=collection.slug)
    words = collection_texts.as_markdown(taken(collection, code_at(), revision_address), page=page)
    return _sent(collection, words, "text/markdown")


@bp.get("/collections/<slug>.json")
@guard(Permission.READ_COLLECTION, load=collection_by_slug)
def show_collection_data(collection: Collection) -> ResponseReturnValue:
    """Values that keep to the schema they name."""
    schema = absolute("patterns.show_collection_schema")
    values = collection_texts.as_data(taken(collection, code_at(), revision_address), schema)
    words = current_app.json.dumps(values, indent=1, ensure_ascii=False, sort_keys=False) + "\n"
    return _sent(collection, words, "application/json")


@bp.get("/schemas/collection.schema.json")
@public
def show_collection_schema() -> ResponseReturnValue:
    """What the JSON of a collection keeps to."""
    return Response(COLLECTION.read_text(encoding="utf-8"), mimetype="application/schema+json")


def _sent(collection: Collection, words: str, mimetype: str) -> Response:
    keep_others_out(collection)
    response = Response(words, content_type=f"{mimetype}; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex"
    return response
