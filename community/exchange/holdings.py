"""What whole series hold of a person: those they imported, files they put up."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select, update

from community.accounts.models import Member
from community.db import db
from community.holdings import Facts, Holding

from .models import ImportedPerson, SeriesFile, SeriesImport


def export(person_id: int) -> Facts:
    """The series they imported, and the files by name."""
    imports = select(SeriesImport).join(Member, Member.id == SeriesImport.by_id)
    files = select(SeriesFile).join(Member, Member.id == SeriesFile.member_id)
    return {
        "series I imported": [
            {"series": one.series.title, "at": one.at}
            for one in db.session.scalars(
                imports.where(Member.person_id == person_id).order_by(SeriesImport.id)
            )
        ],
        "files of series put up": [
            {"name": one.name, "put up": one.made_at}
            for one in db.session.scalars(
                files.where(Member.person_id == person_id).order_by(SeriesFile.id)
            )
        ],
    }


def files_of(person_id: int) -> Mapping[str, bytes]:
    """The files of series they put up."""
    mine = select(SeriesFile).join(Member, Member.id == SeriesFile.member_id)
    found = db.session.scalars(mine.where(Member.person_id == person_id))
    return {f"series/{one.id}.zip": one.content for one in found}


def erase(person_id: int, now: datetime) -> None:  # noqa: ARG001 - holdings have one shape
    """No file is kept. Who imported a series stays, as done by a former member; whom a file named
    is named no more.
    """
    mine = select(Member.id).where(Member.person_id == person_id)
    db.session.execute(delete(SeriesFile).where(SeriesFile.member_id.in_(mine)))
    named = update(ImportedPerson).where(ImportedPerson.person_id == person_id)
    db.session.execute(named.values(name=None))


HOLDINGS = (
    Holding(
        tables=frozenset({"series_import", "imported_person", "series_file"}),
        export=export,
        erase=erase,
        files=files_of,
    ),
)
