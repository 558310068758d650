"""Leaving for good: afterwards nothing of a person can be found, and others lose nothing."""

import json
import re
import sqlite3
import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app import HOLDINGS
from community.accounts import leaving, mailed, stewardship
from community.accounts.letterheads import recipient_of
from community.accounts.models import Member, Purpose, Role
from community.accounts.queries import member_by_address
from community.attendance import following, rsvps, series_answers
from community.attendance.models import Answer, Rsvp
from community.calendars import personal, uploads
from community.calls import sharing
from community.calls.models import Call
from community.db import db
from community.outbox import files, posting
from community.outbox.models import Letter, Outcome
from community.outbox.owing import owe
from tests.accounts.everything import everything_kept
from tests.accounts.naming import FORMER, name_everywhere, rename
from tests.attendance.invariants import faults
from tests.calls.build import begin, times
from tests.factories import START, make_call, make_community, make_member, make_sitting

NAME, NOTE, NEEDS = "Zdravka Quillfeather", "my train is the 17:43", "an interpreter of Taushiro"
PRONOUNS, FILE = "xe/xem-canary", b"BEGIN:VCALENDAR\r\nX-CANARY:my-own-file\r\nEND:VCALENDAR\r\n"
CANARIES = ("Zdravka", "Quillfeather", "zdravka", "17:43", "Taushiro", "xem-canary", "my-own-file")
LATER = datetime.fromisoformat("2026-02-01T12:00+00:00")


@pytest.fixture
def zdravka(writing):
    """A member with something of hers in every feature; Bo waits for her place."""
    with writing() as session:
        make_community()
        stu = make_member("Stu", Role.STEWARD)
        her = make_member(NAME)
        her.pronouns = PRONOUNS
        her.person.zone = "Asia/Kathmandu"
        call = make_call(her, title="Her call")
        sitting = make_sitting(call, capacity=1)
        told = {"note": NOTE, "access_needs": NEEDS, "shows_name": True}
        rsvps.answer(sitting, her.person, answer=Answer.GOING, now=START, **told)
        bo = make_member("Bo")
        rsvps.answer(sitting, bo.person, answer=Answer.GOING, now=START)
        series = begin(stu, times("FREQ=WEEKLY", "2026-03-04"), now=START)
        series_answers.answer_series(
            series, her.person, answer=Answer.GOING, access_needs=NEEDS, now=START
        )
        following.follow(series, her.person, now=START)
        sharing.invite(series, her, by=stu, now=START)
        stewardship.grant_role(her, Role.CURATOR, by=stu, now=START)
        uploads.put_up(FILE, name="zdravka.ics", zone="UTC", by=her, now=START)
        mailed.make(Purpose.SIGN_IN, lasts=timedelta(hours=1), now=START, member=her)
        owe("verify", address=her.email, about="x", facts={"name": NAME}, now=START)
        rename(her)
        name_everywhere(her, stu)
        session.flush()
    return her


@pytest.fixture
def erase(writing):
    """A function that takes a member out of everything."""

    def go(member: Member, typed: str | None = None) -> None:
        with writing():
            again = db.session.get_one(Member, member.id)
            leaving.erase(again, HOLDINGS, typed_handle=typed or again.handle, now=LATER)

    return go


def test_afterwards_no_table_holds_anything_of_them(zdravka, erase, reading):
    with reading():
        before = everything_kept()
    assert [word for word in (*CANARIES, FORMER) if word not in before] == []
    assert before.count(f"@{zdravka.handle}") > 20  # of others, too

    erase(zdravka)

    with reading():
        after = everything_kept()
    gone = (*CANARIES, zdravka.handle, FORMER, "Kathmandu")
    assert [word for word in gone if word in after] == []
    assert "A former member" in after
    assert after.count("a former member") > 20
    assert '<a href="/people/stu' in after  # whom else these texts name, they name still


@pytest.mark.engines("sqlite")
def test_afterwards_the_database_file_holds_nothing_of_them(zdravka, erase, settings, app):
    path = settings.database_url.removeprefix("sqlite:///")
    _written_through(path)
    assert b"Quillfeather" in Path(path).read_bytes()

    erase(zdravka)
    with app.app_context():
        db.engine.dispose()
    _written_through(path)

    kept = Path(path).read_bytes()
    assert [word for word in CANARIES if word.encode() in kept] == []


def test_others_keep_what_is_theirs_and_the_place_goes_on(zdravka, erase, reading):
    erase(zdravka)

    with reading() as session:
        assert session.scalars(select(Rsvp.answer)).all() == [Answer.WAITING]
        assert session.scalar(text("SELECT count(*) FROM offer WHERE closed_at IS NULL")) == 1
        assert faults(LATER) == []


