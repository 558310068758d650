"""Words that a responder types to have them purged: from what was said in the case they go; from
what was decided there only where they are of what was purged, or where a second one writes them.
"""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import MultiDict

from community import audit
from community.accounts.models import Role
from community.conduct.state_models import ContentAppeal, ContentState
from community.db import db
from community.marks import BAR
from community.moderation import content_appeals, merging, purging, talking
from community.moderation.appeal_models import Appeal
from community.moderation.case_forms import PurgedForm
from community.moderation.case_models import CaseMessage
from tests.factories import make_call, make_member
from tests.moderation.aside import HIDDEN, PURGED, hide
from tests.moderation.build import case_of, days, report, take
from tests.moderation.test_purged_rulings import PHONE, Place
from tests.moderation.test_purging import tables_with
from tests.notes.saying import say

HERS = "It says so of me, and I had nothing from her."


class PlaceAndOthers(Place):
    """With something of Ola's that is in no case."""

    others: ContentState


@pytest.fixture
def place(db_session):
    """What Ada wrote is purged by somebody who is left out of the case about it, so that a copy is
    left in it; in it they wrote a message. Something of Ola's is hidden, who appeals: it is in no
    case.
    """
    place = PlaceAndOthers(told=f"Call {PHONE}: I had it of her.")
    ola, pia, rue = make_member("Ola"), make_member("Pia", Role.RESPONDER), place.people["Rue"]
    row, _ = report(f"note:{place.note.key}", by=ola, excluded=[pia], now=days(6))
    part = take(case_of(row), rue, now=days(6))
    merging.merge(place.case, part, by=rue, why="One matter.", now=days(6))
    talking.say_among_responders(place.case, "It says little.", by=rue, now=days(6))
    note = say(make_call(ola), ola, "Something else.")
    place.others = hide(note, pia, replace(HIDDEN, why="It says too much."), now=days(7))
    content_appeals.appeal_content(place.others, HERS, now=days(7))
    hide(place.note, pia, PURGED, now=days(8))
    return place


def test_words_of_a_ruling_go_where_they_were_purged_or_where_two_responders_write_them(place):
    rue, kim = place.people["Rue"], place.people["Kim"]
    rationale, appeal = f"It says {BAR}.", f"I had **{BAR}** from her."

    for _twice in range(2):
        lines = [PHONE, "It says", "from her", "had", "nowhere"]
        assert purging.purge_in_case(place.case, lines, (), by=rue, now=days(9))
        assert tables_with(PHONE) == set()
        assert (place.ruling.rationale, place.ruling.measure.measure.facts) == (rationale,) * 2
        assert db.session.scalar(sa.select(Appeal.words_source)) == appeal
        query = sa.select(CaseMessage.text_source).order_by(CaseMessage.id)
        assert f"{BAR} little." in db.session.scalars(query).all()

    assert not purging.purge_in_case(place.case, ["it  SAYS"], (), by=kim, now=days(9))
    assert place.ruling.rationale == f"{BAR} {BAR}."
    assert db.session.scalar(sa.select(Appeal.words_source)) == appeal
    assert place.others.why == "It says too much."
    assert db.session.scalar(sa.select(ContentAppeal.words_source)) == HERS
    acts = [one["what"] for one in audit.entries()]
    assert (acts.count("words asked to be purged"), audit.verify().broken) == (3, None)
    purged = ["They had it from her."]
    assert not purging.purge_in_case(
        place.case, ["from her"], (), by=rue, now=days(9), texts=purged
    )
    assert db.session.scalar(sa.select(Appeal.words_source)) == f"I had **{BAR}** {BAR}."


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("line", ["e", BAR, "- "])
def test_each_line_is_more_than_a_letter_and_no_bar(line):
    form = PurgedForm(MultiDict({"purged": f"Enough\n{line}"})).offer([])
    assert (form.validate(), list(form.errors)) == (False, ["purged"])
