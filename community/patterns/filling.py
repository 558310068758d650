"""A content as the fields of its form hold it."""

from typing import Any

from .content import SECTIONS, Content


def values_of(content: Content) -> dict[str, Any]:
    """What the fields of a form hold for `content`."""
    return {
        "title": content.title,
        "summary": content.summary,
        "also_known_as": ", ".join(content.also_known_as),
        "language": content.language,
        **{name: content.text_of(name) for name in SECTIONS},
        "checks": [
            {
                "question": check.question,
                "kind": check.kind.value,
                "where": check.where,
                "audience": check.audience or "",
            }
            for check in content.checks
        ],
        "sources": [
            {"text": one.text, "url": one.url, "licence": one.licence, "changes": one.changes}
            for one in content.sources
        ],
        "dimensions": list(content.dimensions),
        "infrastructure": list(content.infrastructure),
        "roles": list(content.roles),
        "moments": list(content.moments),
        "effort": content.effort or "",
        "people": content.people or "",
        "training": content.training or "",
        "tags": ", ".join(content.tags),
    }
