"""What tests of whole series begin with."""

import pytest

from community.db import transaction
from tests.databases import sqlite_house
from tests.exchange.scene import make_scene, taken


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """What a facilitator takes along from an installation on SQLite."""
    house = sqlite_house(tmp_path_factory.mktemp("exchange"))
    with house.app.app_context(), transaction():
        scene = make_scene()
        content = taken(scene.series, scene.people["facilitator"])
    house.close()
    return content