@pytest.mark.engines("sqlite")
def test_their_pages_feeds_and_sign_ins_are_gone(zdravka, erase, signed_in, writing, reading, app):
    with writing():
        her = db.session.get_one(Member, zdravka.id)
        key = app.config["SETTINGS"].secret_key
        secret = personal.text_of(personal.make(her, key=key, now=START), key=key)
        other = make_member("Ola")
    hers, others, public = signed_in(zdravka), signed_in(other), app.test_client()
    for page in ("/profile", f"/calendar/{secret}.ics"):
        assert hers.get(page).status_code == 200
    with reading() as session:
        named = select(Call.slug).where(Call.own_title.in_(["Her call", "Naming"]))
        calls = session.scalars(named.order_by(Call.id)).all()
    pages = ("/people", "/calls?past", *(f"/calls/{slug}" for slug in calls), "/calendar.ics")

    def naming(client) -> list[str]:
        found = re.compile(f"Zdravka|@{zdravka.handle}").search
        return [page for page in pages if found(client.get(page).text)]

    assert (naming(others), naming(public)) == ([*pages], [*pages[1:]])
    assert others.get(f"/people/{zdravka.handle}").status_code == 200

    erase(zdravka)

    assert hers.get("/profile").status_code == 303
    assert hers.get(f"/calendar/{secret}.ics").status_code == 404
    assert others.get(f"/people/{zdravka.handle}").status_code == 404
    assert (naming(others), naming(public)) == ([], [])


@pytest.mark.engines("sqlite")
def test_letters_to_them_are_neither_owed_nor_kept(zdravka, erase, app, at, settings, reading):
    with app.app_context(), at(START):
        posting.post_due()
    folder = settings.instance_path / "letters"
    assert any(b"Quillfeather" in file.read_bytes() for file in folder.iterdir())

    erase(zdravka)
    with app.app_context():
        files.forget_files()
    assert not any(b"Quillfeather" in file.read_bytes() for file in folder.iterdir())
    with reading() as session:
        assert zdravka.person_id not in session.scalars(select(Letter.person_id)).all()


def test_a_former_member_is_found_by_no_address_and_written_to_no_more(
    zdravka, erase, reading, writing, post, at
):
    erase(zdravka)
    with writing():
        owe("role_granted", person_id=zdravka.person_id, about="later", facts={}, now=LATER)

    with reading():
        assert member_by_address(f"erased {zdravka.id}") is None
        assert recipient_of(zdravka.person_id) is None
    with at(LATER):
        post()
    with reading() as session:
        hers = select(Letter.outcome).where(Letter.person_id == zdravka.person_id)
        assert session.scalars(hers).all() == [Outcome.NOT_NEEDED]


def test_leaving_twice_changes_nothing(zdravka, erase, reading):
    erase(zdravka)
    with reading():
        once = everything_kept()
    erase(zdravka)
    with reading():
        assert everything_kept() == once


def test_the_only_steward_cannot_leave(zdravka, writing, reading, erase):
    with reading() as session:
        stu = session.scalar(select(Member).where(Member.handle.like("stu%")))

    with pytest.raises(leaving.LastStewardLeaves):
        erase(stu)


@pytest.mark.engines("sqlite")
def test_a_handle_typed_wrongly_changes_nothing(zdravka, erase):
    with pytest.raises(leaving.NotYourHandle):
        erase(zdravka, typed="somebody-else")


def test_what_is_taken_along_is_whole_and_holds_nobody_else(zdravka, signed_in, writing):
    with writing():
        other = make_member("Other Person")
        rsvps.answer(make_sitting(), other.person, answer=Answer.GOING, note="secret", now=START)

    answer = signed_in(zdravka).get("/profile/export.zip")

    files = zipfile.ZipFile(BytesIO(answer.data))
    data = json.loads(files.read("data.json"))
    assert {name.partition("/")[0] for name in files.namelist()} == {
        *("calendar.ics", "data.json", "data.md", "put-up"),
    }
    assert data["me"]["name"] == NAME
    assert data["account"]["e-mail address"] == zdravka.email
    answers = {answer["call"]: answer for answer in data["answers"]}
    assert answers["Her call"]["note to the facilitators"] == NOTE
    assert answers["Practitioners Call"]["access needs"] == NEEDS
    told = files.read("data.md").decode()
    assert (NOTE in told, NEEDS in told, re.search(r"T\d\d:", told)) == (True, True, None)
    assert b"BEGIN:VEVENT" in files.read("calendar.ics")
    whole = b"".join(map(files.read, files.namelist()))
    assert [word for word in (b"Other Person", b"secret", b"Stu", b"Bo\n") if word in whole] == []
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.engines("sqlite")
def test_leaving_in_the_browser_asks_for_the_handle(zdravka, signed_in):
    hers = signed_in(zdravka)
    page = hers.get("/profile/erasure").text
    search = f'href="/search?q={NAME.replace(" ", "+")}"'
    assert (search in page, "You are the only facilitator of “Her call”." in page) == (True, True)
    wrong = hers.post("/profile/erasure", data={"handle": "nobody"})
    assert (wrong.status_code, "Type your handle" in wrong.text) == (422, True)
    done = hers.post("/profile/erasure", data={"handle": f"@{zdravka.handle}"})
    assert done.location == "/goodbye"
    assert "Your account is deleted" in hers.get("/goodbye").text


def _written_through(path: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
