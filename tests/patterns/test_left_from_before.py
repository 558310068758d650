"""What earlier versions kept of names and of looks at links goes as the database is brought up."""

import flask_migrate
import pytest
from sqlalchemy import select, update

from community.db import db, migrating, transaction
from community.patterns import drafting, link_looking
from community.patterns.content import Source, from_json
from community.patterns.draft_models import PatternDraft
from community.patterns.known_use_models import KnownUse, UseLink
from community.patterns.models import Pattern, PatternRevision
from community.patterns.suggestion_models import SuggestedSection
from tests.architecture.test_migrations import unmigrated  # noqa: F401 - the same empty databases
from tests.factories import START, make_community, make_member
from tests.patterns.build import draft, suggested, used

HERE, THERE = "http://localhost:8000/patterns/ask", "https://there.example/patterns/ask"
MINE = Source("“Ask” by Ada Quill, Here", f"{HERE}/revisions/1", "CC0", "Made shorter.")
THEIRS = Source("“Ask” by Ben Rook, There", THERE, "CC0")
OWN = Source("A talk by Ada Quill", f"{HERE}/revisions/1")


@pytest.fixture
def upgraded(unmigrated):  # noqa: F811
    with unmigrated.app_context(), migrating():
        flask_migrate.upgrade()
    return unmigrated


def _again(app, before: str) -> None:
    with app.app_context(), migrating():
        flask_migrate.downgrade(revision=before)
        flask_migrate.upgrade()


def test_copies_of_patterns_of_this_place_name_nobody(upgraded):
    with upgraded.app_context(), transaction():
        make_community()
        ben = make_member("Ben")
        copy = draft(ben, sources=(MINE, THEIRS, OWN))
        suggested(copy, make_member("Cyd"), sources=(MINE, THEIRS))
        rows = [("sources-0-text", MINE.text), ("sources-0-url", MINE.url)]
        rows += [("sources-1-text", THEIRS.text), ("sources-1-url", THEIRS.url)]
        drafting.keep_draft(ben, drafting.place_of(copy.id), rows, now=START)
        whole = db.session.scalar(select(PatternRevision.content))
    _again(upgraded, "0138")

    with upgraded.app_context():
        content = db.session.scalar(select(PatternRevision.content))
        assert content == whole.replace(MINE.text, "“Ask”")
        assert [one.text for one in from_json(content).sources] == ["“Ask”", THEIRS.text, OWN.text]
        section = db.session.scalar(select(SuggestedSection.value))
        assert ("Quill, Here" in section, THEIRS.text in section) == (False, True)
        kept = dict(drafting.typed_in(db.session.scalars(select(PatternDraft)).one()))
        assert (kept["sources-0-text"], kept["sources-1-text"]) == ("“Ask”", THEIRS.text)


def test_no_look_at_an_address_stays_that_a_use_does_not_lead_to(upgraded):
    url = "https://example.org/{}".format
    with upgraded.app_context(), transaction():
        make_community()
        pattern, ben = draft(make_member("Ada")), make_member("Ben")
        for name in ("same", "gone", "barred"):
            use = used(pattern, ben, name, url=url(name))
            link_looking.note(use.id, use.url, answers=False, now=START)
        for name, now in (("gone", ""), ("barred", url("█ taken out █"))):
            db.session.execute(
                update(KnownUse).where(KnownUse.organisation == name).values(url=now)
            )
    _again(upgraded, "0139")

    with upgraded.app_context():
        assert db.session.scalars(select(UseLink.url)).all() == [url("same")]
        kept = db.session.scalars(select(KnownUse.url).order_by(KnownUse.id)).all()
        assert kept == [url("same"), "", ""]
        assert db.session.scalar(select(Pattern.id)) is not None
