"""What the containers are given at their first start, and how they say that they are up."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from community.container import PASSFILE, PASSWORD, is_answering, main
from tests.databases import settings_for

HOME = Path(__file__).parents[2]


def test_a_password_is_made_once_and_the_program_reads_it_alone(tmp_path):
    assert main(["secrets", str(tmp_path)]) == 0
    first = (tmp_path / PASSWORD).read_text()
    assert main(["secrets", str(tmp_path)]) == 0

    assert (tmp_path / PASSWORD).read_text() == first
    assert len(first) > 40
    assert (tmp_path / PASSFILE).read_text() == f"*:*:*:*:{first}\n"
    modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    assert modes == {PASSWORD: 0o444, PASSFILE: 0o600}


def test_a_server_that_is_not_there_does_not_answer(tmp_path):
    settings = settings_for("sqlite:///none.db", tmp_path, port=1)

    assert not is_answering(settings)


def test_a_server_answers_by_its_own_name(live_server, settings):
    port = urlsplit(live_server.url).port

    assert is_answering(replace(settings, port=port))
    assert not is_answering(replace(settings, port=port, base_url="https://other.example"))


@pytest.mark.parametrize("name", ["compose.yaml", "Dockerfile"])
def test_no_password_stands_in_what_containers_are_made_from(name):
    text = (HOME / name).read_text()

    assert "PASSWORD:" not in text.replace("PASSWORD_FILE:", "")
    assert "SECRET_KEY" not in text


def test_what_it_cannot_do_it_says():
    done = subprocess.run(
        [sys.executable, "-m", "community.container", "dance"],
        cwd=HOME,
        capture_output=True,
        check=False,
    )

    assert (done.returncode, b"probe" in done.stderr) == (2, True)
