"""Whom a measure stops from writing patterns takes back what they said, by a button."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.accounts.models import Role
from community.conduct.content import Effect
from community.conduct.imposing import MeasureDraft, impose
from community.db import db
from community.patterns import curating, marking, objecting, sharing
from community.patterns.curation_models import Objection, ObjectionAnswer, PatternCheck
from community.patterns.models import Pattern
from community.patterns.use_models import Shown, UseMark, Using
from tests.conduct.build import KIND, RESTRICTING, publish
from tests.factories import START, make_community, make_member
from tests.patterns.build import draft, proposed


def _stopped(member, code):
    """A measure by which somebody does no work on patterns for a week."""
    until = START + timedelta(days=7)
    given = (code, KIND.key, 2, (Effect.NO_PATTERNS,), START, until, "What was written.")
    impose(MeasureDraft(*given), on=member.person, now=START)


@pytest.mark.engines("sqlite")
@pytest.mark.usefixtures("in_january")
def test_objections_and_answers_are_taken_back_under_a_measure_but_not_written(signed_in, writing):
    with writing():
        make_community()
        code = publish(make_member("Stu", Role.STEWARD), RESTRICTING).version_id
        mia, ada = make_member("Mia"), make_member("Ada")
        hers, other = proposed(mia), proposed(ada, title="Other")
        first = objecting.object_to(hers, "It is new.", by=ada.person, now=START)
        objecting.object_to(hers, "It is long.", by=ada.person, now=START)
        objecting.object_to(other, "It is odd.", by=mia.person, now=START)
        objecting.answer_objection(first, "It is old.", by=mia.person, now=START)
        _stopped(mia, code)
    here, at = signed_in(mia), "/pattern-objections/{}/{}".format
    page = here.get(f"/patterns/{hers.slug}").text
    assert (at(1, "answer/withdrawal") in page, at(2, "answer/new") in page) == (True, False)
    assert here.post(at(2, "answer"), data={"words": "It is short."}).status_code == 403
    for path in (at(1, "answer/withdrawal"), at(3, "withdrawal")):
        assert here.post(path).status_code == 303
    with writing():
        stand = (Objection.withdrawn_at.is_(None), ObjectionAnswer.withdrawn_at.is_(None))
        counts = [db.session.scalar(select(func.count()).where(one)) for one in stand]
        assert counts == [2, 0]


@pytest.mark.engines("sqlite")
@pytest.mark.usefixtures("in_january")
def test_use_marks_checks_and_links_are_taken_back_under_a_measure(signed_in, writing):
    with writing():
        make_community()
        code = publish(make_member("Stu", Role.STEWARD), RESTRICTING).version_id
        mia, ada = make_member("Mia"), make_member("Ada")
        pattern, old, mine = proposed(ada), proposed(ada, title="Old"), draft(mia, title="Mine")
        for one in (pattern, old):
            marking.mark(one, Using.USING, Shown.PUBLIC, by=mia.person, now=START)
            curating.check(one, by=mia.person, now=START)
        sharing.share(mine, now=START)
        curating.retire(old, why="Old.", successor=None, by=ada.person, now=START)
        here = [f"/patterns/{one.slug}" for one in (pattern, old)]
        link = f"/patterns/{mine.slug}"
        _stopped(mia, code)
    hers = signed_in(mia)
    assert hers.post(f"{here[0]}/use", data={"using": "using"}).status_code == 403
    for at, path in [*((at, path) for at in here for path in ("use", "check")), (link, "sharing")]:
        page, back = hers.get(at).text, f"{at}/{path}/withdrawal"
        assert (f'action="{back}"' in page, f'action="{at}/{path}"' in page) == (True, False)
        assert hers.post(back).status_code == 303
    with writing():
        counts = [select(func.count()).select_from(UseMark)]
        counts.append(select(func.count()).where(PatternCheck.withdrawn_at.is_(None)))
        assert [db.session.scalar(count) for count in counts] == [0, 0]
        assert db.session.get_one(Pattern, mine.id).shared_at is None
