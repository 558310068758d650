"""A library brought in elsewhere is the same library; its people are nobody who is there."""

import io
import json
from zipfile import ZipFile

import pytest
from sqlalchemy import delete, func, select, update

from community.access import Viewer, may
from community.accounts.models import Community, Credit, Member, Person, Role
from community.db import db
from community.exchange.library_exporting import export_library
from community.exchange.library_importing import import_library
from community.exchange.library_reading import read_library
from community.exchange.policies import Permission
from community.exchange.reading import FileRefused
from community.patterns import staging
from community.patterns.facets import Stage
from community.patterns.models import (
    Pattern,
    PatternFacet,
    PatternRelation,
    PatternRevision,
    Relation,
    StageChange,
)
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, draft, emerging, proposed, revised

THERE = "https://there.example"


def packed(base_url: str) -> bytes:
    """The file of the library as it is."""
    with export_library(base_url=base_url, place="It") as found:
        return found.read()


def taken_along() -> bytes:
    """The file of a library with something of everything; afterwards there is no pattern."""
    make_community(name="There")
    ada, ben = make_member("Ada"), make_member("Ben")
    ben.person.credit = Credit.NOBODY
    first = emerging(ada)
    revised(first, ben, now=START + DAY, solution="Ask *twice*.\n\n## Context\n\nOr more.")
    other = proposed(ada, title="Decide Without Them")
    how = {"by": ben.person, "now": START + DAY, "why": "It hurts.", "successor": first}
    staging.move(other, Stage.RETIRED, **how)
    given = {"kind": Relation.CONTRADICTS, "note": "One asks.", "by_id": ada.person_id}
    db.session.add(PatternRelation(pattern_id=first.id, other_id=other.id, at=START, **given))
    draft(ben, title="Secret")
    db.session.flush()
    found = packed(THERE)
    for model in (PatternRelation, PatternFacet, StageChange, PatternRevision, Pattern):
        db.session.execute(delete(model))
    db.session.execute(update(Community).values(name="Here"))
    db.session.expire_all()
    return found


def changed(file: bytes, change) -> bytes:
    """The same file with the values of one pattern changed."""
    into = io.BytesIO()
    with ZipFile(io.BytesIO(file)) as old, ZipFile(into, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "patterns/ask-who-is-missing.json":
                values = json.loads(content)
                change(values)
                content = json.dumps(values).encode()
            new.writestr(name, content)
    return into.getvalue()


def test_what_was_brought_in_is_taken_along_as_the_same_bytes(db_session):
    file = taken_along()
    ada = make_member("Ada")
    members = db_session.scalar(select(func.count()).select_from(Member))
    found = read_library(io.BytesIO(file))

    assert import_library(found, by=ada.person, now=START + 2 * DAY) == (
        ["Ask Who Is Missing", "Decide Without Them"],
        [],
    )
    again = packed("https://here.example")

    with ZipFile(io.BytesIO(file)) as there, ZipFile(io.BytesIO(again)) as here:
        assert {n: here.read(n) for n in here.namelist()} == {
            n: there.read(n) for n in there.namelist()
        }
    assert db_session.scalar(select(func.count()).select_from(Member)) == members
    authors = select(Person.name).join(Pattern, Pattern.author_id == Person.id).distinct()
    assert set(db_session.scalars(authors)) == {"Ada, from an import"}
    twice = import_library(found, by=ada.person, now=START + 3 * DAY)
    assert twice == ([], ["Ask Who Is Missing", "Decide Without Them"])
    assert packed("https://here.example") == again


@pytest.mark.engines("sqlite")
def test_a_revision_written_here_is_made_from_what_was_written_there(client, writing):
    with writing():
        file = taken_along()
        ada = make_member("Cyd")
        import_library(read_library(io.BytesIO(file)), by=ada.person, now=START + 2 * DAY)
        pattern = db.session.scalars(select(Pattern).where(Pattern.revision == 2)).one()
    before = client.get("/patterns/ask-who-is-missing").text
    assert "by Ada and others, There: https://there.example/patterns/" in before

    with writing():
        revised(db.session.get_one(Pattern, pattern.id), ada, solution="Ask here.")
    after = client.get("/patterns/ask-who-is-missing").text
    assert "by Ada, Cyd and others, Here: http" in after
    assert "Adapted from “Ask Who Is Missing” (There, https://there.example/patterns/" in after


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda v: v.update(stage="draft"), "is a draft"),
        (lambda v: v.update(stage="famous"), "stage: is none of"),
        (lambda v: v.update(pattern="../x"), "its name is not that of the pattern"),
        (lambda v: v.pop("history"), "its history is not in it"),
        (lambda v: v["history"]["revisions"].pop(), "its last revision is not in it"),
        (lambda v: v["content"].update(problem="Other"), "says two different things"),
        (lambda v: v["history"]["revisions"][0].update(at="soon"), "is no date or time"),
        (lambda v: v["relations"][0].update(note=""), "a relation says not how"),
        (lambda v: v["history"]["revisions"][0]["content"].update(title="a\nb"), "a line holds"),
        (lambda v: v["history"]["stages"][1].update(was="proposed"), "a stage follows itself"),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused_whole(db_session, change, sentence):
    file = taken_along()

    with pytest.raises(FileRefused, match=sentence):
        read_library(io.BytesIO(changed(file, change)))


@pytest.mark.engines("sqlite")
def test_stewards_bring_a_library_in_and_are_told_what_came(client, signed_in, writing):
    with writing():
        file = taken_along()
        stu, mia = make_member("Stu", Role.STEWARD), make_member("Mia")
    assert may(Viewer(stu, frozenset({Role.STEWARD})), Permission.IMPORT_LIBRARY)
    assert not may(Viewer(mia, frozenset({Role.CURATOR})), Permission.IMPORT_LIBRARY)
    mine = signed_in(stu)

    def send(content):
        data = {"file": (io.BytesIO(content), "patterns.zip")}
        return mine.post("/import/patterns", data=data, follow_redirects=True)

    assert (send(b"no").status_code, send(b"").status_code) == (422, 422)
    answer = send(file)
    assert answer.status_code == 200
    assert "Brought in: 2 patterns. Here already, and left as they are: 0." in answer.text
    assert "left as they are: 2." in send(file).text
    assert client.get("/patterns/ask-who-is-missing").status_code == 200
