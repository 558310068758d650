"""A library brought in elsewhere is the same library; its people are nobody who is there."""

import io
import json
import re
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from community.access import Viewer, may
from community.accounts.brought_names import own_name
from community.accounts.models import Person, Role
from community.db import db
from community.exchange import library_reading
from community.exchange.library_importing import Brought, import_library
from community.exchange.library_reading import read_library
from community.exchange.policies import Permission
from community.exchange.reading import FileRefused
from community.exchange.views.importing import readers
from community.patterns.credit_queries import contributors
from community.patterns.facets import Stage
from community.patterns.known_use_queries import uses_of
from community.patterns.models import (
    Pattern,
)
from community.patterns.suggestion_queries import suggested_in
from community.patterns.use_queries import Users, marks_of
from tests.exchange.library_scene import HERE, THERE, packed, taken_along
from tests.factories import START, make_community, make_member
from tests.patterns.build import (
    DAY,
    collected,
    noted,
    proposed,
    revised,
)


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
    members = db_session.scalar(HERE)
    found = read_library(io.BytesIO(file))

    came = import_library(found, by=ada.person, now=START + 2 * DAY)
    assert (came.new, came.known) == (["Ask Who Is Missing", "Decide Without Them"], [])
    assert came.collections == ["For a First Week"]
    again = packed("https://here.example")

    with ZipFile(io.BytesIO(file)) as there, ZipFile(io.BytesIO(again)) as here:
        assert {n: here.read(n) for n in here.namelist()} == {
            n: there.read(n) for n in there.namelist()
        }
    assert db_session.scalar(HERE) == members
    authors = select(Person.name).join(Pattern, Pattern.author_id == Person.id).distinct()
    assert set(db_session.scalars(authors)) == {"Ada, from an import"}
    with ZipFile(io.BytesIO(file)) as there:
        names = [name for name in there.namelist() if not name.startswith("schemas/")]
        everything = b"".join(there.read(name) for name in names)
    assert [words for words in _NOTED if words not in everything] == []
    assert [word for word in (b"ecret", b"did not fit") if word in everything] == []
    pattern = db_session.scalars(select(Pattern).where(Pattern.stage == Stage.EMERGING)).one()
    lines = uses_of(pattern.id)
    assert [line.verified is not None for line in lines] == [True, True]
    assert list(suggested_in(pattern, ())) == [3, 4]
    people = {one.name for one in contributors([pattern.id])[pattern.id]}
    assert "Eve, from an import" in people
    other = db_session.scalars(select(Pattern).where(Pattern.stage == Stage.RETIRED)).one()
    wrote = [own_name(one.name or "") for one in contributors([other.id])[other.id]]
    assert wrote == ["Ada", "Gus", "Hal"]  # no revision of Gus's came along
    assert marks_of(pattern.id, None).users == [
        Users("using", 2, ["Cyd, from an import", "Cyd, from an import"]),
        Users("want to try", 1, []),  # of whom nothing but this is known
    ]
    twice = import_library(found, by=ada.person, now=START + 3 * DAY)
    assert twice == Brought([], ["Ask Who Is Missing", "Decide Without Them"], [], [])
    assert packed("https://here.example") == again


@pytest.mark.engines("sqlite")
def test_a_revision_written_here_is_made_from_what_was_written_there(client, writing):
    with writing():
        file = taken_along()
        ada = make_member("Cyd")
        import_library(read_library(io.BytesIO(file)), by=ada.person, now=START + 2 * DAY)
        pattern = db.session.scalars(select(Pattern).where(Pattern.revision == 4)).one()
    before = client.get("/patterns/ask-who-is-missing").text
    assert "by Fay, Ada, Eve and others, There: https://there.example/patterns/" in before

    with writing():
        revised(db.session.get_one(Pattern, pattern.id), ada, solution="Ask here.")
    after = client.get("/patterns/ask-who-is-missing").text
    assert "by Fay, Ada, Eve, Cyd and others, Here: http" in after
    assert "Adapted from “Ask Who Is Missing” (There, https://there.example/patterns/" in after


_NOTED = (
    *(b"How long does it take?", b"It is for days."),
    *(b'"begun_from": "', b'"noted_by": "Fay"', b'"suggested_by": "Eve"'),
)


