"""What the containers are given at their first start, and how they say that they are up."""

import os
import re
import subprocess
import sys
import time
from dataclasses import fields, replace
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from community.config import PREFIX, Settings
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


def test_a_worker_has_a_pulse_while_it_touches_its_file(tmp_path):
    file = tmp_path / "pulse"
    assert main(["pulse", str(file)]) == 1

    file.touch()
    assert main(["pulse", str(file)]) == 0

    before = time.time() - 3600
    os.utime(file, (before, before))
    assert main(["pulse", str(file)]) == 1


def test_no_password_stands_in_what_containers_are_made_from():
    dockerfile, compose = (HOME / name for name in ("Dockerfile", "compose.yaml"))

    assert not {"PASSWORD", "SECRET_KEY"} & set(re.findall("[A-Z]+_[A-Z]+", dockerfile.read_text()))
    for service in yaml.safe_load(compose.read_text())["services"].values():
        given = service["environment"]
        assert given.get("COMMUNITY_SECRET_KEY", "") in {"", "${COMMUNITY_SECRET_KEY:-}"}
        assert "POSTGRES_PASSWORD" not in given


def test_what_is_set_beside_compose_reaches_the_program():
    of_containers = {"instance_path", "database_url", "host", "port", "sources"}
    settable = {PREFIX + f.name.upper() for f in fields(Settings) if f.name not in of_containers}
    given = yaml.safe_load((HOME / "compose.yaml").read_text())["x-program"]["environment"]

    assert set(given) == settable | {PREFIX + "DATABASE_URL"}
    assert all(given[name].startswith(f"${{{name}:-") for name in settable)


def test_each_container_that_stays_is_watched_and_waits_for_what_it_needs():
    compose = yaml.safe_load((HOME / "compose.yaml").read_text())
    services = compose["services"]
    waits = {name: set(service.get("depends_on", ())) for name, service in services.items()}
    told = Settings.load(
        {
            name: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", str(value))
            for name, value in services["web"]["environment"].items()
            if not name.endswith("DATABASE_URL")
        }
        | {PREFIX + "INSTANCE_PATH": "instance", PREFIX + "SECRET_KEY": "k" * 40}
    )

    assert waits == {
        "secrets": set(),
        "database": {"secrets"},
        "web": {"database"},
        "worker": {"web"},
    }
    assert told.base_url == "http://localhost:8000"
    assert {n for n, s in services.items() if s.get("healthcheck") == {"disable": True}} == {
        "secrets"
    }
    mounted = {
        mount.partition(":")[0] for service in services.values() for mount in service["volumes"]
    }
    assert mounted == set(compose["volumes"])


def test_what_it_cannot_do_it_says():
    done = subprocess.run(
        [sys.executable, "-m", "community.container", "dance"],
        cwd=HOME,
        capture_output=True,
        check=False,
    )

    assert (done.returncode, b"probe" in done.stderr) == (2, True)
