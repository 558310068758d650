"""The case about Ada that reports of half-years count too."""

from tests.moderation.conftest import case, code, people, rule, told  # noqa: F401 - fixtures
