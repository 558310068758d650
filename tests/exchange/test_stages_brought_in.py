"""A pattern that comes from elsewhere has the stage that what came with it gives it."""

import io
import json
from dataclasses import replace
from zipfile import ZipFile

import pytest
from sqlalchemy import delete, select

from community.accounts.models import Credit, Role
from community.db import db
from community.exchange.library_importing import import_library
from community.exchange.library_reading import read_library
from community.patterns import curating, known_uses, settling, staging, suggesting
from community.patterns.curation_models import CuratorWord, Review, Verdict
from community.patterns.facets import Stage
from community.patterns.known_use_models import KnownUse, UseVerification
from community.patterns.models import (
    Pattern,
    PatternFacet,
    PatternRevision,
    StageChange,
)
from community.patterns.origin_models import BroughtWriter, PatternOrigin
from community.patterns.queries import standing_of
from community.patterns.stage_queries import evidence_of
from community.patterns.suggesting import Taking
from community.patterns.suggestion_models import (
    SuggestedSection,
    Suggestion,
    SuggestionDecision,
)
from tests.exchange.library_scene import packed
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, draft, emerging, proposed, revised, suggested, used

pytestmark = pytest.mark.engines("sqlite")
_SAID = (
    *(UseVerification, KnownUse, CuratorWord, Review, PatternOrigin),
    *(PatternFacet, StageChange, SuggestedSection, SuggestionDecision, Suggestion),
    *(BroughtWriter, PatternRevision),
)


def _proven():
    """A pattern with all that *proven* asks for; its author and its curator want no name."""
    make_community(name="There")
    ada, ben = make_member("Ada"), make_member("Ben", Role.CURATOR)
    for one in (ada, ben):
        one.person.credit = Credit.NOBODY
    pattern = emerging(ada)
    for number in range(3):
        use = used(pattern, make_member(f"Cyd {number}"), f"Library {number}", limits="At night.")
        known_uses.verify_use(use, by=ben.person, now=START)
    curating.speak_for(pattern, by=ben.person, now=START)
    settling.settle(pattern, now=START + 8 * DAY)
    assert pattern.stage is Stage.PROVEN
    return pattern


def _without_any(file: bytes) -> bytes:
    into = io.BytesIO()
    with ZipFile(io.BytesIO(file)) as old, ZipFile(into, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "patterns/ask-who-is-missing.json":
                values = json.loads(content)
                del values["reception"]
                content = json.dumps(values).encode()
            new.writestr(name, content)
    return into.getvalue()


def _brought(file: bytes):
    """The pattern and its stages as it comes to a place where no pattern is."""
    for model in (*_SAID, Pattern):
        db.session.execute(delete(model))
    db.session.expire_all()
    eve = make_member("Eve")
    import_library(read_library(io.BytesIO(file)), by=eve.person, now=START + 9 * DAY)
    changes = select(StageChange).order_by(StageChange.id)
    return db.session.scalars(select(Pattern)).one(), db.session.scalars(changes).all()


def test_what_is_proven_stays_so_with_its_evidence_alone(db_session):
    pattern = _proven()
    file = packed("https://there.example")

    kept, _ = _brought(file)
    assert kept.stage is Stage.PROVEN
    assert packed("https://here.example") == file
    fallen, changes = _brought(_without_any(file))
    assert fallen.stage is Stage.EMERGING
    last = changes[-1]
    assert (last.was, last.by_id, last.why) == (
        *(Stage.PROVEN, None),
        "The evidence that “proven” asks for did not come with it.",
    )
    assert pattern is not fallen


def test_the_hourly_look_finds_what_is_called_proven_without_evidence(writing, app):
    with writing():
        pattern = _proven()
        db.session.execute(delete(UseVerification))
    with app.app_context():
        settling.settle_all(START + 9 * DAY)
    with writing():
        pattern = db.session.get_one(Pattern, pattern.id)
        assert pattern.stage is Stage.EMERGING


def test_who_reviewed_it_or_spoke_for_it_and_wrote_some_of_it_since_comes_along(db_session):
    make_community(name="There")
    ada, ben = make_member("Ada"), make_member("Ben", Role.CURATOR)
    pattern = proposed(ada)
    curating.review(pattern, Verdict.READY, interest="None.", by=ben.person, now=START)
    curating.speak_for(pattern, by=ben.person, now=START)
    revised(pattern, ben, now=START + DAY, forces="Time is short.")
    file = packed("https://there.example")

    assert _brought(file)[0].revision == 2
    assert packed("https://here.example") == file


def test_who_is_called_like_somebody_who_wrote_it_early_confirms_it_as_before(db_session):
    make_community(name="There")
    ada, early, later = make_member("Ada"), make_member("Gus"), make_member("Gus", Role.CURATOR)
    pattern = draft(ada)
    row = suggested(pattern, early, solution="Do so.")
    content = replace(standing_of(pattern).content, solution="Do so.")
    taken = Taking(content, ("solution",), pattern.revision)
    suggesting.accept(row, taken, by=ada.person, now=START)
    staging.propose(pattern, by=ada.person, now=START)
    known_uses.verify_use(used(pattern, make_member("Cyd")), by=later.person, now=START)
    curating.speak_for(pattern, by=later.person, now=START)
    file = packed("https://there.example")

    found = evidence_of(_brought(file)[0])

    assert (found.verified_uses, found.has_curator) == (1, True)
    assert packed("https://here.example") == file
