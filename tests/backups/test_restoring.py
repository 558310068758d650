"""What was kept is restored as it was, on the engine it came from and on the other."""

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from community import work
from community.accounts.views import terminal
from community.attendance.models import Answer, Rsvp
from community.backups import restoring
from community.backups.models import Backup, Reason
from community.backups.restoring import NotRestored
from community.calls.times import Sitting
from community.db import db, transaction
from community.schema import is_present
from tests.attendance.invariants import faults
from tests.backups.places import begin_at, content, digests, kept, run, settle
from tests.databases import KEY
from tests.factories import START, make_community, make_person

ENGINES = ("sqlite", "postgresql")


def restored(place, path, **given) -> restoring.Restored:
    """Restore a backup into a place."""
    with place.app_context():
        return restoring.restore(
            path, place.config["SETTINGS"], **{"replace": False, "now": START} | given
        )


@pytest.mark.parametrize("kind", ENGINES)
def test_everything_is_as_it_was_on_either_engine(app, writing, open_place, tmp_path, kind):
    with writing():
        crowded = settle()
    backup = kept(app, tmp_path / "kept.zip")
    place = open_place(kind)

    restored(place, backup.path)

    assert content(place, tmp_path / "again.zip") == digests(backup.path)
    assert backup.manifest.rows > 150
    with place.app_context():
        assert is_present()
        going = select(func.count(Rsvp.id)).where(
            Rsvp.sitting_id == crowded.id, Rsvp.answer == Answer.GOING
        )
        assert db.session.scalar(going) == 3  # nobody was evicted when the places became fewer
        assert faults(START, most={crowded.id: 3}) == []


@pytest.mark.parametrize("kind", ENGINES)
@pytest.mark.engines("sqlite")
def test_after_it_rows_get_new_numbers_and_rules_hold_again(
    app, writing, open_place, tmp_path, kind
):
    with writing():
        crowded_id = settle().id
    place = open_place(kind)
    restored(place, kept(app, tmp_path / "kept.zip").path)

    with place.app_context():
        with transaction():
            eve = make_person("Eve")
            assert eve.id == db.session.scalar(text("SELECT max(id) FROM person"))
        values = f"({crowded_id}, {eve.id}, 'going', false, '', '', false, :at, :at)"
        columns = "sitting_id, person_id, answer, by_series, note, access_needs, shows_name"
        more = text(f"INSERT INTO rsvp ({columns}, answered_at, updated_at) VALUES {values}")
        with pytest.raises(IntegrityError, match="sitting_capacity"), transaction():
            db.session.execute(more, {"at": START})
        orphan = text("UPDATE rsvp SET person_id = 99999 WHERE id = 1")
        with pytest.raises(IntegrityError), transaction():
            db.session.execute(orphan)


def test_a_place_that_holds_something_is_left_alone_unless_told(app, writing, settings, tmp_path):
    with writing():
        make_community(name="The first")
    backup = kept(app, tmp_path / "kept.zip")
    run(app, "UPDATE community SET name = 'The second'")
    before = content(app, tmp_path / "before.zip")

    with pytest.raises(NotRestored, match="holds something already"):
        restored(app, backup.path)
    assert content(app, tmp_path / "after.zip") == before

    done = restored(app, backup.path, replace=True)

    assert content(app, tmp_path / "replaced.zip") == digests(backup.path) != before
    assert done.copy is not None
    assert digests(done.copy) == before
    with app.app_context():
        notes = {b.reason: b.name for b in db.session.scalars(select(Backup))}
    assert notes == {Reason.ASKED: "kept.zip", Reason.RESTORE: done.copy.name}
    shutil.rmtree(done.copy.parent)


@pytest.mark.engines("sqlite")
def test_a_place_that_was_only_started_is_restored_into_without_asking(
    app, writing, open_place, tmp_path
):
    with writing():
        make_community()
    fresh = open_place("sqlite")
    begin_at(fresh, "head")
    with fresh.app_context():
        work.look([work.Job("tidy", timedelta(days=1), lambda _now: None)])
    terminal.invitation(fresh, fresh.config["SETTINGS"])

    assert restored(fresh, kept(app, tmp_path / "kept.zip").path).copy is None


@pytest.mark.parametrize("kind", ENGINES)
@pytest.mark.engines("sqlite")
def test_a_backup_of_an_older_version_becomes_one_of_this(open_place, tmp_path, kind):
    old, new = open_place("postgresql" if kind == "sqlite" else "sqlite"), open_place(kind)
    begin_at(old, "0002")
    run(
        old,
        "INSERT INTO person (id, name, zone, created_at)"
        " VALUES (7, 'Ada', 'UTC', '2026-01-15 12:00:00.000000+00:00')"
        if kind == "sqlite"
        else "INSERT INTO person (id, name, zone, created_at)"
        " VALUES (7, 'Ada', 'UTC', '2026-01-15 12:00:00.000000')",
    )
    backup = kept(old, tmp_path / "old.zip")
    assert "rsvp" not in digests(backup.path)

    restored(new, backup.path)

    with new.app_context():
        assert is_present()
        row = db.session.execute(text("SELECT id, name FROM person")).one()
        assert tuple(row) == (7, "Ada")
        assert db.session.scalar(select(func.count(Sitting.id))) == 0


@pytest.mark.engines("sqlite")
def test_the_key_and_the_letters_come_along(open_place, tmp_path):
    old, new = open_place("sqlite"), open_place("sqlite")
    begin_at(old, "head")
    folder = old.config["SETTINGS"].instance_path
    (folder / "secret_key").write_text(KEY)
    (folder / "letters").mkdir()
    (folder / "letters" / "letter-1.eml").write_bytes(b"Dear Ada")
    backup = kept(old, tmp_path / "kept.zip")
    there = new.config["SETTINGS"].instance_path
    (there / "letters").mkdir()
    (there / "letters" / "letter-2.eml").write_bytes(b"Dear somebody of before")

    restored(new, backup.path)

    assert not (there / "letters" / "letter-2.eml").exists()
    assert (there / "letters" / "letter-1.eml").read_bytes() == b"Dear Ada"
    assert backup.has_key
    assert not (there / "secret_key").exists()  # this place was given its key


@pytest.mark.engines("sqlite")
def test_it_says_whether_the_key_is_the_one_of_the_backup(open_place, tmp_path):
    old, new = open_place("sqlite"), open_place("sqlite")
    begin_at(old, "head")
    backup = kept(old, tmp_path / "kept.zip")
    assert restored(new, backup.path).is_same_key

    other = open_place("sqlite")
    other.config["SETTINGS"] = _with_key(
        other.config["SETTINGS"], "another key, long enough to be one"
    )

    assert not restored(other, backup.path).is_same_key


def _with_key(settings, key: str):
    return replace(settings, secret_key=key)
