"""What earlier versions kept of names and of looks at links goes as the database is brought up."""

import importlib.util
from pathlib import Path

import flask_migrate
from sqlalchemy import select, update

from community.db import db, migrating, transaction
from community.patterns import drafting, link_looking
from community.patterns.content import Source, from_json
from community.patterns.draft_models import PatternDraft
from community.patterns.known_use_models import KnownUse, UseLink
from community.patterns.models import Pattern, PatternRevision
from community.patterns.suggestion_models import SuggestedSection
from tests.architecture.conftest import migrated, unmigrated  # noqa: F401 - of their own
from tests.factories import START, make_community, make_member
from tests.patterns.build import draft, suggested, used

HERE, THERE = "http://localhost:8000/patterns/ask", "https://there.example/patterns/ask"
MINE = Source("“Ask” by Ada Quill, Ours", f"{HERE}/revisions/1", "CC0", "Made shorter.")
THEIRS = Source("“Ask” by Ben Rook, There", THERE, "CC0")
OWN = Source("A talk by Ada Quill", f"{HERE}/revisions/1")


def _again(app, before: str) -> None:
    with app.app_context(), migrating():
        flask_migrate.downgrade(revision=before)
        flask_migrate.upgrade()


def test_copies_of_patterns_of_this_place_name_nobody(migrated):  # noqa: F811
    with migrated.app_context(), transaction():
        make_community(name="Ours")
        ben = make_member("Ben")
        copy = draft(ben, sources=(MINE, THEIRS, OWN))
        suggested(copy, make_member("Cyd"), sources=(MINE, THEIRS))
        rows = [("sources-0-text", MINE.text), ("sources-0-url", MINE.url)]
        rows += [("sources-1-text", THEIRS.text), ("sources-1-url", THEIRS.url)]
        drafting.keep_draft(ben, drafting.place_of(copy.id), rows, now=START)
        whole = db.session.scalar(select(PatternRevision.content))
    _again(migrated, "0138")

    with migrated.app_context():
        content = db.session.scalar(select(PatternRevision.content))
        assert content == whole.replace(MINE.text, "“Ask”")
        assert [one.text for one in from_json(content).sources] == ["“Ask”", THEIRS.text, OWN.text]
        section = db.session.scalar(select(SuggestedSection.value))
        assert ("Quill, Ours" in section, THEIRS.text in section) == (False, True)
        kept = dict(drafting.typed_in(db.session.scalars(select(PatternDraft)).one()))
        assert (kept["sources-0-text"], kept["sources-1-text"]) == ("“Ask”", THEIRS.text)


def test_of_what_people_typed_nothing_goes(migrated):  # noqa: F811
    typed = (
        "“Ask” by the group: we took the second step only",
        "“Ask” by Ada Quill, whom we thank",
        "“Ask” by Cyd Vane",  # who wrote nothing of it
        "The “Ask” by Ada Quill",
    )
    told = (
        "“Ask” by Ada Quill",
        "“Ask” by Ada Quill and Ben",
        "“Ask” by Somebody Else and others",
        "“Ask” by Somebody Else, Ours",
        "“Ask “twice” by heart” by Ada Quill, Ben and others",
    )
    with migrated.app_context(), transaction():
        make_community(name="Ours")
        ada, _ = make_member("Ada Quill"), make_member("Cyd Vane")
        whole = draft(ada, title="Ask")
        suggested(whole, make_member("Ben"))
        url = f"http://localhost:8000/patterns/{whole.slug}"
        draft(ada, title="Copy", sources=tuple(Source(one, url) for one in (*typed, *told)))
    _again(migrated, "0138")

    with migrated.app_context():
        kept = [one.text for one in _last_sources()]
    assert kept == [*typed, *["“Ask”"] * 4, "“Ask “twice” by heart”"]


def test_an_address_of_this_place_is_known_however_it_is_written(migrated):  # noqa: F811
    ways = (
        "HTTP://LocalHost:8000/patterns/ask",
        "https://localhost:8000//patterns/ask",
        "http://ada@localhost:8000/patterns/ask?x=1",
    )
    others = ("http://localhost:8001/patterns/ask", "http://localhost:8000/calls/ask")
    with migrated.app_context(), transaction():
        make_community(name="Ours")
        sources = tuple(Source(MINE.text, url) for url in (*ways, *others))
        draft(make_member("Ada"), sources=sources)
    _again(migrated, "0138")

    with migrated.app_context():
        kept = [one.text for one in _last_sources()]
    assert kept == ["“Ask”"] * 3 + [MINE.text] * 2


def test_the_usual_port_and_a_dot_at_the_end_change_no_address():
    place = _migration()._without_scheme
    for there in ("https://a.example:443/x", "http://A.example.:80/x", "https://ada@a.example/x"):
        assert place(there) == "a.example/x"


def _migration():
    path = Path(__file__).parents[2] / "migrations/versions/0139_names_in_copies_of_this_place.py"
    spec = importlib.util.spec_from_file_location("names_in_copies", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _last_sources():
    query = select(PatternRevision.content).order_by(PatternRevision.pattern_id.desc()).limit(1)
    return from_json(db.session.scalar(query)).sources


def test_no_look_at_an_address_stays_that_a_use_does_not_lead_to(migrated):  # noqa: F811
    url = "https://example.org/{}".format
    with migrated.app_context(), transaction():
        make_community()
        pattern, ben = draft(make_member("Ada")), make_member("Ben")
        for name in ("same", "gone", "barred"):
            use = used(pattern, ben, name, url=url(name))
            link_looking.note(use.id, use.url, answers=False, now=START)
        for name, now in (("gone", ""), ("barred", url("█ taken out █"))):
            db.session.execute(
                update(KnownUse).where(KnownUse.organisation == name).values(url=now)
            )
    _again(migrated, "0139")

    with migrated.app_context():
        assert db.session.scalars(select(UseLink.url)).all() == [url("same")]
        kept = db.session.scalars(select(KnownUse.url).order_by(KnownUse.id)).all()
        assert kept == [url("same"), "", ""]
        assert db.session.scalar(select(Pattern.id)) is not None