def _first_note(values):
    return values["threads"][-1]["notes"][0]


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda v: v.update(stage="draft"), "is a draft"),
        (lambda v: v.update(address="javascript:alert(1)"), "it is from is none to go to"),
        (lambda v: v.update(address="https://a.example/}, b={c"), "it is from is none to go to"),
        (lambda v: v.update(place="Pl\nace"), "the place it is from is no line"),
        (lambda v: v.update(stage="famous"), "stage: is none of"),
        (lambda v: v.update(pattern="../x"), "its name is not that of the pattern"),
        (lambda v: v.pop("history"), "its history is not in it"),
        (lambda v: v["history"]["revisions"].pop(), "its last revision is not in it"),
        (lambda v: v["content"].update(problem="Other"), "says two different things"),
        (lambda v: v["history"]["revisions"][0].update(at="soon"), "is no date or time"),
        (lambda v: v["relations"][0].update(note=""), "a relation says not how"),
        (lambda v: v["relations"][0].update(pattern="a b"), "a pattern that has no address"),
        (lambda v: v["history"]["revisions"][0]["content"].update(title="a\nb"), "a line holds"),
        (lambda v: v["history"]["stages"][1].update(was="proposed"), "a stage follows itself"),
        (lambda v: v["reception"]["words"].append(v["reception"]["words"][0]), "two curators"),
        (lambda v: v["threads"].append(v["threads"][0]), "two threads are on one section"),
        (lambda v: _first_note(v).update(answers="nothing"), "what does not stand before it"),
        (lambda v: _first_note(v)["outcome"].update(revision=9), "a revision that is there"),
        (lambda v: v["reception"]["words"][0].update(revision=9), "word is of a revision that"),
        (lambda v: v["reception"]["checks"][0].update(revision=9), "check is of a revision that"),
        (lambda v: _first_note(v).update(kind="decision"), "none of"),
        (
            lambda v: v["history"]["revisions"][0]["content"].update(licence="CC-BY-NC-ND-4.0"),
            "does not let its text be copied",
        ),
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

    def send(content, to="", **more):
        data = {"file": (io.BytesIO(content), "patterns.zip"), **more}
        return mine.post(f"/import/patterns{to}", data=data, follow_redirects=True)

    assert (send(b"no").status_code, send(b"").status_code) == (422, 422)
    looked = send(file, "/preview").text
    for words in ("Ask Who Is Missing, Decide Without Them", "For a First Week", "There"):
        assert words in looked
    assert client.get("/patterns/ask-who-is-missing").status_code == 404
    assert readers.acquire(blocking=False)
    assert "Another file is being read" in send(file).text + send(file, "/preview").text
    readers.release()
    assert "another file than the one" in send(file, seen="0" * 64).text
    answer = send(file, seen=re.findall(r'name="seen" type="hidden" value="(\w+)"', looked)[0])
    assert answer.status_code == 200
    assert (
        "Brought in: 2 patterns. Collections: 1. Here already, and left as they are: 0."
        in answer.text
    )
    assert "left as they are: 2." in send(file).text
    assert client.get("/patterns/ask-who-is-missing").status_code == 200


@pytest.mark.engines("sqlite")
def test_a_large_library_comes_by_command(app, writing, monkeypatch, tmp_path):
    with writing():
        file, stu = taken_along(), make_member("Stu", Role.STEWARD)
    monkeypatch.setattr(library_reading, "MOST_PATTERNS", 1)
    with pytest.raises(FileRefused, match="at most 1 are imported here"):
        read_library(io.BytesIO(file))
    path = tmp_path / "patterns.zip"
    path.write_bytes(file)

    def run(*more):
        given = ["import-library", str(path), "--steward", stu.email, *more]
        return app.test_cli_runner().invoke(args=given).output

    assert run("--dry-run") == "This would bring in 2 patterns; 0 are here.\n"
    assert run() == "Brought in: 2 patterns and 1 collection.\n"
    path.write_bytes(b"no")
    assert "not the ZIP of a library" in run()


@pytest.mark.engines("sqlite")
def test_more_patterns_notes_and_collections_take_no_more_queries(db_session, queries):
    make_community()
    ada, ben = make_member("Ada"), make_member("Ben")
    sent = []
    for number in (1, 2):
        pattern = proposed(ada, title=f"Pattern {number}")
        noted(pattern, ben)
        collected(ben, pattern, title=f"Shelf {number}")
        db_session.expire_all()
        with queries() as statements:
            packed(THERE)
        sent.append(len(statements))

    assert sent[0] == sent[1]
