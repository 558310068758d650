"""A file that is not a whole backup of a version we know is refused, and nothing is changed."""

import json
import random
import sqlite3
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import inspect

from community.backups import restoring
from community.backups.archive import Damaged, Reader
from community.backups.restoring import NotRestored
from community.db import db
from tests.backups.places import content, empty_place, kept
from tests.factories import START, make_person
from tests.postgres import Postgres

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def place(app, writing):
    with writing():
        make_person("Ada")
    return app


@pytest.fixture
def whole(place, tmp_path) -> Path:
    return kept(place, tmp_path / "kept.zip").path


def rewritten(path: Path, change) -> Path:
    """The backup with the texts of its members changed, by name; None leaves one out."""
    with zipfile.ZipFile(path) as old:
        texts = {name: old.read(name).decode() for name in old.namelist()}
    change(texts)
    with zipfile.ZipFile(path, "w") as new:
        for name, text in texts.items():
            new.writestr(name, text)
    return path


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def cut_to_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def another_file(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" * 100)


def changed_row(path: Path) -> None:
    def change(texts):
        texts["tables/person.jsonl"] = texts["tables/person.jsonl"].replace("Ada", "Eve")

    rewritten(path, change)


def lost_row(path: Path) -> None:
    rewritten(path, lambda texts: texts.update({"tables/person.jsonl": ""}))


def lost_table(path: Path) -> None:
    rewritten(path, lambda texts: texts.pop("tables/person.jsonl"))


def added_table(path: Path) -> None:
    rewritten(path, lambda texts: texts.update({"tables/more.jsonl": ""}))


def lost_manifest(path: Path) -> None:
    rewritten(path, lambda texts: texts.pop("manifest.json"))


def _manifest_with(path: Path, **values) -> None:
    def change(texts):
        texts["manifest.json"] = json.dumps(json.loads(texts["manifest.json"]) | values)

    rewritten(path, change)


def another_format(path: Path) -> None:
    _manifest_with(path, format=2)


def half_a_manifest(path: Path) -> None:
    _manifest_with(path, tables=[{"name": "person"}])


def newer_revision(path: Path) -> None:
    _manifest_with(path, revision="9999")


DAMAGE = [
    (cut, "was cut short"),
    (cut_to_half, "was cut short"),
    (empty, "was cut short"),
    (another_file, "no backup"),
    (changed_row, "rows of “person”"),
    (lost_row, "rows of “person”"),
    (lost_table, "what its manifest names"),
    (added_table, "what its manifest names"),
    (lost_manifest, "cannot be read"),
    (another_format, "format 2"),
    (half_a_manifest, "manifest cannot be read"),
    (newer_revision, "newer version of the program"),
]


def test_each_is_refused_with_a_sentence_and_nothing_is_changed(place, whole, tmp_path):
    before, right = content(place, tmp_path / "before.zip"), whole.read_bytes()
    settings, refusals = place.config["SETTINGS"], {}
    backups = settings.instance_path / "backups"
    there = sorted(backups.glob("*"))  # of other tests, in the same folder

    for damage, said in DAMAGE:
        whole.write_bytes(right)
        damage(whole)
        with place.app_context(), pytest.raises(NotRestored) as refused:
            restoring.restore(whole, settings, replace=True, now=START)
        sentence = str(refused.value)
        refusals[damage.__name__] = said in sentence, sentence.endswith("Nothing was changed.")

    assert refusals == {damage.__name__: (True, True) for damage, _said in DAMAGE}
    assert content(place, tmp_path / "after.zip") == before
    assert sorted(backups.glob("*")) == there


def test_no_byte_that_matters_can_be_another_without_being_seen(whole):
    """What is read from a file with one bit turned is what was written, or it is refused."""
    right, content_of = whole.read_bytes(), _everything(whole)
    chance = random.Random(7)
    seen = 0

    for place in chance.sample(range(len(right)), 300):
        wrong = bytearray(right)
        wrong[place] ^= 1 << chance.randrange(8)
        whole.write_bytes(wrong)
        read = None
        with suppress(Damaged):
            read = _everything(whole)
        assert read in (None, content_of)
        seen += read is None
    assert seen > 100


def _everything(path: Path):
    with Reader(path) as backup:
        backup.check()
        return backup.manifest, [list(backup.rows(table)) for table in backup.manifest.tables]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_row_that_refers_to_nothing_is_refused(place, open_place, tmp_path, kind):
    """SQLite itself does not look at references unless it is told to."""
    with sqlite3.connect(place.config["SETTINGS"].database_url.removeprefix("sqlite:///")) as plain:
        plain.execute("INSERT INTO follow VALUES (1, 99, 98, '2026-01-15 12:00:00.000000')")
    target = open_place(kind)

    path = kept(place, tmp_path / "lost.zip").path
    with target.app_context(), pytest.raises(NotRestored, match="Nothing was changed"):
        restoring.restore(path, target.config["SETTINGS"], replace=False, now=START)

    with target.app_context():
        assert inspect(db.engine).get_table_names() == []


def test_a_server_without_room_for_the_locks_is_told_what_to_raise(whole, tmp_path):
    server = Postgres(max_locks_per_transaction="10", max_connections="10")
    try:
        server.create("restored")
        cramped = empty_place(tmp_path / "cramped", server.url("restored"))
        with (
            cramped.app_context(),
            pytest.raises(NotRestored, match=r"max_locks_per_transaction.+Nothing was changed"),
        ):
            restoring.restore(whole, cramped.config["SETTINGS"], replace=False, now=START)
        with cramped.app_context():
            assert inspect(db.engine).get_table_names() == []
            db.engine.dispose()
    finally:
        server.stop()
