"""Settings: what each variable does, where its value came from, and what is refused at start."""

import threading
from pathlib import Path

import pytest

from app import create_app
from community.config import BadConfiguration, Settings, explain

SECRET = "a secret that nobody may read, long enough"


def load(tmp_path: Path, **given: str) -> Settings:
    environ = {"INSTANCE_PATH": str(tmp_path), "SECRET_KEY": SECRET} | given
    return Settings.load({f"COMMUNITY_{name}": value for name, value in environ.items()})


def test_nothing_needs_to_be_set(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    settings = Settings.load({})

    assert settings.instance_path == tmp_path / "instance"
    assert settings.database_url == f"sqlite:///{tmp_path}/instance/community.db"
    assert (settings.base_url, settings.host, settings.port) == (
        "http://localhost:8000",
        "127.0.0.1",
        8000,
    )
    assert (settings.trusted_hosts, settings.trusted_proxies, settings.session_days) == ((), 0, 30)
    assert 1 <= settings.workers <= 4


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("BASE_URL", "https://calls.example.org/", "https://calls.example.org"),
        ("DATABASE_URL", "postgres://u:p@h/db", "postgresql+psycopg://u:p@h/db"),
        ("DATABASE_URL", "postgresql://u:p@h/db", "postgresql+psycopg://u:p@h/db"),
        ("DATABASE_URL", "sqlite:////srv/c.db", "sqlite:////srv/c.db"),
        ("HOST", "0.0.0.0", "0.0.0.0"),
        ("PORT", "8080", 8080),
        ("WORKERS", " 3 ", 3),
        ("TRUSTED_HOSTS", "a.example, b.example", ("a.example", "b.example")),
        ("TRUSTED_PROXIES", "2", 2),
        ("SESSION_DAYS", "7", 7),
        ("SECURITY_CONTACT", "mailto:s@example.org", "mailto:s@example.org"),
        ("SOURCE_URL", "https://code.example", "https://code.example"),
        ("SMTP_URL", "smtp://u:p@mail.example.org:587", "smtp://u:p@mail.example.org:587"),
        ("SMTP_URL", "smtps://mail.example.org", "smtps://mail.example.org"),
        ("MAIL_FROM", "calls@example.org", "calls@example.org"),
        ("LOG_LEVEL", "Debug", "debug"),
        ("LOG_FORMAT", "json", "json"),
        ("METRICS_TOKEN", SECRET, SECRET),
        ("SECRET_KEY", SECRET, SECRET),
    ],
)
def test_a_variable_is_read_and_says_where_it_came_from(tmp_path, name, given, value):
    settings = load(tmp_path, **{name: given})

    assert getattr(settings, name.lower()) == value
    assert settings.sources[name] == f"environment (COMMUNITY_{name})"


