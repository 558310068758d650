"""No form takes more than it asks for: neither a role, nor the number of somebody else."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from community import clock
from community.accounts.models import Member, Person, RoleGrant
from community.db import Base, db
from community.patterns.facets import LISTED
from community.patterns.models import Pattern
from tests.exchange.small import small_series
from tests.factories import PASSWORD
from tests.journeys.filling import WORDS, Form, forms_of
from tests.journeys.forms import FORMS
from tests.journeys.place import CALENDAR, NOW, Inhabited
from tests.moderation.build import report

PERSON, MEMBER = 770_077, 880_088  # of one who does nothing; nobody else has these numbers
ROLES = {"role": "steward", "roles": "steward", "is_steward": "1", "is_admin": "1", "state": "done"}
NAMED = {
    **dict.fromkeys(("password_again", "old_password", "password"), PASSWORD),
    **dict.fromkeys(("sittings-0-time", "hours-0-time"), "18:30"),
    "sittings-0-day": "2026-03-05",
    "title": "Some words",
    "summary": WORDS,
}
ALSO = {  # pages of another purpose: of what is pressed on them, one ends what another does
    "member": ("/calls/{full}", "/calls/{full}/agenda", "/series/{own}", "/my-calls"),
    "steward": ("/patterns/{pattern}", "/notes/{note}"),
}


@pytest.fixture
def mal(place, writing) -> None:
    """A member who does nothing, and whose numbers every form is sent."""
    mal = {"handle": "mal-q", "handle_skeleton": "mal-q", "email": "m@l.q", "email_key": "m@l.q"}
    with writing() as session:
        session.add(Person(id=PERSON, name="Mal", zone="UTC", created_at=NOW))
        session.flush()
        session.add(Member(id=MEMBER, person_id=PERSON, password_hash="!", joined_at=NOW, **mal))


@pytest.mark.engines("sqlite")
@pytest.mark.usefixtures("mal")
def test_no_form_gives_a_role_or_does_something_for_somebody_else(
    place, app, writing, reading, signed_in
):
    with writing():
        typed = _typed(place, report(now=NOW)[1])
    with reading():
        before = _roles(), _number_of_rows_that_say_mal()
    more = ROLES | {
        column.name: str(MEMBER if key.column.table.name == "member" else PERSON)
        for column, key in _references()
    }
    refused = set()
    for who, pages in FORMS.items():
        client = app.test_client() if who == "visitor" else signed_in(place.people[who])
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        for page in ("/conduct/acceptance", *sorted(pages + ALSO.get(who, ()), key=_is_last)):
            path = place.at(page)
            for form in forms_of(client.get(path).text):
                if form.action == "/sign-out":  # after which nothing else could be sent
                    continue
                form.fields |= _no_more_clauses(form) | typed.get(form.action or path, {})
                if _send(client, path, form, more, place) >= 400 and page in pages:
                    refused.add(form.action or path)
        _send(client, "/sign-out", Form("/sign-out"), more, place)

    assert refused == set()
    with reading():
        assert (_roles(), _number_of_rows_that_say_mal()) == before


def _is_last(page: str) -> tuple[bool, bool]:
    """What takes away what other pages are about, and what signs a visitor in."""
    return page == "/sign-in", "/delete" in page or "{resetting}" in page


def _typed(place: Inhabited, code: str) -> dict[str, dict[str, Any]]:
    """What forms ask for beside any words and dates, by where they are sent."""
    others = sa.select(Pattern.title).where(Pattern.stage.in_(LISTED))
    others = others.where(Pattern.slug != place.slugs["pattern"]).order_by(Pattern.id)
    return {
        "/report/return": {"code": code},
        "/sign-in": {"email": place.people["facilitator"].email},
        "/conduct/draft": {"sections-1-clauses-7-key": "expected-care"},
        "/conduct/draft/text": {"text": "## Care\n\n- Be kind."},
        "/import": {"file": (BytesIO(CALENDAR.read_bytes()), "a.ics")},
        "/import/series": {"file": (BytesIO(small_series()), "a.zip")},
        place.at("/patterns/{pattern}/relations"): {"other": db.session.scalars(others).first()},
    }


def _no_more_clauses(form: Form) -> dict[str, str]:
    """A clause asks for a key; the rooms for more of them stay empty."""
    rooms = [name for name in form.fields if name.startswith("sections-")]
    return {name: "" for name in rooms if form.fields[name] == WORDS}


def _send(
    client: FlaskClient, path: str, form: Form, more: dict[str, str], place: Inhabited
) -> int:
    """The status of what is answered to a form with `more` than it asks for."""
    rue = place.people["responder"].handle
    typed = NAMED | {"handle": rue, "who": rue, "intent": "save", "code": form.ticks.get("code")}
    known = {name: value for name, value in typed.items() if value and name in form.names}
    given = {name: value for name, value in form.fields.items() if value not in {"", WORDS}}
    pressed = dict(form.buttons[-1:])
    unasked = {name: value for name, value in more.items() if name not in form.names}
    data = unasked | form.fields | pressed | known | given
    with clock.at(NOW + timedelta(minutes=1)):  # nobody fills a form in at once
        return client.post(form.action or path, data=data).status_code


def _references() -> Iterator[tuple[sa.Column, sa.ForeignKey]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                if key.column.table.name in {"member", "person"}:
                    yield column, key


def _number_of_rows_that_say_mal() -> dict[str, int | None]:
    return {
        str(column): db.session.scalar(
            sa.select(sa.func.count()).where(column.in_([MEMBER, PERSON]))
        )
        for column, _ in _references()
    }


def _roles() -> list[tuple[int, str]]:
    rows = sa.select(RoleGrant.member_id, RoleGrant.role, RoleGrant.revoked_at)
    return db.session.execute(rows.order_by(RoleGrant.id)).all()
