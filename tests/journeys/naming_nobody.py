"""That who reported is named nowhere: on no page, in no file, letter or table but the report."""

import json
from io import BytesIO
from zipfile import ZipFile

from flask import Flask
from sqlalchemy import select

from app import HOLDINGS
from community import audit
from community.accounts.models import Member
from community.db import db
from community.outbox.models import Letter
from tests.moderation.test_purging import tables_with

IN_THE_REPORT = {"report.reporter_name", "report.reporter_address"}
TO_THEMSELVES = {"letter.address", "letter.facts"}
OTHERS = "Ada", "Fay", "Stu", "Ola"  # who do not have the case


def walk(
    people: dict[str, Member], signed_in, app: Flask, secrets: tuple[str, ...], live: str, half: str
) -> None:
    """All that those read who do not have the case, and take along."""
    pages = [
        str(r) for r in app.url_map.iter_rules() if "GET" in (r.methods or ()) if not r.arguments
    ]
    call = f"/calls/{live.split('/')[-2]}"
    pages += [live, call, f"{call}/notes", f"{call}/record", f"{half}.csv", half]
    pages += ["/search?q=cellar", *(f"/people/{member.handle}" for member in people.values())]
    for client in (
        app.test_client(),
        *(signed_in(people[n]) for n in OTHERS),
    ):
        for page in pages:
            with client.get(page) as answer:
                said = words_of(answer.get_data())
            assert [one for one in secrets if one in said] == [], page


def look_into_every_table(people: dict[str, Member], secrets: tuple[str, ...]) -> None:
    """Who reported stands in the report alone, and in no letter to anybody else."""
    for name in OTHERS:
        held = [one.export(people[name].person_id) for one in HOLDINGS]
        assert [one for one in secrets if one in json.dumps(held, default=str)] == []
    named = tables_with("quill") - IN_THE_REPORT - TO_THEMSELVES
    assert not named, named
    others = select(Letter).where(Letter.address.is_distinct_from(secrets[1])).order_by(Letter.id)
    told = repr(
        [(one.about, one.facts, one.recipient, one.address) for one in db.session.scalars(others)]
    )
    assert [one for one in secrets if one in told] == []
    assert audit.verify().broken is None


def words_of(data: bytes) -> str:
    """A page, or what is in an archive."""
    if data.startswith(b"PK"):
        with ZipFile(BytesIO(data)) as archive:
            data = b"".join(map(archive.read, archive.namelist()))
    return data.decode(errors="replace")
