"""Names as long as a form takes them come along whole, whatever marks them where they come to."""

import io

from sqlalchemy import delete, select

from community.accounts.models import Member, Person, Role
from community.exchange.importing_notes import import_series
from community.exchange.library_importing import import_library
from community.exchange.library_reading import read_library
from community.exchange.preparing import prepare
from community.exchange.reading import read
from community.moderation.report_models import ReportCopy
from community.notes.models import Note
from community.patterns.models import (
    Pattern,
    PatternFacet,
    PatternRevision,
    StageChange,
)
from tests.exchange.library_scene import packed
from tests.exchange.rewriting import rewritten
from tests.exchange.scene import taken, values_in
from tests.factories import START, make_community, make_member
from tests.moderation.build import report
from tests.patterns.build import proposed

LONG = f"{'Maria Magdalena ' * 4}von Hohenstein–A"  # as many letters as a form takes
REED = f"{'A reed in the wind, ' * 3}bent and not broken."


def _renamed(path, values):
    for one in values.get("people", ()):
        one["name"] = {"Mia": LONG}.get(one["name"], one["name"])
    for one in values.get("labour", ()):
        one["pseudonym"] = one["pseudonym"] and REED
    return values


def test_long_names_and_pseudonyms_of_a_series_are_those_of_its_file(made, db_session):
    make_community()
    stu = make_member("Stu", Role.STEWARD)
    assert (len(LONG), len(REED)) == (80, 80)
    file = rewritten(made, _renamed)

    series = import_series(prepare(read(io.BytesIO(file))), by=stu, now=START)

    there, here = values_in(file), values_in(taken(series, stu))
    named = sorted(one["name"] for one in here["series.json"]["people"])
    assert named == sorted(["Stu", *(one["name"] for one in there["series.json"]["people"])])
    labour = [one["pseudonym"] for values in here.values() for one in values.get("labour", ())]
    assert REED in labour
    hers = Note.by.has(Member.person.has(Person.name == f"{LONG}, from an import"))
    note = db_session.scalars(select(Note).where(hers).order_by(Note.id)).first()
    report(f"note:{note.key}", by=stu)
    assert db_session.scalar(select(ReportCopy.author_name)) == f"{LONG}, from an import"


def test_long_names_of_a_library_are_those_of_its_file(db_session):
    make_community(name="There")
    ada = make_member("Ada")
    ada.person.name = LONG
    proposed(ada)
    file = packed("https://there.example")
    for model in (PatternFacet, StageChange, PatternRevision, Pattern):
        db_session.execute(delete(model))
    db_session.expire_all()

    import_library(read_library(io.BytesIO(file)), by=ada.person, now=START)

    assert db_session.scalar(select(Person.name).where(Person.name.startswith(f"{LONG},")))
    assert packed("https://here.example") == file
