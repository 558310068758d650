"""A call in which somebody shouted, for tests of what is done at once."""

from datetime import timedelta

from sqlalchemy import select

from community.accounts.guests import Caller
from community.accounts.models import Guest, Role
from community.agreement import How
from community.attendance import rsvps
from community.attendance.guest_answers import Wish, ask, confirm
from community.attendance.models import Answer
from community.calendars import personal
from community.calls import scheduling
from community.calls.drafts import Details
from community.calls.queries import sittings_of
from community.conduct.acceptances import accept
from community.db import db
from tests.calls.build import sitting_at
from tests.conduct.build import publish
from tests.factories import START, make_community, make_member

OLD, NEW = "https://meet.example/canary-old", "https://meet.example/canary-new"
DAY = timedelta(days=1)
SOON = START + timedelta(minutes=1)
WHY = "Somebody shouted at Mia."


class Scene:
    """A call on a Thursday that Mia, Max and a guest come to; three responders, one of them Max."""

    def __init__(self, key: str) -> None:
        make_community()
        self.people = {
            name: make_member(name, *roles)
            for name, roles in (
                ("Fay", ()),
                ("Mia", ()),
                ("Max", (Role.RESPONDER,)),
                ("Rue", (Role.RESPONDER,)),
                ("Kim", (Role.RESPONDER,)),
            )
        }
        code = publish(make_member("Stu", Role.STEWARD), now=START - DAY)
        for one in self.people.values():
            accept(one.person, code, how=How.RSVP, now=START - DAY)
        draft = sitting_at("2026-01-16T18:00", join_url=OLD, join_is_public=True)
        call = scheduling.schedule_call(
            Details(title="One evening"), [draft], by=self.people["Fay"], now=START - DAY
        )
        (sitting,) = sittings_of(call)
        self.slug, self.sitting_id, self.call_id = call.slug, sitting.id, call.id
        for name in ("Mia", "Max"):
            rsvps.answer(sitting, self.people[name].person, answer=Answer.GOING, now=START - DAY)
        caller = Caller("Gina", "gina@example.org", "gina@example.org", "Europe/Berlin")
        given = ask(sitting, caller, Wish(answer=Answer.GOING), now=START - DAY)
        confirm(given, now=START - DAY)
        self.guest = db.session.scalars(select(Guest)).one().person_id
        self.feeds = {
            name: personal.text_of(personal.make(one, key=key, now=START), key=key)
            for name, one in self.people.items()
        }

    @property
    def page(self) -> str:
        """Where the page of the call is."""
        return f"/calls/{self.slug}"
