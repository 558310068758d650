"""By which version something is judged, and what of a code can be broken."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from werkzeug.datastructures import MultiDict

from community.accounts.models import Role
from community.conduct.content import PROMISES
from community.conduct.default_text import default_code
from community.moderation.at_once_forms import AtOnceForm
from community.moderation.content_forms import ContentForm
from community.moderation.forms import ReportForm
from community.moderation.ruling_forms import RulingForm
from tests.conduct.build import publish
from tests.factories import START, make_community, make_member
from tests.moderation.build import case_of, report, take

pytestmark = pytest.mark.usefixtures("in_january")


def test_what_those_who_handle_reports_promise_can_be_broken_by_nobody():
    code, offered = default_code(), []
    for form in (RulingForm(), ContentForm(), AtOnceForm()):
        if isinstance(form, RulingForm):
            form.offer(code, [(1, "Mal")])
            offered.append(form.clauses.choices)
        else:
            form.offer(code) if isinstance(form, ContentForm) else form.offer_clauses(code)
            offered.append(form.clause.choices)
    for choices in offered:
        keys = {str(one.value if hasattr(one, "value") else one[0]) for one in choices}
        assert "expected-names" in keys
        assert not {key for key in keys if key.startswith(PROMISES)}


def test_a_day_alone_is_judged_by_what_took_effect_on_it(client, writing, reading):
    with writing():
        make_community()
        publish(make_member("Stu", Role.STEWARD), now=START)
    berlin, day = ZoneInfo("Europe/Berlin"), START.date()
    form = ReportForm(MultiDict({"happened_on": day.isoformat()}))
    late = START + timedelta(days=2)
    assert form.happened_at(berlin, None, late).hour == 12
    assert form.judged_at(berlin, None, late).date() == day
    assert form.judged_at(berlin, None, late).hour == 23
    assert form.judged_at(berlin, START, late) == START
    assert form.judged_at(berlin, None, START) <= START


def test_the_page_of_a_ruling_says_why_nothing_follows_from_before_the_first_version(
    signed_in, writing
):
    with writing():
        make_community()
        rue, kim, mal = (make_member(name, Role.RESPONDER) for name in ("Rue", "Kim", "Mal"))
        case = take(case_of(report(person=mal.person, by=make_member("Mia"))[0]), rue, kim)
        publish(make_member("Stu", Role.STEWARD), now=START + timedelta(hours=1))
    page = signed_in(rue).get(f"/desk/cases/{case.key}/rulings/new").text
    assert "before the first version of the code of conduct" in page
