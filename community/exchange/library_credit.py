"""Whom patterns that are brought in credit for what they were made from."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from community.db import db
from community.patterns.adaptation_queries import adapted_by
from community.patterns.content import from_values
from community.patterns.credit import adapted_from
from community.patterns.models import Pattern
from community.patterns.origin_models import PatternOrigin

Facts = Mapping[str, Any]


def keep_credit(brought: Sequence[tuple[Pattern, Facts]]) -> None:
    """Keep what a file says of what each was made from, as far as nothing that is here says it:
    whoever wrote that is credited wherever the pattern goes.
    """
    wanted = [(pattern, facts) for pattern, facts in brought if facts["adapted_from"]]
    others = adapted_by([pattern.id for pattern, _ in wanted]) if wanted else {}
    for pattern, facts in wanted:
        sources = from_values(facts["content"]).sources
        known = adapted_from(sources, others.get(pattern.id, ()))
        told = enumerate(facts["adapted_from"])
        kept = [[place, words] for place, words in told if words not in known]
        origin = db.session.get_one(PatternOrigin, pattern.id)
        origin.adapted_from = json.dumps(kept, ensure_ascii=False)
    db.session.flush()
