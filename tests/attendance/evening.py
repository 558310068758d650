"""A call that people answered, to be moved and cancelled in tests of what they are told."""

from datetime import UTC, datetime, timedelta

from community.attendance import rsvps
from community.attendance.models import Answer
from community.calls import changing, scheduling
from community.calls.drafts import Details
from community.calls.models import Call
from community.calls.queries import sittings_of
from community.calls.times import Sitting
from community.db import db
from tests.calls.build import sitting_at
from tests.factories import make_community, make_member

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GATHERED = NOW + timedelta(minutes=10)  # when a letter about what happened then is due
MARCH = datetime(2026, 3, 12, 18)


class Scene:
    """A one-off call on Thursday 5 March at 17:00 in Berlin, and people who answered it."""

    def __init__(self) -> None:
        make_community()
        self.ola = make_member("Ola")
        self.going = make_member("Mia", zone="Asia/Kathmandu")
        self.maybe = make_member("Max")
        self.gone = make_member("Gus")
        self.call = scheduling.schedule_call(
            Details(title="One evening"), [sitting_at("2026-03-05T17:00")], by=self.ola, now=NOW
        )
        for member, said in (
            (self.going, Answer.GOING),
            (self.maybe, Answer.MAYBE),
            (self.gone, Answer.CANNOT),
        ):
            rsvps.answer(self.sitting, member.person, answer=said, now=NOW)

    @property
    def sitting(self) -> Sitting:
        """The sitting, in the present transaction."""
        return sittings_of(db.session.get_one(Call, self.call.id))[0]

    def move(self, now: datetime, local: datetime = MARCH) -> None:
        """Hold it at another time in Berlin."""
        changing.move(self.sitting, local_start=local, zone="Europe/Berlin", minutes=60, now=now)

    def cancel(self, now: datetime, reason: str = "The room is flooded.") -> None:
        """Call it off."""
        changing.cancel(self.sitting, by=self.ola, reason=reason, now=now)
