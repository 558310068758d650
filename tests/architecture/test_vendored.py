"""Every vendored file is the one its package published, and every one of them is accounted for."""

import tomllib
from base64 import b64encode
from hashlib import sha384
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = [
    ROOT / "community/static/vendor",
    ROOT / "community/accounts/vendor",
    ROOT / "tests/vendor",
]
KEYS = {"file", "name", "version", "licence", "sha384"}


def entries(folder: Path) -> list[dict[str, str]]:
    """What the folder's list says of each file."""
    return list(tomllib.loads((folder / "VENDORED.toml").read_text())["file"])


def integrity(path: Path) -> str:
    """The hash of a file as a browser's `integrity` attribute writes it."""
    return "sha384-" + b64encode(sha384(path.read_bytes()).digest()).decode()


@pytest.mark.parametrize("folder", FOLDERS, ids=["served", "of accounts", "for tests"])
def test_every_vendored_file_matches_its_hash(folder: Path) -> None:
    listed = {entry["file"]: entry["sha384"] for entry in entries(folder)}

    found = {name: integrity(folder / name) for name in listed}

    assert found == listed


@pytest.mark.parametrize("folder", FOLDERS, ids=["served", "of accounts", "for tests"])
def test_every_file_beside_the_list_is_in_it(folder: Path) -> None:
    listed = {entry["file"] for entry in entries(folder)}

    found = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}

    assert found - {"VENDORED.toml"} == listed


@pytest.mark.parametrize("folder", FOLDERS, ids=["served", "of accounts", "for tests"])
def test_every_entry_says_where_it_is_from_and_under_which_licence(folder: Path) -> None:
    assert {frozenset(entry) for entry in entries(folder)} == {frozenset(KEYS)}
    assert all(all(entry.values()) for entry in entries(folder))
