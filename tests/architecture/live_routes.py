"""Who gets in where while a call is held."""

from tests.architecture.roles import EVERYONE, MEMBERS, OWNER, OWNERS

LIVE_ROUTES: dict[str, frozenset[str]] = {
    "GET facilitation.show_live": EVERYONE,
    "POST facilitation.start": OWNER,
    "POST facilitation.end": OWNER,
    "POST facilitation.resume": OWNER,
    "POST facilitation.move": OWNER,
    "POST facilitation.add_item": OWNER,
    "POST facilitation.take_on": OWNER,
    "POST facilitation.park": OWNER,
    "POST facilitation.take_down": OWNER,
    "POST facilitation.call_on": OWNER,
    "POST facilitation.thank": OWNER,
    "POST facilitation.raise_hand": MEMBERS,
    "POST facilitation.lower": MEMBERS,
    "POST facilitation.come": MEMBERS,
    "POST facilitation.go": MEMBERS,
    "GET facilitation.show_looking_back": EVERYONE,
    "POST facilitation.look_back": MEMBERS,
    "POST facilitation.take_look_back": MEMBERS,
    "POST facilitation.remove_look_back": OWNERS,
    "POST facilitation.put_look_back_back": OWNERS,
    "GET facilitation.show_trend": EVERYONE,
}
