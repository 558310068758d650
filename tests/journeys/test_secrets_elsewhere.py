"""Each secret that stands in an address works at its own place alone: at any other it is told from
a guess by nothing. And fields that no form has change nothing, whoever sends them along.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from community.accounts import inviting, mailed
from community.accounts.inviting import LONGEST
from community.accounts.models import Purpose, Role, RoleGrant
from community.agendas.models import Item, State
from community.attendance.models import Rsvp
from community.calendars import personal
from community.db import db
from community.notes import muting
from community.notes.models import Note
from community.outbox import choices
from community.outbox.models import Group
from tests.agendas.build import make_evening
from tests.factories import START, make_community, make_member
from tests.notes.saying import say

pytestmark = [pytest.mark.usefixtures("in_january"), pytest.mark.engines("sqlite")]
GUESS = "A" * 32
# Where each is more than a guess; those without a row of their own (as a letter keeps it) nowhere.
OWN = {
    "sign in": {"GET accounts.show_sign_in_link", "POST accounts.sign_in_by_link"},
    "reset": {"GET accounts.show_new_password", "POST accounts.reset_password"},
    "invitation": {"GET accounts.show_invitation_to_join"},
    "letters": {"GET accounts.show_unsubscription", "POST accounts.unsubscribe"},
    "thread": {"GET notes.show_thread_letters", "POST notes.stop_thread_letters"},
    "feed": {"GET calendars.show_personal"},
}
OTHERS = {
    "role": "steward",
    "is_admin": "1",
    "id": "1",
    "key": "a-key",
    "state": "accepted",
    "place": "1",
    "made_at": "2020-01-01",
    "is_removed": "on",
    "version": "7",
}
TOOLS = {"disclosure-degree": "none"}
ITEM = {"title": "Licences", "kind": "discuss", "minutes": "5", **TOOLS}


def places(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every address that ends in a secret, by each way of asking."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            if rule.arguments & {"token", "secret"}:
                yield rule, method


def answer(client: FlaskClient, rule: Rule, method: str, secret: str) -> tuple[int, str, str]:
    """What is answered, without the secret and what is new each time."""
    name = "token" if "token" in rule.arguments else "secret"
    address = re.sub(rf"<{name}>", secret, rule.rule)
    with client.open(address, method=method) as response:
        said = response.get_data(as_text=True).replace(secret, "")
        where = (response.location or "").replace(secret, "")
    return response.status_code, where, re.sub(r'value="[^"]*"', "", said)


def test_each_secret_is_a_guess_at_any_other_place(app, writing, settings):
    key = settings.secret_key
    with writing():
        make_community()
        ada = make_member("Ada")
        thread = say(make_evening(ada), ada, "A word.").thread
        links = {
            purpose.value: mailed.make(purpose, lasts=timedelta(hours=1), now=START, member=ada)
            for purpose in Purpose
        }
        secrets = {name: mailed.text_of(link) for name, link in links.items()}
        invited = inviting.make(by=ada, lasts=LONGEST, most_uses=3, now=START)
        secrets["invitation"] = inviting.text_of(invited)
        secrets["letters"] = choices.token_for(ada.person_id, Group.NOTES)
        secrets["thread"] = muting.token_for(thread.id, ada.person_id)
        secrets["feed"] = personal.text_of(personal.make(ada, key=key, now=START), key=key)
    works: dict[str, set[str]] = {name: set() for name in secrets}
    for rule, method in places(app):
        guessed = answer(app.test_client(), rule, method, GUESS)
        for name, secret in secrets.items():
            if answer(app.test_client(), rule, method, secret) != guessed:
                works[name].add(f"{method} {rule.endpoint}")
    assert {name: found for name, found in works.items() if found} == OWN
    assert set(works) >= {purpose.value for purpose in Purpose}


def test_what_no_form_asks_for_changes_nothing(writing, reading, signed_in):
    with writing():
        make_community()
        stu, mia = make_member("Stu", Role.STEWARD), make_member("Mia")
        call = make_evening(stu)
        address, granted = f"/calls/{call.slug}", db.session.query(RoleGrant).count()
        other = {name: str(stu.id) for name in ("by_id", "member_id", "proposed_by_id")}
        other |= {"person_id": str(stu.person_id), "by": stu.handle}
    browser, more = signed_in(mia), OTHERS | other
    for path, typed in (
        ("/notes", {"text": "A word.", "kind": "note", **TOOLS}),
        ("/agenda/proposals", ITEM),
        ("/sittings/1/rsvp", {"answer": "going"}),
    ):
        assert browser.post(address + path, data=more | typed).status_code == 303, path

    with reading():
        note = db.session.scalars(select(Note)).one()
        item = db.session.scalars(select(Item)).one()
        rsvp = db.session.scalars(select(Rsvp)).one()
        assert (note.by_id, note.version, note.key == "a-key") == (mia.id, 1, False)
        assert (item.proposed_by_id, item.state) == (mia.id, State.PROPOSED)
        assert rsvp.person_id == mia.person_id
        assert db.session.query(RoleGrant).count() == granted
