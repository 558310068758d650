"""Of what is sent with a form, fields that it does not know are neither rendered nor shown."""

import pytest

from community import text
from tests.agendas.build import make_evening
from tests.factories import START, make_community, make_member

pytestmark = [pytest.mark.usefixtures("in_january"), pytest.mark.engines("sqlite")]
LONG = "A **long** word. " * 40


@pytest.fixture
def ola(writing):
    with writing():
        make_community()
        ola = make_member("Ola")
        call = make_evening(ola)
    return ola, f"/calls/{call.slug}"


def test_only_what_the_form_knows_is_rendered(ola, signed_in, monkeypatch):
    who, page = ola
    seen: list[str] = []
    read = text._read

    def reading(source):
        seen.append(source)
        return read(source)

    monkeypatch.setattr(text, "_read", reading)
    beside = {f"unknown-{number}": f"{number} {LONG}" for number in range(9)}
    form = {"text": LONG, "kind": "note", "disclosure-degree": "none", **beside}

    assert signed_in(who).post(f"{page}/notes", data=form).status_code == 303

    assert {source.strip() for source in seen} == {LONG.strip()}


def test_only_what_the_form_knows_is_given_back_and_never_without_end(ola, signed_in, at):
    who, page = ola
    form = {"answer": "going", "note": "I come late.", "unknown": "Strange words.", "x": LONG * 90}

    with at(START.replace(month=3, day=14)):  # the call is over
        known = signed_in(who).post(f"{page}/sittings/1/rsvp", data=form)
    assert known.status_code == 409
    assert "I come late." in known.text
    assert "Strange words." not in known.text
    assert len(known.text) < 40_000