@pytest.mark.parametrize(
    ("name", "given", "sentence"),
    [
        ("PORT", "0", "“0” is not a whole number from 1 to 65535."),
        ("PORT", "65536", "from 1 to 65535"),
        ("PORT", "eighty", "from 1 to 65535"),
        ("WORKERS", "65", "from 1 to 64"),
        ("TRUSTED_PROXIES", "-1", "from 0 to 10"),
        ("SESSION_DAYS", "366", "from 1 to 365"),
        ("BASE_URL", "calls.example.org", "is not an address such as https://calls.example.org."),
        ("BASE_URL", "ftp://calls.example.org", "is not an address"),
        ("BASE_URL", "https://calls.example.org/calls", "needs a host of its own"),
        ("BASE_URL", "https://calls.example.org?x=1", "is not an address"),
        ("BASE_URL", "http://[::1", "COMMUNITY_BASE_URL is wrong"),
        ("BASE_URL", "http://example.org:99999", "COMMUNITY_BASE_URL is wrong"),
        ("DATABASE_URL", "mysql://h/db", "it must begin with sqlite:/// or postgresql://."),
        ("SECRET_KEY", "short", "COMMUNITY_SECRET_KEY is wrong"),
        ("SECURITY_CONTACT", "s@example.org", "does not begin with mailto:"),
        ("SOURCE_URL", "javascript:alert(1)", "does not begin with https://"),
        ("SMTP_URL", "mail.example.org", "it must look like smtp://"),
        ("SMTP_URL", "smtp://mail.example.org:99999", "COMMUNITY_SMTP_URL is wrong"),
        ("SMTP_URL", "smtp://ada:gr%C3%BCn@mail.example.org", "ASCII signs alone"),
        ("MAIL_FROM", "Calls <calls@example.org>", "is not an e-mail address"),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence_that_names_it(tmp_path, name, given, sentence):
    with pytest.raises(BadConfiguration) as refused:
        load(tmp_path, **{name: given})

    assert str(refused.value).startswith(f"COMMUNITY_{name} is wrong: ")
    assert sentence in str(refused.value)


def test_a_wrong_key_or_address_is_not_repeated_where_a_log_keeps_it(tmp_path):
    for name, given in (
        ("SECRET_KEY", "hush"),
        ("DATABASE_URL", "mysql://u:hush@h/db"),
        ("SMTP_URL", "mail://u:hush@h"),
    ):
        with pytest.raises(BadConfiguration) as refused:
            load(tmp_path, **{name: given})
        assert "hush" not in str(refused.value)


def test_a_variable_that_is_no_setting_is_refused_and_the_right_ones_are_named():
    with pytest.raises(BadConfiguration, match=r"COMMUNITY_DATABSE_URL is not a setting\. Known"):
        Settings.load({"COMMUNITY_DATABSE_URL": "sqlite:///x"})


def test_variables_of_others_are_none_of_ours(tmp_path):
    environ = {"COMMUNITY_INSTANCE_PATH": str(tmp_path), "PORT": "nonsense", "LANG": "C"}

    assert Settings.load(environ).port == 8000


def test_the_key_is_made_once_kept_and_readable_by_nobody_else(tmp_path):
    environ = {"COMMUNITY_INSTANCE_PATH": str(tmp_path / "new" / "folder")}

    first, second = Settings.load(environ), Settings.load(environ)

    kept = tmp_path / "new" / "folder" / "secret_key"
    assert first.secret_key == second.secret_key == kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert first.sources["SECRET_KEY"] == f"kept in {kept}"


def test_processes_that_start_at_once_have_one_key(tmp_path):
    environ = {"COMMUNITY_INSTANCE_PATH": str(tmp_path)}
    keys: list[str] = []
    gate = threading.Barrier(8)

    def start() -> None:
        gate.wait()
        keys.append(Settings.load(environ).secret_key)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(keys) == 8
    assert len(set(keys)) == 1
    assert len(keys[0]) > 32
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


@pytest.mark.parametrize("left", ["", "   \n", "short"])
def test_a_kept_key_that_is_no_key_is_refused(tmp_path, left):
    (tmp_path / "secret_key").write_text(left)

    with pytest.raises(BadConfiguration, match="secret_key holds no key"):
        Settings.load({"COMMUNITY_INSTANCE_PATH": str(tmp_path)})


def test_an_instance_folder_that_cannot_be_is_refused(tmp_path):
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(BadConfiguration, match="COMMUNITY_INSTANCE_PATH is wrong: "):
        Settings.load({"COMMUNITY_INSTANCE_PATH": str(tmp_path / "file")})


@pytest.mark.parametrize(
    ("given", "hosts"),
    [
        ({}, ["localhost", "127.0.0.1", "[::1]"]),
        ({"BASE_URL": "https://calls.example.org"}, ["calls.example.org"]),
        (
            {"BASE_URL": "https://calls.example.org", "TRUSTED_HOSTS": "www.example.org"},
            ["calls.example.org", "www.example.org"],
        ),
    ],
)
def test_requests_may_name_our_own_host_and_those_trusted(tmp_path, given, hosts):
    assert load(tmp_path, **given).hosts == hosts


def test_every_setting_is_listed_with_its_value_and_no_secret(tmp_path):
    settings = load(tmp_path, DATABASE_URL="postgresql://calls:hush%40@db/calls", PORT="81")

    listed = {name: (value, where) for name, value, where in explain(settings)}

    assert listed["COMMUNITY_PORT"] == ("81", "environment (COMMUNITY_PORT)")
    assert listed["COMMUNITY_HOST"] == ("127.0.0.1", "default")
    assert listed["COMMUNITY_DATABASE_URL"][0] == "postgresql+psycopg://calls:••••@db/calls"
    assert listed["COMMUNITY_SECRET_KEY"][0] == "••••••••"
    assert SECRET not in str(listed)
    assert "hush" not in str(listed)
    assert SECRET not in repr(settings)


def test_the_command_lists_settings_without_secrets(tmp_path):
    settings = load(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/c.db")

    answer = create_app(settings).test_cli_runner().invoke(args=["config"])

    assert answer.exit_code == 0
    assert f"COMMUNITY_INSTANCE_PATH = {tmp_path}    [environment" in answer.output
    assert "COMMUNITY_SECRET_KEY = ••••••••" in answer.output
    assert SECRET not in answer.output
