"""`backup` and `restore` on the command line: what they say, and what they leave behind."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select, text

from community.accounts.models import Member, Person, Role
from community.backups import restoring
from community.backups.archive import Reader
from community.backups.models import Backup
from community.db import db
from community.erasures import FILE, Erasure, erasures_in, note
from tests.backups.places import content, digests, run
from tests.factories import START, make_community, make_member

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def command(app):
    """A function that runs a command; gives its status and what it said."""

    def go(*words: object) -> tuple[int, str]:
        done = app.test_cli_runner().invoke(args=[str(word) for word in words])
        return done.exit_code, done.output

    return go


@pytest.fixture(autouse=True)
def place(writing):
    with writing():
        make_community(name="A place")


def notes(app) -> list[tuple[str, str | None]]:
    with app.app_context():
        return [(b.name, b.fault) for b in db.session.scalars(select(Backup).order_by(Backup.id))]


def test_a_backup_is_for_its_owner_alone_and_noted(app, command, tmp_path):
    path = tmp_path / "kept.zip"

    status, said = command("backup", path)

    assert (status, "was read back whole" in said) == (0, True)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["kept.zip"]
    assert notes(app) == [("kept.zip", None)]
    with app.app_context():
        note = db.session.scalars(select(Backup)).one()
    assert (note.size, note.is_whole) == (path.stat().st_size, True)
    assert note.sha256 == sha256(path.read_bytes()).hexdigest()
    assert note.sha256 in said


def test_in_a_folder_it_is_named_by_the_time(command, tmp_path, at):
    with at("2026-11-25T16:30"):
        status, _ = command("backup", tmp_path)

    assert status == 0
    assert [p.name for p in tmp_path.iterdir()] == ["community-20261125T163000Z.zip"]


def test_one_that_cannot_be_written_leaves_the_old_one_and_is_noted(app, command, tmp_path):
    status, said = command("backup", tmp_path / "nowhere" / "kept.zip")

    assert status == 1
    assert "could not be written (No such file or directory); there is no backup." in said
    assert notes(app) == [("kept.zip", "FileNotFoundError")]


def test_what_it_cannot_hold_is_said_and_the_old_backup_stays(app, command, tmp_path):
    path = tmp_path / "kept.zip"
    command("backup", path)
    before = path.read_bytes()
    run(app, "CREATE TABLE odd (id INTEGER PRIMARY KEY, odd NULL)")

    status, said = command("backup", path)

    run(app, "DROP TABLE odd")
    assert (status, "cannot hold a column" in said) == (1, True)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["kept.zip"]


def test_it_is_restored_where_it_is_told_to_replace(app, command, tmp_path):
    command("backup", tmp_path / "kept.zip")
    before = digests(tmp_path / "kept.zip")
    run(app, "UPDATE community SET name = 'Spoilt'")

    refused, why = command("restore", tmp_path / "kept.zip")
    done, said = command("restore", tmp_path / "kept.zip", "--replace")

    assert (refused, "--replace" in why) == (1, True)
    assert (done, "What was there before is kept: " in said) == (0, True)
    assert content(app, tmp_path / "after.zip") == before
    Path(said.rpartition("is kept: ")[2].splitlines()[0]).unlink()


def test_a_file_can_be_looked_at_alone(app, command, tmp_path):
    command("backup", tmp_path / "kept.zip")

    whole, said = command("restore", tmp_path / "kept.zip", "--dry-run")
    (tmp_path / "kept.zip").write_bytes(b"PK")
    damaged, why = command("restore", tmp_path / "kept.zip", "--dry-run")

    assert (whole, "kept.zip is whole: " in said) == (0, True)
    assert (damaged, "cannot be restored" in why) == (1, True)
    with app.app_context():
        assert db.session.scalar(text("SELECT name FROM community")) == "A place"


def test_an_older_shape_without_a_table_for_it_is_backed_up_all_the_same(app, command, tmp_path):
    run(app, "DROP TABLE backup")

    status, said = command("backup", tmp_path / "kept.zip")

    assert (status, "was read back whole" in said) == (0, True)
    assert (tmp_path / "kept.zip").exists()


def test_what_could_not_be_put_beside_a_restored_database_is_said_as_it_is(
    app, command, tmp_path, monkeypatch
):
    command("backup", tmp_path / "kept.zip")
    run(app, "UPDATE community SET name = 'Spoilt'")

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(restoring, "_put_letters_back", full)
    status, said = command("restore", tmp_path / "kept.zip", "--replace")

    for copy in (app.config["SETTINGS"].instance_path / "backups").iterdir():
        copy.unlink()
    assert (status, "The database is that of kept.zip now" in said) == (1, True)
    with app.app_context():
        assert db.session.scalar(text("SELECT name FROM community")) == "A place"


def test_who_was_erased_since_the_backup_was_made_is_erased_again(
    app, command, tmp_path, signed_in, writing, at
):
    with writing():
        make_member("Stew", Role.STEWARD)
        zoe, yan, bob = make_member("Zoe"), make_member("Yan"), make_member("Bob")
    leave(signed_in, yan, at, "2026-02-01T12:00")
    with at("2026-02-02T12:00"):
        command("backup", tmp_path / "kept.zip")
    leave(signed_in, zoe, at, "2026-02-02T11:59")  # noted then, over after the backup began
    with app.app_context():
        folder = app.config["SETTINGS"].instance_path
        with (folder / FILE).open("a") as file:
            file.write("\n7 2026-")  # cut short
        note([Erasure(bob.person_id, START - timedelta(days=9), START)], folder)  # somebody else's
        assert len(erasures_in(folder)) == 3

    with at("2026-02-04T12:00"):
        done, said = command("restore", tmp_path / "kept.zip", "--replace")
        again, nobody = command("restore", tmp_path / "kept.zip", "--replace")

    assert (done, again) == (0, 0)
    assert "1 person was erased again" in said
    assert "1 person was erased again" in nobody  # the same backup: Zoe was back once more
    with app.app_context():
        names = select(Person.name).order_by(Person.id)
        former = "A former member"
        assert db.session.scalars(names).all() == ["Stew", former, former, "Bob"]
        assert zoe.handle not in db.session.scalars(select(Member.handle)).all()
    with Reader(tmp_path / "kept.zip") as backup:
        assert FILE not in [file.name for file in backup.manifest.files]
    assert (folder / FILE).stat().st_mode & 0o777 == 0o600


def leave(signed_in, member, at, when: str) -> None:
    with at(when):
        assert (
            signed_in(member).post("/profile/erasure", data={"handle": member.handle}).status_code
            == 303
        )
