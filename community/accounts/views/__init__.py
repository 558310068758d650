"""The pages of people and the community: signing in, profile, people, settings, set-up."""

from flask import Flask

from community import access, audit, limits
from community.accounts import policies
from community.accounts.models import RoleGrant

from . import (
    addresses,
    arriving,
    blueprint,
    condition,
    confirming,
    entering,
    founding,
    inviting,
    leaving,
    letters,
    letters_owed,
    members,
    sign_ins,
    signing,
    steering,
)

__all__ = [
    "addresses",
    "arriving",
    "condition",
    "entering",
    "founding",
    "init_app",
    "inviting",
    "leaving",
    "letters",
    "letters_owed",
    "members",
    "signing",
    "steering",
]


def init_app(app: Flask) -> None:
    """Hang the pages and rules of accounts into `app`, and recognise whoever is signed in."""
    access.register(policies.RULES, policies.SIGHT)
    limits.declare(always=policies.ALWAYS)
    audit.watch({RoleGrant: "role given"}, changes={RoleGrant: "role withdrawn"})
    app.register_blueprint(blueprint.bp)
    blueprint.init_app(app)
    sign_ins.init_app(app)
    access.confirm_with(app, confirming.ask_first)
