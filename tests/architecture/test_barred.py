"""Every write, sent by somebody whom a measure bars, from a session that was opened before it: by
forms, drafts and all other ways alike it is refused where the measure covers it.
"""

from datetime import timedelta

import pytest

from community.conduct.content import Effect
from community.conduct.imposing import MeasureDraft, impose
from community.db import db
from tests.architecture.routes import ROUTES
from tests.architecture.test_roles import WRITES, lets_through, once, routes_of
from tests.architecture.world import World, make_world
from tests.conduct.build import KIND, RESTRICTING, publish
from tests.factories import START

BARRED = ("member", "owner", "steward")
# To leave, to take along, to be safe, to appeal and to say who one is, whatever stands.
ALWAYS = {
    *("accounts.ask_for_address", "accounts.change_password", "accounts.change_profile"),
    *("accounts.choose_letters", "accounts.confirm", "accounts.send_reset", "conduct.accept"),
    *("accounts.send_sign_in_link", "distance.keep", "distance.let_near"),
    *("moderation.answer_responders", "moderation.make_report", "moderation.show_report"),
    "moderation.write_to_responders",
    *("attendance.withdraw", "attendance.withdraw_series_answer"),
}
# What ends or begins a session, which the others are sent from.
SESSIONS = ("accounts.end_sign_in", "accounts.sign_", "accounts.erase")
# What of a feature stays open to those who may not write in it: taking back, and leading calls.
OPEN = {
    Effect.NO_NOTES: {"leave_out", "mute", "unmute", "remove_note"},
    Effect.NO_PATTERNS: {
        *("leave_draft", "put_name_back", "take_name_off", "withdraw_draft_invitation"),
        *("withdraw_review", "withdraw_suggestion", "withdraw_use", "withdraw_objection"),
        *("unverify_use", "take_word_back", "take_mark_back", "take_check_back"),
        *("stop_sharing", "take_answer_back"),
    },
}
OF = {Effect.NO_NOTES: "notes", Effect.NO_PATTERNS: "patterns"}
BESIDE = {
    Effect.NO_NOTES: set[str](),
    Effect.NO_PROPOSALS: {"agendas.propose", "agendas.reword_item", "agendas.vote"}
    | {"agendas.take_vote_back", "agendas.keep_proposal", "agendas.keep_words"},
    Effect.NO_PATTERNS: set[str](),
}


@pytest.fixture
def asked(app, house, signed_in):
    """Send every write of `wanted` as the first role that may, once an effect stands against it;
    gives those that are let through.
    """

    def send(effect, wanted):
        world, rules = house.furnish(make_world), routes_of(app)
        clients = {role: signed_in(world.people[role]) for role in BARRED}
        house.furnish(lambda: _bar(world, effect))
        through = set()
        for route in WRITES:
            method, _, endpoint = route.partition(" ")
            role = next((one for one in BARRED if one in ROUTES[route]), None)
            if role is None or endpoint.startswith(SESSIONS) or not wanted(endpoint):
                continue
            rule = rules[route]
            values = {k: v for k, v in world.values(rule.rule).items() if k in rule.arguments}
            _, address = rule.build(values) or ("", "")
            with clients[role].open(address, method=method) as response:
                if lets_through(response):
                    through.add(endpoint)
        return through

    return send


def _bar(world: World, effect: Effect) -> None:
    steward = db.session.merge(world.people["steward"])
    version = publish(steward, RESTRICTING, on=START.date() + timedelta(days=301)).version_id
    level = next(rung.level for rung in RESTRICTING.ladder if effect in rung.effects)
    until = START + timedelta(days=30)
    for role in BARRED:
        given = MeasureDraft(version, KIND.key, level, (effect,), START, until, "What was said.")
        impose(given, on=db.session.merge(world.people[role]).person, now=START)


@once
@pytest.mark.usefixtures("in_january")
@pytest.mark.parametrize("effect", [Effect.READING_ONLY, Effect.NO_ACCOUNT])
def test_who_is_suspended_writes_nothing_but_what_nothing_stops(asked, effect):
    as_visitor = {"attendance.ask_as_guest"} if effect is Effect.NO_ACCOUNT else set()

    assert asked(effect, lambda _endpoint: True) == ALWAYS | as_visitor


@once
@pytest.mark.usefixtures("in_january")
@pytest.mark.parametrize("effect", BESIDE)
def test_who_is_limited_from_a_feature_writes_nothing_in_it(asked, effect):
    feature, still = OF.get(effect, "-"), OPEN.get(effect, set())

    def is_covered(endpoint):
        name, _, view = endpoint.partition(".")
        return endpoint in BESIDE[effect] or (name == feature and view not in still)

    assert asked(effect, is_covered) == set()
