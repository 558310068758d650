"""Lines of labour of every kind a page can show, for the journeys."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.calls.models import Call, Series
from community.db import db
from community.ledger.models import Confirmation, Labour, Line, LineRemoval, Refusal, Shown
from tests.ledger.build import line


def furnish_labour(people: Mapping[str, Member], series: Series, *, now: datetime) -> None:
    """Of a call of its own and of a series: lines that wait, are listed, were declined."""
    ola, mia, stu = people["facilitator"], people["member"], people["steward"]
    alone = select(Call).where(Call.own_title.like("What we learned of licences"))
    of_series = select(Call).where(Call.series_id == series.id).order_by(Call.id)
    for call in (db.session.scalars(query.limit(1)).unique().one() for query in (alone, of_series)):
        for who, shown in ((ola, Shown.NAME), (mia, Shown.PSEUDONYM), (stu, Shown.COUNTED)):
            row = line(call, who, Labour.CAPTIONS)
            row.minutes = 20
            name = "A reed" if shown is Shown.PSEUDONYM else ""
            say = Confirmation(line_id=row.id, shown=shown, pseudonym=name, at=now)
            db.session.add(say)
        line(call, mia, Labour.OTHER, "Translating into French")
        db.session.add(Refusal(line_id=line(call, mia, Labour.WELCOME).id, at=now))
        off = line(call, mia, Labour.QUEUE).id
        db.session.add(Confirmation(line_id=off, shown=Shown.NAME, at=now))
        db.session.add(LineRemoval(line_id=off, by_id=ola.id, at=now, reason="Nobody queued."))
    db.session.flush()


def crowd_labour(members: Sequence[Member], *, now: datetime) -> None:
    """More lines wherever there are some: listed for everybody, waiting for each of `members`."""
    calls = db.session.scalars(select(Line.call_id).distinct()).all()
    for call_id in calls:
        for number, member in enumerate([*members] * 5):
            given = {"kind": Labour.OTHER, "what": f"Part {number}", "made_at": now}
            row = Line(call_id=call_id, member_id=member.id, **given)
            db.session.add(row)
            db.session.flush()
            if number % 2:
                db.session.add(Confirmation(line_id=row.id, shown=Shown.NAME, at=now))
    db.session.flush()
