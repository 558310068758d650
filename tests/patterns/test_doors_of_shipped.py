"""A library that began before there were doors has those of the patterns nobody has changed."""

import json

import flask_migrate
from sqlalchemy import delete, select

from community.db import db, migrating, transaction
from community.patterns import seeding
from community.patterns.content import from_json, to_json
from community.patterns.models import Pattern, PatternFacet, PatternRevision
from tests.architecture.conftest import migrated, unmigrated  # noqa: F401 - of their own
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, revised

_OWN = "both-columns"


def _said() -> dict[str, str]:
    rows = db.session.execute(
        select(Pattern.slug, PatternRevision.content)
        .join(PatternRevision, PatternRevision.pattern_id == Pattern.id)
        .order_by(Pattern.slug, PatternRevision.number)
    )
    return {str(slug): content for slug, content in rows}


def _found() -> set[tuple[int, str, str]]:
    query = select(PatternFacet.pattern_id, PatternFacet.facet, PatternFacet.value)
    return {(number, facet, value) for number, facet, value in db.session.execute(query)}


def _without_doors(content: str) -> str:
    values = json.loads(content)
    return json.dumps(
        {name: value for name, value in values.items() if name not in {"roles", "moments"}},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _as_before_there_were_doors() -> None:
    for row in db.session.scalars(select(PatternRevision)):
        row.content = _without_doors(row.content)
    db.session.execute(delete(PatternFacet).where(PatternFacet.facet.in_(("role", "moment"))))


def test_shipped_patterns_that_nobody_changed_get_their_doors(migrated):  # noqa: F811
    with migrated.app_context(), transaction():
        make_community()
        seeding.write(now=START)
        shipped, facets = _said(), _found()
        _as_before_there_were_doors()
        changed = db.session.scalars(select(Pattern).where(Pattern.slug == _OWN)).one()
        revised(changed, make_member("Ben"), now=START + DAY, solution="Otherwise.")
        own, number = _said()[_OWN], changed.id
    with migrated.app_context(), migrating():
        flask_migrate.downgrade(revision="0134")
        flask_migrate.upgrade()

    with migrated.app_context():
        said, found = _said(), _found()
        assert said == {**shipped, _OWN: own}
        assert from_json(own).roles == ()
        doors = {one for one in facets if one[0] == number and one[1] in {"role", "moment"}}
        assert found == facets - doors
        assert said["carbon-line"] == to_json(from_json(said["carbon-line"]))
