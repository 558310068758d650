"""Which way imports go, and that a step the wrong way is seen."""

import pytest

from tests.architecture import imports
from tests.architecture.source import Source, migrations, program, python_files

RULES = [
    imports.upward_between_features,
    imports.unknown_features,
    imports.features_in_the_kernel,
    imports.imports_of_app,
    imports.backward_within_a_feature,
    imports.rooms_of_others,
    imports.requests_away_from_the_edge,
    imports.nameless_modules,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_program_keeps_the_rule(rule):
    assert rule(program()) == []


def test_no_migration_imports_the_application():
    assert imports.migrations_that_import_us(migrations()) == []


def test_no_module_of_the_tests_is_nameless():
    assert imports.nameless_modules(python_files()) == []


def _sources(**texts: str) -> list[Source]:
    return [Source(path.replace("__", "/") + ".py", text) for path, text in texts.items()]


TABLE = "class T:\n    __tablename__ = 't'\n"


@pytest.mark.parametrize(
    ("rule", "texts"),
    [
        (
            imports.upward_between_features,
            {"community__calls__models": "from community.attendance.models import Rsvp"},
        ),
        (
            imports.upward_between_features,
            {"community__accounts__queries": "from ..calls import models"},
        ),
        (imports.unknown_features, {"community__billing__models": ""}),
        (
            imports.features_in_the_kernel,
            {"community__access": "from .accounts.models import Member"},
        ),
        (imports.features_in_the_kernel, {"community__pages": "import community.calls.queries"}),
        (imports.imports_of_app, {"community__work": "from app import create_app"}),
        (imports.imports_of_app, {"community__calls__views": "from community import reactions"}),
        (
            imports.backward_within_a_feature,
            {"community__calls__models": "from . import queries", "community__calls__queries": ""},
        ),
        (
            imports.backward_within_a_feature,
            {
                "community__calls__policies": "from .scheduling import cancel",
                "community__calls__scheduling": "from community.db import db",
            },
        ),
        (
            imports.backward_within_a_feature,
            {
                "community__calls__scheduling": "from .forms import Draft\nimport sqlalchemy",
                "community__calls__forms": "import wtforms",
            },
        ),
        (
            imports.backward_within_a_feature,
            {
                "community__calls__times": f"from .rules import go\n{TABLE}",
                "community__calls__rules": "from .scheduling import go",
                "community__calls__scheduling": "from community.db import db",
            },
        ),
        (
            imports.backward_within_a_feature,
            {
                "community__calls__views": "from .notices import tell",
                "community__calls__notices": "",
            },
        ),
        (
            imports.rooms_of_others,
            {"community__front__views": "from community.calls.views import bp"},
        ),
        (
            imports.requests_away_from_the_edge,
            {"community__calls__queries": "from flask import request"},
        ),
        (
            imports.requests_away_from_the_edge,
            {"community__calls__forms": "import flask\nflask.url_for('x')"},
        ),
        (
            imports.requests_away_from_the_edge,
            {"community__accounts__sessions": "from flask_login import current_user"},
        ),
        (imports.nameless_modules, {"community__calls__utils": ""}),
        (imports.nameless_modules, {"community__helpers__x": ""}),
        (
            imports.migrations_that_import_us,
            {"migrations__versions__0001_x": "from community.db import Instant"},
        ),
    ],
)
def test_a_step_the_wrong_way_is_seen(rule, texts):
    assert len(rule(_sources(**texts))) == 1


def test_what_the_house_allows_is_left_alone():
    allowed = _sources(
        app="from community.calls import views",
        community__reactions="from community.attendance import places",
        community__attendance__models="from community.calls.models import Sitting",
        community__calls__models=f"from .grammar import parse\n{TABLE}",
        community__calls__grammar="from community.clock import zone",
        community__calls__queries="from .models import T\nimport sqlalchemy",
        community__calls__scheduling="from . import models, queries\nimport sqlalchemy",
        community__calls__forms="from .scheduling import cancel\nimport wtforms",
        community__calls__views="from flask import request\nfrom . import forms, scheduling",
    )

    assert {rule.__name__: rule(allowed) for rule in RULES} == {rule.__name__: [] for rule in RULES}
