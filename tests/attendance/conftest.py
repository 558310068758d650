"""A worker that posts letters, for the tests of what people are told."""

from datetime import datetime

import pytest

from tests.attendance.evening import GATHERED


@pytest.fixture
def pass_on(post, at):
    """A function that lets a worker post what is due at a time."""

    def go(now: datetime = GATHERED) -> int:
        with at(now):
            return post()

    return go
