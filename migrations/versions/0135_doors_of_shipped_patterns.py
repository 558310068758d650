"""Lead to the patterns that came with the program by the doors of role and moment, where they came
before there were any and nobody has changed their words.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0135"
down_revision = "0134"
branch_labels = None
depends_on = None

_AUTHOR = "The authors of this program"
_DOORS = {
    "both-columns": (["maintainer", "ospo"], ["starting"]),
    "one-minute-disclosure": (["maintainer", "curator"], ["scaling"]),
    "statement-before-model": (["maintainer", "ospo"], ["starting"]),
    "named-human-behind-the-bot": (["maintainer"], ["scaling"]),
    "worth-its-review": (["maintainer"], ["under-pressure"]),
    "ladder-with-a-way-back": (["facilitator", "maintainer"], ["repairing"]),
    "step-aside-without-saying-why": (["facilitator"], ["repairing"]),
    "numbers-not-names": (["facilitator", "ospo"], ["repairing"]),
    "terms-end": (["facilitator", "maintainer"], ["ending"]),
    "credit-every-kind-of-work": (["facilitator", "ospo"], ["scaling"]),
    "pay-what-you-lean-on": (["ospo", "funder"], ["scaling"]),
    "fork-ready-governance": (["maintainer", "funder"], ["starting", "ending"]),
    "say-what-may-be-trained-on": (["maintainer", "curator"], ["starting"]),
    "carbon-line": (["maintainer", "funder"], ["scaling"]),
    "ask-before-the-recorder": (["facilitator"], ["starting"]),
    "keep-the-credit-trail": (["curator"], ["scaling"]),
}
_FACET = sa.table("pattern_facet", *(sa.column(name) for name in ("pattern_id", "facet", "value")))
_UNCHANGED = sa.text(
    """
    SELECT p.id, p.slug, r.content FROM pattern AS p
    JOIN person AS a ON a.id = p.author_id AND a.name = :author
    JOIN pattern_revision AS r ON r.pattern_id = p.id AND r.number = 1 AND r.by_id = a.id
    WHERE p.revision = 1 AND p.stage IN ('proposed', 'emerging', 'proven')
      AND NOT EXISTS (SELECT 1 FROM member AS m WHERE m.person_id = a.id)
      AND NOT EXISTS (SELECT 1 FROM pattern_redaction AS w WHERE w.pattern_id = p.id)
    ORDER BY p.id
    """
)
_FILL = sa.text(
    "UPDATE pattern_revision SET content = :content WHERE pattern_id = :id AND number = 1"
)


def upgrade() -> None:
    bind = op.get_bind()
    for row in bind.execute(_UNCHANGED, {"author": _AUTHOR}).all():
        said = json.loads(row.content)
        if row.slug not in _DOORS or said.get("roles") or said.get("moments"):
            continue
        roles, moments = _DOORS[row.slug]
        filled = {}
        for name, value in said.items():  # in the order in which they are kept
            if name not in {"roles", "moments"}:
                filled[name] = value
            if name == "infrastructure":
                filled |= {"roles": roles, "moments": moments}
        content = json.dumps(filled, ensure_ascii=False, separators=(",", ":"))
        bind.execute(_FILL, {"content": content, "id": row.id})
        found = [("role", one) for one in roles] + [("moment", one) for one in moments]
        rows = [{"pattern_id": row.id, "facet": facet, "value": one} for facet, one in found]
        bind.execute(_FACET.insert(), rows)


def downgrade() -> None:
    """They say what they say; a program that knows no doors reads none."""
